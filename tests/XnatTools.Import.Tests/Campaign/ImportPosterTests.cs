using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

public sealed class ImportPosterTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Studies_go_in_requests_of_25_with_labels_job_and_chunk_and_without_force()
    {
        FakeSite site = Cohort(60);

        List<ImportItem> items = await PostAsync(site, 60);

        Assert.Equal([25, 25, 10], site.Posts.Select(p => p.Studies.Count));
        Assert.Equal(["job/01", "job/02", "job/03"], site.Posts.Select(p => p.RequestId));
        Assert.All(site.Posts, p => Assert.False(p.Force));
        Assert.All(site.Posts, p => Assert.All(p.Studies, s => Assert.NotNull(s.Subject)));
        Assert.Equal(60, items.Count);
        Assert.All(items, i => Assert.Equal(ImportOutcome.Queued, i.Outcome));
        Assert.All(items, i => Assert.NotNull(i.QueueId));
    }

    [Fact]
    public async Task Nothing_is_posted_while_the_queue_is_full()
    {
        FakeSite site = Cohort(200);
        int most = 0;
        site.OnImport = _ =>
        {
            most = Math.Max(most, site.Records.Count(r => !r.Left));
            return null;
        };

        await PostAsync(site, 200);

        Assert.True(most < 50, $"{most} waited when a request was posted");
    }

    [Fact]
    public async Task A_study_left_out_once_is_asked_for_again_and_only_it()
    {
        FakeSite site = Cohort(10);
        int drops = 1;
        site.Drops = study => study.StudyInstanceUid == "1.4" && drops-- > 0;

        List<ImportItem> items = await PostAsync(site, 10);

        Assert.All(items, i => Assert.Equal(ImportOutcome.Queued, i.Outcome));
        Assert.Equal("1.4", Assert.Single(site.Posts[1].Studies).StudyInstanceUid);
        NothingDoubled(site);
    }

    [Fact]
    public async Task A_study_left_out_for_ever_is_not_accepted_and_holds_nobody_up()
    {
        FakeSite site = Cohort(10);
        site.Drops = study => study.StudyInstanceUid == "1.4";

        List<ImportItem> items = await PostAsync(site, 10);

        ImportItem left = Assert.Single(items, i => i.Outcome != ImportOutcome.Queued);
        Assert.Equal(ImportOutcome.NotAccepted, left.Outcome);
        Assert.Equal("XnatImportNotAccepted", left.Code);
        Assert.Equal(10, items.Count);
    }

    [Theory]
    [InlineData("XnatTimeout")]
    [InlineData("XnatConnectionFailed")]
    [InlineData("XnatServerError")]
    [InlineData("XnatUnexpectedResponse")]
    public async Task A_call_that_failed_after_the_work_was_done_is_not_repeated(string code)
    {
        FakeSite site = Cohort(30);
        bool failed = false;
        site.AfterImport = _ => !failed && (failed = true) ? new XnatException(XnatErrorCode.FromId(code), "Lost.") : null;

        List<ImportItem> items = await PostAsync(site, 30);

        Assert.Equal(30, items.Count);
        Assert.All(items, i => Assert.True(i.IsSuccess));
        NothingDoubled(site);
    }

    [Fact]
    public async Task A_call_that_failed_half_way_is_completed()
    {
        FakeSite site = Cohort(20);
        bool failed = false;
        site.Drops = study => !failed && int.Parse(study.StudyInstanceUid.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture) > 8;
        site.AfterImport = _ => !failed && (failed = true) ? new XnatException(XnatErrorCode.ServerError, "There was a problem running the C-ECHO command.") { Status = 500 } : null;

        List<ImportItem> items = await PostAsync(site, 20);

        Assert.All(items, i => Assert.True(i.IsSuccess));
        Assert.Equal(20, site.Records.Count);
        NothingDoubled(site);
    }

    [Fact]
    public async Task One_poisoned_study_does_not_take_the_others_with_it()
    {
        FakeSite site = Cohort(25);
        site.OnImport = post => post.Studies.Any(s => s.StudyInstanceUid == "1.13") ? new XnatException(XnatErrorCode.ServerError, "null") { Status = 500 } : null;

        List<ImportItem> items = await PostAsync(site, 25);

        ImportItem poisoned = Assert.Single(items, i => !i.IsSuccess);
        Assert.Equal("1.13", poisoned.StudyInstanceUid);
        Assert.Equal(ImportOutcome.NotAccepted, poisoned.Outcome);
        NothingDoubled(site);
    }

    [Fact]
    public async Task A_refusal_of_the_whole_import_ends_it_with_one_call()
    {
        FakeSite site = Cohort(60);
        site.OnImport = _ => new XnatException(XnatErrorCode.DqrNotEnabled, "No.") { Status = 403 };

        List<ImportItem> items = await PostAsync(site, 60);

        Assert.Single(site.Posts);
        Assert.Equal(60, items.Count);
        Assert.All(items, i => Assert.Equal((ImportOutcome.Blocked, "XnatDqrNotEnabled"), (i.Outcome, i.Code)));
    }

    [Fact]
    public async Task When_neither_queue_nor_history_can_be_read_the_outcome_is_unknown_and_nothing_is_sent_again()
    {
        FakeSite site = Cohort(5, new FakeFaults { FailRead = 100 });
        site.AfterImport = _ => new XnatException(XnatErrorCode.Timeout, "Lost.");

        List<ImportItem> items = await PostAsync(site, 5);

        Assert.Equal(5, items.Count);
        Assert.All(items, i => Assert.Equal(ImportOutcome.Unknown, i.Outcome));
        Assert.Single(site.Posts);
    }

    [Fact]
    public async Task Two_imports_of_one_pacs_never_run_at_once()
    {
        FakeSite site = Cohort(100);

        await Task.WhenAll(PostAsync(site, 100, "a", 1, 50), PostAsync(site, 100, "b", 51, 100));

        Assert.Equal(1, site.MostImportsAtOnce);
    }

    private static void NothingDoubled(FakeSite site) =>
        Assert.Equal(site.Records.Count, site.Records.Select(r => r.Study.StudyInstanceUid).Distinct().Count());

    private FakeSite Cohort(int count, FakeFaults? faults = null)
    {
        FakeSite site = new(_clock, 1, faults);
        for (int i = 1; i <= count; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, "P" + i));
        }

        return site;
    }

    private async Task<List<ImportItem>> PostAsync(FakeSite site, int count, string job = "job", int from = 1, int? to = null)
    {
        ImportOptions options = new() { PacsId = 1, Project = "DEMO", JobId = job, Time = _clock };
        List<PacsStudy> studies = [];
        for (int i = from; i <= (to ?? count); i++)
        {
            studies.Add(site.Pacs[i - 1].ForRow(FakeSite.Row(i + 1, "A" + i), 1));
        }

        List<ImportItem> items = [];
        await foreach (ImportItem item in new ImportPoster(site, options, site.Receivers[0]).PostAsync(studies))
        {
            items.Add(item);
        }

        return items;
    }
}
