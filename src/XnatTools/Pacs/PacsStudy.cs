using System;

namespace XnatTools;

/// <summary>
/// A study on a PACS. It carries three things that are never mixed: what it was asked with (<see cref="Criteria"/>), what the
/// PACS answered, and the labels it will get (<see cref="Labels"/>, <see cref="SeriesInstanceUid"/>).
/// </summary>
public sealed class PacsStudy
{
    public PacsStudy()
    {
    }

    private PacsStudy(PacsStudy other)
    {
        Criteria = other.Criteria;
        Row = other.Row;
        SourceFile = other.SourceFile;
        PacsId = other.PacsId;
        Node = other.Node;
        StudyInstanceUid = other.StudyInstanceUid;
        StudyId = other.StudyId;
        StudyDescription = other.StudyDescription;
        AccessionNumber = other.AccessionNumber;
        StudyDate = other.StudyDate;
        Modality = other.Modality;
        ReferringPhysicianName = other.ReferringPhysicianName;
        PatientId = other.PatientId;
        PatientName = other.PatientName;
        PatientSex = other.PatientSex;
        PatientBirthDate = other.PatientBirthDate;
        SeriesCount = other.SeriesCount;
        InstanceCount = other.InstanceCount;
        Series = other.Series;
        SeriesInstanceUid = other.SeriesInstanceUid;
        ExcludedSeries = other.ExcludedSeries;
        Labels = other.Labels;
    }

    /// <summary>What was asked; null when the study came from a saved answer.</summary>
    public ImportRow? Criteria { get; internal init; }

    /// <summary>Line of the CSV file the study belongs to; 0 when it did not come from one.</summary>
    public int Row { get; internal init; }

    /// <summary>The CSV file, as a full path.</summary>
    public string? SourceFile { get; internal init; }

    /// <summary>Number of the PACS in XNAT; 0 when the study was found without XNAT.</summary>
    public long PacsId { get; internal init; }

    /// <summary>The DICOM node that answered, as <c>AET@host:port</c>; null when it was found through XNAT.</summary>
    public string? Node { get; internal init; }

    /// <summary>(0020,000D).</summary>
    public string StudyInstanceUid { get; internal init; } = "";

    /// <summary>(0020,0010).</summary>
    public string? StudyId { get; internal init; }

    /// <summary>(0008,1030).</summary>
    public string? StudyDescription { get; internal init; }

    /// <summary>(0008,0050) as the PACS has it.</summary>
    public string? AccessionNumber { get; internal init; }

    /// <summary>(0008,0020), yyyyMMdd.</summary>
    public string? StudyDate { get; internal init; }

    /// <summary>(0008,0061), every modality of the study; empty when the PACS does not say.</summary>
    public string[] Modality { get; internal init; } = [];

    /// <summary>(0008,0090).</summary>
    public string? ReferringPhysicianName { get; internal init; }

    /// <summary>(0010,0020) as the PACS has it.</summary>
    public string? PatientId { get; internal init; }

    /// <summary>(0010,0010) as the PACS has it.</summary>
    public string? PatientName { get; internal init; }

    /// <summary>(0010,0040).</summary>
    public string? PatientSex { get; internal init; }

    /// <summary>(0010,0030), yyyyMMdd, when known.</summary>
    public string? PatientBirthDate { get; internal init; }

    /// <summary>(0020,1206) or the number of series listed; null when not known.</summary>
    public int? SeriesCount { get; internal init; }

    /// <summary>(0020,1208); null when not known.</summary>
    public int? InstanceCount { get; internal init; }

    /// <summary>Every series of the study, once it was asked for (Get-PacsSeries, Select-PacsSeries); else null.</summary>
    public PacsSeries[]? Series { get; internal init; }

    /// <summary>The series to import, by UID; empty means all of them.</summary>
    public string[] SeriesInstanceUid { get; internal init; } = [];

    /// <summary>The series left out by Select-PacsSeries, each with its reason.</summary>
    public PacsSeries[] ExcludedSeries { get; internal init; } = [];

    /// <summary>The labels it will get; never null.</summary>
    public RelabelMap Labels { get; internal init; } = RelabelMap.Empty;

    /// <summary>Same as <c>Labels.Subject</c>.</summary>
    public string? Subject => Labels.Subject;

    /// <summary>Same as <c>Labels.Session</c>.</summary>
    public string? Session => Labels.Session;

    /// <summary>The same study as the answer to a row: the row's criteria, number, file and labels.</summary>
    internal PacsStudy ForRow(ImportRow row, long pacsId) =>
        new(this) { Criteria = row, Row = row.Row, SourceFile = row.SourceFile, Labels = row.Labels, PacsId = pacsId };

    /// <summary>The same study on a PACS that is known now; saved answers do not say which.</summary>
    internal PacsStudy OnPacs(long pacsId) => new(this) { PacsId = pacsId };

    /// <summary>The same study with other labels.</summary>
    public PacsStudy WithLabels(RelabelMap labels) => new(this) { Labels = labels ?? throw new ArgumentNullException(nameof(labels)) };

    /// <summary>The same study with its series known.</summary>
    public PacsStudy WithSeries(PacsSeries[] series) => new(this) { Series = series ?? throw new ArgumentNullException(nameof(series)), SeriesCount = series.Length };

    /// <summary>The same study with a choice of series.</summary>
    public PacsStudy WithSelection(string[] seriesInstanceUids, PacsSeries[] excluded) => new(this) { SeriesInstanceUid = seriesInstanceUids ?? [], ExcludedSeries = excluded ?? [] };

    /// <summary>A safe label: row number, or the end of the UID.</summary>
    public override string ToString() => Row > 0
        ? $"row {Row}"
        : "study ..." + StudyInstanceUid.Substring(Math.Max(0, StudyInstanceUid.Length - 8));
}
