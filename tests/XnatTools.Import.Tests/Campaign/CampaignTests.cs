using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Tests.Fakes;

namespace XnatTools.Import.Tests.Campaign;

/// <summary>Campaigns with their ledger: what is posted when, what gates let through, and what another run makes of it.</summary>
public sealed class CampaignTests
{
    private readonly JumpingClock _clock = new();
    private readonly MemoryLedgerStore _store = new();
    private readonly FakeSite _site;
    private CampaignEnd? _ended;

    public CampaignTests() => _site = new FakeSite(_clock);

    [Fact]
    public async Task Each_study_is_queued_once_in_requests_of_two_and_more_and_a_second_run_posts_nothing()
    {
        Plan(11);
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.Equal(CampaignEnd.Done, _ended);
        Assert.Equal(Enumerable.Range(2, 11), items.Select(i => i.Row).Order());
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(11, _site.Records.Count);
        Assert.All(_site.Posts.SkipLast(1), p => Assert.True(p.Studies.Count >= 2));
        int posts = _site.Posts.Count;
        Assert.Equal(11, (await RunAsync(new CampaignOptions { Time = _clock })).Count);
        Assert.Equal(posts, _site.Posts.Count);
        Assert.True(State.IsEnded);
    }

    [Fact]
    public async Task Every_line_has_one_outcome_also_duplicates_and_lines_that_ended_before()
    {
        PacsStudy[] studies = Studies(3);
        Plan(studies,
        [
            new ImportItem { Row = 9, Outcome = ImportOutcome.Duplicate, StudyInstanceUid = studies[0].StudyInstanceUid, SourceFile = "cohort.csv", Reason = "as line 2" },
            new ImportItem { Row = 10, Outcome = ImportOutcome.NotFound, Code = "PacsStudyNotFound", SourceFile = "cohort.csv" },
        ]);
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.Equal([2, 3, 4, 9, 10], items.Select(i => i.Row).Order());
        Assert.Equal(5, State.Header.Lines);
        Assert.Equal(5, State.Lines.Count);
        Assert.Equal([2, 9], State.Studies[0].Rows);
    }

    [Fact]
    public async Task A_lost_answer_is_looked_up_and_nothing_is_sent_again()
    {
        Plan(6);
        int calls = 0;
        _site.AfterImport = _ => calls++ % 2 == 0 ? new XnatException(XnatErrorCode.Timeout, "lost") { MayHaveActed = true } : null;
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(6, _site.Records.Count);
    }

    [Fact]
    public async Task A_study_that_the_server_refuses_is_found_and_costs_the_others_nothing()
    {
        Plan(5);
        _site.OnImport = post => post.Studies.Any(s => s.StudyInstanceUid == "1.3") ? new XnatException(XnatErrorCode.RequestRejected, "no") { Status = 400 } : null;
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.Equal(ImportOutcome.Blocked, items.Single(i => i.StudyInstanceUid == "1.3").Outcome);
        Assert.Equal(4, items.Count(i => i.Outcome == ImportOutcome.InPrearchive));
        Assert.Equal(4, _site.Records.Count);
    }

    /// <summary>A study that came before the scripts changed proves nothing about them: the canary is another one.</summary>
    [Fact]
    public async Task A_change_of_policy_asks_for_a_canary_that_came_under_it()
    {
        Plan(6);
        CampaignOptions first = new() { Time = _clock, Canary = true, Sample = 1, Policy = "p" };
        await RunAsync(first);
        Assert.Equal((CampaignEnd.Approval, 1), (_ended, _site.Records.Count));

        // Under the new policy nothing is taken away any more: the old study looks well, the new one does not.
        string old = _site.Records[0].Study.StudyInstanceUid;
        _site.Header = study => study.StudyInstanceUid == old ? FakeSite.Relabelled(study) : [.. FakeSite.Relabelled(study), new DicomHeaderElement { Tag = "(0010,1000)", Value = study.PatientId }];
        XnatException fault = await Assert.ThrowsAsync<XnatException>(() => RunAsync(new CampaignOptions { Time = _clock, Canary = true, Sample = 1, Policy = "q" }));
        Assert.Equal(XnatErrorCode.CanaryFailed, fault.Code);
        Assert.Equal(2, _site.Records.Count);
    }

