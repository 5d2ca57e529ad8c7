using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>The simulated site does what the plugin is known to do, by times worked out by hand; else no test on it means anything.</summary>
[Collection(SimulationCollection.Name)]
public sealed class SimulationTests
{
    private static readonly DateTimeOffset s_start = new(2024, 3, 7, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_worker_takes_one_study_after_the_other()
    {
        DrivenClock clock = new(s_start);
        SimSite site = new(clock, SimCohort.Make(10, 1));
        TimeSpan took = clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromDays(1));

        // Posting, then at most a tick, then 10 x 20 s.
        Assert.InRange(took, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(275));
        Assert.All(site.Studies, study => Assert.True(site.IsComplete(study)));
        Assert.Equal(10, site.Monitor.Load.Max(l => l.Studies));
        Assert.Equal(0, site.Monitor.Load[^1].Studies);
        Assert.Equal(0, site.Monitor.Load[^1].Images);
    }

    [Fact]
    public void A_poisoned_study_holds_the_only_worker_for_twenty_minutes()
    {
        DrivenClock clock = new(s_start);
        SimSite site = new(clock, SimCohort.Make(3, 1, (i, s) => i == 1 ? SimCohort.With(s, poisoned: true) : s));
        TimeSpan took = clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromDays(1));

        // Four pauses of 300 s, each followed by the wait for a tick.
        Assert.InRange(took, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(26));
        Assert.False(site.IsComplete(site.Studies[0]));
        Assert.True(site.IsComplete(site.Studies[1]));
    }

    [Fact]
    public void A_restart_leaves_a_record_in_hand_for_ever()
    {
        DrivenClock clock = new(s_start);
        SimSite site = new(clock, SimCohort.Make(4, 1));
        List<ImportQueueItem> left = clock.Run(
            async () =>
            {
                await site.ImportAsync(Post(site), default).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromSeconds(95), clock).ConfigureAwait(false);
                site.Restart(TimeSpan.FromMinutes(2));
                await Assert.ThrowsAsync<XnatException>(() => site.QueueCountAsync(default)).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromHours(2), clock).ConfigureAwait(false);
                return await QueueAsync(site).ConfigureAwait(false);
            },
            TimeSpan.FromDays(1));
        Assert.Equal("PROCESSING", Assert.Single(left).Status);
        Assert.Equal(3, site.Studies.Count(site.IsComplete));
    }

    [Fact]
    public void A_window_across_midnight_is_open_by_day()
    {
        DrivenClock clock = new(s_start);
        PacsWindow[] nights = [.. Enum.GetValues<DayOfWeek>().Select(day => new PacsWindow { Day = day, Start = TimeSpan.FromHours(19), End = TimeSpan.FromHours(7), Threads = 1 })];
        SimSite site = new(clock, SimCohort.Make(1, 1), new SimOptions { Windows = nights });
        TimeSpan took = clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromDays(2));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMinutes(2));

        clock = new DrivenClock(s_start + TimeSpan.FromHours(2));
        site = new SimSite(clock, SimCohort.Make(1, 1), new SimOptions { Windows = nights });
        took = clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromDays(2));
        Assert.InRange(took, TimeSpan.FromHours(11), TimeSpan.FromHours(11.1));
    }

    [Fact]
    public void A_PACS_with_too_much_before_it_refuses_until_it_is_relieved()
    {
        DrivenClock clock = new(s_start);
        SimSite site = new(clock, SimCohort.Make(10, 1), new SimOptions { RefusesAbove = 8 });

        // It takes nine, and then nothing moves any more: nobody takes anything back.
        Assert.Throws<TimeoutException>(() => clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromHours(5)));
        Assert.Equal(9, site.InQueue);
        Assert.True(site.Monitor.Load[^1].Refuses);
        Assert.False(site.Monitor.Posts[9].Queued);
    }

    [Fact]
    public void Work_that_hops_between_threads_is_waited_for()
    {
        DrivenClock clock = new(s_start);
        int hops = clock.Run(
            async () =>
            {
                int count = 0;
                for (int i = 0; i < 2000; i++)
                {
                    await Task.Run(() => Thread.SpinWait(1000)).ConfigureAwait(false);
                    count++;
                }

                return count;
            },
            TimeSpan.FromSeconds(1));
        Assert.Equal(2000, hops);
        Assert.Equal(s_start, clock.GetUtcNow());
    }

    [Fact]
    public void Thousands_of_studies_pass_in_a_second()
    {
        DrivenClock clock = new(s_start);
        SimSite site = new(clock, SimCohort.Make(2000, 1));
        long start = Stopwatch.GetTimestamp();
        clock.Run(() => PostAllAsync(site, clock), TimeSpan.FromDays(5));
        Assert.All(site.Studies, study => Assert.True(site.IsComplete(study)));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "The simulation is too slow to be of use.");
    }

    private static async Task<TimeSpan> PostAllAsync(SimSite site, DrivenClock clock)
    {
        DateTimeOffset start = clock.GetUtcNow();
        await site.ImportAsync(Post(site), default).ConfigureAwait(false);
        while (await site.QueueCountAsync(default).ConfigureAwait(false) > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock).ConfigureAwait(false);
        }

        TimeSpan took = clock.GetUtcNow() - start;
        await Task.Delay(TimeSpan.FromMinutes(10), clock).ConfigureAwait(false);
        return took;
    }

    private static ImportPost Post(SimSite site) => new()
    {
        PacsId = 1, Project = "DEMO", ReceiverAETitle = "XNAT", ReceiverPort = 8104, RequestId = "job/1", Studies = SimCohort.Found(site.Studies, 1),
    };

    private static async Task<List<ImportQueueItem>> QueueAsync(SimSite site)
    {
        List<ImportQueueItem> items = [];
        await foreach (ImportQueueItem item in site.QueueAsync(default).ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }
}
