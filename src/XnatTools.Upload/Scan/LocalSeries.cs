using System.Collections.Generic;

namespace XnatTools.Upload;

/// <summary>The objects of one series, in the order in which they were found.</summary>
public sealed class LocalSeries
{
    public string SeriesInstanceUid { get; init; } = "";

    public string? Modality { get; init; }

    public string? SeriesNumber { get; init; }

    public IReadOnlyList<LocalInstance> Instances { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"series {SeriesNumber ?? "?"}, {Instances.Count} instances";
}
