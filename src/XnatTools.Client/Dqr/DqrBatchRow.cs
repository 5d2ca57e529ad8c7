using System;
using System.Collections.Generic;

namespace XnatTools.Client;

/// <summary>
/// One row of the answer to a CSV query. Rows whose query failed are missing from the answer, so match by criteria and never
/// by position.
/// </summary>
public sealed class DqrBatchRow
{
    /// <summary>The criteria as the server understood them, by its names (accessionNumber, patientId ...). Dates are left out: the server echoes them wrongly.</summary>
    public IReadOnlyDictionary<string, string> Criteria { get; init; } = new Dictionary<string, string>();

    /// <summary>The row's relabel cells by heading; blank ones are missing.</summary>
    public IReadOnlyDictionary<string, string> RelabelMap { get; init; } = new Dictionary<string, string>();

    /// <summary>What the PACS found; empty means it found nothing. Each carries the row's labels.</summary>
    public IReadOnlyList<PacsStudy> Studies { get; init; } = Array.Empty<PacsStudy>();

    /// <summary>An echoed criterion, or null.</summary>
    public string? Criterion(string name) => Criteria.TryGetValue(name, out string? value) ? value : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Studies.Count} studies";
}
