using System;
using System.Globalization;

namespace XnatTools.Import.Csv;

/// <summary>What characters are, as far as CSV files suffer from them.</summary>
internal static class CsvText
{
    /// <summary>The character as <c>U+200B</c>.</summary>
    public static string CodePoint(char c) => "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>True for what takes no room on the screen: formatting, zero width, fillers, variation selectors.</summary>
    public static bool IsInvisible(char c)
    {
        if (c < 0x7F)
        {
            return false;
        }

        return c is '\u034F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u2800' or (>= '\uFE00' and <= '\uFE0F') or (>= '\uFFF9' and <= '\uFFFB')
            || (c != '\u00AD' && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format);
    }

    /// <summary>True for spaces other than the usual one, and the tabulator.</summary>
    public static bool IsOddSpace(char c) => c == '\t' || (c > 0x7F && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator);

    public static bool IsLineBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    public static bool IsDoubleQuote(char c) => c is '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u00AB' or '\u00BB' or '\u2033' or '\uFF02';

    public static bool IsSingleQuote(char c) => c is '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' or '\uFF07' or '\u00B4' or '\u0060';

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsAllDigits(string text)
    {
        foreach (char c in text)
        {
            if (!IsDigit(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    public static bool IsAllLetters(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <summary>True when the text has nothing but blanks and characters nobody sees.</summary>
    public static bool IsBlank(string text)
    {
        foreach (char c in text)
        {
            if (c != ' ' && !char.IsWhiteSpace(c) && !char.IsControl(c) && !IsInvisible(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A 64-bit hash that is the same in every process: duplicates are found by it, in a few bytes a row.</summary>
    public static ulong Hash(ulong seed, string? text, bool foldCase = false)
    {
        ulong hash = seed ^ 14695981039346656037UL;
        if (text is not null)
        {
            foreach (char c in text)
            {
                hash = (hash ^ (foldCase ? char.ToUpperInvariant(c) : c)) * 1099511628211UL;
            }

            hash = (hash ^ 0x1FUL) * 1099511628211UL;
        }

        // FNV spreads badly into the high bits; this is the finish of MurmurHash3.
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCDUL;
        hash ^= hash >> 33;
        return hash;
    }

    /// <summary>True for what a program or a person writes when there is no value.</summary>
    public static bool IsPlaceholder(string text)
    {
        if (text.Length > 12)
        {
            return IsRun(text, '#');
        }

        switch (text.ToUpperInvariant())
        {
            case "N/A" or "NA" or "N.A." or "#N/A" or "#N/A N/A" or "#REF!" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NUM!" or "#NULL!" or "#SPILL!" or "#CALC!"
                or "NULL" or "(NULL)" or "<NULL>" or "NIL" or "NONE" or "NAN" or "<NA>" or "NAT" or "UNKNOWN" or "TBC" or "TBD" or "(BLANK)" or "UNDEFINED" or "MISSING":
                return true;
            default:
                return IsRun(text, '-') || IsRun(text, '.') || IsRun(text, '_') || IsRun(text, '#') || IsRun(text, '?') || IsRun(text, '/') || (IsRun(text, 'X') && text.Length > 2);
        }
    }

    private static bool IsRun(string text, char c)
    {
        foreach (char other in text)
        {
            if (char.ToUpperInvariant(other) != c)
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
