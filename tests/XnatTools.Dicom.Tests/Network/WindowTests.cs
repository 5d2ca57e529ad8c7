using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Several operations under way on one association (PS3.7 D.3.3.3).</summary>
public sealed class WindowTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, 8, 4)]
    [InlineData(16, 8, 8)]
    [InlineData(0, 8, 8)]
    [InlineData(1, 8, 1)]
    [InlineData(8, 1, 1)]
    public async Task The_smaller_window_is_agreed(int proposed, int allowed, int agreed)
    {
        Slow service = new(TimeSpan.Zero);
        await using DicomServer server = DicomServer.Start(service, new DicomServerOptions { AsynchronousOperations = allowed });
        await using DicomAssociation association = await OpenAsync(server, proposed);
        Assert.Equal(agreed, association.OperationsWindow);
        Assert.Equal(agreed, service.Association!.OperationsWindow);

        // Whatever was agreed, as many callers as like may ask; they wait for their turn.
        DicomStatus[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => association.EchoAsync()));
        Assert.All(answers, answer => Assert.Equal(DicomStatus.Success, answer));
    }

    [Fact]
    public async Task Answers_find_their_operation_by_message_id_in_any_order()
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            List<(DimseMessage Message, DicomDataset? Dataset)> requests = [];
            for (int i = 0; i < 3; i++)
            {
                requests.Add(await ScriptedPeer.NextAsync(channel));
            }

            // Two rounds of answers from the last request to the first, then the ends.
            for (int round = 1; round <= 2; round++)
            {
                for (int i = 2; i >= 0; i--)
                {
                    DicomDataset answer = new();
                    answer.SetString(DicomTags.AccessionNumber, requests[i].Dataset!.GetString(DicomTags.AccessionNumber) + "." + round);
                    await ScriptedPeer.AnswerAsync(channel, requests[i].Message, DicomStatus.Pending, answer);
                }
            }

            await ScriptedPeer.AnswerAsync(channel, requests[1].Message, DicomStatus.OutOfResources);
            await ScriptedPeer.AnswerAsync(channel, requests[2].Message, DicomStatus.Success);
            await ScriptedPeer.AnswerAsync(channel, requests[0].Message, DicomStatus.Success);
        });
        await using DicomAssociation association = await OpenAsync(peer.Node, 3);
        Task<List<string>>[] all = [FindAsync(association, "A"), FindAsync(association, "B"), FindAsync(association, "C")];
        DicomStatusException failed = await Assert.ThrowsAsync<DicomStatusException>(async () => await Task.WhenAll(all));
        Assert.Equal(DicomStatus.OutOfResources, failed.Status);

        // Which of the three came second on the wire is the scheduler's; each sees only its own.
        Assert.Equal(2, all.Count(task => task.IsCompletedSuccessfully));
        foreach ((Task<List<string>> task, string name) in all.Zip(["A", "B", "C"]).Where(pair => pair.First.IsCompletedSuccessfully))
        {
            Assert.Equal([name + ".1", name + ".2"], await task);
        }
    }

    [Fact]
    public async Task Requests_go_out_before_the_answers_come()
    {
        int most = 0;
        await using ScriptedPeer peer = new(async channel =>
        {
            List<DimseMessage> requests = [];
            for (int i = 0; i < 5; i++)
            {
                requests.Add((await ScriptedPeer.NextAsync(channel)).Message);
                most = requests.Count;
            }

            Assert.Equal(5, requests.Select(r => r.MessageId).Distinct().Count());
            foreach (DimseMessage request in requests)
            {
                await ScriptedPeer.AnswerAsync(channel, request, DicomStatus.Success);
            }
        });
        await using DicomAssociation association = await OpenAsync(peer.Node, 5);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => association.EchoAsync())).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(5, most);
    }

    [Fact]
    public async Task Everything_at_once_with_our_own_acceptor()
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService service = new(paths, _folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service);
        List<PresentationContext> contexts =
        [
            PresentationContext.Verification(),
            PresentationContext.Find(DicomQueryRoot.Study),
            PresentationContext.Get(DicomQueryRoot.Study),
            new(DicomUids.CTImageStorage, DicomUids.ExplicitVRLittleEndian) { RequestorIsScp = true },
            new(DicomUids.CTImageStorage, DicomUids.ImplicitVRLittleEndian) { RequestorIsScp = true },
            new(DicomUids.MRImageStorage, DicomUids.ExplicitVRLittleEndian) { RequestorIsScp = true },
        ];
        await using DicomAssociation association = await DicomAssociation.OpenAsync(Node(server), contexts, new DicomClientOptions { AsynchronousOperations = 8 });
        Assert.Equal(8, association.OperationsWindow);
        ConcurrentBag<string> got = [];
        Task<DicomRetrieveProgress> Get(string study) => association.GetAsync(DicomQueryRoot.Study, StudyKeys(Root + study), async (request, token) =>
        {
            string path = _folder.File(request.SopInstanceUid);
            await request.SaveAsync(path, token);
            got.Add(path);
            return DicomStatus.Success;
        });
        for (int round = 0; round < 5; round++)
        {
            Task<DicomRetrieveProgress> first = Get("1");
            Task<List<string>> find = FindAsync(association, "ACC1002");
            Task<DicomStatus>[] stores = [.. paths.Take(4).Select(path => association.StoreAsync(path))];
            Task<DicomRetrieveProgress> second = Get("2");
            Task<DicomStatus> echo = association.EchoAsync();
            Assert.Equal((DicomStatus.Success, 6), ((await first).Status, (await first).Completed));
            Assert.Equal((DicomStatus.Success, 4), ((await second).Status, (await second).Completed));
            Assert.Equal(["ACC1002"], await find);

            // A store behind a C-GET stands before the answers that this needs: then it is refused for want of resources.
            Assert.All(await Task.WhenAll(stores), status => Assert.Contains(status, new[] { DicomStatus.Success, DicomStatus.ResourceLimitation }));
            Assert.Equal(DicomStatus.Success, await echo);
        }

        Assert.Equal(50, got.Count);
        foreach (string path in got.Distinct())
        {
            using DicomFile file = DicomFile.Open(path);
            Assert.Empty(file.Findings);
        }
    }

    [Fact]
    public async Task A_query_that_is_cancelled_leaves_the_others_alone()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService([]) { Find = Endless });
        await using DicomAssociation association = await OpenAsync(server, 4);
        using CancellationTokenSource cancel = new();
        int seen = 0;
        Task endless = Task.Run(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys("X"), cancel.Token))
            {
                if (++seen == 3)
                {
                    await cancel.CancelAsync();
                }
            }
        });
        await Task.Delay(20);
        Task<DicomStatus> echo = association.EchoAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal(DicomStatus.Success, await echo);
        Assert.True(association.IsOpen);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [Fact]
    public async Task A_request_that_is_cancelled_before_its_turn_is_not_carried_out()
    {
        Slow service = new(TimeSpan.FromMilliseconds(300));
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await OpenAsync(server, 4);
        using CancellationTokenSource cancel = new();
        Task<List<string>> first = FindAsync(association, "A");
        await Task.Delay(50);
        Task second = Task.Run(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys("B"), cancel.Token))
            {
            }
        });
        await Task.Delay(50);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["A"], await first);
        Assert.Equal(["A"], service.Asked);
        Assert.True(association.IsOpen);
    }

    [Fact]
    public async Task Answers_that_nobody_takes_do_not_fill_the_memory()
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            (DimseMessage find, _) = await ScriptedPeer.NextAsync(channel);
            DicomDataset answer = new();
            answer.SetString(DicomTags.AccessionNumber, "A");
            answer.Set(new DicomElement(DicomTag.Parse("(0042,0011)"), DicomVR.OB, new byte[50_000]));
            for (int i = 0; i < 1000; i++)
            {
                await ScriptedPeer.AnswerAsync(channel, find, DicomStatus.Pending, answer);
            }
        });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Find(DicomQueryRoot.Study)], new DicomClientOptions { AsynchronousOperations = 4, MaxDatasetBytes = 100_000 });
        DicomException full = await Assert.ThrowsAnyAsync<DicomException>(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys("A")))
            {
                await Task.Delay(100);
            }
        });
        Assert.Equal(DicomErrorCode.LimitExceeded, full.Code);
    }

    [Fact]
    public async Task Each_operation_has_its_own_deadline()
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            DimseMessage? find = null;
            for (int i = 0; i < 4; i++)
            {
                (DimseMessage message, _) = await ScriptedPeer.NextAsync(channel);
                if (message.Field == DimseCommand.EchoRequest)
                {
                    await ScriptedPeer.AnswerAsync(channel, message, DicomStatus.Success);
                }
                else
                {
                    find = message;
                }
            }

            Assert.NotNull(find);
        });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(
            peer.Node,
            [PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Verification()],
            new DicomClientOptions { AsynchronousOperations = 4, ResponseTimeout = TimeSpan.FromMilliseconds(600) });
        Task<List<string>> find = FindAsync(association, "A");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
            await Task.Delay(100);
        }

        DicomException late = await Assert.ThrowsAnyAsync<DicomException>(() => find);
        Assert.Equal((DicomErrorCode.TimedOut, "C-FIND"), (late.Code, late.Phase));
    }

    [SkippableFact]
    [Trait("Category", "Peer")]
    public async Task A_peer_that_knows_no_window_gets_one_after_the_other()
    {
        await using PeerServer peer = await PeerServer.StoreScpAsync(_folder.Folder("in"));
        await using DicomAssociation association = await OpenAsync(peer.Node, 8);
        Assert.Equal(1, association.OperationsWindow);
        DicomStatus[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => association.EchoAsync()));
        Assert.All(answers, answer => Assert.Equal(DicomStatus.Success, answer));
    }

    private static DicomNode Node(DicomServer server) => new("127.0.0.1", server.Port, "SERVER");

    private static Task<DicomAssociation> OpenAsync(DicomServer server, int window) => OpenAsync(Node(server), window);

    private static Task<DicomAssociation> OpenAsync(DicomNode node, int window) =>
        DicomAssociation.OpenAsync(node, [PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Verification()], new DicomClientOptions { AsynchronousOperations = window });

    private static DicomDataset Keys(string accession)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.AccessionNumber, accession);
        return keys;
    }

    private static DicomDataset StudyKeys(string uid)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, uid);
        return keys;
    }

    private static async Task<List<string>> FindAsync(DicomAssociation association, string accession)
    {
        List<string> found = [];
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys(accession)))
        {
            found.Add(answer.GetString(DicomTags.AccessionNumber)!);
        }

        return found;
    }

    private static async IAsyncEnumerable<DicomDataset> Endless(DicomFindRequest request, [EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            yield return request.Keys;
            await Task.Delay(5, token);
        }
    }

    private sealed class Slow(TimeSpan delay) : DicomService
    {
        public DicomAssociationRequest? Association { get; private set; }

        public ConcurrentQueue<string> Asked { get; } = new();

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken)
        {
            Association = request;
            return base.AssociateAsync(request, cancellationToken);
        }

        public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.Keys.GetString(DicomTags.AccessionNumber)!);
            await Task.Delay(delay, cancellationToken);
            yield return request.Keys;
        }
    }
}
