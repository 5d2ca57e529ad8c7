using System;

namespace XnatTools;

/// <summary>Whether a PACS answered XNAT's C-ECHO (GET /xapi/pacs/{id}/status).</summary>
public sealed class XnatPacsStatus
{
    public long PacsId { get; internal init; }

    public string Name { get; internal init; } = "";

    public string AETitle { get; internal init; } = "";

    /// <summary>True when the PACS answered.</summary>
    public bool Successful { get; internal init; }

    /// <summary>When XNAT asked, by its clock.</summary>
    public DateTimeOffset? Time { get; internal init; }

    /// <summary>How long the call took.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Successful ? $"{Name} answers" : $"{Name} does not answer";
}
