using System;
using System.Globalization;

namespace XnatTools.Import.Count;

/// <summary>A series as the PACS counts it.</summary>
public sealed class SeriesCount
{
    /// <summary>(0020,000E); empty when the identifiers of a ledger cannot be read.</summary>
    public string SeriesInstanceUid { get; init; } = "";

    /// <summary>(0020,0011); null when the PACS does not say.</summary>
    public int? Number { get; init; }

    /// <summary>(0008,0060).</summary>
    public string? Modality { get; init; }

    /// <summary>(0008,103E). Free text: may identify.</summary>
    public string? Description { get; init; }

    /// <summary>(0020,1209); null when the PACS does not say.</summary>
    public int? Instances { get; init; }

    /// <summary>A name that is safe to show: the number, or the end of the UID.</summary>
    public string Name => Number is int number
        ? "series " + number.ToString(CultureInfo.InvariantCulture)
        : "series ..." + SeriesInstanceUid.Substring(Math.Max(0, SeriesInstanceUid.Length - 8));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
