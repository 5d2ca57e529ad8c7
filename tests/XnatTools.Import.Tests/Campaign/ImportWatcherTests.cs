using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

public sealed class ImportWatcherTests
{
    private readonly JumpingClock _clock = new();

    [Theory]
    [InlineData("READY", "InPrearchive", null)]
    [InlineData("CONFLICT", "Conflict", "XnatConflict")]
    [InlineData("ERROR", "Failed", "XnatPrearchiveFailed")]
    [InlineData("RECEIVING", "Arriving", "XnatImportTimedOut")]
    [InlineData("_BUILDING", "Arriving", "XnatImportTimedOut")]
    [InlineData("SOMETHING_NEW", "Arriving", "XnatImportTimedOut")]
    public async Task The_prearchive_decides(string status, string outcome, string? code)
    {
        FakeSite site = new(_clock);
        site.Waiting.Add(FakeSite.Session("DEMO", "20240307_1", "S1_1", "1.1", status));

        ImportItem item = await WatchAsync(site, Queued("1.1"));

        Assert.Equal((outcome, code), (item.Outcome.ToString(), item.Code));
        Assert.NotNull(item.PrearchiveUrl);
    }

    [Theory]
    [InlineData(60, new[] { 15, 30, 45, 60, 60 })]
    [InlineData(20, new[] { 15, 20, 20, 20, 20 })]
    [InlineData(1, new[] { 1, 1, 1, 1, 1 })]
    public void The_first_looks_come_sooner(int interval, int[] pauses)
    {
        WatchOptions options = new() { PollInterval = TimeSpan.FromSeconds(interval) };
        Assert.Equal(pauses, Enumerable.Range(1, 5).Select(n => (int)options.PauseBefore(n).TotalSeconds));
    }

    [Fact]
    public async Task An_archived_session_without_files_is_not_called_archived()
    {
        FakeSite site = new(_clock);
        site.Archive.Add(new ImageSession { Id = "E1", Project = "DEMO", Session = "S1_1", StudyInstanceUid = "1.1", ScanCount = 0, FileCount = 0 });

        ImportItem item = await WatchAsync(site, Queued("1.1"));

        Assert.Equal(ImportOutcome.Incomplete, item.Outcome);
        Assert.Contains("without a single file", item.Reason);
    }

    [Fact]
    public async Task An_archived_session_is_counted_against_series_and_instances()
    {
        FakeSite site = new(_clock);
        site.Archive.Add(new ImageSession { Id = "E1", Project = "DEMO", Session = "S1_1", StudyInstanceUid = "1.1", ScanCount = 2, FileCount = 39 });
        PacsStudy study = FakeSite.Study("1.1", "A1", series: [new PacsSeries { SeriesInstanceUid = "a", InstanceCount = 20 }, new PacsSeries { SeriesInstanceUid = "b", InstanceCount = 20 }]);

        ImportItem item = await WatchAsync(site, new ImportItem { Outcome = ImportOutcome.Queued, Project = "DEMO", StudyInstanceUid = "1.1", SeriesAsked = 2, Study = study });

        Assert.Equal(ImportOutcome.Incomplete, item.Outcome);
        Assert.Equal((2, 39), (item.SeriesFound, item.InstancesFound));
        Assert.Contains("39 of 40", item.Reason);
    }

    [Fact]
    public async Task A_record_that_left_without_a_trace_is_unknown_and_not_done()
    {
        ImportItem item = await WatchAsync(new FakeSite(_clock), Queued("1.1"));

        Assert.Equal((ImportOutcome.Unknown, "XnatOutcomeUnknown"), (item.Outcome, item.Code));
    }

    [Fact]
    public async Task What_was_settled_before_passes_through_once()
    {
        ImportItem blocked = new() { Row = 3, Outcome = ImportOutcome.Blocked };

        Assert.Same(blocked, await WatchAsync(new FakeSite(_clock), blocked));
    }

    [Fact]
    public async Task When_time_is_up_the_outcome_stays_what_was_seen()
    {
        FakeSite site = new(_clock);
        site.Pacs.Add(FakeSite.Study("1.1", "A1"));
        IReadOnlyList<ImportQueueItem> queued = await site.ImportAsync(new ImportPost { Project = "DEMO", PacsId = 1, RequestId = "j/01", Studies = site.Pacs }, default);
        List<ImportItem> items = [];
        await foreach (ImportItem item in new ImportWatcher(site, site, new WatchOptions { PollInterval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(5), Time = _clock })
            .WatchAsync([new ImportItem { Outcome = ImportOutcome.Queued, Project = "DEMO", StudyInstanceUid = "1.1", RequestId = "j/01", QueueId = queued[0].Id }]))
        {
            items.Add(item);
        }

        Assert.Equal((ImportOutcome.Queued, "XnatImportTimedOut"), (items.Single().Outcome, items.Single().Code));
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_does_not_hide_the_others()
    {
        FakeSite site = new(_clock);
        site.Waiting.Add(FakeSite.Session("DEMO", "20240307_1", "S1_1", "1.1", "READY"));
        site.Waiting.Add(FakeSite.Session("DEMO", "20240307_2", "S2_1", "1.2", "READY"));
        site.OnScans = session => session.StudyInstanceUid == "1.1" ? new XnatException(XnatErrorCode.ServerError, "It failed.") { Status = 500 } : null;
        List<ImportItem> items = [];
        await foreach (ImportItem item in new ImportWatcher(site, site, new WatchOptions { Timeout = TimeSpan.FromHours(1), Time = _clock }).WatchAsync([Queued("1.1"), Queued("1.2")]))
        {
            items.Add(item);
        }

        Assert.Equal(["1.2", "1.1"], items.Select(i => i.StudyInstanceUid));
        Assert.Equal([null, "XnatImportTimedOut"], items.Select(i => i.Code));
    }

    private static ImportItem Queued(string uid) => new() { Outcome = ImportOutcome.Queued, Project = "DEMO", StudyInstanceUid = uid, Session = "S1_1", SeriesAsked = 1 };

    private async Task<ImportItem> WatchAsync(FakeSite site, ImportItem item)
    {
        List<ImportItem> items = [];
        await foreach (ImportItem one in new ImportWatcher(site, site, new WatchOptions { Timeout = TimeSpan.FromHours(1), Time = _clock }).WatchAsync([item]))
        {
            items.Add(one);
        }

        return Assert.Single(items);
    }
}
