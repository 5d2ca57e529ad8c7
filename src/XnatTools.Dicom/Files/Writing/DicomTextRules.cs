using System;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>The rules of one text value (PS3.5 table 6.2-1).</summary>
internal static class DicomTextRules
{
    /// <summary>The rule that a value breaks, in words; null when it is good.</summary>
    /// <param name="vr">A representation of text.</param>
    /// <param name="value">One value as it is written, with its padding.</param>
    public static string? Broken(DicomVR vr, string value)
    {
        string text = vr == DicomVR.UI ? value.TrimEnd('\0') : vr.IsSingleText ? value.TrimEnd(' ') : value.Trim(' ');
        if (text.Length == 0)
        {
            return null;
        }

        switch (vr.Code)
        {
            case VRCode.AE:
                return TooLong(text, 16) ?? (HasOnly(text, static c => c is >= ' ' and <= '~' and not '\\') ? null : "an AE title has letters of ASCII only.");
            case VRCode.AS:
                return DicomDateTime.TryParseAge(text, out _, out _) ? null : "an age is written nnnD, nnnW, nnnM or nnnY.";
            case VRCode.CS:
                return TooLong(text, 16) ?? (HasOnly(text, static c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '_') ? null : "a code has capital letters, digits, blanks and underscores only.");
            case VRCode.DA:
                return text.Length == 8 && DicomDateTime.TryParseDate(text, out _) ? null : "a date is written yyyyMMdd.";
            case VRCode.DS:
                return TooLong(text, 16) ?? (IsNumber(text) ? null : "this is no decimal number.");
            case VRCode.DT:
                return TooLong(text, 26) ?? (DicomDateTime.TryParseDateTime(text, out _, out _) ? null : "a moment is written yyyyMMddHHmmss.ffffff&zzxx, or the beginning of that.");
            case VRCode.IS:
                return TooLong(text, 12) ?? (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "this is no whole number of 32 bits.");
            case VRCode.TM:
                return TooLong(text, 14) ?? (text.IndexOf(':') < 0 && DicomDateTime.TryParseTime(text, out _) ? null : "a time is written HHmmss.ffffff, or the beginning of that.");
            case VRCode.UI:
                return DicomUids.IsValid(text) ? null : "a UID has at most 64 digits and full stops, without leading zeros.";
            case VRCode.LO:
                return TooLong(text, 64) ?? Control(text, false);
            case VRCode.SH:
                return TooLong(text, 16) ?? Control(text, false);
            case VRCode.ST:
                return TooLong(text, 1024) ?? Control(text, true);
            case VRCode.LT:
                return TooLong(text, 10240) ?? Control(text, true);
            case VRCode.UT:
                return Control(text, true);
            case VRCode.UC:
                return Control(text, false);
            case VRCode.UR:
                return HasOnly(text, static c => c is > ' ' and <= '~' and not '\\') ? null : "an address has no blanks and only ASCII.";
            case VRCode.PN:
                return Name(text);
            default:
                return null;
        }
    }

    private static string? Name(string text)
    {
        string[] groups = text.Split('=');
        if (groups.Length > 3)
        {
            return "a name has at most three groups.";
        }

        foreach (string group in groups)
        {
            if (TooLong(group, 64) is { } rule)
            {
                return rule;
            }

            if (group.Split('^').Length > 5)
            {
                return "a name has at most five components.";
            }
        }

        return Control(text, false);
    }

    private static string? TooLong(string text, int most)
    {
        if (text.Length <= most)
        {
            return null;
        }

        // A character beyond the first plane is one of DICOM's, and two of ours.
        int count = text.Length;
        foreach (char c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count <= most ? null : $"it has {count} characters, and {most} are allowed.";
    }

    private static string? Control(string text, bool lines)
    {
        foreach (char c in text)
        {
            if (c < ' ' && !(lines && (c is '\n' or '\r' or '\f' or '\t')))
            {
                return "control characters are not allowed.";
            }
        }

        return null;
    }

    private static bool IsNumber(string text) =>
        HasOnly(text, static c => c is (>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool HasOnly(string text, Func<char, bool> allowed)
    {
        foreach (char c in text)
        {
            if (!allowed(c))
            {
                return false;
            }
        }

        return true;
    }
}
