using System;
using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>Compares the header of an arrived object with the labels it should have, and with the identifiers it must not have.</summary>
internal static class CanaryCheck
{
    private const int ShortestIdentifier = 4;

    /// <summary>What is wrong, by tags and never by values; null when nothing is.</summary>
    public static string? Look(PacsStudy study, IReadOnlyList<DicomHeaderElement> header)
    {
        if (header.Count == 0)
        {
            return "its header cannot be read.";
        }

        List<string> wrong = [];
        foreach ((string tag, string? label) in Wanted(study.Labels))
        {
            if (label is not null && !string.Equals(Value(header, tag), label, StringComparison.Ordinal))
            {
                wrong.Add(tag);
            }
        }

        if (wrong.Count > 0)
        {
            return $"{string.Join(", ", wrong)} is not what the labels say.";
        }

        List<string> gone = Forbidden(study);
        List<string> name = NameParts(study);
        foreach (DicomHeaderElement element in header)
        {
            if (element.Value is string value && !wrong.Contains(element.Tag) && (gone.Exists(g => Has(value, g)) || HasName(element.Tag, value, name)))
            {
                wrong.Add(element.Tag);
            }
        }

        return wrong.Count == 0 ? null : $"{string.Join(", ", wrong)} still holds an identifier of the patient.";
    }

    /// <summary>What the plugin's script sets (specs/xnat-dqr-api.md 5.1); a more special label wins over subject and session.</summary>
    private static (string Tag, string? Label)[] Wanted(RelabelMap labels) =>
    [
        ("(0010,0010)", labels.PatientName ?? labels.Subject),
        ("(0010,0020)", labels.PatientId ?? labels.Subject),
        ("(0020,0010)", labels.StudyId ?? labels.Session),
        ("(0008,0050)", labels.AccessionNumber ?? labels.Session),
        ("(0008,0020)", labels.StudyDate),
        ("(0010,0030)", labels.PatientBirthDate),
    ];

    /// <summary>Parts of the patient's name, where a label replaces it.</summary>
    private static List<string> NameParts(PacsStudy study)
    {
        List<string> parts = [];
        if (study.Labels.Subject is not null || study.Labels.PatientName is not null)
        {
            foreach (string part in (study.PatientName ?? "").Split('^', '=', ' '))
            {
                Add(parts, part, study.Labels);
            }
        }

        return parts;
    }

    /// <summary>Among what is about the patient one part tells; elsewhere, where physicians share family names, it takes two.</summary>
    private static bool HasName(string tag, string value, List<string> parts)
    {
        int found = 0;
        foreach (string part in parts)
        {
            found += Has(value, part) ? 1 : 0;
        }

        return found >= 2 || (found == 1 && (parts.Count == 1 || tag.StartsWith("(0010,", StringComparison.Ordinal)));
    }

    private static bool Has(string value, string part) => value.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Patient ID and accession number, where labels replace them and they are not themselves part of a label.</summary>
    private static List<string> Forbidden(PacsStudy study)
    {
        RelabelMap labels = study.Labels;
        List<string> values = [];
        if (labels.Subject is not null || labels.PatientId is not null)
        {
            Add(values, study.PatientId, labels);
        }

        if (labels.Session is not null || labels.AccessionNumber is not null)
        {
            Add(values, study.AccessionNumber, labels);
        }

        return values;
    }

    private static void Add(List<string> values, string? value, RelabelMap labels)
    {
        string text = value?.Trim() ?? "";
        if (text.Length < ShortestIdentifier)
        {
            return;
        }

        foreach (KeyValuePair<string, string> label in labels.ToEntries())
        {
            if (label.Value.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return;
            }
        }

        values.Add(text);
    }

    private static string? Value(IReadOnlyList<DicomHeaderElement> header, string tag)
    {
        foreach (DicomHeaderElement element in header)
        {
            if (string.Equals(element.Tag, tag, StringComparison.OrdinalIgnoreCase))
            {
                return element.Value?.Trim();
            }
        }

        return null;
    }
}
