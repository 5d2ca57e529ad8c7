using System;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>High-resolution MR of the head: a face can be made of it, and hospitals mask faces before such images leave.</summary>
internal static class FaceRisk
{
    private static readonly DicomTag s_recognizable = new(0x00280302);
    private static readonly DicomTag s_method = new(0x00120063);
    private static readonly DicomTag s_bodyPart = new(0x00180015);
    private static readonly DicomTag s_protocol = new(0x00181030);
    private static readonly DicomTag s_sliceThickness = new(0x00180050);

    /// <summary>Parts of words that mean a head wherever they stand.</summary>
    private static readonly string[] s_anywhere = ["head", "brain", "skull", "neuro", "mprage", "mp2 rage", "cranial", "cerebr", "orbit", "pituit", "hippocamp"];

    /// <summary>Beginnings of words: within one they mean something else, as in surface or cardiac.</summary>
    private static readonly string[] s_beginnings = ["face", "facial", "bravo", "flair", "iac", "iam"];

    public static void Check(DicomDataset dataset, string modality, ObjectFindings findings)
    {
        string? recognizable = dataset.GetString(s_recognizable);
        if (recognizable == "YES")
        {
            findings.Add(IdentitySeverity.High, "Face", s_recognizable.ToString(), "The image says that a person can be recognised in it.", "RecognizableVisualFeatures");
            return;
        }

        if (modality != "MR" || recognizable == "NO")
        {
            return;
        }

        string words = Words(dataset.GetString(s_bodyPart), dataset.GetString(DicomTags.SeriesDescription), dataset.GetString(s_protocol), dataset.GetString(DicomTags.StudyDescription));
        if (IsMasked(words, Words(dataset.GetStrings(s_method))) || HasVisualFeaturesCode(dataset) || !IsHead(words))
        {
            return;
        }

        // A face comes back from thin slices; thick ones and localisers show little of it.
        bool thin = dataset.GetDouble(s_sliceThickness) is not { } thickness || thickness <= 3;
        findings.Add(thin ? IdentitySeverity.High : IdentitySeverity.Review, "Face", s_bodyPart.ToString(), "It is an MR of the head without a sign that the face was masked.", "BodyPartExamined");
    }

    private static bool IsHead(string words)
    {
        foreach (string part in s_anywhere)
        {
            if (words.Contains(part))
            {
                return true;
            }
        }

        foreach (string beginning in s_beginnings)
        {
            if (words.Contains(" " + beginning))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMasked(string words, string method) =>
        words.Contains("defac") || words.Contains(" facemask") || words.Contains(" face mask")
        || method.Contains("defac") || method.Contains(" face") || method.Contains(" facial") || method.Contains("visual features");

    /// <summary>Lower case, one blank before each word; what is neither letter nor digit parts words, and so does a digit before a letter (T1FLAIR).</summary>
    private static string Words(params string?[] texts)
    {
        StringBuilder words = new();
        foreach (string? text in texts)
        {
            words.Append(' ');
            char last = ' ';
            foreach (char c in text ?? "")
            {
                char next = char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ';
                if (next != ' ' || words[words.Length - 1] != ' ')
                {
                    words.Append(char.IsDigit(last) && char.IsLetter(next) ? " " : "").Append(next);
                }

                last = c;
            }
        }

        return words.ToString();
    }

    /// <summary>Code 113102 of DCM, Clean Recognizable Visual Features Option.</summary>
    private static bool HasVisualFeaturesCode(DicomDataset dataset)
    {
        foreach (DicomDataset item in dataset.GetItems(new DicomTag(0x00120064)) ?? [])
        {
            if (item.GetString(new DicomTag(0x00080100)) == "113102")
            {
                return true;
            }
        }

        return false;
    }
}
