using System;

namespace XnatTools;

/// <summary>A series on a PACS.</summary>
public sealed class PacsSeries
{
    /// <summary>(0020,000D).</summary>
    public string StudyInstanceUid { get; internal init; } = "";

    /// <summary>(0020,000E).</summary>
    public string SeriesInstanceUid { get; internal init; } = "";

    /// <summary>(0020,0011); null when the PACS does not say.</summary>
    public int? SeriesNumber { get; internal init; }

    /// <summary>(0008,0060).</summary>
    public string? Modality { get; internal init; }

    /// <summary>(0008,103E).</summary>
    public string? SeriesDescription { get; internal init; }

    /// <summary>(0020,1209); null when the PACS does not say.</summary>
    public int? InstanceCount { get; internal init; }

    /// <summary>Number of the PACS in XNAT; 0 when the series was found without XNAT.</summary>
    public long PacsId { get; internal init; }

    /// <summary>The DICOM node that answered, as <c>AET@host:port</c>; null when it was found through XNAT.</summary>
    public string? Node { get; internal init; }

    /// <summary>Line of the CSV file its study belongs to; 0 when none.</summary>
    public int Row { get; internal init; }

    /// <summary>Why Select-PacsSeries left it out; null when it did not.</summary>
    public string? ExcludedBecause { get; internal init; }

    internal PacsSeries Excluded(string reason) => Copy(PacsId, Row, reason);

    internal PacsSeries ForStudy(PacsStudy study) => Copy(study.PacsId, study.Row, ExcludedBecause);

    private PacsSeries Copy(long pacsId, int row, string? excludedBecause) => new()
    {
        StudyInstanceUid = StudyInstanceUid,
        SeriesInstanceUid = SeriesInstanceUid,
        SeriesNumber = SeriesNumber,
        Modality = Modality,
        SeriesDescription = SeriesDescription,
        InstanceCount = InstanceCount,
        PacsId = pacsId,
        Node = Node,
        Row = row,
        ExcludedBecause = excludedBecause,
    };

    /// <summary>A safe label: series number, or the end of the UID.</summary>
    public override string ToString() => SeriesNumber is int number
        ? $"series {number}"
        : "series ..." + SeriesInstanceUid.Substring(Math.Max(0, SeriesInstanceUid.Length - 8));
}
