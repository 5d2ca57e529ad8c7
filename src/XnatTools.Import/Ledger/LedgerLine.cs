using System.Collections.Generic;

namespace XnatTools.Import.Ledger;

/// <summary>A CSV line (or object) and its one outcome.</summary>
public sealed class LedgerLine
{
    /// <summary>Line of the CSV file; 0 when the study came from no file.</summary>
    public int Row { get; init; }

    /// <summary>Its studies; empty when it ended without one.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The outcome. Of several studies, that which needs attention most.</summary>
    public ImportOutcome Outcome { get; init; }

    /// <summary>What the line asked for, when it ended without a study and this user can read it.</summary>
    public LedgerIdentifiers? Identifiers { get; init; }

    /// <summary>Error code, when it is not a success.</summary>
    public string? Code { get; init; }

    /// <summary>Why, without identifiers.</summary>
    public string? Reason { get; init; }
}
