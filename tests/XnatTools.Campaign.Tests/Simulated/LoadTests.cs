using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Schedule;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// A PACS that refuses above a threshold, at any threshold, by any clock and through both changes of daylight saving: the campaign
/// settles below it and never posts outside its windows. More runs: XNATTOOLS_RUNS=500.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    /// <summary>Hours before a change of clocks in spring and in autumn, and an ordinary day.</summary>
    private static readonly DateTimeOffset[] s_starts =
    [
        new(2024, 3, 30, 9, 0, 0, TimeSpan.Zero), new(2024, 10, 26, 9, 0, 0, TimeSpan.Zero), new(2024, 6, 12, 9, 0, 0, TimeSpan.Zero),
    ];

    [Fact]
    public void It_settles_below_what_the_PACS_bears_and_keeps_to_its_windows()
    {
        int refusals = 0;
        Runs.Each(25, seed =>
        {
            Random random = new(seed);
            DrivenClock clock = new(s_starts[random.Next(s_starts.Length)].AddMinutes(random.Next(0, 30 * 60)), WallWindow.London);
            WallWindow[] windows = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Window(random))];
            int threshold = random.Next(4, 16);
            List<SimStudy> studies = SimCohort.Make(random.Next(40, 160), seed);
            SimSite site = new(clock, studies, new SimOptions { RefusesAbove = threshold, Workers = random.Next(1, 4) }, seed: seed);
            SimCampaign campaign = new(site, clock, new CampaignOptions
            {
                Time = clock,
                Jitter = random.NextDouble,
                MaxStudiesInFlight = random.Next(2, 40),
                MaxImagesInFlight = 1_000_000,
                Schedule = ImportSchedule.Parse(windows.Select(w => w.Text), weekend: false, WallWindow.London),
            });
            campaign.Plan(SimCohort.Found(studies, 1));
            List<ImportItem> items = clock.Run(() => campaign.RunAsync(), TimeSpan.FromDays(60));

            Assert.Empty(SimJudge.Judge(site, SimCohort.Found(studies, 1), items));
            Assert.All(studies, study => Assert.True(site.IsComplete(study)));
            foreach (SimPost post in site.Monitor.Posts)
            {
                Assert.True(Array.Exists(windows, w => w.Allows(post.At, WallWindow.London)), $"Posted at {post.At:u}, outside {string.Join<WallWindow>(" and ", windows)}.");
            }

            refusals += Settled(site.Monitor, threshold);
        });
        output.WriteLine($"seed {Runs.First}, {Runs.Count(25)} runs, {refusals} refusals");
    }

    /// <summary>
    /// In the second half of its posts there is never more than one study too many before the PACS, and no more than four times that it
    /// refuses something: when the campaign tries whether it bears one more, which it does again from time to time.
    /// </summary>
    private static int Settled(SimMonitor monitor, int threshold)
    {
        DateTimeOffset half = monitor.Posts[monitor.Posts.Count / 2].At;
        foreach (SimLoad load in monitor.Load)
        {
            Assert.True(load.At < half || load.Studies <= threshold + 1, $"{load.Studies} studies in flight at {load.At:u}, though the PACS bears {threshold}.");
        }

        List<DateTimeOffset> times = [];
        foreach (DateTimeOffset refusal in monitor.Refusals)
        {
            // What is refused within some minutes is one time.
            if (times.Count == 0 || refusal - times[^1] > TimeSpan.FromMinutes(15))
            {
                times.Add(refusal);
            }
        }

        int after = times.Count(t => t >= half);
        Assert.True(after <= 4, $"Refused {times.Count - after} times before the half and {after} times after it, by a PACS that bears {threshold}.");
        return times.Count;
    }

    private static WallWindow Window(Random random)
    {
        int start = random.Next(24);
        return new WallWindow(start, (start + random.Next(2, 23)) % 24);
    }
}
