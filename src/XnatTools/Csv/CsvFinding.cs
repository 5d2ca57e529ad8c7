namespace XnatTools;

/// <summary>One problem of a CSV file: where, what, how bad, and the cure.</summary>
public sealed class CsvFinding
{
    /// <summary>The file, as a full path.</summary>
    public string SourceFile { get; internal init; } = "";

    /// <summary>Line in the file, counted from 1 as an editor does; 0 when it is about the whole file.</summary>
    public int Line { get; internal init; }

    /// <summary>Heading of the column, or null when it is about the whole line.</summary>
    public string? Column { get; internal init; }

    /// <summary>Position of the column, counted from 1; 0 when not about one column.</summary>
    public int ColumnNumber { get; internal init; }

    /// <summary>Stable code, such as <c>CsvDateIso</c>; listed in about_XnatTools_Csv.</summary>
    public string Code { get; internal init; } = "";

    public FindingSeverity Severity { get; internal init; }

    /// <summary>What is wrong. Never contains the cell's value.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>What to do about it.</summary>
    public string Cure { get; internal init; } = "";

    /// <summary>The invisible or surprising character as <c>U+200B</c>, when there is one.</summary>
    public string? CodePoint { get; internal init; }

    /// <summary>The cell as it stands in the file. May identify a patient: shown only when asked for.</summary>
    public string? Value { get; internal init; }

    /// <summary>True when Repair-XnatCsv mends it without guessing.</summary>
    public bool CanRepair { get; internal init; }

    /// <summary>True when Repair-XnatCsv mended it.</summary>
    public bool Repaired { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Column is null ? $"line {Line}: {Code}" : $"line {Line}, {Column}: {Code}";
}