    /// <summary>Requests of one study overtake those of others: of a refused request halves are asked for, not each study alone.</summary>
    [Theory]
    [InlineData("1.3")]
    [InlineData("1.11")]
    public async Task The_search_for_a_refused_study_asks_for_few_alone(string refused)
    {
        Plan(12);
        _site.OnImport = post => post.Studies.Any(s => s.StudyInstanceUid == refused) ? new XnatException(XnatErrorCode.RequestRejected, "no") { Status = 400 } : null;
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock, MaxStudiesInFlight = 12 });
        Assert.Equal([refused], items.Where(i => i.Outcome == ImportOutcome.Blocked).Select(i => i.StudyInstanceUid));
        Assert.Equal(11, items.Count(i => i.Outcome == ImportOutcome.InPrearchive));
        Assert.Equal(11, _site.Records.Count);
        Assert.InRange(_site.Posts.Count(p => p.Studies.Count == 1 && p.Studies[0].StudyInstanceUid != refused), 0, 2);
    }

    [Fact]
    public async Task The_canary_goes_alone_and_a_wrong_header_stops_everything_behind_it()
    {
        Plan(5);
        _site.Header = study => [.. FakeSite.Relabelled(study), new DicomHeaderElement { Tag = "(0010,1000)", Value = "x" + study.PatientId }];
        CampaignOptions options = new() { Time = _clock, Canary = true, Policy = "p" };
        XnatException fault = await Assert.ThrowsAsync<XnatException>(() => RunAsync(options));
        Assert.Equal(XnatErrorCode.CanaryFailed, fault.Code);
        Assert.Contains("(0010,1000)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PATIENT", fault.Message, StringComparison.Ordinal);
        Assert.Single(Assert.Single(_site.Posts).Studies);
        Assert.Equal(4, State.Studies.Count(s => s.State == ImportState.Planned));

        _site.Header = null;
        List<ImportItem> items = await RunAsync(options);
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(5, _site.Records.Count);
    }

    [Fact]
    public async Task A_sample_waits_for_its_sign_off_which_another_policy_voids()
    {
        Plan(7);
        CampaignOptions options = new() { Time = _clock, Sample = 2, Policy = "p" };
        List<ImportItem> items = await RunAsync(options);
        Assert.Equal(CampaignEnd.Approval, _ended);
        Assert.Equal((2, 5), (items.Count(i => i.Outcome == ImportOutcome.InPrearchive), items.Count(i => i.Outcome == ImportOutcome.Planned)));
        await RunAsync(options);
        Assert.Equal((CampaignEnd.Approval, 2), (_ended, _site.Records.Count));

        // Signed off under one policy, gone on with under another: the sample has to be looked at again.
        await RunAsync(options, campaign => campaign.Approve(), stopAtOnce: true);
        await RunAsync(new CampaignOptions { Time = _clock, Sample = 2, Policy = "q" });
        Assert.Equal((CampaignEnd.Approval, 4), (_ended, _site.Records.Count));
        Assert.Contains(State.Timeline, e => e.Kind == LedgerKind.Void);

        // What arrived under one policy cannot be signed off for another.
        await Assert.ThrowsAsync<XnatException>(() => RunAsync(new CampaignOptions { Time = _clock, Sample = 2, Policy = "r" }, campaign => campaign.Approve()));
        Assert.Null(State.ApprovedPolicy);
        Assert.Equal(4, _site.Records.Count);

        await RunAsync(new CampaignOptions { Time = _clock, Sample = 2, Policy = "q" }, campaign => campaign.Approve());
        Assert.Equal((CampaignEnd.Done, 7), (_ended, _site.Records.Count));
    }

    /// <summary>A receiver that is switched off in the middle: the campaign stops, and what the refused request was about is known not to be at the server.</summary>
    [Fact]
    public async Task A_refusal_that_ends_the_campaign_leaves_nothing_unknown()
    {
        Plan(6);
        int calls = 0;
        _site.OnImport = _ => calls++ > 0 ? new XnatException(XnatErrorCode.RelabelImpossible, "no") { Status = 400 } : null;
        XnatException fault = await Assert.ThrowsAsync<XnatException>(() => RunAsync(new CampaignOptions { Time = _clock, MaxStudiesInFlight = 2 }));
        Assert.Equal(XnatErrorCode.RelabelImpossible, fault.Code);
        Assert.DoesNotContain(State.Studies, s => s.Outcome == ImportOutcome.Unknown);
        Assert.Equal(2, State.Studies.Count(s => s is { Attempts: 1, State: ImportState.Planned }));

        _site.OnImport = null;
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(6, _site.Records.Count);
    }

    [Fact]
    public async Task A_stop_takes_back_what_waits_and_a_resume_posts_it()
    {
        Plan(8);
        _site.OnImport = _ =>
        {
            _store.AskStop("x", stop: true);
            return null;
        };
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock, MaxStudiesInFlight = 2 });
        Assert.Equal(CampaignEnd.Stopped, _ended);
        Assert.Equal(8, items.Count);
        Assert.Contains(items, i => i.Outcome == ImportOutcome.Cancelled);
        Assert.DoesNotContain(items, i => i.Outcome is ImportOutcome.Queued or ImportOutcome.Planned);

        _site.OnImport = null;
        items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(8, _site.Records.Select(r => r.Study.StudyInstanceUid).Distinct().Count());
        Assert.Equal(8, _site.Records.Count);
    }

    [Fact]
    public async Task Runs_broken_off_at_any_post_end_with_each_study_queued_once()
    {
        Plan(30);
        Random random = new(7);
        for (int run = 0; run < 40 && _ended != CampaignEnd.Done; run++)
        {
            using CancellationTokenSource stop = new();
            int left = random.Next(1, 4);
            bool before = random.Next(2) == 0;
            Exception? Cut()
            {
                if (--left > 0)
                {
                    return null;
                }

                stop.Cancel();
                return new OperationCanceledException(stop.Token);
            }

            _site.OnImport = before ? _ => Cut() : null;
            _site.AfterImport = before ? null : _ => Cut();
            try
            {
                await RunAsync(new CampaignOptions { Time = _clock, MaxStudiesInFlight = 4 }, token: stop.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(State.IsStopped);
            }
        }

        Assert.Equal(CampaignEnd.Done, _ended);
        Assert.Equal(30, _site.Records.Count);
        Assert.All(State.Studies, s => Assert.Equal(ImportOutcome.InPrearchive, s.Outcome));
    }

    [Fact]
    public async Task What_failed_is_tried_again_when_asked()
    {
        Plan(4);
        _site.Drops = study => study.StudyInstanceUid == "1.2";
        CampaignOptions options = new() { Time = _clock, RetryCount = 3 };
        List<ImportItem> items = await RunAsync(options);
        ImportItem lost = Assert.Single(items, i => i.Outcome == ImportOutcome.NotAccepted);
        Assert.Equal(XnatErrorCode.ImportNotAccepted.Id, lost.Code);
        _site.Drops = null;
        items = await RunAsync(options, campaign => Assert.Equal(1, campaign.Retry()));
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(4, _site.Records.Count);
    }

    [Fact]
    public async Task A_study_that_an_earlier_job_queued_is_followed_and_not_sent_again()
    {
        PacsStudy[] studies = Studies(4);
        Plan(studies);
        await _site.ImportAsync(new Import.Gateway.ImportPost { PacsId = 1, Project = "DEMO", RequestId = "earlier/01", Studies = [studies[1]] }, default);
        List<ImportItem> items = await RunAsync(new CampaignOptions { Time = _clock });
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        Assert.Equal(4, _site.Records.Count);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_run_and_the_ledger_goes_on_later()
    {
        Plan(3);
        _site.CountFault = new XnatException(XnatErrorCode.ConnectionFailed, "away");
        XnatException fault = await Assert.ThrowsAsync<XnatException>(() => RunAsync(new CampaignOptions { Time = _clock, Patience = TimeSpan.FromHours(1) }));
        Assert.Equal(XnatErrorCode.ServerAway, fault.Code);
        Assert.Empty(_site.Posts);
        _site.CountFault = null;
        Assert.All(await RunAsync(new CampaignOptions { Time = _clock }), i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
    }

    private LedgerState State => LedgerReader.Load("x", new TestKeys(), _store);

    private PacsStudy[] Studies(int count)
    {
        PacsStudy[] studies = [.. Enumerable.Range(1, count).Select(i => FakeSite.Study("1." + i, "ACCESSION" + i, "PATIENT" + i).ForRow(FakeSite.Row(i + 1, "ACCESSION" + i), 1))];
        _site.Pacs.AddRange(studies);
        return studies;
    }

    private void Plan(int count) => Plan(Studies(count));

    private void Plan(PacsStudy[] studies, ImportItem[]? settled = null) =>
        new CampaignPlan { Ready = studies, Settled = settled ?? [] }
            .Write("x", new LedgerHeader { JobId = "job", Site = _site.Site, PacsId = 1, Project = "DEMO", Receiver = "XNAT:8104" }, new TestKeys(), _clock, _store).Dispose();

    private async Task<List<ImportItem>> RunAsync(CampaignOptions options, Action<ImportCampaign>? before = null, bool stopAtOnce = false, CancellationToken token = default)
    {
        using LedgerFile ledger = LedgerFile.Open("x", new TestKeys(), _clock, _store);
        ImportCampaign campaign = new(new CampaignSite(_site, _site, _site), ledger, options, _store);
        before?.Invoke(campaign);
        List<ImportItem> items = [];
        if (stopAtOnce)
        {
            return items;
        }

        try
        {
            await foreach (ImportItem item in campaign.RunAsync(null, token))
            {
                items.Add(item);
            }
        }
        finally
        {
            _ended = campaign.Ended;
        }

        return items;
    }
}
