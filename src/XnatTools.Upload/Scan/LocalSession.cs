using System.Collections.Generic;

namespace XnatTools.Upload;

/// <summary>A study in local files: what becomes one image session.</summary>
public sealed class LocalSession
{
    public string StudyInstanceUid { get; init; } = "";

    /// <summary>(0008,0020) as it stands, yyyyMMdd.</summary>
    public string? StudyDate { get; init; }

    /// <summary>Distinct modalities of the series.</summary>
    public IReadOnlyList<string> Modality { get; init; } = [];

    public IReadOnlyList<LocalSeries> Series { get; init; } = [];

    /// <summary>Number of objects.</summary>
    public int InstanceCount { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Series.Count} series, {InstanceCount} instances";
}
