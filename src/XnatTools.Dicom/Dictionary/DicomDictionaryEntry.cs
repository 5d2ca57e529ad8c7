using System;

namespace XnatTools.Dicom;

/// <summary>What the dictionary says of one data element.</summary>
public sealed class DicomDictionaryEntry
{
    // Where the texts stand that nobody asked for yet: most of five thousand entries are never looked at.
    private readonly string _line = "";
    private readonly int _start;
    private readonly int _end;
    private string? _vrText;
    private string? _vm;
    private string? _keyword;
    private string? _name;

    /// <summary>An entry by a line of the dictionary: VR, VM, keyword, name and perhaps a mark of retirement.</summary>
    internal DicomDictionaryEntry(DicomTag tag, string text, int start, int end)
    {
        Tag = tag;
        _line = text;
        _start = start;
        _end = end;
        bool isNone = text[start] == 'N';
        VR = isNone || text[start + 1] == '|' ? default : new DicomVR((ushort)((text[start] << 8) | text[start + 1]));
        IsRetired = text[end - 1] == 'R' && text[end - 2] == '|';
    }

    internal DicomDictionaryEntry(DicomTag tag, string vr, string vm, string keyword, string name, bool retired, string? creator = null)
    {
        Tag = tag;
        _vrText = vr;
        VR = vr.Length >= 2 && vr != "NONE" ? new DicomVR((ushort)((vr[0] << 8) | vr[1])) : default;
        _vm = vm;
        _keyword = keyword;
        _name = name;
        IsRetired = retired;
        PrivateCreator = creator;
    }

    /// <summary>The tag; in a repeating group or a private block the first tag it stands for.</summary>
    public DicomTag Tag { get; }

    /// <summary>The representation; the first one where the standard gives a choice.</summary>
    public DicomVR VR { get; }

    /// <summary>Every representation allowed, such as <c>US/SS</c>.</summary>
    public string VRText => _vrText ??= Part(0);

    /// <summary>True where the representation depends on other elements (US or SS, OB or OW).</summary>
    public bool IsAmbiguous => VRText.Length > 2;

    /// <summary>Number of values: <c>1</c>, <c>1-n</c>, <c>2-2n</c> and so on.</summary>
    public string VM => _vm ??= Part(1);

    /// <summary>Name without blanks, as programs write it; empty for private elements.</summary>
    public string Keyword => _keyword ??= Part(2);

    /// <summary>Name for people.</summary>
    public string Name => _name ??= Part(3);

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

    private string Part(int number)
    {
        int start = _start;
        int end = NextBar(start);
        for (int i = 0; i < number && start <= _end; i++)
        {
            start = end + 1;
            end = NextBar(start);
        }

        return start >= _end ? "" : _line.Substring(start, end - start);
    }

    private int NextBar(int start)
    {
        int bar = start < _end ? _line.IndexOf('|', start, _end - start) : -1;
        return bar < 0 ? _end : bar;
    }

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
