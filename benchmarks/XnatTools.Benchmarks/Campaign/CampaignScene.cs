using System;
using System.Collections.Generic;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Benchmarks.Campaign;

/// <summary>What goes wrong while it is measured.</summary>
internal sealed class CampaignScene
{
    public static IReadOnlyList<CampaignScene> All { get; } =
    [
        new() { Name = "none", HasGoal = true },
        new()
        {
            Name = "5 % of calls fail, lie or leave a study out",
            HasGoal = true,
            Faults = new SimFaults { FailRead = 5, FailBefore = 5, FailAfter = 5, DropStudy = 5, HideStudy = 5 },
        },
        new()
        {
            Name = "5 % of answers to posts are lost, half of them while the server works on",
            HasGoal = true,
            Faults = new SimFaults { CutAfter = 3, TimeoutAfter = 3 },
        },
        new()
        {
            Name = "5 % of studies arrive short once",
            HasGoal = true,
            Change = static (i, s) => i % 20 == 0 ? SimCohort.With(s, incompleteFirst: 1, imagesLeftOut: 2) : s,
        },
        new()
        {
            Name = "5 % of studies fail once; the server itself then holds its worker for 300 s",
            Change = static (i, s) => i % 20 == 0 ? SimCohort.With(s, failsFirst: 1) : s,
        },
    ];

    public string Name { get; private init; } = "";

    /// <summary>Whether 5 % over the limit is the goal.</summary>
    public bool HasGoal { get; private init; }

    public SimFaults? Faults { get; private init; }

    private Func<int, SimStudy, SimStudy>? Change { get; init; }

    public List<SimStudy> Studies(int count) => SimCohort.Make(count, 1, Change);
}
