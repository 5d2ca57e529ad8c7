using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Query;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Query;

public sealed class StudyFinderTests
{
    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Rows_come_back_in_order_with_their_labels_and_never_the_neighbours()
    {
        FakeSite site = new(_clock);
        List<ImportRow> rows = [];
        for (int i = 1; i <= 250; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, "P" + i));
            rows.Add(FakeSite.Row(i + 1, "A" + i));
        }

        List<FindResult> results = await FindAsync(site, rows);

        Assert.Equal(250, results.Count);
        for (int i = 0; i < 250; i++)
        {
            PacsStudy study = Assert.IsType<PacsStudy>(results[i].Study);
            Assert.Equal("1." + (i + 1), study.StudyInstanceUid);
            Assert.Equal("S" + (i + 2), study.Subject);
            Assert.Equal(i + 2, study.Row);
            Assert.Equal(1, study.PacsId);
            Assert.Same(rows[i], study.Criteria);
        }

        Assert.Equal([100, 100, 50], site.Batches.Select(b => b.Count));
    }

    [Fact]
    public async Task One_day_is_one_day()
    {
        FakeSite site = new(_clock);
        site.Pacs.Add(FakeSite.Study("1.1", "A1", "P1", "20240307"));
        site.Pacs.Add(FakeSite.Study("1.2", "A2", "P1", "20240308"));

        FindResult result = Assert.Single(await FindAsync(site, [FakeSite.Row(2, null, patient: "P1", date: "20240307")]));

        Assert.Equal("1.1", result.Study?.StudyInstanceUid);
    }

    [Fact]
    public async Task What_only_looks_like_the_answer_is_not_found()
    {
        FakeSite site = new(_clock);
        site.Pacs.Add(FakeSite.Study("1.2", "A2", "P1", "20240308"));

        FindResult result = Assert.Single(await FindAsync(site, [FakeSite.Row(2, null, patient: "P1", date: "20240307")]));

        Assert.Equal(ImportOutcome.NotFound, result.Failure?.Outcome);
        Assert.Equal("PacsStudyNotFound", result.Failure?.Code);
        Assert.Equal(2, result.Failure?.Row);
    }

    [Fact]
    public async Task Several_studies_are_ambiguous_unless_allowed()
    {
        FakeSite site = new(_clock);
        site.Pacs.Add(FakeSite.Study("1.1", "A1"));
        site.Pacs.Add(FakeSite.Study("1.2", "A2"));
        ImportRow row = FakeSite.Row(2, null, patient: "P1");

        FindResult one = Assert.Single(await FindAsync(site, [row]));
        List<FindResult> two = await FindAsync(site, [row], new FindOptions { MaximumStudies = 2, Time = _clock });

        Assert.Equal(ImportOutcome.Ambiguous, one.Failure?.Outcome);
        Assert.Equal(["1.1", "1.2"], two.Select(r => r.Study!.StudyInstanceUid));
    }

    [Fact]
    public async Task A_capped_answer_is_refused_even_if_many_are_allowed()
    {
        FakeSite site = new(_clock);
        for (int i = 0; i < 501; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i));
        }

        FindResult result = Assert.Single(await FindAsync(site, [FakeSite.Row(2, null, patient: "P1")], new FindOptions { MaximumStudies = 5000, Time = _clock }));

        Assert.Equal("PacsAnswerCapped", result.Failure?.Code);
    }

    [Fact]
    public async Task Dropped_rows_are_asked_again_alone_after_a_ping()
    {
        FakeSite site = Cohort(20);
        HashSet<int> droppedOnce = [3, 9];
        site.DropsRow = row => droppedOnce.Remove(row.Row);

        List<FindResult> results = await FindAsync(site, Rows(20));

        Assert.All(results, r => Assert.NotNull(r.Study));
        Assert.Equal(1, site.Pings);
        Assert.Equal([20, 1, 1], site.Batches.Select(b => b.Count));
        Assert.Equal([3, 9], site.Batches.Skip(1).Select(b => b[0].Row));
    }

    [Fact]
    public async Task A_row_that_is_always_dropped_is_a_failed_query_and_not_a_missing_study()
    {
        FakeSite site = Cohort(5);
        site.DropsRow = row => row.Row == 4;

        List<FindResult> results = await FindAsync(site, Rows(5));

        FindResult failed = Assert.Single(results, r => r.Study is null);
        Assert.Equal(4, failed.Row);
        Assert.Equal(ImportOutcome.QueryFailed, failed.Failure?.Outcome);
        Assert.Equal("PacsQueryFailed", failed.Failure?.Code);
    }

    [Fact]
    public async Task An_empty_answer_of_a_dead_pacs_is_not_taken_for_nothing_found()
    {
        FakeSite site = Cohort(300);
        site.PacsUp = false;

        List<FindResult> results = await FindAsync(site, Rows(300));

        Assert.Equal(300, results.Count);
        Assert.All(results, r => Assert.Equal("PacsUnreachable", r.Failure?.Code));
        Assert.Single(site.Batches); // the second and third chunk are not thrown at a dead PACS
    }

    [Fact]
    public async Task A_pacs_that_comes_back_is_asked_again()
    {
        FakeSite site = Cohort(50);
        site.PacsUp = false;
        int waits = 0;
        FindOptions options = new() { Time = _clock };
        site.OnBatch = rows =>
        {
            // It is back when the second call comes: pings alone do not bring it up.
            site.PacsUp = waits++ > 0;
            return null;
        };
        StudyFinder finder = new(new PingsUp(site), 1, options);

        List<FindResult> results = [];
        await foreach (FindResult result in finder.FindAsync(Rows(50)))
        {
            results.Add(result);
        }

        Assert.All(results, r => Assert.NotNull(r.Study));
    }

    [Fact]
    public async Task A_poisoned_chunk_is_halved_until_the_row_is_named()
    {
        FakeSite site = Cohort(100);
        site.OnBatch = rows => rows.Any(r => r.Row == 63) ? new XnatException(XnatErrorCode.ServerError, "It failed.") { Status = 500 } : null;

        List<FindResult> results = await FindAsync(site, Rows(100));

        FindResult failed = Assert.Single(results, r => r.Study is null);
        Assert.Equal(63, failed.Row);
        Assert.Contains("XnatServerError", failed.Failure!.Reason);
        Assert.True(site.Batches.Count < 25, $"{site.Batches.Count} calls to find one row of 100");
    }

    [Fact]
    public async Task Rows_that_differ_by_date_alone_are_not_mixed_up_when_one_is_dropped()
    {
        FakeSite site = new(_clock);
        site.Pacs.Add(FakeSite.Study("1.1", "A1", "P1", "20240101"));
        site.Pacs.Add(FakeSite.Study("1.2", "A2", "P1", "20240201"));
        site.Pacs.Add(FakeSite.Study("1.3", "A3", "P1", "20240301"));
        List<ImportRow> rows =
        [
            FakeSite.Row(2, null, "S1", "same", "P1", "20240101"),
            FakeSite.Row(3, null, "S1", "same", "P1", "20240201"),
            FakeSite.Row(4, null, "S1", "same", "P1", "20240301"),
        ];
        bool dropped = false;
        site.DropsRow = row => row.Row == 2 && !dropped && (dropped = true);

        List<FindResult> results = await FindAsync(site, rows);

        Assert.Equal(["1.1", "1.2", "1.3"], results.Select(r => r.Study?.StudyInstanceUid));
    }

    [Fact]
    public async Task The_same_row_twice_gets_two_answers()
    {
        FakeSite site = Cohort(3);
        List<FindResult> results = await FindAsync(site, [FakeSite.Row(2, "A1", "S", "X"), FakeSite.Row(3, "A1", "S", "X"), FakeSite.Row(4, "A2")]);

        Assert.Equal(["1.1", "1.1", "1.2"], results.Select(r => r.Study?.StudyInstanceUid));
        Assert.Equal([2, 3, 4], results.Select(r => r.Row));
    }

    [Theory]
    [InlineData(null, null, "20240307")]
    [InlineData("A*", null, null)]
    [InlineData(null, "*", null)]
    [InlineData(null, "P?", null)]
    [InlineData("A1\\A2", null, null)]
    [InlineData("  ", " ", "20240307")]
    public async Task A_row_that_would_ask_for_more_than_meant_is_never_sent(string? accession, string? patient, string? date)
    {
        FakeSite site = Cohort(3);

        FindResult result = Assert.Single(await FindAsync(site, [FakeSite.Row(2, accession, patient: patient, date: date)]));

        Assert.Equal(ImportOutcome.Invalid, result.Failure?.Outcome);
        Assert.Equal("PacsCriteriaTooBroad", result.Failure?.Code);
        Assert.Empty(site.Batches);
    }

    [Fact]
    public async Task A_search_by_hand_may_use_wildcards_and_get_many()
    {
        FakeSite site = Cohort(7);
        StudyFinder finder = new(site, 1, new FindOptions { AllowWildcards = true, MaximumStudies = null, Time = _clock });

        List<FindResult> results = [];
        await foreach (FindResult result in finder.SearchAsync(new ImportRow { PatientId = "P*" }))
        {
            results.Add(result);
        }

        Assert.Equal(7, results.Count);
        Assert.Empty(site.Batches);
    }

    [Fact]
    public async Task What_makes_every_row_fail_is_thrown()
    {
        FakeSite site = Cohort(3);
        site.OnBatch = _ => new XnatException(XnatErrorCode.PacsNotFound, "No such PACS.") { Status = 404 };

        XnatException fault = await Assert.ThrowsAsync<XnatException>(() => FindAsync(site, Rows(3)));

        Assert.Same(XnatErrorCode.PacsNotFound, fault.Code);
    }

    [Theory]
    [InlineData("XnatPermissionDenied")]
    [InlineData("XnatServerBusy")]
    public async Task What_fails_a_chunk_but_not_the_pipeline_is_told_of_each_row(string code)
    {
        FakeSite site = Cohort(5);
        site.OnBatch = rows => rows[0].Row == 1 ? null : new XnatException(XnatErrorCode.FromId(code), "It does not go on.");

        List<FindResult> results = await FindAsync(site, Rows(5), new FindOptions { ChunkSize = 1, Time = _clock });

        Assert.Equal(5, results.Count);
        Assert.NotNull(results[0].Study);
        Assert.All(results.Skip(1), r => Assert.Equal((ImportOutcome.QueryFailed, code), (r.Failure?.Outcome, r.Failure?.Code)));
    }

    private FakeSite Cohort(int count)
    {
        FakeSite site = new(_clock);
        for (int i = 1; i <= count; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, "P" + i));
        }

        return site;
    }

    private static List<ImportRow> Rows(int count) => [.. Enumerable.Range(1, count).Select(i => FakeSite.Row(i, "A" + i))];

    private async Task<List<FindResult>> FindAsync(FakeSite site, List<ImportRow> rows, FindOptions? options = null)
    {
        List<FindResult> results = [];
        await foreach (FindResult result in new StudyFinder(site, 1, options ?? new FindOptions { Time = _clock }).FindAsync(rows))
        {
            results.Add(result);
        }

        return results;
    }
}
