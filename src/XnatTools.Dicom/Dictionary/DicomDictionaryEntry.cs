using System;

namespace XnatTools.Dicom;

/// <summary>What the dictionary says of one data element.</summary>
public sealed class DicomDictionaryEntry
{
    internal DicomDictionaryEntry(DicomTag tag, string vr, string vm, string keyword, string name, bool retired, string? creator = null)
    {
        Tag = tag;
        VRText = vr;
        VR = vr.Length >= 2 && vr != "NONE" ? new DicomVR((ushort)((vr[0] << 8) | vr[1])) : default;
        VM = vm;
        Keyword = keyword;
        Name = name;
        IsRetired = retired;
        PrivateCreator = creator;
    }

    /// <summary>The tag; in a repeating group or a private block the first tag it stands for.</summary>
    public DicomTag Tag { get; }

    /// <summary>The representation; the first one where the standard gives a choice.</summary>
    public DicomVR VR { get; }

    /// <summary>Every representation allowed, such as <c>US/SS</c>.</summary>
    public string VRText { get; }

    /// <summary>True where the representation depends on other elements (US or SS, OB or OW).</summary>
    public bool IsAmbiguous => VRText.Length > 2;

    /// <summary>Number of values: <c>1</c>, <c>1-n</c>, <c>2-2n</c> and so on.</summary>
    public string VM { get; }

    /// <summary>Name without blanks, as programs write it; empty for private elements.</summary>
    public string Keyword { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>No longer in the standard, but still found in files.</summary>
    public bool IsRetired { get; }

    /// <summary>The maker's name for its block; null for standard elements.</summary>
    public string? PrivateCreator { get; }

    /// <summary>Tells whether so many values are allowed. An empty value is always allowed here: types are the IOD's matter.</summary>
    public bool AllowsCount(int count)
    {
        if (count == 0 || VM.Length == 0)
        {
            return true;
        }

        int dash = VM.IndexOf('-');
        int low = ParseNumber(dash < 0 ? VM : VM.Substring(0, dash));
        if (dash < 0)
        {
            return count == low;
        }

        string high = VM.Substring(dash + 1);
        if (high.EndsWith("n", StringComparison.Ordinal))
        {
            int step = high.Length > 1 ? ParseNumber(high.Substring(0, high.Length - 1)) : 1;
            return count >= low && count % step == 0;
        }

        return count >= low && count <= ParseNumber(high);
    }

    /// <inheritdoc/>
    public override string ToString() => Tag + " " + (Keyword.Length > 0 ? Keyword : Name);

    private static int ParseNumber(string text)
    {
        int value = 0;
        foreach (char c in text)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
