using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Prearchive;
using XnatTools.Import.Query;
using XnatTools.Import.Series;
using XnatTools.Import.Tests.Fakes;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

/// <summary>The same code against the sandbox, over HTTP and DICOM.</summary>
public sealed class SandboxImportTests
{
    private static readonly int s_runs = Environment.GetEnvironmentVariable("XNATTOOLS_RUNS") is string runs ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 10;
    private static readonly int s_seed = Environment.GetEnvironmentVariable("XNATTOOLS_SEED") is string seed ? int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture) : 7;

    [Theory]
    [InlineData(PluginGeneration.V1, ErrorRegime.A)]
    [InlineData(PluginGeneration.V2, ErrorRegime.B)]
    public async Task Studies_go_from_lines_to_the_archive_whole_and_relabelled(PluginGeneration generation, ErrorRegime regime)
    {
        await using SandboxSite site = await SandboxSite.StartAsync(moves: true, generation, regime);
        List<ImportRow> rows = [.. site.Rows().Take(5)];
        List<ImportItem> items = await ImportAsync(site, rows, [], watch: true);

        Assert.Equal(5, items.Count);
        Assert.All(items, i => Assert.Equal(ImportOutcome.InPrearchive, i.Outcome));
        foreach (ImportItem item in items)
        {
            MadeStudy made = site.Studies.Single(s => s.StudyInstanceUid == item.StudyInstanceUid);
            Assert.Equal(made.Series.Count(s => !s.IsReport), item.SeriesFound);
            Assert.Equal(made.Series.Where(s => !s.IsReport).Sum(s => s.InstanceCount), item.InstancesFound);
            PrearchiveSession session = (await site.Gateway.PrearchiveAsync("DEMO", default)).Single(s => s.Url == item.PrearchiveUrl);
            MoveResult result = await new PrearchiveMover(site.Gateway, new MoveOptions { Archive = true, PollInterval = TimeSpan.FromMilliseconds(50) }).MoveAsync(session);
            Assert.Equal(ImportOutcome.Archived, result.Outcome);
            Assert.Equal((item.Subject, item.Session), (result.Archived!.Subject, result.Archived.Session));
        }

        // Once archived nothing is imported again, and a label that is taken goes to nobody else.
        List<ImportRow> again = [rows[0], FakeSite.Row(9, site.Studies[10].AccessionNumber, "S_other", rows[1].Session)];
        List<ImportItem> second = await ImportAsync(site, again, [], watch: false);
        Assert.Equal([ImportOutcome.AlreadyPresent, ImportOutcome.Blocked], second.OrderBy(i => i.Row).Select(i => i.Outcome));
    }

    /// <summary>Ten in the ordinary run; XNATTOOLS_RUNS asks for more, XNATTOOLS_SEED for others.</summary>
    [Fact]
    public async Task With_rows_and_studies_dropped_at_random_the_outcomes_add_up()
    {
        await using SandboxSite site = await SandboxSite.StartAsync(moves: false);
        for (int run = 0; run < s_runs; run++)
        {
            int seed = s_seed + run;
            Random random = new(seed);
            string Chance(double most) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{random.NextDouble() * most:0.00}@{seed}");
            site.Host.Faults.Add(DqrFaultNames.QueryRow, value: Chance(0.3));
            site.Host.Faults.Add(DqrFaultNames.BatchDrop, value: Chance(0.3));
            site.Host.Faults.Add(DqrFaultNames.ImportDrop, value: Chance(0.4));
            string late = Chance(0.4);
            int cuts = random.Next(2);
            void Post()
            {
                site.Host.Faults.Add(DqrFaultNames.ErrorAfter, match: "/xapi/dqr/import", value: late);
                site.Host.Faults.Add(new SandboxFault { Name = FaultNames.CutAfter, Match = "/xapi/dqr/import", Method = "POST", Count = cuts });
            }

            List<ImportRow> rows = site.Rows();
            List<PacsStudy> posted = [];

            List<ImportItem> items = await ImportAsync(site, rows, posted, watch: false, Post);
            site.Host.Faults.Clear();

            Assert.Equal(rows.Select(r => r.Row), items.Select(i => i.Row).OrderBy(r => r));
            List<ImportQueueItem> queue = [];
            await foreach (ImportQueueItem item in site.Gateway.QueueAsync(default))
            {
                queue.Add(item);
            }

            Assert.Equal(queue.Count, queue.Select(q => q.StudyInstanceUid).Distinct().Count());
            Assert.Equal(
                queue.Select(q => q.StudyInstanceUid).OrderBy(u => u, StringComparer.Ordinal),
                items.Where(i => i.Outcome == ImportOutcome.Queued).Select(i => i.StudyInstanceUid!).OrderBy(u => u, StringComparer.Ordinal));
            Assert.All(items.Where(i => i.Outcome != ImportOutcome.Queued), i => Assert.Contains(i.Outcome, new[] { ImportOutcome.QueryFailed, ImportOutcome.NotAccepted }));
            await site.Client.Dqr.RemoveQueueAsync([.. queue.Select(q => q.Id)], default);
        }
    }

    [Fact]
    public async Task A_dead_pacs_is_named_and_its_studies_are_not_called_missing()
    {
        await using SandboxSite site = await SandboxSite.StartAsync(moves: false);
        site.Host.Faults.Add(DqrFaultNames.PacsDown);

        List<ImportItem> items = await ImportAsync(site, site.Rows(), [], watch: false);

        Assert.Equal(site.Studies.Count, items.Count);
        Assert.All(items, i => Assert.Equal("PacsUnreachable", i.Code));
    }

    [Fact]
    public async Task Images_that_the_pacs_left_out_make_a_study_incomplete_or_are_seen_missing()
    {
        await using SandboxSite site = await SandboxSite.StartAsync(moves: true);
        MadeStudy poor = site.Studies[0];
        site.Host.Faults.Add(DqrFaultNames.EmptySeries, match: poor.Series[1].SeriesInstanceUid);

        List<ImportItem> items = await ImportAsync(site, [.. site.Rows().Take(2)], [], watch: true);

        ImportItem incomplete = Assert.Single(items, i => i.StudyInstanceUid == poor.StudyInstanceUid);
        Assert.Equal((ImportOutcome.Incomplete, "XnatImportIncomplete"), (incomplete.Outcome, incomplete.Code));
        Assert.Equal(incomplete.SeriesAsked - 1, incomplete.SeriesFound);
        Assert.Equal(ImportOutcome.InPrearchive, Assert.Single(items, i => i != incomplete).Outcome);
    }

    private static async Task<List<ImportItem>> ImportAsync(SandboxSite site, List<ImportRow> rows, List<PacsStudy> posted, bool watch, Action? beforePost = null)
    {
        List<ImportItem> items = [];
        List<PacsStudy> found = [];
        long pacs = (await site.Client.Pacs.ListAsync(default))[0].Id;
        FindOptions find = new() { ChunkSize = 10, PacsPauses = [TimeSpan.FromMilliseconds(20)] };
        await foreach (FindResult result in new StudyFinder(site.Gateway, pacs, find).FindAsync(rows))
        {
            Keep(result, found, items);
        }

        await foreach (FindResult result in new SeriesSelector(site.Gateway).SelectAsync(found))
        {
            Keep(result, posted, items);
        }

        ImportOptions options = new()
        {
            PacsId = pacs,
            Project = "DEMO",
            ChunkSize = 6,
            QueuePoll = TimeSpan.FromMilliseconds(20),
            Pauses = [TimeSpan.FromMilliseconds(10)],
            SettlePause = TimeSpan.FromMilliseconds(20),
        };
        PreflightReport report = await new ImportPreflight(site.Gateway, site.Gateway, site.Gateway, options).RunAsync(posted);
        beforePost?.Invoke();
        List<ImportItem> sent = [];
        await foreach (ImportItem item in new ImportRunner(site.Gateway, options).RunAsync(report))
        {
            sent.Add(item);
        }

        if (!watch)
        {
            items.AddRange(sent);
            return items;
        }

        WatchOptions follow = new() { PollInterval = TimeSpan.FromMilliseconds(200), Grace = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(40) };
        await foreach (ImportItem item in new ImportWatcher(site.Gateway, site.Gateway, follow).WatchAsync(sent))
        {
            items.Add(item);
        }

        return items;
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
