using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>The simulated PACS: what it has, and how much it bears.</summary>
internal sealed class SimPacs(DrivenClock clock, SimOptions options, IReadOnlyList<SimStudy> studies, SimMonitor monitor)
{
    private readonly Dictionary<string, SimStudy> _byUid = studies.ToDictionary(s => s.Uid, StringComparer.Ordinal);
    private DateTimeOffset _back = DateTimeOffset.MinValue;
    private int _load;
    private int _images;

    /// <summary>Whether it refuses for too much load.</summary>
    public bool Refuses { get; private set; }

    public bool Answers => !Refuses && clock.GetUtcNow() >= _back;

    /// <summary>Whether it takes a query or a retrieve now; a refusal for load is written down.</summary>
    public bool Takes()
    {
        if (Refuses)
        {
            monitor.Refused(clock.GetUtcNow());
        }

        return Answers;
    }

    public SimStudy? Find(string uid) => _byUid.GetValueOrDefault(uid);

    public void Leave(TimeSpan time) => _back = clock.GetUtcNow() + time;

    /// <summary>A study entered the queue or left it. Above its threshold the PACS refuses until the load is well below it again.</summary>
    public void Change(int studies, int images)
    {
        _load += studies;
        _images += images;
        if (options.RefusesAbove is int threshold)
        {
            Refuses = _load > threshold || (Refuses && _load > threshold * 3 / 4);
        }

        monitor.Loaded(new SimLoad(clock.GetUtcNow(), _load, _images, Refuses));
    }
}
