using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>What was learned of the load that a PACS bears outlives the process: a resumed campaign does not ask too much again.</summary>
[Collection(SimulationCollection.Name)]
public sealed class ResumedPaceTests
{
    private const int Bears = 6;

    private static readonly DateTimeOffset s_start = new(2024, 3, 7, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_resumed_campaign_knows_what_the_PACS_bears()
    {
        Scene scene = new(studies: 240);
        scene.RunUntil(80);
        Assert.NotNull(scene.Campaign.State.Pace);
        Assert.NotEmpty(scene.Site.Monitor.Refusals);

        for (int done = 100; done <= 240; done += 20)
        {
            DateTimeOffset resumed = scene.Clock.GetUtcNow();
            LedgerPace known = scene.Campaign.State.Pace!;
            scene.RunUntil(done);
            Assert.True(scene.Site.Monitor.Refusals.All(r => r < resumed), $"The PACS refused again after a resume that knew of {known}.");
        }

        Assert.All(scene.Site.Studies, study => Assert.True(scene.Site.IsComplete(study)));
    }

    /// <summary>A person's word: what the PACS bears is learned anew, for the PACS may be another one now.</summary>
    [Fact]
    public void It_learns_anew_when_it_is_told_to()
    {
        Scene scene = new(studies: 160);
        scene.RunUntil(80);
        DateTimeOffset resumed = scene.Clock.GetUtcNow();
        scene.RunUntil(160, forget: true);
        Assert.Contains(scene.Site.Monitor.Refusals, r => r >= resumed);
    }

    /// <summary>A process that ends while posting pauses after trouble leaves that to the next one: it asks for an echo before it posts.</summary>
    [Fact]
    public void A_pause_outlives_the_process()
    {
        Scene scene = new(studies: 60, new SimFaults { FailBefore = 100 });
        scene.RunWhile(() => !scene.Campaign.State.IsPaused);
        Assert.True(scene.Campaign.State.IsPaused);
        int records = scene.Campaign.State.Timeline.Count;
        scene.RunWhile(() => Later().Length == 0);
        Assert.Equal(LedgerKind.Wake, Later()[0]);

        string[] Later() => [.. scene.Campaign.State.Timeline.Skip(records).Select(e => e.Kind).Where(k => k is LedgerKind.Wake or LedgerKind.Post or LedgerKind.Pause)];
    }

    private sealed class Scene
    {
        public Scene(int studies, SimFaults? faults = null)
        {
            Clock = new DrivenClock(s_start);
            Site = new SimSite(Clock, SimCohort.Make(studies, 7, imagesEach: 20), new SimOptions { RefusesAbove = Bears, Workers = 2 }, faults);
            Campaign = new SimCampaign(Site, Clock, Options(forget: false));
            Campaign.Plan(SimCohort.Found(Site.Studies, 1));
        }

        public DrivenClock Clock { get; }

        public SimSite Site { get; }

        public SimCampaign Campaign { get; }

        /// <summary>Runs until so many studies have come to their end, and ends the process then.</summary>
        public void RunUntil(int done, bool forget = false) => Run(p => p.Done >= done && p.Done < p.Total, forget);

        /// <summary>Runs as long as something holds, and ends the process then.</summary>
        public void RunWhile(Func<bool> holds) => Run(_ => !holds(), forget: false);

        private void Run(Func<CampaignProgress, bool> ends, bool forget)
        {
            using CancellationTokenSource source = new();
            Watch watch = new(p =>
            {
                if (ends(p))
                {
                    source.Cancel();
                }
            });
            try
            {
                Clock.Run(() => forget ? Campaign.RunAsync(Options(forget: true), watch, source.Token) : Campaign.RunAsync(watch, source.Token), TimeSpan.FromDays(20));
            }
            catch (OperationCanceledException)
            {
                // As with Ctrl+C.
            }
        }

        private CampaignOptions Options(bool forget) => new()
        {
            Time = Clock, Jitter = () => 0.5, MaxStudiesInFlight = 40, MaxImagesInFlight = 1_000_000, ForgetPace = forget,
        };
    }

    private sealed class Watch(Action<CampaignProgress> seen) : IProgress<CampaignProgress>
    {
        public void Report(CampaignProgress value) => seen(value);
    }
}
