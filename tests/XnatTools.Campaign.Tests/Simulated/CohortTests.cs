using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// The cohort that another system archived with 48 empty shells among 1,910 sessions and no failure shown (feature landscape 0.2,
/// finding 8): here every one is found and named. A third of it; the whole: XNATTOOLS_COHORT=1910.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class CohortTests(ITestOutputHelper output)
{
    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_COHORT"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 630;
    private static readonly int s_poisoned = s_count / 2;

    [Fact]
    public void Shells_incomplete_studies_and_a_poisoned_row_are_found_and_named()
    {
        DrivenClock clock = new(new DateTimeOffset(2024, 3, 4, 8, 0, 0, TimeSpan.Zero));
        List<SimStudy> studies = SimCohort.Make(s_count, 1910, static (i, s) => i switch
        {
            _ when i == s_poisoned => SimCohort.With(s, poisoned: true),
            _ when i % 40 == 1 => SimCohort.With(s, emptyShell: true),
            _ when i % 20 == 2 => SimCohort.With(s, incompleteFirst: -1, imagesLeftOut: 1 + (i % 7)),
            _ => s,
        });
        SimSite site = new(clock, studies, new SimOptions { Workers = 2, AutoArchive = true, RetrieveTime = static (_, images) => TimeSpan.FromSeconds(5 + (images * 0.05)) });
        SimCampaign campaign = new(site, clock, new CampaignOptions { Time = clock, MaxStudiesInFlight = 8, AwaitArchive = true });
        List<PacsStudy> found = SimCohort.Found(studies, 1);
        campaign.Plan(found);
        long most = 0;
        int looks = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<ImportItem> items = clock.Run(() => campaign.RunAsync(new Watch(() => most = looks++ % 500 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before) : most)), TimeSpan.FromDays(30));

        Assert.Empty(SimJudge.Judge(site, found, items));
        Dictionary<int, ImportItem> byRow = items.ToDictionary(i => i.Row);
        Dictionary<int, LedgerStudy> ledger = campaign.State.Studies.ToDictionary(s => s.Rows[0]);
        for (int i = 1; i <= s_count; i++)
        {
            SimStudy study = studies[i - 1];
            ImportItem item = byRow[i + 1];
            if (study.Poisoned)
            {
                Assert.Equal((ImportOutcome.Failed, "XnatImportFailed"), (item.Outcome, item.Code));
            }
            else if (study.EmptyShell)
            {
                Assert.True(IsFound(item), item.Outcome.ToString());
                Assert.Contains("without a single file", item.Reason, StringComparison.Ordinal);
            }
            else if (study.IncompleteFirst < 0)
            {
                Assert.True(IsFound(item), item.Outcome.ToString());
                Assert.Equal([Missing(study)], ledger[i + 1].Missing);
            }
            else
            {
                Assert.Equal((ImportOutcome.Archived, study.Images), (item.Outcome, item.InstancesFound));
            }
        }

        Assert.Equal((studies.Count(s => s.EmptyShell), 1), (items.Count(i => i.Reason?.Contains("without a single file", StringComparison.Ordinal) == true), items.Count(i => i.Outcome == ImportOutcome.Failed)));
        output.WriteLine($"{clock.GetUtcNow() - new DateTimeOffset(2024, 3, 4, 8, 0, 0, TimeSpan.Zero)} simulated, {clock.Fired} events, at most {most / 1048576} MB: {string.Join(", ", items.GroupBy(i => i.Outcome).Select(g => $"{g.Key} {g.Count()}"))}");
        Assert.True(most < 300L * 1024 * 1024, $"{most / 1048576} MB in use.");
    }

    /// <summary>What was fetched again lies beside what the project archived by itself, and XNAT calls that a conflict.</summary>
    private static bool IsFound(ImportItem item) => item.Outcome is ImportOutcome.Incomplete or ImportOutcome.Conflict;

    /// <summary>What the PACS keeps back, as it must be named.</summary>
    private static string Missing(SimStudy study)
    {
        SimSeries last = study.Series[^1];
        if (study.Series.Count == 1 && study.ImagesLeftOut >= last.Images)
        {
            return "everything";
        }

        return string.Create(CultureInfo.InvariantCulture, $"series {last.Number} ({Math.Max(0, last.Images - study.ImagesLeftOut)} of {last.Images})");
    }

    private sealed class Watch(Action seen) : IProgress<CampaignProgress>
    {
        public void Report(CampaignProgress value) => seen();
    }
}
