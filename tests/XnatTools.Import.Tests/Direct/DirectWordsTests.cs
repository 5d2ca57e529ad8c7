using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>Each way in which a node says no, as the user of the direct route reads it: a code of its own, and what happened in words.</summary>
public sealed class DirectWordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, string, string> Refusals { get; } = new()
    {
        { 0xA701, XnatErrorCode.PacsOutOfResources.Id, "cannot count the matches" },
        { 0xA702, XnatErrorCode.PacsOutOfResources.Id, "could not carry out the sub-operations" },
        { 0xA801, XnatErrorCode.PacsMoveDestinationUnknown.Id, "does not know the destination" },
        { 0x0213, XnatErrorCode.PacsOutOfResources.Id, "short of resources" },
        { 0x0124, XnatErrorCode.PacsRetrieveRefused.Id, "not authorized" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, "called AE title not recognized")]
    [InlineData(false, "calling AE title not recognized")]
    public async Task An_unknown_AE_title_is_told_as_whose_it_is(bool called, string words)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1)
        {
            Decide = () => called ? DicomAssociateDecision.CalledAETitleUnknown : DicomAssociateDecision.CallingAETitleUnknown,
        };
        PacsStudy study = pacs.Add("A1", 1, 2);
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get);
        Check(await run.ReceiveAsync(study), called ? XnatErrorCode.PacsCalledAETitleUnknown : XnatErrorCode.PacsCallingAETitleUnknown, words);
        Assert.Empty(pacs.Asked);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_retrieve_that_is_refused_is_told_with_its_reason(int status, string code, string words)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { RetrieveRefusal = new DicomStatus((ushort)status) };
        PacsStudy study = pacs.Add("A1", 1, 2);
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Move);
        pacs.Destination = new DicomNode("127.0.0.1", run.ReceiverPort!.Value, "XNATTOOLS");
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Failed, code), (result.Outcome, result.Code));
        Assert.Contains(words, result.Reason, StringComparison.Ordinal);
        Assert.Contains("C-MOVE", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_is_refused_for_want_of_resources_is_told_so()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { FindRefusal = DicomStatus.OutOfResources };
        PacsStudy study = pacs.Add("A1", 1, 2);
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get);
        Check(await run.ReceiveAsync(study), XnatErrorCode.PacsOutOfResources, "out of resources");
    }

    [Theory]
    [InlineData(ReceiveMethod.Get, "does not offer C-GET")]
    [InlineData(ReceiveMethod.Auto, "does not offer C-GET")]
    public async Task A_context_that_is_refused_is_told_by_its_operation(ReceiveMethod method, string words)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { OffersGet = false };
        PacsStudy study = pacs.Add("A1", 1, 2);
        await using ReceiveRun run = Open(pacs.Node, method);
        Check(await run.ReceiveAsync(study), XnatErrorCode.PacsRetrieveRefused, words);
    }

    [Fact]
    public async Task An_association_that_breaks_off_is_told_so()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 1);
        pacs.Dies = true;
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get);
        Check(await run.ReceiveAsync(study), XnatErrorCode.PacsAborted, "C-GET");
    }

    [Fact]
    public async Task Silence_is_told_by_the_phase_in_which_it_fell()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { Lies = Lie.Stalls, StallTime = TimeSpan.FromSeconds(30) };
        PacsStudy study = pacs.Add("A1", 1, 1);
        await using (ReceiveRun retrieve = Open(pacs.Node, ReceiveMethod.Get, rounds: 1))
        {
            pacs.Each = TimeSpan.FromSeconds(20);
            Check(await retrieve.ReceiveAsync(study), XnatErrorCode.PacsTimedOut, "(C-GET)");
        }

        pacs.FindDelay = TimeSpan.FromSeconds(20);
        await using (ReceiveRun query = Open(pacs.Node, ReceiveMethod.Get, timeout: 0.5))
        {
            Check(await query.ReceiveAsync(study), XnatErrorCode.PacsTimedOut, "C-FIND");
        }

        // Somebody who listens and says nothing.
        using Socket mute = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mute.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        mute.Listen(100);
        DicomNode node = new("127.0.0.1", ((IPEndPoint)mute.LocalEndPoint!).Port, "MUTE");
        await using (ReceiveRun associate = Open(node, ReceiveMethod.Get, timeout: 0.5))
        {
            Check(await associate.ReceiveAsync(study), XnatErrorCode.PacsTimedOut, "association request");
        }

        mute.Close();
        await using ReceiveRun nobody = Open(node, ReceiveMethod.Get);
        Check(await nobody.ReceiveAsync(study), XnatErrorCode.PacsUnreachable, "connect");
    }

    private static void Check(ReceivedStudy result, XnatErrorCode code, string words)
    {
        Assert.Equal((ReceiveOutcome.Failed, code.Id), (result.Outcome, result.Code));
        Assert.Contains(words, result.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PIDA1", result.Reason, StringComparison.Ordinal);
    }

    private ReceiveRun Open(DicomNode node, ReceiveMethod method, double timeout = 5, int rounds = 2) => new(new ReceiveOptions
    {
        Profile = new NodeProfile(node) { Timeout = TimeSpan.FromSeconds(timeout), RetrieveTimeout = TimeSpan.FromMilliseconds(700) },
        StagingFolder = _folder.File("staging"),
        Method = method,
        ListenAddress = IPAddress.Loopback,
        MinimumFreeBytes = 10,
        Rounds = rounds,
        RoundPauses = [TimeSpan.Zero],
        QuietTime = TimeSpan.FromMilliseconds(200),
        FreeBytes = () => 1000,
        Pace = new DirectPace { Pauses = [TimeSpan.FromMilliseconds(20)], Patience = TimeSpan.FromMilliseconds(100) },
    });
}
