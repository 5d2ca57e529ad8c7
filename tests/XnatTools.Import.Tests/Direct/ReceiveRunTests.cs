using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>Receiving from a peer of ours that lies.</summary>
public sealed class ReceiveRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ReceiveMethod.Get)]
    [InlineData(ReceiveMethod.Move)]
    public async Task An_honest_study_comes_whole_in_one_request(ReceiveMethod method)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 2, 5);
        await using ReceiveRun run = Open(pacs, method);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 10, 10, 10, 1), (result.Outcome, result.Expected, result.Received, result.New, result.Requests));
        Assert.Equal(method == ReceiveMethod.Get ? "C-GET" : "C-MOVE", result.Method);
        Assert.Empty(result.Faults);
        Check(pacs, study, complete: true);

        ReceivedStudy again = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 10, 0, 0), (again.Outcome, again.Received, again.New, again.Requests));
        Assert.Equal(10, pacs.Sent.Count);
    }

    [Theory]
    [InlineData((int)Lie.DropsInstances)]
    [InlineData((int)Lie.DropsSeries)]
    [InlineData((int)Lie.SendsNothing)]
    [InlineData((int)Lie.FailsSome)]
    [InlineData((int)Lie.AbortsMidStudy)]
    public async Task What_is_missing_is_asked_for_again(int lie)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 3) { Lies = (Lie)lie, LiesLeft = 1 };
        PacsStudy study = pacs.Add("A1", 2, 10);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 20), (result.Outcome, result.Received));
        Assert.True(result.Requests > 1);
        Check(pacs, study, complete: true);
    }

    [Fact]
    public async Task Every_fault_is_named_and_nothing_leaves_staging()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 5)
        {
            Lies = Lie.SendsTwice | Lie.SendsStranger | Lie.SendsHugeLength | Lie.SendsPathAsUid,
            LiesLeft = 1,
        };
        pacs.AddStranger();
        PacsStudy study = pacs.Add("A1", 1, 5);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 5), (result.Outcome, result.Received));
        Assert.Empty(pacs.Errors);
        Assert.Equal(
            [ReceiveFaultKind.SubOperationsFailed, ReceiveFaultKind.Duplicate, ReceiveFaultKind.StrangeStudy, ReceiveFaultKind.UnsafeUid, ReceiveFaultKind.Damaged],
            result.Faults.Select(fault => fault.Kind));
        Check(pacs, study, complete: true);
    }

    [Fact]
    public async Task Two_objects_under_one_uid_are_a_conflict()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 5) { Lies = Lie.SendsOtherUnderSameUid, LiesLeft = 1 };
        PacsStudy study = pacs.Add("A1", 1, 3);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Conflict, XnatErrorCode.ReceiveConflict.Id, 3), (result.Outcome, result.Code, result.Received));
        Check(pacs, study, complete: true);
    }

    [Theory]
    [InlineData(ReceiveMethod.Get)]
    [InlineData(ReceiveMethod.Move)]
    public async Task A_stall_ends_the_request_and_the_rest_is_asked_for(ReceiveMethod method)
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 8) { Lies = Lie.Stalls, LiesLeft = 1 };
        PacsStudy study = pacs.Add("A1", 1, 10);
        await using ReceiveRun run = Open(pacs, method);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 10), (result.Outcome, result.Received));
        Assert.Contains(result.Faults, fault => fault.Kind == ReceiveFaultKind.Stalled);
        Check(pacs, study, complete: true);
    }

    [Fact]
    public async Task What_never_comes_is_named_by_series_and_instance()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 9);
        PacsStudy study = pacs.Add("A1", 2, 4);
        pacs.Withheld.UnionWith([study.StudyInstanceUid + ".1.3", study.StudyInstanceUid + ".1.4"]);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Incomplete, XnatErrorCode.ReceiveIncomplete.Id), (result.Outcome, result.Code));
        ReceivedSeries missing = Assert.Single(result.Series, series => !series.IsComplete);
        Assert.Equal([study.StudyInstanceUid + ".1.3", study.StudyInstanceUid + ".1.4"], missing.Missing);
        Assert.Equal((6, 8), (result.Received, result.Expected));
        Assert.Equal(["STUDY", "SERIES", "IMAGE", "IMAGE", "IMAGE"], pacs.Asked.Take(5));
        Check(pacs, study, complete: false);
    }

    [Fact]
    public async Task Without_counts_the_list_of_instances_decides()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 9) { TellsCounts = false, Lies = Lie.DropsInstances, LiesLeft = 1 };
        PacsStudy study = pacs.Add("A1", 2, 10);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 20, 20), (result.Outcome, result.Expected, result.Received));
        Check(pacs, study, complete: true);
    }

    [Fact]
    public async Task Only_the_series_selected_are_asked_for()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy whole = pacs.Add("A1", 3, 2);
        PacsStudy study = whole.WithSelection([whole.StudyInstanceUid + ".2"], []);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 2, 2), (result.Outcome, result.Expected, result.Received));
        Assert.Equal(["SERIES"], pacs.Asked);
    }

    [Fact]
    public async Task Without_C_GET_the_study_comes_by_C_MOVE()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { OffersGet = false };
        PacsStudy study = pacs.Add("A1", 1, 3);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Auto, listen: true);
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, "C-MOVE"), (result.Outcome, result.Method));

        await using ReceiveRun none = Open(pacs, ReceiveMethod.Auto, staging: "other");
        ReceivedStudy refused = await none.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Failed, XnatErrorCode.PacsRetrieveRefused.Id), (refused.Outcome, refused.Code));
    }

    [Fact]
    public async Task An_unknown_destination_is_told_in_words()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 3);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Move);
        pacs.Destination = null;
        ReceivedStudy result = await run.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Failed, XnatErrorCode.PacsMoveDestinationUnknown.Id, 1), (result.Outcome, result.Code, result.Requests));
    }

    [Fact]
    public async Task A_caller_that_is_not_on_the_list_is_rejected()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Move);
        DicomNode us = new("127.0.0.1", run.ReceiverPort!.Value, "XNATTOOLS");
        DicomRejectedException calling = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(us, [PresentationContext.Verification()], new DicomClientOptions { CallingAETitle = "NOBODY" }));
        Assert.Equal((1, 3), (calling.RejectSource, calling.Reason));
        DicomRejectedException called = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", us.Port, "OTHER"), [PresentationContext.Verification()], new DicomClientOptions { CallingAETitle = "LYING" }));
        Assert.Equal((1, 7), (called.RejectSource, called.Reason));
    }

    [Fact]
    public async Task A_full_disk_stops_asking_and_the_next_run_goes_on()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1);
        PacsStudy study = pacs.Add("A1", 1, 6);
        long free = 100;
        await using (ReceiveRun run = Open(pacs, ReceiveMethod.Get, free: () => pacs.Sent.Count > 3 ? 1 : free))
        {
            pacs.Each = TimeSpan.FromMilliseconds(400);
            ReceivedStudy result = await run.ReceiveAsync(study);
            Assert.Equal((ReceiveOutcome.Incomplete, XnatErrorCode.ReceiveDiskFull.Id), (result.Outcome, result.Code));
            Assert.InRange(result.Received, 1, 5);
            ReceivedStudy next = await run.ReceiveAsync(pacs.Add("A2", 1, 1));
            Assert.Equal((ReceiveOutcome.Failed, XnatErrorCode.ReceiveDiskFull.Id), (next.Outcome, next.Code));
        }

        pacs.Each = TimeSpan.Zero;
        await using ReceiveRun again = Open(pacs, ReceiveMethod.Get);
        ReceivedStudy rest = await again.ReceiveAsync(study);
        Assert.Equal((ReceiveOutcome.Complete, 6), (rest.Outcome, rest.Received));
        Assert.InRange(rest.New, 1, 5);
    }

    [Fact]
    public async Task Several_studies_at_a_time_each_end_once()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 1) { Lies = Lie.DropsInstances, LiesLeft = 4 };
        List<PacsStudy> studies = [.. Enumerable.Range(1, 12).Select(i => pacs.Add("A" + i, 1, 5))];
        studies.Add(studies[0]);
        studies.Add(new PacsStudy { StudyInstanceUid = "1.2.3.99" });
        await using ReceiveRun run = Open(pacs, ReceiveMethod.Move);
        List<ReceivedStudy> results = [];
        await foreach (ReceivedStudy result in run.ReceiveAsync(studies))
        {
            results.Add(result);
        }

        Assert.Equal(14, results.Count);
        Assert.Equal(13, results.Count(result => result.IsComplete));
        Assert.Equal(ReceiveOutcome.NotFound, Assert.Single(results, result => !result.IsComplete).Outcome);
        Assert.DoesNotContain(Directory.GetDirectories(_folder.File("staging"), ".incoming*"), folder => Directory.GetFiles(folder).Length > 1);
    }

    internal static void CheckStaging(LyingPacs pacs, PacsStudy study, string staging, bool complete)
    {
        Dictionary<string, string> there = new(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(staging, "*.dcm", SearchOption.AllDirectories))
        {
            there.Add(Path.GetFileNameWithoutExtension(path), path);
        }

        int found = 0;
        foreach ((string original, string _, string instance) in pacs.FilesOf(study.StudyInstanceUid))
        {
            if (there.Remove(instance, out string? path))
            {
                found++;
                using DicomFile one = DicomFile.Open(original);
                using DicomFile other = DicomFile.Open(path);
                Assert.Equal(File.ReadAllBytes(original).AsSpan((int)one.DatasetOffset), File.ReadAllBytes(path).AsSpan((int)other.DatasetOffset));
            }
        }

        Assert.Empty(there); // nothing that was not asked for
        Assert.Equal(complete, found == pacs.FilesOf(study.StudyInstanceUid).Count);
    }

    private void Check(LyingPacs pacs, PacsStudy study, bool complete)
    {
        CheckStaging(pacs, study, _folder.File("staging"), complete);
        Assert.Equal(["pacs", "staging"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    private ReceiveRun Open(LyingPacs pacs, ReceiveMethod method, bool listen = false, string staging = "staging", Func<long?>? free = null)
    {
        ReceiveRun run = new(new ReceiveOptions
        {
            Profile = new NodeProfile(pacs.Node) { Timeout = TimeSpan.FromSeconds(5), RetrieveTimeout = TimeSpan.FromMilliseconds(700) },
            StagingFolder = _folder.File(staging),
            Method = method,
            ListenPort = listen ? 0 : null,
            ListenAddress = System.Net.IPAddress.Loopback,
            MinimumFreeBytes = 10,
            RoundPauses = [TimeSpan.Zero],
            QuietTime = TimeSpan.FromMilliseconds(200),
            FreeBytes = free ?? (() => 1000),
            Pace = new DirectPace { Pauses = [TimeSpan.FromMilliseconds(20)], Patience = TimeSpan.FromSeconds(2) },
        });
        if (run.ReceiverPort is int port)
        {
            pacs.Destination = new DicomNode("127.0.0.1", port, "XNATTOOLS");
        }

        return run;
    }
}
