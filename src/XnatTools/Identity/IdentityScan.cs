using System;

namespace XnatTools;

/// <summary>What the de-identification audit says of one scan: a report of known risks, never a proof.</summary>
public sealed class IdentityScan
{
    /// <summary>Number of the scan in the command, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>Series number, where the header has one.</summary>
    public int? Series { get; internal init; }

    /// <summary>Modality; <c>(not DICOM)</c> for files that are none.</summary>
    public string? Modality { get; internal init; }

    /// <summary>Series description. May identify a patient.</summary>
    public string? Description { get; internal init; }

    /// <summary>(0020,000E).</summary>
    public string? SeriesInstanceUid { get; internal init; }

    /// <summary>(0020,000D).</summary>
    public string? StudyInstanceUid { get; internal init; }

    /// <summary>Files, or server headers, that were audited.</summary>
    public int Files { get; internal init; }

    /// <summary>True when nothing blocking was found.</summary>
    public bool Passed => Blocking == 0;

    /// <summary>The heaviest finding; null when there is none.</summary>
    public IdentitySeverity? Worst { get; internal init; }

    /// <summary>Number of blocking findings.</summary>
    public int Blocking { get; internal init; }

    /// <summary>Number of findings of high weight.</summary>
    public int High { get; internal init; }

    /// <summary>Number of findings for a person to look at.</summary>
    public int Review { get; internal init; }

    /// <summary>Number of findings for information.</summary>
    public int Information { get; internal init; }

    /// <summary>The findings, heaviest first, each once for the scan.</summary>
    public IdentityFinding[] Findings { get; internal init; } = [];

    /// <summary>Findings beyond the limit of one scan, which are only counted.</summary>
    public long NotListed { get; internal init; }

    /// <summary>Days between the dates and those of the original, when originals were given and one shift holds for all; null otherwise.</summary>
    /// <remarks>It undoes the shift: keep it out of logs.</remarks>
    public int? ShiftDays { get; internal init; }

    /// <summary>First file, or the session at the server. Its name may identify a patient.</summary>
    public string? Source { get; internal init; }

    /// <summary>When it was audited.</summary>
    public DateTimeOffset Audited { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => "scan " + (Series?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
