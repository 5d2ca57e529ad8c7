namespace XnatTools.Sandbox.Filing;

/// <summary>The elements of an object that decide where it is filed and what its session and scan are called.</summary>
internal sealed class ArrivedHeader
{
    public string StudyInstanceUid { get; init; } = "";

    public string SeriesInstanceUid { get; init; } = "";

    public string SopInstanceUid { get; init; } = "";

    public string SopClassUid { get; init; } = "";

    public string Modality { get; init; } = "";

    public string SeriesNumber { get; init; } = "";

    public string InstanceNumber { get; init; } = "";

    public string SeriesDescription { get; init; } = "";

    public string StudyDescription { get; init; } = "";

    public string AccessionNumber { get; init; } = "";

    public string StudyId { get; init; } = "";

    public string PatientName { get; init; } = "";

    public string PatientId { get; init; } = "";

    public string StudyDate { get; init; } = "";

    public string StudyTime { get; init; } = "";

    /// <summary>(0010,4000).</summary>
    public string PatientComments { get; init; } = "";

    /// <summary>(0032,4000).</summary>
    public string StudyComments { get; init; } = "";

    /// <summary>(0010,21B0).</summary>
    public string AdditionalPatientHistory { get; init; } = "";

    /// <summary>Station name, for the session's scanner.</summary>
    public string StationName { get; init; } = "";

    public int Frames { get; init; } = 1;
}
