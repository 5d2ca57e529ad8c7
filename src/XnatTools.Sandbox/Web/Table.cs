using System.Collections.Generic;

namespace XnatTools.Sandbox.Web;

/// <summary>A table to answer with.</summary>
internal sealed class Table
{
    internal Table(params string[] columns) => Columns = columns;

    internal IReadOnlyList<string> Columns { get; }

    /// <summary>Cells in the order of the columns; null is written as "".</summary>
    internal List<string?[]> Rows { get; } = [];

    /// <summary>False leaves totalRecords out, as paged, prearchive and configuration lists do.</summary>
    internal bool Total { get; init; } = true;

    /// <summary>Written when set; file lists set it.</summary>
    internal string? Title { get; init; }

    /// <summary>Writes the Columns array before the rows.</summary>
    internal bool WithColumns { get; init; }

    internal void Add(params string?[] cells) => Rows.Add(cells);
}
