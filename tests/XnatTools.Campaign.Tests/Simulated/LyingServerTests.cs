using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// Servers that lie in every way that is known: no study lost, none doubled, none called complete that is not, each line one
/// outcome. All 500 runs: XNATTOOLS_RUNS=500 dotnet test tests/XnatTools.Campaign.Tests --filter LyingServer.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class LyingServerTests(ITestOutputHelper output)
{
    [Fact]
    public void Nothing_is_lost_doubled_or_called_complete_that_is_not()
    {
        Dictionary<string, int> lies = new(StringComparer.Ordinal);
        Dictionary<ImportOutcome, int> outcomes = [];
        Stopwatch watch = Stopwatch.StartNew();
        Runs.Each(40, seed =>
        {
            (LyingScene scene, List<ImportItem> items) = Run(seed);
            foreach ((string lie, int count) in scene.Site.Monitor.Lies)
            {
                lies[lie] = lies.GetValueOrDefault(lie) + count;
            }

            foreach (ImportItem item in items)
            {
                outcomes[item.Outcome] = outcomes.GetValueOrDefault(item.Outcome) + 1;
            }
        });
        output.WriteLine($"seed {Runs.First}, {Runs.Count(40)} runs, {watch.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        output.WriteLine(string.Join(", ", lies.Select(l => $"{l.Key} {l.Value}")));
    }

    /// <summary>3012027: without numbers from the PACS, a study in two places was given up as a conflict before the whole one had come to rest.</summary>
    [Theory]
    [InlineData(3012027)]
    public void Runs_that_once_went_wrong_go_right(int seed) => Run(seed);

    private static (LyingScene Scene, List<ImportItem> Items) Run(int seed)
    {
        LyingScene scene = LyingScene.Make(seed);
        SimCampaign campaign = new(scene.Site, scene.Clock, Options(scene), seed);
        campaign.Plan(scene.Found);
        List<ImportItem> items = scene.Clock.Run(() => campaign.RunAsync(), TimeSpan.FromDays(40));
        Check(scene, campaign, items);
        return (scene, items);
    }

    private static CampaignOptions Options(LyingScene scene) => new()
    {
        Time = scene.Clock,
        Jitter = scene.Random.NextDouble,
        MaxStudiesInFlight = scene.Random.Next(2, 12),
    };

    private static void Check(LyingScene scene, SimCampaign campaign, List<ImportItem> items)
    {
        Assert.Equal(CampaignEnd.Done, campaign.Ended);
        List<string> wrong = SimJudge.Judge(scene.Site, scene.Found, items);
        Assert.True(wrong.Count == 0, string.Join("; ", wrong.Take(10)));
    }
}
