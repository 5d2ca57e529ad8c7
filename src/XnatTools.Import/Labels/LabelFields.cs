using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Labels;

/// <summary>What a label template can take from a study: its fields by name, then the columns of its CSV row.</summary>
internal static class LabelFields
{
    private static readonly Dictionary<string, Func<PacsStudy, string?>> s_fields = new(StringComparer.Ordinal)
    {
        ["row"] = s => s.Row > 0 ? s.Row.ToString(CultureInfo.InvariantCulture) : null,
        ["subject"] = s => s.Subject,
        ["session"] = s => s.Session,
        ["modality"] = s => s.Modality.Length > 0 ? s.Modality[0] : s.Criteria?.Modality,
        ["studydate"] = s => s.StudyDate,
        ["studydescription"] = s => s.StudyDescription,
        ["studyid"] = s => s.StudyId,
        ["patientsex"] = s => s.PatientSex,
        ["seriescount"] = s => s.SeriesCount?.ToString(CultureInfo.InvariantCulture),
        ["pacsid"] = s => s.PacsId.ToString(CultureInfo.InvariantCulture),
        ["accessionnumber"] = s => s.AccessionNumber,
        ["patientid"] = s => s.PatientId,
        ["patientname"] = s => s.PatientName,
        ["patientbirthdate"] = s => s.PatientBirthDate,
        ["studyinstanceuid"] = s => s.StudyInstanceUid,
    };

    public static bool IsIdentifier(string name) => CsvHeadings.Key(name) is "accessionnumber" or "patientid" or "patientname" or "patientbirthdate" or "studyinstanceuid"
        || CsvHeadings.Find(name) is CsvField.AccessionNumber or CsvField.PatientId or CsvField.PatientName or CsvField.LastName or CsvField.FirstName or CsvField.PatientBirthDate or CsvField.StudyInstanceUid;

    /// <summary>The value, or null when the study has none of that name.</summary>
    public static string? Find(PacsStudy study, string name)
    {
        string key = CsvHeadings.Key(name);
        if (s_fields.TryGetValue(key, out Func<PacsStudy, string?>? field))
        {
            return field(study);
        }

        if (study.Criteria is not ImportRow row)
        {
            return null;
        }

        foreach (KeyValuePair<string, string> column in row.Other)
        {
            if (string.Equals(CsvHeadings.Key(column.Key), key, StringComparison.Ordinal))
            {
                return column.Value;
            }
        }

        return CsvHeadings.Find(name) switch
        {
            CsvField.AccessionNumber => row.AccessionNumber,
            CsvField.PatientId => row.PatientId,
            CsvField.LastName => row.LastName,
            CsvField.FirstName => row.FirstName,
            CsvField.PatientBirthDate => row.PatientBirthDate,
            CsvField.Modality => row.Modality,
            CsvField.StudyDate => row.StudyDate,
            CsvField.Subject => row.Subject,
            CsvField.Session => row.Session,
            _ => null,
        };
    }
}
