using System;
using System.Globalization;

namespace XnatTools;

/// <summary>What became of one file that was to be de-identified. The original is never touched.</summary>
public sealed class DicomProtectResult
{
    /// <summary>Position of the file in the command, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>What became of it.</summary>
    public DicomProtectOutcome Outcome { get; internal init; }

    /// <summary>True when the new file is there, from this run or an earlier one.</summary>
    public bool Successful => Outcome is DicomProtectOutcome.Protected or DicomProtectOutcome.AlreadyDone;

    /// <summary>The original. Its name may identify a patient.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>The new file; null when there is none.</summary>
    public string? Destination { get; internal init; }

    /// <summary>Why there is none, with the line of the script; or what else is worth knowing. Never a value.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Id of the error, when there is none.</summary>
    public string? Code { get; internal init; }

    /// <summary>Elements with another value.</summary>
    public int Changed { get; internal init; }

    /// <summary>Elements taken away.</summary>
    public int Removed { get; internal init; }

    /// <summary>Elements that were not there before.</summary>
    public int Added { get; internal init; }

    /// <summary>Elements that have no value any more.</summary>
    public int Emptied { get; internal init; }

    /// <summary>Rectangles blacked out in every frame.</summary>
    public int Rectangles { get; internal init; }

    /// <summary>SHA-256 of the original up to its pixel data (of a file without any: the whole), in hexadecimal digits.</summary>
    public string? SourceHeaderHash { get; internal init; }

    /// <summary>SHA-256 of the new file up to its pixel data (of a file without any: the whole), taken from what was read back.</summary>
    public string? HeaderHash { get; internal init; }

    /// <summary>SHA-256 of the original, in hexadecimal digits; null when it was not asked for.</summary>
    public string? SourceHash { get; internal init; }

    /// <summary>SHA-256 of the new file, in hexadecimal digits; null when there is none or it was not asked for.</summary>
    public string? Hash { get; internal init; }

    /// <summary>Size of the original in bytes.</summary>
    public long SourceLength { get; internal init; }

    /// <summary>Size of the new file in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Time that it took.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => "file " + Position.ToString(CultureInfo.InvariantCulture);
}
