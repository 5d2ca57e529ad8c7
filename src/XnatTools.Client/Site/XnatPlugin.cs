using System;

namespace XnatTools.Client;

/// <summary>An installed plugin (GET /xapi/plugins).</summary>
public sealed class XnatPlugin
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>True for the DICOM Query-Retrieve plugin, by either of its ids.</summary>
    public bool IsDqr => Id.IndexOf("dicom-query-retrieve", StringComparison.OrdinalIgnoreCase) >= 0
        || Id.IndexOf("dicomQueryRetrieve", StringComparison.OrdinalIgnoreCase) >= 0
        || string.Equals(Id, "dqr", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
