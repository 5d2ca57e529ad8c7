using System;

namespace XnatTools;

/// <summary>A series in staging beside what the PACS counts of it.</summary>
public sealed class ReceivedSeries
{
    /// <summary>(0020,000E).</summary>
    public string SeriesInstanceUid { get; internal init; } = "";

    /// <summary>(0020,0011); null when the PACS does not say.</summary>
    public int? SeriesNumber { get; internal init; }

    /// <summary>(0008,0060).</summary>
    public string? Modality { get; internal init; }

    /// <summary>Instances that the PACS counts; null when it tells no number and no list.</summary>
    public int? Expected { get; internal init; }

    /// <summary>Instances in staging.</summary>
    public int Received { get; internal init; }

    /// <summary>SOP instance UIDs that are missing, when the PACS lists them.</summary>
    public string[] Missing { get; internal init; } = [];

    /// <summary>Folder of the files.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>True when everything that the PACS counts is there.</summary>
    public bool IsComplete => Expected is int expected && Received >= expected && Missing.Length == 0;

    /// <inheritdoc/>
    public override string ToString() => SeriesNumber is int number
        ? $"series {number}"
        : "series ..." + SeriesInstanceUid.Substring(Math.Max(0, SeriesInstanceUid.Length - 8));
}
