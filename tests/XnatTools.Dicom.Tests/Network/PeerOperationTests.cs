using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Operations of the peers that need something beside them: compressed objects, patient root, a cancel in the middle, retrieving from an archive that is not ours.</summary>
[Trait("Category", "Peer")]
public sealed class PeerOperationTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("-xr", DicomUids.RleLossless, "dcmcrle")]
    [InlineData("-xs", DicomUids.JpegLossless, "dcmcjpeg")]
    [InlineData("-xt", DicomUids.JpegLSLossless, "dcmcjpls")]
    [InlineData("-xv", DicomUids.Jpeg2000Lossless, "gdcmconv", "--j2k")]
    public async Task Compressed_objects_go_both_ways_as_they_are(string option, string syntax, string tool, params string[] more)
    {
        Tool.Require("storescu");
        string plain = TestData.WriteArchive(_folder.Folder("archive"))[0];
        string packed = _folder.File("packed.dcm");
        (int code, string output) = await Tool.RunAsync(tool, null, [.. more, plain, packed]);
        Assert.True(code == 0, output);
        byte[] pixels;
        using (DicomFile file = DicomFile.Open(packed))
        {
            Assert.Equal(syntax, file.TransferSyntaxUid);
            pixels = File.ReadAllBytes(packed).AsSpan((int)file.DatasetOffset).ToArray();
        }

        // Theirs to us.
        ArchiveService service = new([], _folder.Folder("in"));
        await using (DicomServer server = DicomServer.Start(service))
        {
            (code, output) = await Tool.RunAsync("storescu", null, "-v", option, "-aec", "B", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture), packed);
            Assert.True(code == 0, output);
        }

        using (DicomFile got = DicomFile.Open(Assert.Single(service.Stored)))
        {
            Assert.Equal(syntax, got.TransferSyntaxUid);
            Assert.Equal(pixels.Length, File.ReadAllBytes(service.Stored.Single()).AsSpan((int)got.DatasetOffset).Length);
        }

        // Ours to them: storescp that takes all.
        string into = _folder.Folder("out");
        await using PeerServer peer = await PeerServer.StoreScpAsync(into, "+xa", "+B");
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf([packed])))
        {
            Assert.Equal(DicomStatus.Success, await association.StoreAsync(packed));
        }

        string stored = Assert.Single(Directory.GetFiles(into));
        using DicomFile theirs = DicomFile.Open(stored);
        Assert.Equal(syntax, theirs.TransferSyntaxUid);
        Assert.Equal(pixels, File.ReadAllBytes(stored).AsSpan((int)theirs.DatasetOffset).ToArray());
    }

    [SkippableFact]
    public async Task Findscu_asks_by_patient_root_too()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService(TestData.WriteArchive(_folder.Folder("archive"))));
        (int code, string output) = await Tool.RunAsync("findscu", null, "-v", "-P", "-aec", "B", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture), "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID=PID1", "-k", "StudyInstanceUID", "-k", "AccessionNumber=ACC1002");
        Assert.True(code == 0, output);
        Assert.Contains("Find Response: 1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Find Response: 2", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Findscu_and_movescu_see_our_failures()
    {
        Tool.Require("movescu");
        ArchiveService service = new([]) { Find = (_, _) => throw new DicomServiceException(DicomStatus.UnableToProcess) };
        await using DicomServer server = DicomServer.Start(service);
        string port = server.Port.ToString(CultureInfo.InvariantCulture);
        (_, string output) = await Tool.RunAsync("findscu", null, "-v", "-S", "-aec", "B", "127.0.0.1", port, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID");
        Assert.Contains("Failed: UnableToProcess", output, StringComparison.Ordinal);
        (int code, output) = await Tool.RunAsync("movescu", null, "-v", "-S", "-aec", "B", "-aem", "NOBODY", "127.0.0.1", port, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.3");
        Assert.Equal(69, code);
        Assert.Contains("MoveDestinationUnknown", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_move_of_dcmqrscp_is_cancelled_in_the_middle()
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        Hesitant receiver = new();
        await using DicomServer destination = DicomServer.Start(receiver);
        await using PeerServer pacs = await PeerServer.QrScpAsync(_folder, Tool.FreePort(), destination.Port);
        await using (DicomAssociation store = await DicomAssociation.OpenAsync(pacs.Node, PresentationContext.StorageOf(paths)))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await store.StoreAsync(path));
            }
        }

        await using DicomAssociation association = await DicomAssociation.OpenAsync(
            pacs.Node,
            [PresentationContext.Move(DicomQueryRoot.Study), PresentationContext.Verification()],
            new DicomClientOptions { CancelTimeout = TimeSpan.FromSeconds(5) });
        using CancellationTokenSource cancel = new();
        receiver.Second += () => cancel.Cancel();
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, Root + "1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => association.MoveAsync(DicomQueryRoot.Study, keys, "XNATTOOLS", null, cancel.Token));
        Assert.InRange(receiver.Count, 2, 5);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [SkippableFact]
    public async Task Movescu_brings_from_a_real_archive_to_us()
    {
        Tool.Require("movescu");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService receiver = new([], _folder.Folder("in"));
        await using DicomServer destination = DicomServer.Start(receiver);
        await using PeerServer pacs = await PeerServer.OrthancAsync(_folder, Tool.FreePort(), destination.Port);
        await using (DicomAssociation store = await DicomAssociation.OpenAsync(pacs.Node, PresentationContext.StorageOf(paths)))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await store.StoreAsync(path));
            }
        }

        (int code, string output) = await Tool.RunAsync("movescu", null, "-v", "-S", "-aet", "XNATTOOLS", "-aec", "ORTHANC", "-aem", "XNATTOOLS", "127.0.0.1", pacs.Port.ToString(CultureInfo.InvariantCulture), "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + Root + "1");
        Assert.True(code == 0, output);
        Assert.Equal(6, receiver.Stored.Count);
    }

    private sealed class Hesitant : DicomService
    {
        private int _count;

        public event Action? Second;

        public int Count => _count;

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _count) == 2)
            {
                Second?.Invoke();
            }

            await Task.Delay(150, cancellationToken);
            return DicomStatus.Success;
        }
    }
}
