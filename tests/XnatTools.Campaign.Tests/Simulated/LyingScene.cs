using System;
using System.Collections.Generic;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>A site that lies in a way of its own, drawn from a seed.</summary>
internal sealed class LyingScene
{
    private LyingScene(DrivenClock clock, SimSite site, List<PacsStudy> found, Random random)
    {
        Clock = clock;
        Site = site;
        Found = found;
        Random = random;
    }

    public DrivenClock Clock { get; }

    public SimSite Site { get; }

    /// <summary>The studies as planned, one a line.</summary>
    public List<PacsStudy> Found { get; }

    public Random Random { get; }

    /// <summary>A site without any fault.</summary>
    public static LyingScene Honest(int seed)
    {
        Random random = new(seed);
        DrivenClock clock = new(new DateTimeOffset(2024, 3, 4, 18, 0, 0, TimeSpan.Zero));
        List<SimStudy> studies = SimCohort.Make(random.Next(10, 60), seed);
        return new LyingScene(clock, new SimSite(clock, studies, new SimOptions { Workers = random.Next(1, 3) }, seed: seed), SimCohort.Found(studies, 1), random);
    }

    public static LyingScene Make(int seed)
    {
        Random random = new(seed);
        int Rate(int most) => random.Next(2) == 0 ? 0 : random.Next(1, most + 1);
        DrivenClock clock = new(new DateTimeOffset(2024, 3, 4, 18, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(10_000)));
        List<SimStudy> studies = SimCohort.Make(random.Next(3, 40), seed, (_, study) => random.Next(100) switch
        {
            < 3 => SimCohort.With(study, poisoned: true),
            < 8 => SimCohort.With(study, failsFirst: random.Next(1, 7)),
            < 16 => SimCohort.With(study, incompleteFirst: random.Next(1, 3), imagesLeftOut: random.Next(1, 500)),
            < 19 => SimCohort.With(study, incompleteFirst: -1, imagesLeftOut: random.Next(1, 20)),
            < 22 => SimCohort.With(study, emptyShell: true),
            _ => study,
        });
        SimFaults faults = new()
        {
            FailRead = Rate(20),
            CutRead = Rate(10),
            FailBefore = Rate(30),
            FailAfter = Rate(30),
            CutAfter = Rate(20),
            TimeoutAfter = Rate(20),
            DropStudy = Rate(20),
            HideStudy = Rate(20),
            MissQueueRow = Rate(10),
            ShuffleHistory = Rate(30),
            RefuseRetrieve = Rate(5),
            PacsAway = Rate(3),
            Restart = random.Next(3) == 0 ? random.Next(1, 3) : 0,
            LateImages = Rate(8),
            SecondSession = Rate(5),
            FailDelete = Rate(30),
        };
        SimOptions options = new()
        {
            Workers = random.Next(1, 4),
            RetrieveTime = random.Next(2) == 0 ? (_, _) => TimeSpan.FromSeconds(20) : (_, images) => TimeSpan.FromSeconds(3 + (images * 0.2)),
            RetryWait = TimeSpan.FromSeconds(random.Next(2) == 0 ? 300 : 30),
            MaximumAttempts = random.Next(1, 6),
            RefusesAbove = random.Next(4) == 0 ? random.Next(4, 30) : null,
            AutoArchive = random.Next(3) == 0,
            Counts = random.Next(5) > 0,
            ImportTime = TimeSpan.FromSeconds(random.Next(2) == 0 ? 0.3 : 6),
            ServerClock = TimeSpan.FromMinutes(random.Next(-90, 90)),
            MarksReceived = random.Next(3) > 0,
            RequestIds = random.Next(4) > 0,
        };
        SimSite site = new(clock, studies, options, faults, seed);
        return new LyingScene(clock, site, SimCohort.Found(studies, 1, options.Counts), random);
    }
}
