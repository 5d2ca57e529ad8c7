using System;

namespace XnatTools;

/// <summary>A session in the prearchive (GET /data/prearchive).</summary>
public sealed class PrearchiveSession
{
    /// <summary>Project, or Unassigned.</summary>
    public string Project { get; internal init; } = "";

    /// <summary>Arrival folder, yyyyMMdd_HHmmssSSS. Tells apart arrivals with the same names.</summary>
    public string Timestamp { get; internal init; } = "";

    /// <summary>Folder; with project and timestamp the key of the session.</summary>
    public string Folder { get; internal init; } = "";

    /// <summary>Subject label.</summary>
    public string? Subject { get; internal init; }

    /// <summary>Session label.</summary>
    public string? Session { get; internal init; }

    /// <summary>RECEIVING, BUILDING, READY, CONFLICT, ERROR ...; an unknown one means busy.</summary>
    public string Status { get; internal init; } = "";

    /// <summary>(0020,000D).</summary>
    public string? StudyInstanceUid { get; internal init; }

    /// <summary>Acquisition date, yyyyMMdd.</summary>
    public string? ScanDate { get; internal init; }

    /// <summary>HH:mm:ss.</summary>
    public string? ScanTime { get; internal init; }

    /// <summary>When it came, in the server's local time.</summary>
    public DateTime? Uploaded { get; internal init; }

    /// <summary>When it last changed, in the server's local time.</summary>
    public DateTime? LastModified { get; internal init; }

    /// <summary>Manual, AutoArchive, AutoArchiveOverwrite or empty.</summary>
    public string? AutoArchive { get; internal init; }

    /// <summary>True when neither site nor project script will run on it: review before archiving.</summary>
    public bool PreventAnonymization { get; internal init; }

    /// <summary>True when it stays until somebody commits it.</summary>
    public bool PreventAutoCommit { get; internal init; }

    /// <summary>Who sent it, as the sender said.</summary>
    public string? Source { get; internal init; }

    /// <summary>/prearchive/projects/P/TS/FOLDER, without /data.</summary>
    public string Url { get; internal init; } = "";

    /// <summary>True when it can be moved, archived or deleted now.</summary>
    public bool IsIdle => Status is "READY" or "CONFLICT" or "ERROR";

    /// <summary>A safe name: the folder is left out, because that of a session that was not relabelled is the patient's own.</summary>
    public override string ToString() => $"{Project}/{Timestamp}";
}
