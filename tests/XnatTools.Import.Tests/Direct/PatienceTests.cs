using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using XnatTools.Import.Schedule;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>What receiving waits for, for how long, and what it says meanwhile; studies that change while they are received.</summary>
public sealed class PatienceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _notices = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_object_that_takes_longer_than_any_silence_may_is_no_stall()
    {
        // 1 MB in 6 s each way, where silence may last 3 s, and 1 s after the sender's last word.
        await Task.WhenAll(SlowAsync(ReceiveMethod.Get), SlowAsync(ReceiveMethod.Move));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(1, false)]
    public async Task A_study_that_grows_while_it_is_sent_is_complete_only_with_what_was_added(int rounds, bool complete)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 2, 5);
        pacs.Gathered = () =>
        {
            pacs.Gathered = null;
            pacs.Grow(study, "1", 6);
            pacs.Grow(study, "3", 1);
        };
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get, rounds: rounds);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal(complete ? (ReceiveOutcome.Complete, 12, 12) : (ReceiveOutcome.Incomplete, 12, 10), (result.Outcome, result.Expected, result.Received));
        Assert.Contains(result.Faults, fault => fault.Kind == ReceiveFaultKind.CountChanged);
        Assert.Equal(complete ? null : XnatErrorCode.ReceiveIncomplete.Id, result.Code);
    }

    [Theory]
    [InlineData(ReceiveMethod.Get)]
    [InlineData(ReceiveMethod.Move)]
    public async Task Private_classes_and_padded_identifiers_come_too(ReceiveMethod method)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 2);
        pacs.Grow(study, "1", 3, image => image.SetString(DicomTags.SopClassUid, "1.3.12.2.1107.5.9.1"));

        // Identifiers of odd length end in NUL; some makers pad them with a space.
        pacs.Grow(study, "1", 44, bend: path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            foreach (string uid in new[] { study.StudyInstanceUid, study.StudyInstanceUid + ".1", study.StudyInstanceUid + ".1.44" })
            {
                byte[] padded = System.Text.Encoding.ASCII.GetBytes(uid + "\0");
                for (int at; (at = bytes.AsSpan().IndexOf(padded)) >= 0;)
                {
                    bytes[at + padded.Length - 1] = (byte)' ';
                }
            }

            File.WriteAllBytes(path, bytes);
        });
        await using ReceiveRun run = Open(pacs.Node, method);
        pacs.Destination = run.ReceiverPort is int port ? new DicomNode("127.0.0.1", port, "XNATTOOLS") : null;
        ReceivedStudy result = await run.ReceiveAsync(new PacsStudy { StudyInstanceUid = study.StudyInstanceUid });
        Assert.Equal((ReceiveOutcome.Complete, 4, 4), (result.Outcome, result.Expected, result.Received));
        Assert.Equal(4, Directory.GetFiles(result.Path, "*.dcm", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_node_that_never_answered_is_not_waited_for_long_and_one_that_refuses_is()
    {
        DicomNode closed = new("127.0.0.1", Tool.FreePort(), "NOBODY");
        Stopwatch watch = Stopwatch.StartNew();
        await using (ReceiveRun run = Open(closed, ReceiveMethod.Get, new DirectPace { Pauses = [TimeSpan.FromMilliseconds(20)], FirstPatience = TimeSpan.FromMilliseconds(100), Notice = _notices.Enqueue }))
        {
            ReceivedStudy[] results = [await run.ReceiveAsync(Study("1.2.3")), await run.ReceiveAsync(Study("1.2.4"))];
            Assert.All(results, one => Assert.Equal((ReceiveOutcome.Failed, XnatErrorCode.PacsUnreachable.Id), (one.Outcome, one.Code)));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "It was waited for.");
        Assert.Contains("nothing listens", Assert.Single(_notices), StringComparison.Ordinal);
        _notices.Clear();

        // Its refusal is an answer, and an invitation to come again.
        int refusals = 5;
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { Decide = () => refusals-- > 0 ? DicomAssociateDecision.LimitReached : DicomAssociateDecision.Accept };
        PacsStudy study = pacs.Add("A1", 1, 2);
        await using ReceiveRun patient = Open(pacs.Node, ReceiveMethod.Get, new DirectPace { Pauses = [TimeSpan.FromMilliseconds(20)], FirstPatience = TimeSpan.Zero, Notice = _notices.Enqueue });
        Assert.Equal(ReceiveOutcome.Complete, (await patient.ReceiveAsync(study)).Outcome);
        Assert.Contains("is tried again", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_window_is_told_once()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy[] studies = [pacs.Add("A1", 1, 2), pacs.Add("A2", 1, 2), pacs.Add("A3", 1, 2)];
        Opening window = new(DateTimeOffset.UtcNow.AddSeconds(1));
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get, schedule: window);
        await foreach (ReceivedStudy result in run.ReceiveAsync(studies))
        {
            Assert.Equal(ReceiveOutcome.Complete, result.Outcome);
            Assert.True(DateTimeOffset.UtcNow >= window.At);
        }

        Assert.StartsWith("Outside the window", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_of_one_study_into_one_folder_are_kept_apart()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 20);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim send = new();
        pacs.Gathered = () =>
        {
            asked.SetResult();
            send.Wait();
        };
        await using ReceiveRun one = Open(pacs.Node, ReceiveMethod.Get);
        await using ReceiveRun other = Open(pacs.Node, ReceiveMethod.Get);
        Task<ReceivedStudy> first = Task.Run(() => one.ReceiveAsync(study));
        await asked.Task;
        ReceivedStudy refused = await other.ReceiveAsync(study);
        send.Set();
        Assert.Equal((ReceiveOutcome.Failed, XnatErrorCode.ReceiveStudyInUse.Id), (refused.Outcome, refused.Code));
        Assert.Equal((ReceiveOutcome.Complete, 20), ((await first).Outcome, pacs.Sent.Count));
        Assert.Equal(0, (await other.ReceiveAsync(study)).New);
    }

    [SkippableTheory]
    [InlineData(ReceiveMethod.Get)]
    [InlineData(ReceiveMethod.Move)]
    public async Task A_disk_that_takes_nothing_ends_the_request(ReceiveMethod method)
    {
        Skip.If(Path.DirectorySeparatorChar == '\\', "a folder in use cannot be removed on Windows");
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { Each = TimeSpan.FromMilliseconds(100) };
        PacsStudy study = pacs.Add("A1", 2, 50);
        pacs.Gathered = () => Directory.Delete(Directory.GetDirectories(_folder.File("staging"), ".incoming-*").Single(), recursive: true);
        await using ReceiveRun run = Open(pacs.Node, method, retrieveTimeout: 2);
        pacs.Destination = run.ReceiverPort is int port ? new DicomNode("127.0.0.1", port, "XNATTOOLS") : null;
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((XnatErrorCode.ReceiveDiskFull.Id, 0, 1), (result.Code, result.Received, result.Requests));
        Assert.Contains(result.Faults, fault => fault.Kind == ReceiveFaultKind.DiskFull);
        Assert.True(pacs.Sent.Count < 100, "The sender went on to the end.");
    }

    [Fact]
    public async Task What_the_PACS_does_not_give_is_not_asked_for_thousands_of_times()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 101);
        pacs.Withheld.UnionWith(pacs.FilesOf(study.StudyInstanceUid).Skip(1).Select(file => file.Instance));
        await using ReceiveRun run = Open(pacs.Node, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Incomplete, 1, 100), (result.Outcome, result.Received, Assert.Single(result.Series).Missing.Length));
        Assert.Equal(1 + 1 + 2 + (3 * 64), result.Requests);
    }

    private static PacsStudy Study(string uid) => new() { StudyInstanceUid = uid };

    private async Task SlowAsync(ReceiveMethod method)
    {
        string name = method.ToString();
        await using LyingPacs pacs = new(_folder.Folder("pacs" + name), 1);
        PacsStudy study = pacs.Add("A1", 1, 1, size: 724);
        TimeSpan each = TimeSpan.FromMilliseconds(180);
        await using DripProxy from = new(pacs.Node.Port, dripUp: false, 32 * 1024, each);
        DicomNode node = method == ReceiveMethod.Get ? new DicomNode("127.0.0.1", from.Port, pacs.Node.AETitle) : pacs.Node;
        await using ReceiveRun run = Open(node, method, staging: "staging" + name, retrieveTimeout: 3, quiet: 1);
        await using DripProxy to = new(run.ReceiverPort ?? 1, dripUp: true, 32 * 1024, each);
        pacs.Destination = new DicomNode("127.0.0.1", to.Port, "XNATTOOLS");
        Stopwatch watch = Stopwatch.StartNew();
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(4), "The link was not slow.");
        Assert.Empty(result.Faults.Select(fault => fault.ToString()));
        Assert.Equal((ReceiveOutcome.Complete, 1, 1), (result.Outcome, result.Received, result.Requests));
    }

    private ReceiveRun Open(DicomNode node, ReceiveMethod method, DirectPace? pace = null, int rounds = 6, string staging = "staging", double retrieveTimeout = 30, double quiet = 5, IImportSchedule? schedule = null) => new(new ReceiveOptions
    {
        Profile = new NodeProfile(node) { Timeout = TimeSpan.FromSeconds(20), RetrieveTimeout = TimeSpan.FromSeconds(retrieveTimeout) },
        StagingFolder = _folder.File(staging),
        Method = method,
        ListenPort = method == ReceiveMethod.Get ? null : 0,
        ListenAddress = IPAddress.Loopback,
        MinimumFreeBytes = 0,
        Rounds = rounds,
        RoundPauses = [TimeSpan.Zero],
        QuietTime = TimeSpan.FromSeconds(quiet),
        Schedule = schedule ?? ImportSchedule.Always,
        Pace = pace ?? new DirectPace { Pauses = [TimeSpan.FromMilliseconds(20)], Patience = TimeSpan.FromSeconds(2), Notice = _notices.Enqueue },
    });

    private sealed class Opening(DateTimeOffset at) : IImportSchedule
    {
        public DateTimeOffset At => at;

        public bool IsOpen(DateTimeOffset moment) => moment >= at;

        public DateTimeOffset? NextOpening(DateTimeOffset after) => after > at ? after : at;

        public DateTimeOffset? NextClosing(DateTimeOffset after) => null;
    }
}
