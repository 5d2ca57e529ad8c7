using System;

namespace XnatTools;

/// <summary>An archived image session (experiment).</summary>
public sealed class ImageSession
{
    /// <summary>XNAT's id, such as XNAT_E00001.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>Session label, unique in the project.</summary>
    public string Session { get; internal init; } = "";

    public string Project { get; internal init; } = "";

    /// <summary>Subject label.</summary>
    public string? Subject { get; internal init; }

    public string? XsiType { get; internal init; }

    /// <summary>yyyyMMdd.</summary>
    public string? Date { get; internal init; }

    /// <summary>(0020,000D).</summary>
    public string? StudyInstanceUid { get; internal init; }

    /// <summary>Server's local time.</summary>
    public DateTime? Inserted { get; internal init; }

    /// <summary>Scans, once counted; else null.</summary>
    public int? ScanCount { get; internal init; }

    /// <summary>DICOM files, once counted; else null.</summary>
    public int? FileCount { get; internal init; }

    /// <summary>Project and XNAT's own id; the label of a session that was not relabelled may be the patient's own.</summary>
    public override string ToString() => $"{Project}/{Id}";
}
