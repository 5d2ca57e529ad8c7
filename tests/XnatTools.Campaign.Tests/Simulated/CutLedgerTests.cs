using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using XnatTools.Import.Campaign;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// A ledger that lost its last lines, cut exactly at the end of one, cannot be told from one whose process was killed there. What it
/// does not know any more the server still holds: a resume queues nothing twice, and each line has its outcome.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class CutLedgerTests(ITestOutputHelper output)
{
    /// <summary>All studies have arrived; the ledger is played back to each line that was ever its last.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_finished_campaign_is_told_again_from_every_line(bool archives)
    {
        Scene scene = new(seed: 7, studies: 12, archives);
        scene.Run();
        int posts = scene.Site.Monitor.Posts.Count;
        ReadOnlyMemory<byte> whole = scene.Campaign.Ledger;
        List<int> ends = scene.LineEnds(whole);
        foreach (int end in ends)
        {
            scene.Campaign.Ledger = whole[..end];
            List<ImportItem> items = scene.Run();
            Assert.Equal(CampaignEnd.Done, scene.Campaign.Ended);
            Assert.True(posts == scene.Site.Monitor.Posts.Count, $"Cut at byte {end}: {scene.Site.Monitor.Posts.Count - posts} studies were posted again.");
            scene.AssertRight(items, $"Cut at byte {end}");
        }

        output.WriteLine($"{ends.Count} cuts, {posts} studies posted");
    }

    /// <summary>The process dies in the middle, and its ledger loses lines as well: any number of them.</summary>
    [Fact]
    public void A_campaign_in_the_middle_goes_on_from_any_earlier_line()
    {
        int lost = 0;
        Runs.Each(40, seed =>
        {
            Random random = new(seed);
            Scene scene = new(seed, random.Next(6, 24), archives: random.Next(3) == 0);
            int ends = random.Next(1, scene.Found.Count);
            scene.RunUntil(ends);
            ReadOnlyMemory<byte> whole = scene.Campaign.Ledger;
            List<int> lines = scene.LineEnds(whole);
            int kept = random.Next(lines.Count);
            lost += lines.Count - 1 - kept;
            scene.Campaign.Ledger = whole[..lines[kept]];
            scene.AssertRight(scene.Run(), $"Cut after {kept + 1} of {lines.Count} lines");
            Assert.Equal(CampaignEnd.Done, scene.Campaign.Ended);
        });
        output.WriteLine($"seed {Runs.First}, {Runs.Count(40)} campaigns, {lost} lines lost in all");
    }

    private sealed class Scene
    {
        private readonly DrivenClock _clock = new(new DateTimeOffset(2024, 3, 5, 20, 0, 0, TimeSpan.Zero));
        private readonly int _planned;

        public Scene(int seed, int studies, bool archives)
        {
            Site = new SimSite(_clock, SimCohort.Make(studies, seed), new SimOptions { Workers = 2, AutoArchive = archives }, seed: seed);
            Found = SimCohort.Found(Site.Studies, 1);
            Campaign = new SimCampaign(Site, _clock, new CampaignOptions { Time = _clock, Jitter = () => 0.5, MaxStudiesInFlight = 5, AwaitArchive = archives }, seed);
            Campaign.Plan(Found);
            _planned = Campaign.Ledger.Length;
        }

        public SimSite Site { get; }

        public List<PacsStudy> Found { get; }

        public SimCampaign Campaign { get; }

        public List<ImportItem> Run() => _clock.Run(() => Campaign.RunAsync(), TimeSpan.FromDays(10));

        /// <summary>Ends the process when so many studies have come to their end.</summary>
        public void RunUntil(int done)
        {
            using CancellationTokenSource source = new();
            try
            {
                _clock.Run(() => Campaign.RunAsync(new Watch(p => { if (p.Done >= done) { source.Cancel(); } }), source.Token), TimeSpan.FromDays(10));
            }
            catch (OperationCanceledException)
            {
                // Its ledger says that it was stopped; what is cut away may be that.
            }
        }

        /// <summary>Where lines end, from the last one of the plan on.</summary>
        public List<int> LineEnds(ReadOnlyMemory<byte> ledger)
        {
            List<int> ends = [];
            for (int i = _planned - 1; i < ledger.Length; i++)
            {
                if (ledger.Span[i] == (byte)'\n')
                {
                    ends.Add(i + 1);
                }
            }

            return ends;
        }

        public void AssertRight(List<ImportItem> items, string where)
        {
            List<string> wrong = SimJudge.Judge(Site, Found, items);
            Assert.True(wrong.Count == 0, $"{where}: {string.Join("; ", wrong.Take(6))}");
            Assert.All(Site.Studies, study => Assert.True(Site.Monitor.QueuedTimes().GetValueOrDefault(study.Uid) == 1, $"{where}: {study.Uid} was queued {Site.Monitor.QueuedTimes().GetValueOrDefault(study.Uid)} times."));
        }

        private sealed class Watch(Action<CampaignProgress> seen) : IProgress<CampaignProgress>
        {
            public void Report(CampaignProgress value) => seen(value);
        }
    }
}
