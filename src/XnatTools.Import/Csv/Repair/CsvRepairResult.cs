namespace XnatTools.Import.Csv;

/// <summary>What a repair did.</summary>
public sealed class CsvRepairResult
{
    /// <summary>The new file, as a full path.</summary>
    public string Path { get; init; } = "";

    /// <summary>Data rows written; as many as were read.</summary>
    public int Rows { get; init; }

    /// <summary>Rows that can be sent now.</summary>
    public int ValidRows { get; init; }

    /// <summary>Findings mended.</summary>
    public int Repaired { get; init; }

    /// <summary>Errors that need a person.</summary>
    public int RemainingErrors { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Repaired} mended, {RemainingErrors} left";
}
