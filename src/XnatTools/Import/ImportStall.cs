using System;

namespace XnatTools;

/// <summary>A link that stands still in an import: which, since when, why, and what to do.</summary>
public sealed class ImportStall
{
    /// <summary>The link: Campaign, Approval, Policy, Schedule, Login, Server, Pacs, Queue, Receiver, Session or Prearchive.</summary>
    public string Link { get; internal init; } = "";

    /// <summary>A stable name, such as PacsRefuses.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>What is seen. Carries no identifiers.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>What to do about it.</summary>
    public string Cure { get; internal init; } = "";

    /// <summary>Since when; null when that is not known.</summary>
    public DateTimeOffset? Since { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Link}: {Message}";
}
