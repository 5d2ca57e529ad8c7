using System;

namespace XnatTools.Dicom;

/// <summary>A person's name (PS3.5 6.2.1): three groups, each of family, given and middle name, prefix and suffix.</summary>
public sealed class DicomPersonName
{
    private DicomPersonName(string alphabetic, string ideographic, string phonetic)
    {
        Alphabetic = alphabetic;
        Ideographic = ideographic;
        Phonetic = phonetic;
        string[] parts = alphabetic.Split('^');
        FamilyName = Part(parts, 0);
        GivenName = Part(parts, 1);
        MiddleName = Part(parts, 2);
        Prefix = Part(parts, 3);
        Suffix = Part(parts, 4);
    }

    /// <summary>The first group, in Latin letters as a rule, with its carets.</summary>
    public string Alphabetic { get; }

    /// <summary>The second group, in ideographs.</summary>
    public string Ideographic { get; }

    /// <summary>The third group, as it is spoken.</summary>
    public string Phonetic { get; }

    /// <summary>Family name of the first group.</summary>
    public string FamilyName { get; }

    /// <summary>Given name of the first group.</summary>
    public string GivenName { get; }

    /// <summary>Middle name of the first group.</summary>
    public string MiddleName { get; }

    /// <summary>Prefix of the first group.</summary>
    public string Prefix { get; }

    /// <summary>Suffix of the first group.</summary>
    public string Suffix { get; }

    /// <summary>Reads a value; never fails, missing parts are empty.</summary>
    public static DicomPersonName Parse(string text)
    {
        string[] groups = (text ?? throw new ArgumentNullException(nameof(text))).Split('=');
        return new DicomPersonName(Group(groups, 0), Group(groups, 1), Group(groups, 2));
    }

    /// <summary>The value as DICOM writes it.</summary>
    public override string ToString() => (Alphabetic + "=" + Ideographic + "=" + Phonetic).TrimEnd('=');

    private static string Group(string[] groups, int index) => index < groups.Length ? groups[index].Trim().TrimEnd('^') : "";

    private static string Part(string[] parts, int index) => index < parts.Length ? parts[index].Trim() : "";
}
