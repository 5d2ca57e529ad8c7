using System.Collections.Generic;
using System.Text.Json.Serialization;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Everything the plugin keeps, as it is written to the state folder.</summary>
internal sealed class DqrDocument
{
    /// <summary>The registry, which is kept with the state of the core.</summary>
    [JsonIgnore]
    public List<SandboxPacs> Pacs { get; set; } = [];

    public List<AvailabilityInterval> Intervals { get; set; } = [];

    public List<PacsPing> Pings { get; set; } = [];

    /// <summary>Settings that were changed; the rest have their defaults. Values are text, <c>true</c> and <c>false</c> included.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    public List<DqrProjectSettings> Projects { get; set; } = [];

    public List<QueueRecord> Queue { get; set; } = [];

    public List<HistoryRecord> History { get; set; } = [];

    /// <summary>Every record that was ever queued, whatever became of it. No XNAT keeps this; it is for tests to judge by.</summary>
    public List<QueuedNote> Queued { get; set; } = [];

    public List<ImportWorkflow> Workflows { get; set; } = [];

    /// <summary>Relabel scripts by study UID. They stay after the import, and are used again.</summary>
    public Dictionary<string, string> Scripts { get; set; } = [];

    /// <summary>Whether the site has an enabled study-remapping processor.</summary>
    public bool RemappingProcessor { get; set; } = true;

    public Dictionary<string, IrbEntry> Irb { get; set; } = [];

    /// <summary>The last number given out, by kind of record: each kind counts by itself.</summary>
    public Dictionary<string, long> Sequences { get; set; } = [];

    public long Next(string sequence)
    {
        long next = Sequences.GetValueOrDefault(sequence) + 1;
        Sequences[sequence] = next;
        return next;
    }
}
