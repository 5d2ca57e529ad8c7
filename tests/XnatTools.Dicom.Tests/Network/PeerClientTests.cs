using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Requestors of DCMTK against our acceptor.</summary>
[Trait("Category", "Peer")]
public sealed class PeerClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Echoscu_and_its_rejection()
    {
        ArchiveService service = new([]) { Decide = r => r.CalledAETitle == "OURS" ? DicomAssociateDecision.Accept : DicomAssociateDecision.CalledAETitleUnknown };
        await using DicomServer server = DicomServer.Start(service);
        (int code, string output) = await Tool.RunAsync("echoscu", null, "-v", "-aec", "OURS", "127.0.0.1", Port(server));
        Assert.True(code == 0, output);
        (code, output) = await Tool.RunAsync("echoscu", null, "-v", "-aec", "OTHER", "127.0.0.1", Port(server));
        Assert.NotEqual(0, code);
        Assert.Contains("Called AE Title Not Recognized", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("storescu")]
    [InlineData("dcmsend")]
    public async Task Stores_arrive_byte_for_byte(string tool)
    {
        Tool.Require(tool);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService service = new([], _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service);
        string[] arguments = tool == "storescu"
            ? ["-v", "-aec", "B", "127.0.0.1", Port(server), .. paths]
            : ["-v", "-aec", "B", "127.0.0.1", Port(server), "+sd", _folder.File("archive")];
        (int code, string output) = await Tool.RunAsync(tool, null, arguments);
        Assert.True(code == 0, output);
        Assert.Equal(paths.Count, service.Stored.Count);
        foreach (string path in paths)
        {
            using DicomFile sent = DicomFile.Open(path);
            using DicomFile got = DicomFile.Open(_folder.File(Path.Combine("in", sent.Dataset.GetString(DicomTags.SopInstanceUid) + ".dcm")));
            Assert.Equal(sent.Dataset[DicomTags.PixelData]!.Value.ToBytes(), got.Dataset[DicomTags.PixelData]!.Value.ToBytes());
            Assert.Equal(sent.Dataset.GetString(DicomTags.PatientName), got.Dataset.GetString(DicomTags.PatientName));
            (code, output) = await Tool.RunAsync("dcmdump", null, "-q", got.Layout.Source!.Path!);
            Assert.True(code == 0, output);
        }
    }

    [SkippableFact]
    public async Task Compressed_corpus_files_arrive_as_they_are_by_dcmsend()
    {
        Tool.Require("dcmsend");
        List<string> files = [.. Corpus.Files().Where(path => path.Contains("JPEG", StringComparison.OrdinalIgnoreCase) || path.Contains("RLE", StringComparison.Ordinal) || path.Contains("J2K", StringComparison.OrdinalIgnoreCase))];
        string from = _folder.Folder("from");
        HashSet<string> uids = [];
        foreach (string path in files)
        {
            using DicomFile file = DicomFile.Open(path);
            if (!file.IsDamaged && file.Findings.Count == 0 && !new DicomTransferSyntax(file.TransferSyntaxUid).IsNative && file.Dataset.GetString(DicomTags.SopInstanceUid) is { } uid && uids.Add(uid))
            {
                File.Copy(path, Path.Combine(from, uids.Count.ToString(CultureInfo.InvariantCulture)));
            }
        }

        Assert.True(uids.Count > 5);
        ArchiveService service = new([], _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service);
        (int code, string output) = await Tool.RunAsync("dcmsend", null, "-v", "-nh", "-aec", "B", "127.0.0.1", Port(server), "+sd", from);
        Assert.True(service.Stored.Count >= uids.Count * 3 / 4, $"{code} {service.Stored.Count} of {uids.Count}: {output}");
        foreach (string stored in service.Stored)
        {
            using DicomFile got = DicomFile.Open(stored);
            Assert.False(got.IsDamaged);
            Assert.False(new DicomTransferSyntax(got.TransferSyntaxUid).IsNative);
        }
    }

    [SkippableFact]
    public async Task Findscu_movescu_and_getscu_get_what_is_there()
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService service = new(paths);
        await using DicomServer server = DicomServer.Start(service);
        (int code, string output) = await Tool.RunAsync("findscu", null, "-v", "-S", "-aec", "B", "127.0.0.1", Port(server), "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", "PatientName", "-k", "AccessionNumber");
        Assert.True(code == 0, output);
        Assert.Contains("Find Response: 5", output, StringComparison.Ordinal);
        Assert.Contains("Received Final Find Response (Success)", output, StringComparison.Ordinal);

        int port = Tool.FreePort();
        service.Destinations["XNATTOOLS"] = new DicomNode("127.0.0.1", port, "XNATTOOLS");
        string moved = _folder.Folder("moved");
        (code, output) = await Tool.RunAsync("movescu", null, "-v", "-S", "-aet", "XNATTOOLS", "-aec", "B", "-aem", "XNATTOOLS", "+P", port.ToString(CultureInfo.InvariantCulture), "-od", moved, "127.0.0.1", Port(server), "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.826.0.1.3680043.9.9999.1");
        Assert.True(code == 0, output);
        Assert.Equal(6, Directory.GetFiles(moved).Length);

        string got = _folder.Folder("got");
        (code, output) = await Tool.RunAsync("getscu", null, "-v", "-S", "-aec", "B", "-od", got, "127.0.0.1", Port(server), "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.826.0.1.3680043.9.9999.2");
        Assert.True(code == 0, output);
        Assert.Equal(4, Directory.GetFiles(got).Length);
    }

    [SkippableFact]
    public async Task Findscu_cancel_is_obeyed()
    {
        Tool.Require("findscu");
        ArchiveService service = new([]) { Find = (_, token) => Many(token) };
        await using DicomServer server = DicomServer.Start(service);
        (int code, string output) = await Tool.RunAsync("findscu", null, "-v", "-S", "--cancel", "3", "-aec", "B", "127.0.0.1", Port(server), "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID");
        Assert.Contains("Cancel", output, StringComparison.Ordinal);
        Assert.True(output.Split("(Pending)").Length < 1000, code + output);
    }

    private static async IAsyncEnumerable<DicomDataset> Many([System.Runtime.CompilerServices.EnumeratorCancellation] System.Threading.CancellationToken token)
    {
        for (int i = 0; i < 5000; i++)
        {
            DicomDataset answer = new();
            answer.SetString(DicomTags.PatientId, "P" + i.ToString(CultureInfo.InvariantCulture));
            yield return answer;
            await Task.Delay(2, token);
        }
    }

    private static string Port(DicomServer server) => server.Port.ToString(CultureInfo.InvariantCulture);
}
