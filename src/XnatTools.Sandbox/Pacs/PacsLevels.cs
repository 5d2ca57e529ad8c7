using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Which level of the hierarchy an attribute belongs to: one below the level asked at has no say, and no value.</summary>
internal static class PacsLevels
{
    private static readonly HashSet<string> s_series =
    [
        "SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription", "SeriesDate", "SeriesTime", "BodyPartExamined", "ProtocolName",
        "Laterality", "NumberOfSeriesRelatedInstances", "Manufacturer", "ManufacturerModelName", "StationName", "PerformingPhysicianName",
        "OperatorsName", "InstitutionName", "PerformedProcedureStepStartDate", "PerformedProcedureStepDescription", "FrameOfReferenceUID", "PatientPosition",
    ];

    private static readonly HashSet<string> s_image =
    [
        "SOPInstanceUID", "SOPClassUID", "InstanceNumber", "Rows", "Columns", "BitsAllocated", "NumberOfFrames", "ContentDate", "ContentTime",
        "AcquisitionDate", "AcquisitionTime", "AcquisitionNumber", "ImageType", "SliceLocation", "ImagePositionPatient", "ImageOrientationPatient",
    ];

    private static readonly HashSet<string> s_patient =
    [
        "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientBirthTime", "PatientSex", "OtherPatientIDs", "OtherPatientNames",
        "EthnicGroup", "PatientComments", "NumberOfPatientRelatedStudies", "NumberOfPatientRelatedSeries", "NumberOfPatientRelatedInstances",
    ];

    /// <summary>0 patient, 1 study, 2 series, 3 image; null for a word that is no level.</summary>
    public static int? Parse(string? level) => level?.Trim() switch
    {
        "PATIENT" => 0,
        "STUDY" => 1,
        "SERIES" => 2,
        "IMAGE" => 3,
        _ => null,
    };

    public static int LevelOf(DicomTag tag)
    {
        string keyword = DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry) ? entry.Keyword : string.Empty;
        return s_patient.Contains(keyword) ? 0 : s_series.Contains(keyword) ? 2 : s_image.Contains(keyword) ? 3 : 1;
    }
}
