using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Query;

/// <summary>Reads answers of a PACS. A key that is missing stays unknown; nothing is guessed.</summary>
internal static class QueryAnswers
{
    public static PacsStudy Study(DicomDataset answer, string node) => new()
    {
        Node = node,
        StudyInstanceUid = Text(answer, DicomTags.StudyInstanceUid) ?? "",
        StudyId = Text(answer, DicomTags.StudyId),
        StudyDescription = Text(answer, DicomTags.StudyDescription),
        AccessionNumber = Text(answer, DicomTags.AccessionNumber),
        StudyDate = Text(answer, DicomTags.StudyDate),
        Modality = Texts(answer, DicomTags.ModalitiesInStudy),
        ReferringPhysicianName = Text(answer, DicomTags.ReferringPhysicianName),
        PatientId = Text(answer, DicomTags.PatientId),
        PatientName = Text(answer, DicomTags.PatientName),
        PatientSex = Text(answer, DicomTags.PatientSex),
        PatientBirthDate = Text(answer, DicomTags.PatientBirthDate),
        SeriesCount = Count(answer, DicomTags.NumberOfStudyRelatedSeries),
        InstanceCount = Count(answer, DicomTags.NumberOfStudyRelatedInstances),
    };

    public static PacsSeries Series(DicomDataset answer, string studyInstanceUid, string node) => new()
    {
        Node = node,
        StudyInstanceUid = studyInstanceUid,
        SeriesInstanceUid = Text(answer, DicomTags.SeriesInstanceUid) ?? "",
        SeriesNumber = Count(answer, DicomTags.SeriesNumber, negative: true),
        Modality = Text(answer, DicomTags.Modality),
        SeriesDescription = Text(answer, DicomTags.SeriesDescription),
        InstanceCount = Count(answer, DicomTags.NumberOfSeriesRelatedInstances),
    };

    public static string? Text(DicomDataset answer, DicomTag tag)
    {
        string? value = answer.GetString(tag)?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static string[] Texts(DicomDataset answer, DicomTag tag)
    {
        List<string> values = [];
        foreach (string value in answer.GetStrings(tag))
        {
            if (value.Trim() is { Length: > 0 } text)
            {
                values.Add(text);
            }
        }

        return [.. values];
    }

    private static int? Count(DicomDataset answer, DicomTag tag, bool negative = false)
    {
        try
        {
            return answer.GetInt32(tag) is int number && (negative || number >= 0) ? number : null;
        }
        catch (DicomException)
        {
            return null; // No number at all: not known.
        }
    }
}
