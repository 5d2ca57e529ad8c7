using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>Writes down what really happened, for a judgement that owes nothing to the client's own words.</summary>
public sealed class SimMonitor
{
    private readonly List<SimPost> _posts = [];
    private readonly List<SimLoad> _load = [];
    private readonly List<DateTimeOffset> _refusals = [];
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>Each study of each request, in time.</summary>
    public IReadOnlyList<SimPost> Posts => _posts;

    /// <summary>The load of the PACS at all times: each change of it.</summary>
    public IReadOnlyList<SimLoad> Load => _load;

    /// <summary>When the PACS refused a query or a retrieve because it had too much before it.</summary>
    public IReadOnlyList<DateTimeOffset> Refusals => _refusals;

    /// <summary>Calls by name.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    /// <summary>Lies that were told, by kind.</summary>
    public Dictionary<string, int> Lies { get; } = new(StringComparer.Ordinal);

    /// <summary>What the server's workers spent on retrieves.</summary>
    public TimeSpan Retrieving { get; internal set; }

    /// <summary>
    /// What the server itself made a worker lose after a failed try: the try, its pause in the slot, and the rest until the next tick
    /// while something waited. Right for one worker.
    /// </summary>
    public TimeSpan Held { get; internal set; }

    /// <summary>When the last image arrived.</summary>
    public DateTimeOffset LastArrival { get; set; }

    /// <summary>Studies whose record was put in the queue, with how often.</summary>
    public Dictionary<string, int> QueuedTimes() => _posts.Where(p => p.Queued).GroupBy(p => p.Uid, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    internal void Posted(SimPost post) => _posts.Add(post);

    internal void Loaded(SimLoad load) => _load.Add(load);

    internal void Refused(DateTimeOffset at) => _refusals.Add(at);

    internal void Called(string name) => _calls[name] = _calls.GetValueOrDefault(name) + 1;

    internal void Lied(string kind) => Lies[kind] = Lies.GetValueOrDefault(kind) + 1;
}
