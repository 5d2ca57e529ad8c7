namespace XnatTools.Client;

/// <summary>
/// What to ask a PACS for, at study level. Missing keys are not asked for. The server widens a single day to two, so filter
/// what comes back.
/// </summary>
public sealed class PacsCriteria
{
    /// <summary>Number of the PACS in XNAT; 0 means the default one.</summary>
    public long PacsId { get; init; }

    public string? AccessionNumber { get; init; }

    public string? StudyInstanceUid { get; init; }

    public string? StudyId { get; init; }

    public string? PatientId { get; init; }

    /// <summary>DICOM form, Family^Given.</summary>
    public string? PatientName { get; init; }

    /// <summary>yyyyMMdd.</summary>
    public string? PatientBirthDate { get; init; }

    /// <summary>One of the modalities of the study.</summary>
    public string? Modality { get; init; }

    /// <summary>First day, yyyyMMdd; null means open.</summary>
    public string? StudyDateStart { get; init; }

    /// <summary>Last day, yyyyMMdd; null means open.</summary>
    public string? StudyDateEnd { get; init; }

    public string? SeriesInstanceUid { get; init; }

    public string? SeriesDescription { get; init; }

    /// <summary>Greater than 0.</summary>
    public int? SeriesNumber { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "criteria";
}
