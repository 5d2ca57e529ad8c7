using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Our requestor against our acceptor.</summary>
public sealed class OwnPeerTests : IDisposable
{
    private const string Study1 = "1.2.826.0.1.3680043.9.9999.1";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Echo_answers_success_several_times_on_one_association()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService([]));
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Verification());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        }

        await association.ReleaseAsync();
        Assert.False(association.IsOpen);
    }

    [Fact]
    public async Task Find_streams_answers_and_decodes_each_by_its_own_character_set()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        await using DicomServer server = DicomServer.Start(new ArchiveService(paths));
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Find(DicomQueryRoot.Study));
        List<string?> names = [];
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
        {
            names.Add(answer.GetString(DicomTags.PatientName));
        }

        Assert.Equal(5, names.Count);
        Assert.Contains("M\u00FCller^J\u00F6rg", names);
        Assert.Contains("Wang^XiaoDong=\u738B^\u5C0F\u6771", names);
        Assert.Contains("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", names);
    }

    [Fact]
    public async Task Find_left_early_is_cancelled_at_the_peer_and_the_association_goes_on()
    {
        ArchiveService service = new([]) { Find = Endless };
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Verification());
        int count = 0;
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
        {
            if (++count == 3)
            {
                break;
            }
        }

        Assert.Equal(3, count);
        Assert.True(association.IsOpen);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [Fact]
    public async Task Find_cancelled_by_token_ends_within_a_second_even_if_the_peer_is_deaf()
    {
        ArchiveService service = new([]) { Find = Silent };
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Find(DicomQueryRoot.Study));
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(200));
        Stopwatch watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys(), cancel.Token))
            {
            }
        });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), watch.Elapsed.ToString());
    }

    [Fact]
    public async Task Find_failure_is_an_exception_with_the_status()
    {
        ArchiveService service = new([]) { Find = (_, _) => throw new DicomServiceException(DicomStatus.OutOfResources) };
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Find(DicomQueryRoot.Study));
        DicomStatusException error = await Assert.ThrowsAsync<DicomStatusException>(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
            {
            }
        });
        Assert.Equal(DicomStatus.OutOfResources, error.Status);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(128 * 1024)]
    public async Task Store_writes_the_same_data_set_at_any_PDU_size(int pdu)
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService service = new([], _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service, new DicomServerOptions { MaxPduLength = pdu });
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), PresentationContext.StorageOf(paths)))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
            }
        }

        AssertSame(paths, service.Stored);
    }

    [Fact]
    public async Task Store_of_an_edited_file_sends_the_edit()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService service = new([], _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), PresentationContext.StorageOf(paths));
        using (DicomFile file = DicomFile.Open(paths[0]))
        {
            file.Dataset.SetString(DicomTags.PatientId, "OTHER");
            Assert.Equal(DicomStatus.Success, await association.StoreAsync(file));
        }

        using DicomFile stored = DicomFile.Open(service.Stored.Single());
        Assert.Equal("OTHER", stored.Dataset.GetString(DicomTags.PatientId));
        Assert.Equal(64 * 64 * 2, stored.OpenPixelData().Length);
    }

    [Fact]
    public async Task Move_sends_to_the_destination_with_originator_and_counts()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService receiver = new([], _folder.Folder("in"));
        await using DicomServer destination = DicomServer.Start(receiver);
        ArchiveService archive = new(paths);
        archive.Destinations["DEST"] = new DicomNode("127.0.0.1", destination.Port, "DEST");
        await using DicomServer server = DicomServer.Start(archive);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Move(DicomQueryRoot.Study));
        List<DicomRetrieveProgress> reports = [];
        DicomRetrieveProgress result = await association.MoveAsync(DicomQueryRoot.Study, StudyKeys(Study1), "DEST", new Reporter(reports));
        Assert.Equal(DicomStatus.Success, result.Status);
        Assert.Equal(6, result.Completed);
        Assert.Equal(0, result.Failed);
        Assert.Equal([5, 4, 3, 2, 1], reports.Select(r => r.Remaining));
        AssertSame(paths.Take(6), receiver.Stored);
        Assert.All(receiver.Originators, o => Assert.Equal("XNATTOOLS", o?.AETitle));
    }

    [Fact]
    public async Task Move_outcomes_are_told_apart()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService receiver = new([], _folder.Folder("in")) { StoreStatus = DicomStatus.OutOfResources };
        await using DicomServer destination = DicomServer.Start(receiver);
        ArchiveService archive = new(paths);
        archive.Destinations["FULL"] = new DicomNode("127.0.0.1", destination.Port, "FULL");
        archive.Destinations["DOWN"] = new DicomNode("127.0.0.1", 1, "DOWN");
        await using DicomServer server = DicomServer.Start(archive);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Move(DicomQueryRoot.Study));
        Assert.Equal(DicomStatus.MoveDestinationUnknown, (await association.MoveAsync(DicomQueryRoot.Study, StudyKeys(Study1), "NOBODY")).Status);
        Assert.Equal(DicomStatus.UnableToPerformSuboperations, (await association.MoveAsync(DicomQueryRoot.Study, StudyKeys(Study1), "DOWN")).Status);
        DicomRetrieveProgress full = await association.MoveAsync(DicomQueryRoot.Study, StudyKeys(Study1), "FULL");
        Assert.Equal(6, full.Failed);
        Assert.Equal(6, full.FailedInstanceUids.Length);
        DicomRetrieveProgress none = await association.MoveAsync(DicomQueryRoot.Study, StudyKeys("1.2.3"), "FULL");
        Assert.Equal(DicomStatus.Success, none.Status);
        Assert.Equal(0, none.Completed);
    }

    [Fact]
    public async Task Move_cancelled_ends_with_what_was_done()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        ArchiveService receiver = new([], _folder.Folder("in"));
        await using DicomServer destination = DicomServer.Start(receiver);
        using CancellationTokenSource cancel = new();
        ArchiveService archive = new(paths)
        {
            BeforeEach = async (index, token) =>
            {
                if (index == 2)
                {
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                }
            },
        };
        archive.Destinations["DEST"] = new DicomNode("127.0.0.1", destination.Port, "DEST");
        await using DicomServer server = DicomServer.Start(archive);
        await using DicomAssociation association = await OpenAsync(server, PresentationContext.Move(DicomQueryRoot.Study), PresentationContext.Verification());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => association.MoveAsync(DicomQueryRoot.Study, StudyKeys(Study1), "DEST", null, cancel.Token));
        Assert.Equal(2, receiver.Stored.Count);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [Fact]
    public async Task Get_brings_the_objects_over_the_same_association()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        await using DicomServer server = DicomServer.Start(new ArchiveService(paths));
        string into = _folder.Folder("in");
        List<string> stored = [];
        await using DicomAssociation association = await OpenAsync(
            server,
            PresentationContext.Get(DicomQueryRoot.Study),
            new PresentationContext(DicomUids.CTImageStorage, DicomUids.ExplicitVRLittleEndian) { RequestorIsScp = true },
            new PresentationContext(DicomUids.CTImageStorage, DicomUids.ImplicitVRLittleEndian) { RequestorIsScp = true });
        DicomRetrieveProgress result = await association.GetAsync(DicomQueryRoot.Study, StudyKeys(Study1), async (request, token) =>
        {
            string path = Path.Combine(into, request.SopInstanceUid);
            await request.SaveAsync(path, token);
            stored.Add(path);
            return DicomStatus.Success;
        });
        Assert.Equal(DicomStatus.Success, result.Status);
        Assert.Equal(6, result.Completed);
        AssertSame(paths.Take(6), stored);
    }

    [Fact]
    public async Task Rejections_name_who_and_why()
    {
        ArchiveService service = new([]) { Decide = r => r.CalledAETitle == "OTHER" ? DicomAssociateDecision.CalledAETitleUnknown : r.CallingAETitle == "STRANGER" ? DicomAssociateDecision.CallingAETitleUnknown : DicomAssociateDecision.Congested };
        await using DicomServer server = DicomServer.Start(service);
        DicomRejectedException called = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "OTHER"), [PresentationContext.Verification()]));
        Assert.Contains("called AE title not recognized", called.Message, StringComparison.Ordinal);
        Assert.False(called.IsTransient);
        DicomRejectedException calling = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(Node(server), [PresentationContext.Verification()], new DicomClientOptions { CallingAETitle = "STRANGER" }));
        Assert.Contains("calling AE title not recognized", calling.Message, StringComparison.Ordinal);
        DicomRejectedException busy = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(Node(server), [PresentationContext.Verification()]));
        Assert.True(busy.IsTransient);
    }

    [Fact]
    public async Task Associations_beyond_the_limit_are_rejected_for_now()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { MaxAssociations = 1 });
        await using DicomAssociation first = await OpenAsync(server, PresentationContext.Verification());
        DicomRejectedException second = await Assert.ThrowsAsync<DicomRejectedException>(() => OpenAsync(server, PresentationContext.Verification()));
        Assert.True(second.IsTransient);
        Assert.Equal(DicomStatus.Success, await first.EchoAsync());
    }

    // Found by damaged streams: an answer that comes while the release is waited for took its time-out away.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_release_that_is_answered_by_something_else_and_then_silence_ends_in_time(int window)
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            (DimseMessage echo, _) = await ScriptedPeer.NextAsync(channel);
            await ScriptedPeer.AnswerAsync(channel, echo, DicomStatus.Success);
            await ScriptedPeer.AnswerAsync(channel, echo, DicomStatus.Pending, Keys());
            await Task.Delay(2500);
        });
        DicomClientOptions options = new() { AsynchronousOperations = window, ReleaseTimeout = TimeSpan.FromMilliseconds(300) };
        DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study)], options);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        Stopwatch watch = Stopwatch.StartNew();
        await association.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static async IAsyncEnumerable<DicomDataset> Endless(DicomFindRequest request, [EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            DicomDataset answer = new();
            answer.SetString(DicomTags.PatientId, "X");
            yield return answer;
            await Task.Delay(5, token);
        }
    }

    private static async IAsyncEnumerable<DicomDataset> Silent(DicomFindRequest request, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Delay(3000, CancellationToken.None);
        yield break;
    }

    private static DicomDataset Keys()
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.PatientName);
        keys.SetString(DicomTags.PatientId);
        keys.SetString(DicomTags.AccessionNumber);
        keys.SetString(DicomTags.StudyInstanceUid);
        return keys;
    }

    private static DicomDataset StudyKeys(string uid)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, uid);
        return keys;
    }

    private static DicomNode Node(DicomServer server) => new("127.0.0.1", server.Port, "SERVER");

    private static Task<DicomAssociation> OpenAsync(DicomServer server, params PresentationContext[] contexts) => DicomAssociation.OpenAsync(Node(server), contexts);

    private static void AssertSame(IEnumerable<string> sent, IEnumerable<string> stored)
    {
        Dictionary<string, string> byUid = stored.ToDictionary(path => Path.GetFileName(path).Replace(".dcm", ""));
        int count = 0;
        foreach (string path in sent)
        {
            count++;
            using DicomFile one = DicomFile.Open(path);
            using DicomFile two = DicomFile.Open(byUid[one.Dataset.GetString(DicomTags.SopInstanceUid)!]);
            Assert.Equal(File.ReadAllBytes(path).AsSpan((int)one.DatasetOffset).ToArray(), File.ReadAllBytes(byUid[one.Dataset.GetString(DicomTags.SopInstanceUid)!]).AsSpan((int)two.DatasetOffset).ToArray());
            Assert.Equal(one.TransferSyntaxUid, two.TransferSyntaxUid);
            Assert.Empty(two.Findings);
        }

        Assert.Equal(count, byUid.Count);
    }

    private sealed class Reporter(List<DicomRetrieveProgress> reports) : IProgress<DicomRetrieveProgress>
    {
        public void Report(DicomRetrieveProgress value) => reports.Add(value);
    }
}
