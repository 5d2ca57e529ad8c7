namespace XnatTools.Sandbox.Dqr;

/// <summary>What a PACS answered for one series, with what the plugin asks of its study.</summary>
internal sealed record FoundSeries
{
    public string SeriesInstanceUid { get; init; } = string.Empty;

    public string StudyInstanceUid { get; init; } = string.Empty;

    public int? SeriesNumber { get; init; }

    public string? Modality { get; init; }

    public string? SeriesDescription { get; init; }

    /// <summary><c>yyyyMMdd</c>.</summary>
    public string? StudyDate { get; init; }

    public string? StudyId { get; init; }

    public string? AccessionNumber { get; init; }

    public string? PatientId { get; init; }

    /// <summary>In DICOM's form, <c>Family^Given</c>.</summary>
    public string? PatientName { get; init; }
}
