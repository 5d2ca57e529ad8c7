using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// Campaigns on the driven clock that die at a step drawn by lot, with what was not flushed lost in part, again and again: against
/// an honest server every study is queued once and only once, and against one that lies nothing is lost or doubled either.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class SimulatedKillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 30)]
    public void A_campaign_that_dies_goes_on_where_it_was(bool lies, int share)
    {
        SortedDictionary<string, int> died = new(StringComparer.Ordinal);
        Runs.Each(share, seed =>
        {
            LyingScene scene = lies ? LyingScene.Make(seed) : LyingScene.Honest(seed);
            SimCampaign campaign = new(scene.Site, scene.Clock, new CampaignOptions { Time = scene.Clock, Jitter = scene.Random.NextDouble, MaxStudiesInFlight = scene.Random.Next(2, 12) }, seed);
            campaign.Plan(scene.Found);
            List<string> steps = [];
            List<ImportItem> items = scene.Clock.Run(() => campaign.RunThroughKillsAsync(scene.Random, kills: 20, steps: 120, steps), TimeSpan.FromDays(60));
            foreach (string step in steps)
            {
                died[step] = died.GetValueOrDefault(step) + 1;
            }

            List<string> wrong = SimJudge.Judge(scene.Site, scene.Found, items);
            Assert.True(wrong.Count == 0, string.Join("; ", wrong.Take(10)));
            Assert.Equal(CampaignEnd.Done, campaign.Ended);
            if (!lies)
            {
                Assert.All(scene.Site.Studies, study => Assert.Equal(1, scene.Site.Monitor.QueuedTimes().GetValueOrDefault(study.Uid)));
                Assert.All(items, item => Assert.Equal(ImportOutcome.InPrearchive, item.Outcome));
            }
        });
        output.WriteLine($"seed {Runs.First}, {Runs.Count(share)} campaigns, {died.Values.Sum()} deaths: {string.Join(", ", died.Select(d => $"{d.Key} {d.Value}"))}");
    }
}
