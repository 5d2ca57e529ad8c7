using System;

namespace XnatTools;

/// <summary>An anonymisation script of the site or of a project (GET /xapi/anonymize/...).</summary>
public sealed class XnatAnonScript
{
    /// <summary>The project; null for the site's script.</summary>
    public string? Project { get; internal init; }

    /// <summary>Whether XNAT runs it: the site's on what arrives, the project's when a session is archived.</summary>
    public bool Enabled { get; internal init; }

    /// <summary>The script; empty when there is none.</summary>
    public string Script { get; internal init; } = "";

    /// <summary>SHA-256 of the script with line ends as LF, in lower-case hexadecimal; null when there is none.</summary>
    public string? Hash { get; internal init; }

    /// <summary>When it was stored, in the server's local time; null when the server does not say.</summary>
    public DateTime? Changed { get; internal init; }

    /// <summary>Who stored it; null when the server does not say.</summary>
    public string? ChangedBy { get; internal init; }

    /// <summary>True when there is a script and XNAT runs it.</summary>
    public bool InForce => Enabled && Hash is not null;

    /// <inheritdoc/>
    public override string ToString() => (Project ?? "site") + (Hash is null ? ": no script" : $": {Hash.Substring(0, 12)}{(Enabled ? "" : " (off)")}");
}
