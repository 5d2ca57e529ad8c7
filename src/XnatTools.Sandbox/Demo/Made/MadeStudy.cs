using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Sandbox.Demo;

/// <summary>A study that was made: what its files say.</summary>
public sealed class MadeStudy
{
    public string StudyInstanceUid { get; init; } = "";

    public string PatientId { get; init; } = "";

    /// <summary>DICOM form, Family^Given.</summary>
    public string PatientName { get; init; } = "";

    /// <summary>M or F.</summary>
    public string PatientSex { get; init; } = "";

    /// <summary>yyyyMMdd.</summary>
    public string PatientBirthDate { get; init; } = "";

    /// <summary>With leading zeros, which spreadsheets lose.</summary>
    public string AccessionNumber { get; init; } = "";

    /// <summary>yyyyMMdd.</summary>
    public string StudyDate { get; init; } = "";

    /// <summary>HHmmss.</summary>
    public string StudyTime { get; init; } = "";

    public string StudyId { get; init; } = "";

    public string StudyDescription { get; init; } = "";

    /// <summary>Modality of its images.</summary>
    public string Modality { get; init; } = "";

    public IReadOnlyList<MadeSeries> Series { get; init; } = [];

    public int InstanceCount => Series.Sum(s => s.InstanceCount);
}
