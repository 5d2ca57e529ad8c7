namespace XnatTools.Dicom;

/// <summary>Information models for queries.</summary>
public enum DicomQueryRoot
{
    /// <summary>Study root.</summary>
    Study,

    /// <summary>Patient root.</summary>
    Patient,

    /// <summary>Modality worklist (C-FIND only).</summary>
    Worklist,
}
