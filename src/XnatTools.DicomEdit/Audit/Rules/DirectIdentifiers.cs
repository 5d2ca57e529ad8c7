using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Attributes that name a patient or a visit outright, and the labels that may stand in them instead.</summary>
internal sealed class DirectIdentifiers
{
    private static readonly HashSet<uint> s_tags =
    [
        0x00080050, // accession number
        0x00100010, 0x00100020, 0x00100030, 0x00100032, // name, id, birth date and time
        0x00101000, 0x00101001, 0x00101002, 0x00101005, 0x00101040, 0x00101050, 0x00101060, 0x00101090, // other ids and names, address, insurance, record
        0x00102154, 0x00102155, 0x00102297, 0x00102299, // telephone, telecommunications, responsible person and organisation
        0x00380010, 0x00380400, // admission id, the patient's residence
        0x00401103, 0x00401104, // person's telephone numbers and telecommunications
    ];

    private static readonly HashSet<string> s_dummies = new(StringComparer.OrdinalIgnoreCase)
    {
        "removed", "deidentified", "de-identified", "pseudo", "pseudonym", "unknown", "patient", "subject", "none", "name", "noname", "phantom", "volunteer", "study", "test", "sample",
    };

    private readonly Dictionary<uint, List<string>> _labels = [];

    public DirectIdentifiers(string? project, string? subject, string? session)
    {
        // What the relabelling of a session writes: name and id are the subject, the accession number is the session.
        Allow(DicomTags.PatientName, subject);
        Allow(DicomTags.PatientId, subject);
        Allow(DicomTags.PatientId, session);
        Allow(DicomTags.AccessionNumber, session);
        Allow(DicomTags.StudyDescription, project);
        Allow(DicomTags.StudyId, session);
        Allow(DicomTags.StudyId, session is null ? null : session + " Study");
    }

    public static bool Contains(DicomTag tag) => s_tags.Contains(tag.Value);

    /// <summary>Tells whether the value is the label that belongs there.</summary>
    public bool IsLabel(DicomTag tag, string value)
    {
        if (_labels.TryGetValue(tag.Value, out List<string>? labels))
        {
            foreach (string label in labels)
            {
                if (string.Equals(label, value.Trim(), StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Tells whether labels were given for the element.</summary>
    public bool HasLabel(DicomTag tag) => _labels.ContainsKey(tag.Value);

    /// <summary>
    /// A value that reads as a name of a person: two words or more of letters, and no word of a dummy. Beside a ^ an initial counts
    /// as a word, and digits elsewhere do not make a pseudonym of it; ideographs are words by themselves.
    /// </summary>
    public static bool IsReadableName(string value)
    {
        bool caret = value.Trim('^', ' ', '=').IndexOf('^') > 0;
        int words = 0;
        bool substantial = false;
        int start = 0;
        for (int i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && (char.IsLetterOrDigit(value[i]) || value[i] is '-' or '\'' or '_'))
            {
                continue;
            }

            string word = value.Substring(start, i - start);
            start = i + 1;
            if (word.Length == 0)
            {
                continue;
            }

            if (s_dummies.Contains(word) || word.StartsWith("anon", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            if (!IsLetters(word))
            {
                if (!caret)
                {
                    return false;
                }

                continue;
            }

            bool whole = word.Length >= 2 || word[0] > 0x2E80;
            words += whole || caret ? 1 : 0;
            substantial |= whole;
        }

        return words >= 2 && substantial;
    }

    private static bool IsLetters(string word)
    {
        bool letter = false;
        foreach (char c in word)
        {
            if (char.IsDigit(c) || c == '_')
            {
                return false;
            }

            letter |= char.IsLetter(c);
        }

        return letter;
    }

    private void Allow(DicomTag tag, string? label)
    {
        if (!string.IsNullOrWhiteSpace(label))
        {
            if (!_labels.TryGetValue(tag.Value, out List<string>? labels))
            {
                _labels[tag.Value] = labels = [];
            }

            labels.Add(label!.Trim());
        }
    }
}
