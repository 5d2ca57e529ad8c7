using System.Globalization;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>
/// Takes off a cell what was never meant to be a part of it: invisible characters, padding, Excel's marks for text, wrapping
/// quotation marks. Everything that needs a decision is left and reported.
/// </summary>
internal static class CellCleaner
{
    /// <summary>The cleaned text. Errors are reported to the context.</summary>
    public static string Clean(in CellContext cell)
    {
        string raw = cell.Raw;
        if (IsPlain(raw))
        {
            return raw;
        }

        string text = Trim(cell, TakeOutOddCharacters(cell, raw));
        while (true)
        {
            // What was wrapped can be wrapped again, and padded inside.
            string unwrapped = Unwrap(cell, text);
            if (ReferenceEquals(unwrapped, text))
            {
                return text;
            }

            text = Trim(cell, TakeOutOddCharacters(cell, unwrapped));
        }
    }

    /// <summary>The usual case, decided without any further look: printable ASCII that has no meaning to anybody.</summary>
    private static bool IsPlain(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool plain = c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '_' or '-' or '.' or '^' or '/' || (c == ' ' && i > 0 && i < text.Length - 1);
            if (!plain)
            {
                return false;
            }
        }

        return true;
    }

    private static string TakeOutOddCharacters(in CellContext cell, string raw)
    {
        int first = 0;
        int last = raw.Length - 1;
        char seen = '\0';
        while (first <= last && IsEdge(raw[first], ref seen))
        {
            first++;
        }

        while (last >= first && IsEdge(raw[last], ref seen))
        {
            last--;
        }

        StringBuilder? result = null;
        for (int i = first; i <= last; i++)
        {
            char c = raw[i];
            if (CsvText.IsInvisible(c))
            {
                result ??= new StringBuilder(raw, first, i - first, raw.Length);
                seen = seen == '\0' ? c : seen;
                continue;
            }

            if (CsvText.IsOddSpace(c))
            {
                cell.Report(CsvFindingCodes.SpaceOdd, c);
                result ??= new StringBuilder(raw, first, i - first, raw.Length);
                result.Append(' ');
                continue;
            }

            if (c > 0x7F && CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and int digit and <= 9 && char.IsDigit(c))
            {
                cell.Report(CsvFindingCodes.DigitNotAscii, c);
                result ??= new StringBuilder(raw, first, i - first, raw.Length);
                result.Append((char)('0' + digit));
                continue;
            }

            if (CsvText.IsLineBreak(c))
            {
                cell.Report(CsvFindingCodes.LineBreak, c);
            }
            else if (char.IsControl(c))
            {
                cell.Report(CsvFindingCodes.ControlCharacter, c);
            }
            else if (c == '\uFFFD')
            {
                cell.Report(CsvFindingCodes.ReplacementCharacter, c);
            }

            result?.Append(c);
        }

        if (seen != '\0')
        {
            cell.Report(CsvFindingCodes.Invisible, seen);
        }

        return result?.ToString() ?? raw.Substring(first, last - first + 1);
    }

    /// <summary>At the edges of a cell control characters and odd spaces go as well; the usual space stays for the trim.</summary>
    private static bool IsEdge(char c, ref char seen)
    {
        bool edge = c != ' ' && (CsvText.IsInvisible(c) || CsvText.IsOddSpace(c) || char.IsControl(c) || CsvText.IsLineBreak(c));
        if (edge && seen == '\0')
        {
            seen = c;
        }

        return edge;
    }

    private static string Trim(in CellContext cell, string text)
    {
        string trimmed = text.Trim(' ');
        if (trimmed.Length == text.Length)
        {
            return text;
        }

        if (trimmed.Length > 0)
        {
            cell.Report(CsvFindingCodes.Padded);
        }

        // Padding may have hidden further odd characters at the edges: " \u200B A".
        return trimmed.Length > 0 && !IsPlain(trimmed) && (IsOddEdge(trimmed[0]) || IsOddEdge(trimmed[trimmed.Length - 1]))
            ? Trim(cell, TakeOutOddCharacters(cell, trimmed))
            : trimmed;
    }

    private static bool IsOddEdge(char c)
    {
        char seen = '\0';
        return IsEdge(c, ref seen);
    }

    private static string Unwrap(in CellContext cell, string text)
    {
        int length = text.Length;
        if (length >= 3 && text[0] == '=' && text[1] == '"' && text[length - 1] == '"' && text.IndexOf('"', 2) == length - 1)
        {
            cell.Report(CsvFindingCodes.FormulaText);
            return text.Substring(2, length - 3);
        }

        if (length >= 3 && text[0] == '"' && text[length - 1] == '"' && text.IndexOf('"', 1) == length - 1)
        {
            cell.Report(CsvFindingCodes.QuotesKept);
            return text.Substring(1, length - 2);
        }

        if (length >= 3 && ((CsvText.IsDoubleQuote(text[0]) && CsvText.IsDoubleQuote(text[length - 1])) || (CsvText.IsSingleQuote(text[0]) && CsvText.IsSingleQuote(text[length - 1]))))
        {
            cell.Report(CsvFindingCodes.SmartQuotes, text[0]);
            return text.Substring(1, length - 2);
        }

        // A surname such as 't Hart starts with one.
        if (length >= 2 && text[0] == '\'' && !cell.IsName)
        {
            if (length >= 3 && text[length - 1] == '\'')
            {
                cell.Report(CsvFindingCodes.QuotesKept);
                return text.Substring(1, length - 2);
            }

            cell.Report(CsvFindingCodes.Apostrophe);
            return text.Substring(1);
        }

        return text;
    }
}
