namespace XnatTools.Sandbox.Dqr;

/// <summary>What a PACS answered for one study. Texts are null when the answer lacks them.</summary>
internal sealed record FoundStudy
{
    public string StudyInstanceUid { get; init; } = string.Empty;

    public string? StudyId { get; init; }

    public string? StudyDescription { get; init; }

    public string? AccessionNumber { get; init; }

    /// <summary><c>yyyyMMdd</c>.</summary>
    public string? StudyDate { get; init; }

    public string[] Modalities { get; init; } = [];

    public string? ReferringPhysicianName { get; init; }

    public string? PatientId { get; init; }

    /// <summary>In DICOM's form, <c>Family^Given</c>.</summary>
    public string? PatientName { get; init; }

    /// <summary><c>yyyyMMdd</c>.</summary>
    public string? PatientBirthDate { get; init; }

    public string? PatientSex { get; init; }
}
