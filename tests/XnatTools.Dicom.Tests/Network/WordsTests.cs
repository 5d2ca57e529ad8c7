using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Everything that PS3.7, PS3.4 and PS3.8 let a peer say no with is told in words: the tables, and a peer that says each.</summary>
public sealed class WordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>PS3.7 annex C; PS3.4 tables B.2-1, C.4-1, C.4-2, C.4-3, Y.3, Z.3, and K.4; what the words must hold.</summary>
    public static TheoryData<int, DicomStatusKind, string> Statuses { get; } = new()
    {
        { 0x0000, DicomStatusKind.Success, "success" },
        { 0x0001, DicomStatusKind.Warning, "optional attributes" },
        { 0x0105, DicomStatusKind.Failure, "no such attribute" },
        { 0x0106, DicomStatusKind.Failure, "attribute's value is invalid" },
        { 0x0107, DicomStatusKind.Warning, "unsupported attributes" },
        { 0x0110, DicomStatusKind.Failure, "processing failed" },
        { 0x0111, DicomStatusKind.Failure, "exists already" },
        { 0x0112, DicomStatusKind.Failure, "no such instance" },
        { 0x0113, DicomStatusKind.Failure, "no such event type" },
        { 0x0114, DicomStatusKind.Failure, "no such argument" },
        { 0x0115, DicomStatusKind.Failure, "argument's value is invalid" },
        { 0x0116, DicomStatusKind.Warning, "out of range" },
        { 0x0117, DicomStatusKind.Failure, "instance UID is invalid" },
        { 0x0118, DicomStatusKind.Failure, "no such SOP class" },
        { 0x0119, DicomStatusKind.Failure, "do not go together" },
        { 0x0120, DicomStatusKind.Failure, "an attribute is missing" },
        { 0x0121, DicomStatusKind.Failure, "value is missing" },
        { 0x0122, DicomStatusKind.Failure, "SOP class is not supported" },
        { 0x0123, DicomStatusKind.Failure, "no such action" },
        { 0x0124, DicomStatusKind.Failure, "not authorized" },
        { 0x0210, DicomStatusKind.Failure, "sent twice" },
        { 0x0211, DicomStatusKind.Failure, "operation is not known" },
        { 0x0212, DicomStatusKind.Failure, "wrong type" },
        { 0x0213, DicomStatusKind.Failure, "short of resources" },
        { 0xA700, DicomStatusKind.Failure, "out of resources" },
        { 0xA701, DicomStatusKind.Failure, "cannot count the matches" },
        { 0xA702, DicomStatusKind.Failure, "could not carry out the sub-operations" },
        { 0xA710, DicomStatusKind.Failure, "prior record key" },
        { 0xA7FF, DicomStatusKind.Failure, "out of resources" },
        { 0xA801, DicomStatusKind.Failure, "does not know the destination" },
        { 0xA900, DicomStatusKind.Failure, "does not match the SOP class" },
        { 0xA9FF, DicomStatusKind.Failure, "does not match the SOP class" },
        { 0xAA00, DicomStatusKind.Failure, "none of the frames" },
        { 0xAA01, DicomStatusKind.Failure, "cannot make a new object" },
        { 0xAA02, DicomStatusKind.Failure, "cannot extract frames" },
        { 0xAA03, DicomStatusKind.Failure, "by time" },
        { 0xAA04, DicomStatusKind.Failure, "request for frames is invalid" },
        { 0xB000, DicomStatusKind.Warning, "sub-operations failed, or values were changed" },
        { 0xB001, DicomStatusKind.Warning, "limit of answers" },
        { 0xB006, DicomStatusKind.Warning, "discarded" },
        { 0xB007, DicomStatusKind.Warning, "does not match the SOP class" },
        { 0xBFFF, DicomStatusKind.Warning, "warning" },
        { 0xC000, DicomStatusKind.Failure, "unable to process" },
        { 0xCFFF, DicomStatusKind.Failure, "unable to process" },
        { 0xFE00, DicomStatusKind.Cancelled, "cancelled" },
        { 0xFF00, DicomStatusKind.Pending, "pending" },
        { 0xFF01, DicomStatusKind.Pending, "optional keys" },
        { 0x4321, DicomStatusKind.Failure, "unknown failure" },
    };

    /// <summary>PS3.8 table 9-21: result, source, reason, words.</summary>
    public static TheoryData<int, int, int, string> Rejections { get; } = new()
    {
        { 1, 1, 1, "application gives no reason" },
        { 1, 1, 2, "application context" },
        { 1, 1, 3, "calling AE title not recognized" },
        { 1, 1, 7, "called AE title not recognized" },
        { 1, 1, 4, "reserved reason (4)" },
        { 1, 2, 1, "association part gives no reason" },
        { 1, 2, 2, "protocol version" },
        { 1, 2, 9, "reserved reason (9)" },
        { 2, 3, 1, "congested for the moment" },
        { 2, 3, 2, "limit of associations" },
        { 2, 3, 5, "reserved reason (5)" },
        { 2, 1, 1, "application gives no reason" },
        { 9, 9, 9, "neither who nor why" },
    };

    /// <summary>PS3.8 table 9-26: source, reason, words.</summary>
    public static TheoryData<int, int, string> Aborts { get; } = new()
    {
        { 0, 0, "its application ended it" },
        { 2, 0, "gives no reason" },
        { 2, 1, "did not recognize a PDU" },
        { 2, 2, "did not expect a PDU" },
        { 2, 4, "did not recognize a parameter" },
        { 2, 5, "did not expect a parameter" },
        { 2, 6, "parameter of a PDU was invalid" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_has_its_kind_and_words(int code, DicomStatusKind kind, string words)
    {
        DicomStatus status = new(code);
        Assert.Equal(kind, status.Kind);
        Assert.Contains(words, status.Meaning, StringComparison.Ordinal);
        Assert.Contains(code.ToString("X4", System.Globalization.CultureInfo.InvariantCulture), status.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DicomOperation.Store, 0xB000, "changed values")]
    [InlineData(DicomOperation.Store, 0xB006, "discarded")]
    [InlineData(DicomOperation.Store, 0xB007, "does not match the SOP class")]
    [InlineData(DicomOperation.Store, 0xA7AB, "out of resources")]
    [InlineData(DicomOperation.Store, 0xA9AB, "data set does not match")]
    [InlineData(DicomOperation.Store, 0xC123, "could not understand the data set")]
    [InlineData(DicomOperation.Find, 0xA700, "out of resources")]
    [InlineData(DicomOperation.Find, 0xA900, "identifier does not match")]
    [InlineData(DicomOperation.Find, 0xC001, "process the query")]
    [InlineData(DicomOperation.Find, 0xFE00, "matching was ended")]
    [InlineData(DicomOperation.Move, 0xA701, "cannot count the matches")]
    [InlineData(DicomOperation.Move, 0xA702, "is the destination up?")]
    [InlineData(DicomOperation.Move, 0xA801, "does not know the destination")]
    [InlineData(DicomOperation.Move, 0xB000, "some sub-operations failed")]
    [InlineData(DicomOperation.Get, 0xA702, "could not carry out the sub-operations")]
    [InlineData(DicomOperation.Get, 0xFE00, "sub-operations were ended")]
    [InlineData(DicomOperation.Echo, 0x0122, "SOP class is not supported")]
    public void Some_mean_something_else_in_each_operation(DicomOperation operation, int code, string words) =>
        Assert.Contains(words, new DicomStatus(code).MeaningIn(operation), StringComparison.Ordinal);

    [Fact]
    public async Task A_peer_of_ours_that_answers_each_status_to_each_operation_is_understood()
    {
        string path = TestData.WriteArchive(_folder.Path)[0];
        Says service = new();
        await using DicomServer server = DicomServer.Start(service);
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"),
        [
            PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Move(DicomQueryRoot.Study),
            PresentationContext.Get(DicomQueryRoot.Study), .. PresentationContext.StorageOf([path]),
        ]);
        int failures = 0;
        foreach (int code in Statuses.Select(row => (int)row[0]).Where(code => new DicomStatus(code).Kind != DicomStatusKind.Pending))
        {
            DicomStatus status = new(code);
            service.Status = status;
            Assert.Equal(status, await association.EchoAsync());
            Assert.Equal(status, await association.StoreAsync(path));
            Assert.Equal(status, (await association.MoveAsync(DicomQueryRoot.Study, Keys(), "DEST")).Status);
            Assert.Equal(status, (await association.GetAsync(DicomQueryRoot.Study, Keys(), (_, _) => Task.FromResult(DicomStatus.Success))).Status);
            try
            {
                await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
                {
                }

                Assert.NotEqual(DicomStatusKind.Failure, status.Kind);
            }
            catch (DicomStatusException failed)
            {
                failures++;
                Assert.Equal(status, failed.Status);
                Assert.Contains(status.MeaningIn(DicomOperation.Find), failed.Message, StringComparison.Ordinal);
                Assert.StartsWith("C-FIND failed with status 0x" + code.ToString("X4", System.Globalization.CultureInfo.InvariantCulture), failed.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(Statuses.Count(row => (DicomStatusKind)row[1] == DicomStatusKind.Failure), failures);
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task Every_rejection_is_told_by_whom_and_why(int result, int source, int reason, string words)
    {
        await using ScriptedPeer peer = new([3, 0, 0, 0, 0, 4, 0, (byte)result, (byte)source, (byte)reason]);
        DicomRejectedException rejected = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()]));
        Assert.Equal((result, source, reason), (rejected.Result, rejected.RejectSource, rejected.Reason));
        Assert.Contains(words, rejected.Message, StringComparison.Ordinal);
        Assert.Equal(result == 2, rejected.IsTransient);
        Assert.Equal(result == 2, rejected.Message.Contains("(transient)", StringComparison.Ordinal));
        Assert.Equal(result == 1, rejected.Message.Contains("(permanent)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_rejection_of_our_acceptor_arrives_as_what_it_is()
    {
        Says service = new();
        await using DicomServer server = DicomServer.Start(service);
        (DicomAssociateDecision Decision, string Words)[] decisions =
        [
            (DicomAssociateDecision.Refused, "gives no reason"),
            (DicomAssociateDecision.CalledAETitleUnknown, "called AE title not recognized"),
            (DicomAssociateDecision.CallingAETitleUnknown, "calling AE title not recognized"),
            (DicomAssociateDecision.Congested, "congested"),
            (DicomAssociateDecision.LimitReached, "limit of associations"),
        ];
        foreach ((DicomAssociateDecision decision, string words) in decisions)
        {
            service.Decision = decision;
            DicomRejectedException rejected = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]));
            Assert.Contains(words, rejected.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Aborts))]
    public async Task Every_abort_is_told_with_its_reason_and_the_phase(int source, int reason, string words)
    {
        byte[] abort = [7, 0, 0, 0, 0, 4, 0, 0, (byte)source, (byte)reason];
        await using (ScriptedPeer peer = new(abort))
        {
            DicomException early = await Assert.ThrowsAnyAsync<DicomException>(() => DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()]));
            Assert.Equal((DicomErrorCode.Aborted, "association request"), (early.Code, early.Phase));
            Assert.Contains(words, early.Message, StringComparison.Ordinal);
        }

        await using (ScriptedPeer peer = new(async channel =>
        {
            await ScriptedPeer.NextAsync(channel);
            await channel.SendControlAsync(7, (byte)source, (byte)reason);
        }))
        {
            await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification()]);
            DicomException late = await Assert.ThrowsAnyAsync<DicomException>(() => association.EchoAsync());
            Assert.Equal((DicomErrorCode.Aborted, "C-ECHO"), (late.Code, late.Phase));
            Assert.Contains(words, late.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "its user rejects it")]
    [InlineData(2, "it gives no reason")]
    [InlineData(3, "does not support the SOP class")]
    [InlineData(4, "but not the transfer syntax")]
    public async Task A_context_that_was_not_accepted_is_told_by_class_syntax_and_reason(int result, string words)
    {
        string path = TestData.WriteArchive(_folder.Path)[0];
        AssociatePdu answer = new() { Type = AssociatePdu.AcceptType, CalledAETitle = "X", CallingAETitle = "Y", MaxPduLength = 16384 };
        for (byte id = 1; id <= 5; id += 2)
        {
            AssociatePdu.Context context = new() { Id = id, Result = (byte)result };
            context.TransferSyntaxes.Add(DicomUids.ImplicitVRLittleEndian);
            answer.Contexts.Add(context);
        }

        await using ScriptedPeer peer = new(answer.Encode());
        DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Verification(), .. PresentationContext.StorageOf([path])], new DicomClientOptions { ReleaseTimeout = TimeSpan.FromMilliseconds(200) });
        DicomException echo = await Assert.ThrowsAnyAsync<DicomException>(() => association.EchoAsync());
        Assert.Equal(DicomErrorCode.ContextNotAccepted, echo.Code);
        Assert.Contains("Verification", echo.Message, StringComparison.Ordinal);
        Assert.Contains(words, echo.Message, StringComparison.Ordinal);
        DicomException store = await Assert.ThrowsAnyAsync<DicomException>(() => association.StoreAsync(path));
        Assert.Contains("CT Image Storage in Explicit VR Little Endian: ", store.Message, StringComparison.Ordinal);
        Assert.Contains(words, store.Message, StringComparison.Ordinal);
        DicomException find = await Assert.ThrowsAnyAsync<DicomException>(() => association.MoveAsync(DicomQueryRoot.Study, Keys(), "D"));
        Assert.Contains("it was not proposed", find.Message, StringComparison.Ordinal);
        await association.DisposeAsync();
    }

    private static DicomDataset Keys()
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, "1.2.3");
        return keys;
    }

    private sealed class Says : DicomService
    {
        public DicomStatus Status { get; set; }

        public DicomAssociateDecision Decision { get; set; } = DicomAssociateDecision.Accept;

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) => Task.FromResult(Decision);

        public override Task<DicomStatus> EchoAsync(DicomAssociationRequest association, CancellationToken cancellationToken) => Task.FromResult(Status);

        public override Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken) => Task.FromResult(Status);

        public override Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken) => Task.FromResult(DicomRetrievePlan.Refuse(Status));

        public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Status != DicomStatus.Success)
            {
                throw new DicomServiceException(Status);
            }

            yield break;
        }
    }
}
