using System;
using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>Compares the header of an arrived object with the labels it should have, and with the identifiers it must not have.</summary>
internal static class CanaryCheck
{
    private const int ShortestIdentifier = 4;

    /// <summary>Maker, hospital, its address, station, department, model.</summary>
    private static readonly string[] s_places = ["(0008,0070)", "(0008,0080)", "(0008,0081)", "(0008,1010)", "(0008,1040)", "(0008,1090)"];

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
                Add(parts, part, study.Labels, 2);
            }
        }

        return parts;
    }

    /// <summary>
    /// Among what is about the patient one part tells; elsewhere, where physicians, hospitals and makers share names, it takes two. A
    /// name of one part tells as a whole word, but for what names the device and its place.
    /// </summary>
    private static bool HasName(string tag, string value, List<string> parts)
    {
        int found = 0;
        bool strong = false;
        foreach (string part in parts)
        {
            bool tells = Tells(part);
            if (tells ? Has(value, part) : HasWord(value, part))
            {
                found++;
                strong |= tells;
            }
        }

        bool patient = tag.StartsWith("(0010,", StringComparison.Ordinal);
        return (found >= 2 && (strong || patient))
            || (found == 1 && strong && patient)
            || (found == 1 && strong && parts.Count == 1 && HasWord(value, parts[0]) && Array.IndexOf(s_places, tag) < 0);
    }

    /// <summary>Long enough not to stand in any word, or not written with letters of which words are made.</summary>
    private static bool Tells(string part) => part.Length >= ShortestIdentifier || part[0] >= '\u2E80';

    private static bool HasWord(string value, string part)
    {
        for (int at = value.IndexOf(part, StringComparison.OrdinalIgnoreCase); at >= 0; at = value.IndexOf(part, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = at + part.Length;
            if (part[0] >= '\u2E80' || ((at == 0 || !char.IsLetterOrDigit(value[at - 1])) && (end == value.Length || !char.IsLetterOrDigit(value[end]))))
            {
                return true;
            }
        }

        return false;
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

    private static void Add(List<string> values, string? value, RelabelMap labels, int shortest = ShortestIdentifier)
    {
        string text = value?.Trim() ?? "";
        if (text.Length < shortest)
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
