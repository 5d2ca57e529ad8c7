using System;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Whether a value answers a key (PS3.4 C.2.2.2): lists of UIDs, ranges of dates and times, wildcards, single values.</summary>
internal static class PacsMatch
{
    public static bool Matches(DicomVR vr, string[] keys, string[] values)
    {
        foreach (string key in keys)
        {
            if (key.Length == 0 || key == "*")
            {
                return true;
            }

            foreach (string value in values)
            {
                if (MatchesOne(vr, key, value))
                {
                    return true;
                }
            }
        }

        return keys.Length == 0;
    }

    /// <summary><c>*</c> stands for any text, <c>?</c> for one character.</summary>
    public static bool Wildcard(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool MatchesOne(DicomVR vr, string key, string value)
    {
        if (vr == DicomVR.UI)
        {
            return key == value;
        }

        if (vr == DicomVR.DA)
        {
            return Range(key.Replace(".", string.Empty, StringComparison.Ordinal), value.Replace(".", string.Empty, StringComparison.Ordinal), 8);
        }

        if (vr == DicomVR.TM)
        {
            return Range(key.Replace(":", string.Empty, StringComparison.Ordinal), value.Replace(":", string.Empty, StringComparison.Ordinal), 6);
        }

        if (vr == DicomVR.IS || vr == DicomVR.DS)
        {
            return double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out double wanted)
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double found)
                && wanted.Equals(found);
        }

        if (vr == DicomVR.PN)
        {
            return Name(key, value);
        }

        return Wildcard(key, value.Trim(), ignoreCase: false);
    }

    // A time or date is compared as far as the shorter of both says, so that 1200 covers 120030.
    private static bool Range(string key, string value, int length)
    {
        int dash = key.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return value.StartsWith(key, StringComparison.Ordinal) || (key.Length > value.Length && value.Length >= length && key.StartsWith(value, StringComparison.Ordinal));
        }

        if (value.Length == 0)
        {
            return false;
        }

        string from = key[..dash].PadRight(length, '0');
        string to = key[(dash + 1)..];
        string whole = value.PadRight(length, '0');
        return string.CompareOrdinal(whole, from) >= 0
            && (to.Length == 0 || string.CompareOrdinal(whole.Length > to.Length ? whole[..to.Length] : whole, to) <= 0);
    }

    // Any of the groups of a name may answer (alphabetic, ideographic, phonetic); empty parts at the end do not count.
    private static bool Name(string key, string value)
    {
        string wanted = key.TrimEnd('^', '=', ' ');
        if (Wildcard(wanted, value.TrimEnd('^', '=', ' '), ignoreCase: true))
        {
            return true;
        }

        foreach (string group in value.Split('='))
        {
            if (Wildcard(wanted, group.TrimEnd('^', ' '), ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
