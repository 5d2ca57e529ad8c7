using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Query;
using XnatTools.Import.Series;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

/// <summary>Whatever the site drops, hides, cuts or denies: each line has one outcome, it is true, and nothing is queued twice.</summary>
public sealed class RandomRunTests
{
    private static readonly int s_seed = Environment.GetEnvironmentVariable("XNATTOOLS_SEED") is string seed ? int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture) : 20240307;

    [Fact]
    public async Task The_outcomes_add_up_in_a_thousand_random_runs()
    {
        Dictionary<ImportOutcome, int> seen = [];
        for (int run = 0; run < 1000; run++)
        {
            int seed = s_seed + run;
            try
            {
                foreach (ImportItem item in await RunAsync(seed))
                {
                    seen[item.Outcome] = seen.GetValueOrDefault(item.Outcome) + 1;
                }
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"Run with seed {seed}: {fault.Message}", fault);
            }
        }

        // The runs must have met what they are meant to meet.
        foreach (ImportOutcome outcome in new[]
        {
            ImportOutcome.InPrearchive, ImportOutcome.NotFound, ImportOutcome.Ambiguous, ImportOutcome.QueryFailed, ImportOutcome.Duplicate, ImportOutcome.Blocked,
            ImportOutcome.NotAccepted, ImportOutcome.Incomplete, ImportOutcome.Failed, ImportOutcome.Excluded, ImportOutcome.Invalid, ImportOutcome.Unknown,
        })
        {
            Assert.True(seen.GetValueOrDefault(outcome) > 0, $"No run ended a line with {outcome}.");
        }
    }

    private static async Task<List<ImportItem>> RunAsync(int seed)
    {
        Random random = new(seed);
        JumpingClock clock = new();
        int Rate(int most) => random.Next(2) == 0 ? 0 : random.Next(1, most + 1);
        FakeSite site = new(clock, seed, new FakeFaults
        {
            DropRow = Rate(40),
            FailBatch = Rate(30),
            PacsAway = Rate(3),
            DropStudy = Rate(40),
            HideStudy = Rate(30),
            FailBefore = Rate(40),
            FailAfter = Rate(40),
            FailRead = random.Next(10) == 0 ? random.Next(50, 95) : Rate(15),
            FailRetrieve = Rate(20),
            MissSeries = Rate(20),
            NoRequestId = random.Next(3) == 0,
        });
        List<ImportRow> rows = Cohort(site, random);

        // Find, select, check, post, follow: as the pipeline does it.
        List<ImportItem> items = [];
        List<PacsStudy> found = [];
        await foreach (FindResult result in new StudyFinder(site, 1, new FindOptions { ChunkSize = random.Next(1, 30), Time = clock }).FindAsync(rows))
        {
            Keep(result, found, items);
        }

        List<PacsStudy> selected = [];
        await foreach (FindResult result in new SeriesSelector(site, time: clock).SelectAsync(found))
        {
            Keep(result, selected, items);
        }

        // A PACS that is away at this very moment is an obstacle; the pipeline would say so and stop.
        ImportOptions options = new() { PacsId = 1, Project = "DEMO", ChunkSize = random.Next(1, 12), QueueLimit = random.Next(3, 60), Time = clock };
        PreflightReport report = await CheckAsync(new ImportPreflight(site, site, site, options), selected, clock);
        List<ImportItem> posted = [];
        await foreach (ImportItem item in new ImportRunner(site, options).RunAsync(report))
        {
            posted.Add(item);
        }

        await foreach (ImportItem item in new ImportWatcher(site, site, new WatchOptions { Timeout = TimeSpan.FromHours(5), Time = clock }).WatchAsync(posted))
        {
            items.Add(item);
        }

        Verify(site, rows, items);
        return items;
    }

    private static async Task<PreflightReport> CheckAsync(ImportPreflight preflight, List<PacsStudy> studies, JumpingClock clock)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                PreflightReport report = await preflight.RunAsync(studies);
                if (report.Obstacle is null || attempt > 50)
                {
                    return report;
                }
            }
            catch (XnatException) when (attempt < 200)
            {
                // The queue could not be read: the caller tries again.
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static void Verify(FakeSite site, List<ImportRow> rows, List<ImportItem> items)
    {
        Assert.Equal(rows.Select(r => r.Row), items.Select(i => i.Row).OrderBy(r => r));
        foreach (IGrouping<string, FakeRecord> study in site.Records.GroupBy(r => r.Study.StudyInstanceUid))
        {
            Assert.True(study.Count() == 1, $"{study.Key} was queued {study.Count()} times.");
        }

        Dictionary<string, FakeRecord> records = site.Records.ToDictionary(r => r.Study.StudyInstanceUid);
        foreach (ImportItem item in items)
        {
            ImportRow row = rows.Single(r => r.Row == item.Row);
            FakeRecord? record = item.Study is null ? null : records.GetValueOrDefault(item.StudyInstanceUid!);
            List<PacsStudy> truth = StudyFilter.Apply(row, site.Pacs);
            switch (item.Outcome)
            {
                case ImportOutcome.InPrearchive:
                    Assert.True(record is { Fails: false } && record.Arrived == record.SeriesAsked, "Called complete and is not.");
                    Assert.Equal(row.Session, record!.Study.Session);
                    Assert.Equal(Assert.Single(truth).StudyInstanceUid, item.StudyInstanceUid);
                    break;
                case ImportOutcome.Incomplete:
                    Assert.True(record is { Fails: false } && record.Arrived < record.SeriesAsked, "Called incomplete and is not.");
                    break;
                case ImportOutcome.Failed:
                    Assert.True(record is { Fails: true });
                    break;
                case ImportOutcome.NotFound:
                    Assert.Empty(truth);
                    break;
                case ImportOutcome.Ambiguous:
                    Assert.True(truth.Count > 1);
                    break;
                case ImportOutcome.NotAccepted or ImportOutcome.Blocked or ImportOutcome.Excluded or ImportOutcome.QueryFailed:
                    Assert.True(record is null, $"{item.Outcome}, but the server has it.");
                    Assert.NotNull(item.Reason);
                    break;
                case ImportOutcome.Unknown or ImportOutcome.Duplicate or ImportOutcome.Invalid:
                    break;
                default:
                    Assert.Equal("XnatImportTimedOut", item.Code);
                    break;
            }
        }
    }

    private static List<ImportRow> Cohort(FakeSite site, Random random)
    {
        List<ImportRow> rows = [];
        int count = random.Next(1, 40);
        for (int i = 1; i <= count; i++)
        {
            PacsSeries[] series = [.. Enumerable.Range(1, random.Next(1, 5)).Select(n => new PacsSeries { StudyInstanceUid = "1." + i, SeriesInstanceUid = $"1.{i}.{n}", SeriesNumber = n, SeriesDescription = random.Next(6) == 0 ? "Dose Report" : "AX" })];
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, "P" + (i / 2), "202403" + (i % 28 + 1).ToString("00", System.Globalization.CultureInfo.InvariantCulture), series));
        }

        for (int i = 1; i <= count; i++)
        {
            int line = rows.Count + 2;
            PacsStudy study = site.Pacs[i - 1];
            string subject = "S_" + study.PatientId;
            switch (random.Next(12))
            {
                case 0:
                    rows.Add(FakeSite.Row(line, "Z" + i));
                    break;
                case 1:
                    rows.Add(FakeSite.Row(line, null, subject, "ses" + i, study.PatientId));
                    break;
                case 2:
                    rows.Add(FakeSite.Row(line, "A" + i, subject, "ses" + i));
                    rows.Add(FakeSite.Row(line + 1, "A" + i, subject, "ses" + i));
                    break;
                case 3:
                    rows.Add(FakeSite.Row(line, "A" + i, subject, "ses" + i));
                    rows.Add(FakeSite.Row(line + 1, "A" + i, subject, "other" + i));
                    break;
                case 4:
                    rows.Add(FakeSite.Row(line, null, date: "20240307"));
                    break;
                case 5 or 6:
                    rows.Add(FakeSite.Row(line, null, subject, "ses" + i, study.PatientId, study.StudyDate));
                    break;
                case 7:
                    rows.Add(FakeSite.Row(line, "A" + i, subject, "ses " + i));
                    break;
                default:
                    rows.Add(FakeSite.Row(line, "A" + i, subject, "ses" + i));
                    break;
            }
        }

        return rows;
    }

    private static void Keep(FindResult result, List<PacsStudy> studies, List<ImportItem> items)
    {
        if (result.Study is PacsStudy study)
        {
            studies.Add(study);
        }
        else
        {
            items.Add(result.Failure!);
        }
    }
}
