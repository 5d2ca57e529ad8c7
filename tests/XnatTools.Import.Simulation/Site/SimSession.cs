using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Import.Simulation.Site;

/// <summary>A session in the simulated prearchive or archive.</summary>
internal sealed class SimSession
{
    public required string Project { get; init; }

    public required string Timestamp { get; init; }

    public required string Uid { get; init; }

    public string Subject { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>Status in the prearchive.</summary>
    public string Status { get; set; } = "RECEIVING";

    /// <summary>XNAT's id once archived; null before.</summary>
    public string? ArchiveId { get; set; }

    /// <summary>Its scans are listed and it has no file.</summary>
    public bool Shell { get; init; }

    /// <summary>Images by series UID.</summary>
    public Dictionary<string, int> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts what came; an older plan to build it is void then.</summary>
    public int Arrivals { get; set; }

    public int Files => Shell ? 0 : Images.Values.Sum();

    /// <summary>Adds what came of a retrieve; images that are there already stay one.</summary>
    public void Add(IReadOnlyDictionary<string, int> images)
    {
        Arrivals++;
        foreach (KeyValuePair<string, int> one in images)
        {
            Images[one.Key] = Math.Max(Images.GetValueOrDefault(one.Key), one.Value);
        }
    }
}
