using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit.Audit;

/// <summary>What an audit holds headers against.</summary>
public sealed class IdentityAuditOptions
{
    /// <summary>The profile.</summary>
    public IdentityProfile Profile { get; init; }

    /// <summary>Options besides those of the profile.</summary>
    public IdentityOptions Options { get; init; }

    /// <summary>Identifiers that must not be found anywhere: names, numbers, dates as yyyyMMdd. Shorter than three characters they are passed over.</summary>
    public IReadOnlyCollection<string> Known { get; init; } = [];

    /// <summary>Regular expressions of the site, such as its hospital and accession numbers.</summary>
    public IReadOnlyCollection<string> Patterns { get; init; } = [];

    /// <summary>Regular expressions of whole values that are harmless; known identifiers are found in spite of it.</summary>
    public IReadOnlyCollection<string> Allowed { get; init; } = [];

    /// <summary>Labels that may stand in the header: project.</summary>
    public string? Project { get; init; }

    /// <summary>Labels that may stand in the header: subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Labels that may stand in the header: session.</summary>
    public string? Session { get; init; }

    /// <summary>Days that every date must differ from its original, when known. It undoes the shift: never logged.</summary>
    public int? ShiftDays { get; init; }

    /// <summary>Findings carry values.</summary>
    public bool WithValues { get; init; }

    /// <summary>Most findings listed for one scan; the rest is counted.</summary>
    public int MaxFindings { get; init; } = 5000;

    /// <summary>Clock: what lies in the future is no date of an examination.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
