using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>
/// The one table of headings: the server's own (specs/xnat-dqr-api.md 5.1), in the order they are written, and the usual other
/// spellings. They are compared without case, spaces, underscores and punctuation.
/// </summary>
public static class CsvHeadings
{
    private static readonly (CsvField Field, string Canonical, string[] Aliases)[] s_table =
    [
        (CsvField.AccessionNumber, "Accession Number", ["Accession", "Accession No", "Accession Num", "Accession Nr", "Accession #", "Acc No", "Acc Number", "Acc", "Accession ID", "Exam Accession", "Accession Numbers", "00080050"]),
        (CsvField.StudyInstanceUid, "Study Instance UID", ["Study UID", "StudyInstanceUIDs", "Study IUID", "SUID", "0020000D"]),
        (CsvField.PatientId, "Patient ID", ["MRN", "Medical Record Number", "Hospital Number", "Hospital No", "Hospital ID", "Patient Number", "Patient No", "Patient Identifier", "Pat ID", "PID", "Patients ID", "00100020"]),
        (CsvField.StudyDate, "Study Date", ["Date of Study", "Exam Date", "Examination Date", "Date of Exam", "Scan Date", "Study Date Range", "StudyDt", "00080020"]),
        (CsvField.LastName, "Last Name", ["Surname", "Family Name", "Patient Last Name", "Patient Surname"]),
        (CsvField.FirstName, "First Name", ["Forename", "Given Name", "Patient First Name", "Patient Forename"]),
        (CsvField.PatientBirthDate, "DOB", ["Date of Birth", "Birth Date", "Patient Birth Date", "Patients Birth Date", "Patient DOB", "Birthdate", "00100030"]),
        (CsvField.Modality, "Modality", ["Modalities", "Modalities in Study", "Study Modality", "00080061"]),
        (CsvField.Subject, "Subject", ["Subject Label", "Subject ID", "Subject Name", "XNAT Subject", "XNAT Subject ID", "XNAT Subject Label"]),
        (CsvField.Session, "Session", ["Session Label", "Session ID", "Session Name", "XNAT Session", "XNAT Session Label", "Experiment", "Experiment Label", "Image Session"]),
        (CsvField.RelabelPatientName, "Relabel Patient Name", []),
        (CsvField.RelabelPatientId, "Relabel Patient ID", []),
        (CsvField.RelabelStudyId, "Relabel Study ID", []),
        (CsvField.RelabelAccessionNumber, "Relabel Accession Number", ["Relabel Accession"]),
        (CsvField.RelabelStudyDate, "Relabel Study Date", []),
        (CsvField.RelabelPatientBirthDate, "Relabel Patient Birth Date", ["Relabel DOB", "Relabel Birth Date"]),
        (CsvField.PatientName, "Patient Name", ["Patients Name", "Full Name", "00100010"]),
        (CsvField.NotSearchable, "Study ID", ["Study Time", "Exam Time", "Series Instance UID", "Series UID", "Series Description", "Series Number", "SOP Instance UID", "Patient Sex", "Sex", "Gender", "Study Description", "Exam Description", "Referring Physician", "Referring Physician Name", "Body Part", "Body Part Examined", "Institution", "Institution Name", "Acquisition Date", "Series Date"]),
        (CsvField.Ambiguous, "ID", ["Name", "Date", "Identifier", "Patient", "Study", "UID", "Exam", "Label", "NHS Number", "NHS No"]),
    ];

    private static readonly Dictionary<string, CsvField> s_byKey = BuildKeys();

    private static readonly string[] s_searchAttributesThatNarrow = ["studyid", "studytime", "examtime", "seriesinstanceuid", "seriesuid", "sopinstanceuid", "acquisitiondate", "seriesdate"];

    /// <summary>The headings the server knows, in the order they are written.</summary>
    public static IReadOnlyList<string> Canonical { get; } = BuildCanonical();

    /// <summary>Every field with its heading and other accepted spellings, for the documentation.</summary>
    public static IEnumerable<KeyValuePair<CsvField, string[]>> Spellings
    {
        get
        {
            foreach ((CsvField field, string canonical, string[] aliases) in s_table)
            {
                string[] all = new string[aliases.Length + 1];
                all[0] = canonical;
                aliases.CopyTo(all, 1);
                yield return new KeyValuePair<CsvField, string[]>(field, all);
            }
        }
    }

    /// <summary>The server's heading of a field it knows.</summary>
    public static string NameOf(CsvField field) => field is >= CsvField.AccessionNumber and <= CsvField.PatientName
        ? s_table[(int)field].Canonical
        : throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>What a heading means, compared leniently.</summary>
    public static CsvField Find(string heading) => s_byKey.TryGetValue(Key(heading), out CsvField field) ? field : CsvField.Unknown;

    /// <summary>
    /// The field a heading was probably meant to be: look-alike letters replaced, or one or two letters wrong. Only search columns
    /// and labels are looked for, since only their loss does harm.
    /// </summary>
    internal static CsvField FindSimilar(string heading)
    {
        string key = Key(Confusables.Skeleton(heading));
        if (key.Length < 3)
        {
            return CsvField.Unknown;
        }

        if (s_byKey.TryGetValue(key, out CsvField exact))
        {
            return IsDangerousToLose(exact) ? exact : CsvField.Unknown;
        }

        CsvField best = CsvField.Unknown;
        int bestDistance = int.MaxValue;
        foreach (KeyValuePair<string, CsvField> entry in s_byKey)
        {
            int allowed = entry.Key.Length >= 8 ? 2 : entry.Key.Length >= 5 ? 1 : 0;
            if (allowed == 0 || Math.Abs(entry.Key.Length - key.Length) > allowed)
            {
                continue;
            }

            int distance = EditDistance.Between(entry.Key, key, allowed);
            if (distance <= allowed && distance < bestDistance)
            {
                best = entry.Value;
                bestDistance = distance;
            }
        }

        return IsDangerousToLose(best) ? best : CsvField.Unknown;
    }

    /// <summary>True when ignoring the column makes a search broader than the file says.</summary>
    internal static bool Narrows(CsvColumn column) => column.Field == CsvField.Ambiguous
        || (column.Field == CsvField.NotSearchable && Array.IndexOf(s_searchAttributesThatNarrow, Key(column.Heading)) >= 0);

    /// <summary>Letters and digits in small letters: what headings are compared by.</summary>
    internal static string Key(string heading)
    {
        StringBuilder key = new(heading.Length);
        foreach (char c in heading)
        {
            if (char.IsLetterOrDigit(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        return key.ToString();
    }

    private static bool IsDangerousToLose(CsvField field) => field is >= CsvField.AccessionNumber and <= CsvField.PatientName;

    private static Dictionary<string, CsvField> BuildKeys()
    {
        Dictionary<string, CsvField> keys = new(StringComparer.Ordinal);
        foreach ((CsvField field, string canonical, string[] aliases) in s_table)
        {
            keys[Key(canonical)] = field;
            foreach (string alias in aliases)
            {
                keys[Key(alias)] = field;
            }
        }

        return keys;
    }

    private static List<string> BuildCanonical()
    {
        List<string> names = [];
        foreach ((CsvField field, string canonical, _) in s_table)
        {
            if (field <= CsvField.RelabelPatientBirthDate)
            {
                names.Add(canonical);
            }
        }

        return names;
    }
}
