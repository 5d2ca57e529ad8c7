using System;
using System.Collections.Generic;
using XnatTools.Import.Count;

namespace XnatTools.Import.Ledger;

/// <summary>A study of a campaign as its ledger tells it. One per study UID.</summary>
public sealed class LedgerStudy
{
    internal LedgerStudy(string key) => Key = key;

    /// <summary>Its name within the ledger; says nothing about the patient.</summary>
    public string Key { get; }

    /// <summary>Lines of the CSV file that ask for it; empty when it came from no file.</summary>
    public IReadOnlyList<int> Rows { get; internal set; } = [];

    /// <summary>How far it has come.</summary>
    public ImportState State { get; internal set; }

    /// <summary>The outcome as of now; final when <see cref="IsFinal"/>.</summary>
    public ImportOutcome Outcome { get; internal set; }

    /// <summary>True when nothing more will be done for it.</summary>
    public bool IsFinal { get; internal set; }

    /// <summary>Error code, when there is one.</summary>
    public string? Code { get; internal set; }

    /// <summary>Why, without identifiers.</summary>
    public string? Reason { get; internal set; }

    /// <summary>(0008,0061).</summary>
    public string[] Modality { get; internal set; } = [];

    /// <summary>How often it was posted.</summary>
    public int Attempts { get; internal set; }

    /// <summary>How often it failed or was not accepted.</summary>
    public int Failures { get; internal set; }

    /// <summary>How often missing series were fetched again.</summary>
    public int Refetches { get; internal set; }

    /// <summary>Not to be posted before this time; null when there is no such time.</summary>
    public DateTimeOffset? NotBefore { get; internal set; }

    /// <summary>Id of its last request.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>Number in the server's queue; the history counts separately.</summary>
    public long? QueueId { get; internal set; }

    /// <summary>When the server queued it, by the server's clock.</summary>
    public DateTimeOffset? QueuedTime { get; internal set; }

    /// <summary>The server's clock just before the last post.</summary>
    public DateTimeOffset? PostedAt { get; internal set; }

    /// <summary>What must arrive.</summary>
    public StudyCount Expected { get; internal set; } = StudyCount.Unknown;

    /// <summary>Series that were left out by choice, such as dose reports, each as a name, such as "series 501 (CT)". They are not expected.</summary>
    public IReadOnlyList<string> LeftOut { get; internal set; } = [];

    /// <summary>Series (scans with files) seen last; null when nothing was counted.</summary>
    public int? SeriesFound { get; internal set; }

    /// <summary>Files seen last; null when nothing was counted.</summary>
    public int? InstancesFound { get; internal set; }

    /// <summary>What is missing, each as a name and counts, such as "series 3 (12 of 24)".</summary>
    public IReadOnlyList<string> Missing { get; internal set; } = [];

    /// <summary>UIDs of the series to fetch again; empty for the whole study.</summary>
    public IReadOnlyList<string> MissingSeries { get; internal set; } = [];

    /// <summary>XNAT's id of the archived session.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>Where it lies in the prearchive; null when it does not, or when it cannot be read.</summary>
    public string? PrearchiveUrl { get; internal set; }

    /// <summary>When it was planned, posted first, seen in the queue last, arrived first, and came to its end (this computer's clock).</summary>
    public DateTimeOffset Planned { get; internal set; }

    public DateTimeOffset? Posted { get; internal set; }

    /// <summary>When it was posted last (this computer's clock).</summary>
    public DateTimeOffset? LastPosted { get; internal set; }

    public DateTimeOffset? LeftQueue { get; internal set; }

    public DateTimeOffset? Finished { get; internal set; }

    /// <summary>When anything about it was written last.</summary>
    public DateTimeOffset Changed { get; internal set; }

    /// <summary>What identifies it; null when this user cannot read it.</summary>
    public LedgerIdentifiers? Identifiers { get; internal set; }

    /// <summary>The labels it gets; null when this user cannot read them.</summary>
    public RelabelMap? Labels => Identifiers?.Labels;

    /// <summary>True while the server may be retrieving it: it takes one of the places in flight.</summary>
    public bool InFlight => State is ImportState.Posting or ImportState.Queued or ImportState.Retrieving;

    /// <summary>A safe name: its line, or its key.</summary>
    public override string ToString() => Rows.Count > 0 ? $"row {Rows[0]}" : Key;
}
