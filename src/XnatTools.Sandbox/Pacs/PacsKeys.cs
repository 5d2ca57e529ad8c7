using System;
using System.Linq;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Pacs;

/// <summary>The identifiers that XNAT sends to a PACS, and how it reads the answers.</summary>
internal static class PacsKeys
{
    public static DicomDataset Study(PacsCriteria criteria)
    {
        DicomDataset keys = Level("STUDY");
        string? name = criteria.DicomPatientName();
        if (!IsAscii(name) || !IsAscii(criteria.PatientId) || !IsAscii(criteria.AccessionNumber) || !IsAscii(criteria.SeriesDescription))
        {
            keys.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        }

        // The library's own study keys, and what the plugin adds.
        Set(keys, DicomTags.StudyDate, criteria.StudyDateRange?.ToDicom());
        Set(keys, DicomTags.StudyTime, null);
        Set(keys, DicomTags.AccessionNumber, criteria.AccessionNumber);
        Set(keys, DicomTags.ModalitiesInStudy, criteria.Modality);
        Set(keys, DicomTags.ReferringPhysicianName, null);
        Set(keys, DicomTags.StudyDescription, null);
        Set(keys, DicomTags.PatientName, name);
        Set(keys, DicomTags.PatientId, criteria.PatientId);
        Set(keys, DicomTags.PatientBirthDate, criteria.Dob);
        Set(keys, DicomTags.PatientSex, null);
        Set(keys, DicomTags.StudyInstanceUid, criteria.StudyInstanceUid);
        Set(keys, DicomTags.StudyId, criteria.StudyId);
        Set(keys, DicomTags.NumberOfStudyRelatedSeries, null);
        Set(keys, DicomTags.NumberOfStudyRelatedInstances, null);
        SetGiven(keys, DicomTags.SeriesInstanceUid, criteria.SeriesInstanceUid);
        SetGiven(keys, DicomTags.SeriesDescription, criteria.SeriesDescription);
        SetGiven(keys, DicomTags.SeriesNumber, criteria.SeriesNumber > 0 ? criteria.SeriesNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        return keys;
    }

    public static DicomDataset Series(string studyInstanceUid)
    {
        DicomDataset keys = Level("SERIES");
        Set(keys, DicomTags.StudyInstanceUid, studyInstanceUid);
        foreach (DicomTag tag in new[]
        {
            DicomTags.SeriesInstanceUid, DicomTags.SeriesNumber, DicomTags.Modality, DicomTags.SeriesDescription, DicomTags.StudyDate, DicomTags.StudyId,
            DicomTags.AccessionNumber, DicomTags.PatientId, DicomTags.PatientName, DicomTags.NumberOfSeriesRelatedInstances,
        })
        {
            Set(keys, tag, null);
        }

        return keys;
    }

    public static DicomDataset Move(string studyInstanceUid, string seriesInstanceUid)
    {
        DicomDataset keys = Level("SERIES");
        Set(keys, DicomTags.StudyInstanceUid, studyInstanceUid);
        Set(keys, DicomTags.SeriesInstanceUid, seriesInstanceUid);
        return keys;
    }

    public static FoundStudy ReadStudy(DicomDataset answer) => new()
    {
        StudyInstanceUid = Text(answer, DicomTags.StudyInstanceUid) ?? string.Empty,
        StudyId = Text(answer, DicomTags.StudyId),
        StudyDescription = Text(answer, DicomTags.StudyDescription),
        AccessionNumber = Text(answer, DicomTags.AccessionNumber),
        StudyDate = Text(answer, DicomTags.StudyDate),
        Modalities = [.. answer.GetStrings(DicomTags.ModalitiesInStudy).Where(one => one.Length > 0)],
        ReferringPhysicianName = Text(answer, DicomTags.ReferringPhysicianName),
        PatientId = Text(answer, DicomTags.PatientId),
        PatientName = Text(answer, DicomTags.PatientName),
        PatientBirthDate = Text(answer, DicomTags.PatientBirthDate),
        PatientSex = Text(answer, DicomTags.PatientSex),
    };

    public static FoundSeries ReadSeries(DicomDataset answer, string studyInstanceUid) => new()
    {
        SeriesInstanceUid = Text(answer, DicomTags.SeriesInstanceUid) ?? string.Empty,
        StudyInstanceUid = studyInstanceUid,
        SeriesNumber = answer.GetInt32(DicomTags.SeriesNumber),
        Modality = Text(answer, DicomTags.Modality),
        SeriesDescription = Text(answer, DicomTags.SeriesDescription),
        StudyDate = Text(answer, DicomTags.StudyDate),
        StudyId = Text(answer, DicomTags.StudyId),
        AccessionNumber = Text(answer, DicomTags.AccessionNumber),
        PatientId = Text(answer, DicomTags.PatientId),
        PatientName = Text(answer, DicomTags.PatientName),
    };

    private static DicomDataset Level(string level)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, level);
        return keys;
    }

    // A value goes to the PACS as it was given, lists with backslashes included.
    private static void Set(DicomDataset keys, DicomTag tag, string? value)
    {
        if (value is null)
        {
            keys.SetString(tag);
        }
        else
        {
            keys.SetString(tag, value.Split('\\'));
        }
    }

    private static void SetGiven(DicomDataset keys, DicomTag tag, string? value)
    {
        if (value is not null)
        {
            Set(keys, tag, value);
        }
    }

    private static string? Text(DicomDataset answer, DicomTag tag) => answer.GetString(tag) is { Length: > 0 } text ? text : null;

    private static bool IsAscii(string? text) => text is null || text.All(char.IsAscii);
}
