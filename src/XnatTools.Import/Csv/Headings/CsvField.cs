namespace XnatTools.Import.Csv;

/// <summary>What a column means.</summary>
public enum CsvField
{
    /// <summary>A column XnatTools does not use.</summary>
    Unknown = -1,

    AccessionNumber = 0,
    StudyInstanceUid,
    PatientId,
    StudyDate,
    LastName,
    FirstName,
    PatientBirthDate,
    Modality,

    Subject,
    Session,
    RelabelPatientName,
    RelabelPatientId,
    RelabelStudyId,
    RelabelAccessionNumber,
    RelabelStudyDate,
    RelabelPatientBirthDate,

    /// <summary>A whole name in one cell, taken apart into last and first name.</summary>
    PatientName,

    /// <summary>A DICOM attribute that the plugin cannot search by from a file.</summary>
    NotSearchable,

    /// <summary>A heading that could mean several things.</summary>
    Ambiguous,
}
