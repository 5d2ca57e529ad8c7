using System;
using System.Collections.Generic;

namespace XnatTools.Import.Ledger;

/// <summary>A study's step to another state, or what was newly seen of it.</summary>
internal sealed class StudyChange
{
    public StudyChange(string key, ImportState state)
    {
        Key = key;
        State = state;
    }

    public string Key { get; }

    public ImportState State { get; }

    /// <summary>The outcome, where the state alone does not tell it.</summary>
    public ImportOutcome? Outcome { get; init; }

    public bool IsFinal { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public string? RequestId { get; init; }

    public long? QueueId { get; init; }

    public DateTimeOffset? QueuedTime { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Adds one to the failures.</summary>
    public bool Failed { get; init; }

    /// <summary>Adds one to the times missing series were fetched again.</summary>
    public bool Refetch { get; init; }

    /// <summary>Begins anew: failures and repeated fetches count from nothing.</summary>
    public bool Again { get; init; }

    public int? SeriesFound { get; init; }

    public int? InstancesFound { get; init; }

    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<string> MissingSeries { get; init; } = [];

    public string? SessionId { get; init; }

    public string? PrearchiveUrl { get; init; }
}
