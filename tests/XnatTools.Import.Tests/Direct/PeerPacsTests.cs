using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>The direct route against two real archives.</summary>
[Trait("Category", "Peer")]
public sealed class PeerPacsTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("dcmqrscp", ReceiveMethod.Get)]
    [InlineData("dcmqrscp", ReceiveMethod.Move)]
    [InlineData("Orthanc", ReceiveMethod.Get)]
    [InlineData("Orthanc", ReceiveMethod.Move)]
    public async Task Studies_are_found_received_and_counted(string peer, ReceiveMethod method)
    {
        int listen = Tool.FreePort();
        await using PeerServer pacs = peer == "Orthanc"
            ? await PeerServer.OrthancAsync(_folder, Tool.FreePort(), listen)
            : await PeerServer.QrScpAsync(_folder, Tool.FreePort(), listen);
        Dictionary<string, string> originals = await FillAsync(pacs.Node);
        NodeProfile profile = new(pacs.Node) { Timeout = TimeSpan.FromSeconds(10), RetrieveTimeout = TimeSpan.FromSeconds(10) };

        await using NodeQueries queries = new(profile, new DirectPace());
        List<PacsStudy> studies = [];
        List<ImportRow> rows =
        [
            new() { Row = 2, AccessionNumber = "ACC1001" }, new() { Row = 3, PatientId = "PID1", StudyDate = "20240220" },
            new() { Row = 4, StudyInstanceUid = Root + "3" }, new() { Row = 5, AccessionNumber = "ACC2002" }, new() { Row = 6, AccessionNumber = "NONE" },
            new() { Row = 7, PatientId = "PID4", StudyDate = "20240101-20241231" },
        ];
        List<FindResult> results = [];
        await foreach (FindResult result in new NodeStudyFinder(queries, null, withSeries: true).FindAsync(rows))
        {
            results.Add(result);
        }

        Assert.Equal([2, 3, 4, 5, 6, 7], results.Select(result => result.Row));
        Assert.Equal(ImportOutcome.NotFound, results[4].Failure!.Outcome);
        studies.AddRange(results.Where(result => result.Study is not null).Select(result => result.Study!));
        Assert.Equal("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", studies[2].PatientName);
        Assert.Equal("M\u00FCller^J\u00F6rg", studies[3].PatientName);
        Assert.Equal(2, studies[0].Series!.Length);
        Assert.Equal(1, queries.Associations);

        await using ReceiveRun run = new(new ReceiveOptions
        {
            Profile = profile,
            StagingFolder = _folder.File("staging"),
            Method = method,
            ListenPort = listen,
            ListenAddress = System.Net.IPAddress.Loopback,
            MinimumFreeBytes = 0,
            QuietTime = TimeSpan.FromSeconds(1),
        });
        List<ReceivedStudy> received = [];
        await foreach (ReceivedStudy one in run.ReceiveAsync(studies))
        {
            received.Add(one);
        }

        Assert.All(received, one => Assert.Equal((ReceiveOutcome.Complete, (string?)null), (one.Outcome, one.Reason)));
        Assert.All(received, one => Assert.Empty(one.Faults));
        Assert.Equal(method == ReceiveMethod.Get ? "C-GET" : "C-MOVE", received.Select(one => one.Method).Distinct().Single());
        Assert.Equal(13, received.Sum(one => one.Received));
        string[] files = Directory.GetFiles(_folder.File("staging"), "*.dcm", SearchOption.AllDirectories);
        Assert.Equal(13, files.Length);
        foreach (string file in files)
        {
            using DicomFile staged = DicomFile.Open(file);
            using DicomFile original = DicomFile.Open(originals[staged.Dataset.GetString(DicomTags.SopInstanceUid)!]);
            Assert.Equal(ReadAll(original.OpenPixelData()), ReadAll(staged.OpenPixelData()));
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using (stream)
        {
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    private async Task<Dictionary<string, string>> FillAsync(DicomNode node)
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        Dictionary<string, string> originals = new(StringComparer.Ordinal);
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.StorageOf(paths));
        foreach (string path in paths)
        {
            Assert.True((await association.StoreAsync(path)).IsSuccess);
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            originals.Add(file.Dataset.GetString(DicomTags.SopInstanceUid)!, path);
        }

        return originals;
    }
}
