using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Query;

/// <summary>The keys of queries (PS3.4 C.6.2): what is matched, and what shall come back.</summary>
internal static class QueryKeys
{
    private static readonly DicomTag[] s_study =
    [
        DicomTags.StudyDate, DicomTags.StudyTime, DicomTags.AccessionNumber, DicomTags.ModalitiesInStudy, DicomTags.ReferringPhysicianName,
        DicomTags.StudyDescription, DicomTags.PatientName, DicomTags.PatientId, DicomTags.PatientBirthDate, DicomTags.PatientSex,
        DicomTags.StudyInstanceUid, DicomTags.StudyId, DicomTags.NumberOfStudyRelatedSeries, DicomTags.NumberOfStudyRelatedInstances,
    ];

    private static readonly DicomTag[] s_series =
    [
        DicomTags.Modality, DicomTags.SeriesDescription, DicomTags.SeriesInstanceUid, DicomTags.SeriesNumber, DicomTags.NumberOfSeriesRelatedInstances,
    ];

    private static readonly DicomTag[] s_instance = [DicomTags.SopClassUid, DicomTags.SopInstanceUid];

    /// <summary>Studies that match a row.</summary>
    public static DicomDataset Study(ImportRow row)
    {
        DicomDataset keys = Level("STUDY", Name(row));
        Put(keys, s_study);
        Match(keys, DicomTags.AccessionNumber, row.AccessionNumber);
        Match(keys, DicomTags.StudyInstanceUid, row.StudyInstanceUid);
        Match(keys, DicomTags.PatientId, row.PatientId);
        Match(keys, DicomTags.StudyDate, Dates(row.StudyDate));
        Match(keys, DicomTags.PatientBirthDate, Dates(row.PatientBirthDate));
        Match(keys, DicomTags.ModalitiesInStudy, row.Modality);
        Match(keys, DicomTags.PatientName, Name(row));
        return keys;
    }

    /// <summary>The series of a study.</summary>
    public static DicomDataset Series(string studyInstanceUid, string? patientId)
    {
        DicomDataset keys = Level("SERIES", patientId);
        Put(keys, s_series);
        Parents(keys, studyInstanceUid, patientId);
        return keys;
    }

    /// <summary>The instances of a series.</summary>
    public static DicomDataset Instances(string studyInstanceUid, string seriesInstanceUid, string? patientId)
    {
        DicomDataset keys = Level("IMAGE", patientId);
        Put(keys, s_instance);
        Parents(keys, studyInstanceUid, patientId);
        keys.SetString(DicomTags.SeriesInstanceUid, seriesInstanceUid);
        return keys;
    }

    /// <summary>What C-MOVE and C-GET ask for: a study, series of it, or instances of one series.</summary>
    public static DicomDataset Retrieve(string studyInstanceUid, IReadOnlyList<string> series, IReadOnlyList<string> instances, string? patientId)
    {
        DicomDataset keys = Level(instances.Count > 0 ? "IMAGE" : series.Count > 0 ? "SERIES" : "STUDY", patientId);
        Parents(keys, studyInstanceUid, patientId);
        if (series.Count > 0)
        {
            keys.SetString(DicomTags.SeriesInstanceUid, [.. series]);
        }

        if (instances.Count > 0)
        {
            keys.SetString(DicomTags.SopInstanceUid, [.. instances]);
        }

        return keys;
    }

    private static DicomDataset Level(string level, string? text)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, level);
        if (text is not null && !IsAscii(text))
        {
            // The narrowest that has the characters: every PACS knows Latin-1, not every one UTF-8.
            keys.SetString(DicomTags.SpecificCharacterSet, IsLatin(text) ? "ISO_IR 100" : "ISO_IR 192");
        }

        return keys;
    }

    private static void Parents(DicomDataset keys, string studyInstanceUid, string? patientId)
    {
        keys.SetString(DicomTags.StudyInstanceUid, studyInstanceUid);
        if (patientId is not null)
        {
            // Wanted by patient root only; study root does not have it below the study level.
            keys.SetString(DicomTags.PatientId, patientId);
        }
    }

    private static void Put(DicomDataset keys, DicomTag[] tags)
    {
        foreach (DicomTag tag in tags)
        {
            keys.SetString(tag);
        }
    }

    private static void Match(DicomDataset keys, DicomTag tag, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            keys.SetString(tag, value!.Trim());
        }
    }

    /// <summary>A day or a range in DICOM's own form, without the separators that people write.</summary>
    private static string? Dates(string? value) => string.IsNullOrWhiteSpace(value) || value!.Trim() == "-"
        ? null
        : value.Length == 10 && value[4] == '-' ? value.Replace("-", "") : value.Replace("/", "");

    /// <summary>Wider than the row by what may follow the names; the answer is held against the row again.</summary>
    private static string? Name(ImportRow row)
    {
        string? last = string.IsNullOrWhiteSpace(row.LastName) ? null : row.LastName!.Trim();
        string? first = string.IsNullOrWhiteSpace(row.FirstName) ? null : row.FirstName!.Trim();
        return (last, first) switch
        {
            (null, null) => null,
            (_, null) => last!.EndsWith("*", StringComparison.Ordinal) ? last : last + "*",
            (null, _) => $"*^{first}*",
            _ => $"{last}^{first}*",
        };
    }

    private static bool IsAscii(string text) => Below(text, '\u0080');

    private static bool IsLatin(string text) => Below(text, '\u0100');

    private static bool Below(string text, char limit)
    {
        foreach (char c in text)
        {
            if (c >= limit)
            {
                return false;
            }
        }

        return true;
    }
}
