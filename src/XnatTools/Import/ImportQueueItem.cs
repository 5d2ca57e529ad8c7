using System;

namespace XnatTools;

/// <summary>A record of the DQR queue (GET /xapi/dqr/import/queue) or history (GET /xapi/dqr/import/history).</summary>
public sealed class ImportQueueItem
{
    /// <summary>Number of the record; queue and history count separately.</summary>
    public long Id { get; internal init; }

    /// <summary>True when it comes from the history: one record per try.</summary>
    public bool IsHistory { get; internal init; }

    /// <summary>QUEUED, PROCESSING (queue); ISSUED, RECEIVED, FAILED (history). RECEIVED does not mean complete.</summary>
    public string Status { get; internal init; } = "";

    public string? UserName { get; internal init; }

    public long PacsId { get; internal init; }

    public string? Project { get; internal init; }

    public string StudyInstanceUid { get; internal init; } = "";

    public string[] SeriesInstanceUid { get; internal init; } = [];

    public string? AccessionNumber { get; internal init; }

    public string? PatientId { get; internal init; }

    public string? PatientName { get; internal init; }

    /// <summary>yyyyMMdd.</summary>
    public string? StudyDate { get; internal init; }

    public string? Destination { get; internal init; }

    /// <summary>1 overtakes 10.</summary>
    public long? Priority { get; internal init; }

    /// <summary>Failed tries so far; null before the first.</summary>
    public int? Retries { get; internal init; }

    public DateTimeOffset? QueuedTime { get; internal init; }

    public DateTimeOffset? ExecutedTime { get; internal init; }

    public string? RequestId { get; internal init; }

    /// <summary>Subject label it will get, from its relabelling script or the record; null when neither says. Queue only.</summary>
    public string? Subject { get; internal init; }

    /// <summary>Session label it will get, from its relabelling script or the record; null when neither says. Queue only.</summary>
    public string? Session { get; internal init; }

    /// <summary>The server's reason. May contain identifiers.</summary>
    public string? ErrorMessage { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsHistory ? "history" : "queue")} {Id}: {Status}";
}
