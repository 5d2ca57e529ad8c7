namespace XnatTools;

/// <summary>One thing a check before an import found: what, how bad, and the cure.</summary>
public sealed class PreflightFinding
{
    /// <summary>What was looked at: Plugin, Pacs, Project, Receiver, Labels, Series or Schedule.</summary>
    public string Check { get; internal init; } = "";

    /// <summary>Error code, or a name of its own for what is only worth knowing.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>An Error without a row stops the whole import; one with a row stops that study.</summary>
    public FindingSeverity Severity { get; internal init; }

    /// <summary>What was found. Carries no patient identifiers.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>What to do about it.</summary>
    public string Cure { get; internal init; } = "";

    /// <summary>Line of the CSV file; 0 when it is not about one line.</summary>
    public int Row { get; internal init; }

    /// <summary>The study concerned; null when it is about the whole import.</summary>
    public PacsStudy? Study { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Row > 0 ? $"row {Row}: {Code}" : $"{Check}: {Code}";
}
