using System;

namespace XnatTools.Import.Csv;

/// <summary>
/// Reads a date cell into yyyyMMdd without ever guessing. What has the year first or a month's name can be read one way only; all
/// else needs an explicit format.
/// </summary>
internal static class CsvDates
{
    private static readonly string[] s_rangeWords = [" to ", " - ", "..", " until ", ";"];

    /// <summary>Reads a cell. Ranges in any order of the accepted forms are read where allowed.</summary>
    public static CsvDate Read(string text, bool allowRange, string? format)
    {
        string cell = NormaliseDashes(text);
        CsvDate single = CsvDay.Read(cell, format);
        if (single.Value is not null || single.Code != CsvFindingCodes.DateInvalid)
        {
            return single.Value is not null && cell.Length == text.Length && !string.Equals(cell, text, StringComparison.Ordinal) && single.Code is null
                ? new CsvDate(single.Value, CsvFindingCodes.DateIso, single.First, single.Last)
                : single;
        }

        CsvDate? range = ReadRange(cell, format);
        if (range is not CsvDate found)
        {
            return single;
        }

        if (!allowRange && found.Value is not null)
        {
            return new CsvDate(null, CsvFindingCodes.DateRangeNotAllowed);
        }

        return found.Value is not null && found.Code is null && !string.Equals(found.Value, text, StringComparison.Ordinal)
            ? new CsvDate(found.Value, CsvFindingCodes.DateRangeForm, found.First, found.Last)
            : found;
    }

    private static CsvDate? ReadRange(string cell, string? format)
    {
        foreach (string word in s_rangeWords)
        {
            int at = cell.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return Join(cell.Substring(0, at), cell.Substring(at + word.Length), format);
            }
        }

        for (int at = cell.IndexOfAny(['-', '/']); at >= 0; at = cell.IndexOfAny(['-', '/'], at + 1))
        {
            CsvDate? joined = Join(cell.Substring(0, at), cell.Substring(at + 1), format);
            if (joined is CsvDate good && (good.Value is not null || good.Code != CsvFindingCodes.DateInvalid))
            {
                return joined;
            }
        }

        return null;
    }

    private static CsvDate? Join(string left, string right, string? format)
    {
        left = left.Trim();
        right = right.Trim();
        if (left.Length == 0 && right.Length == 0)
        {
            return null;
        }

        CsvDate first = left.Length == 0 ? default : CsvDay.Read(left, format);
        CsvDate last = right.Length == 0 ? default : CsvDay.Read(right, format);
        if ((left.Length > 0 && first.Value is null) || (right.Length > 0 && last.Value is null))
        {
            CsvFindingCode? fault = left.Length > 0 && first.Value is null ? first.Code : last.Code;

            // A half such as "2024" of "2024-03-07x" must not hide that the whole is no date.
            bool telling = (left.Length == 0 || left.Length >= 8) && (right.Length == 0 || right.Length >= 8);
            return telling ? new CsvDate(null, fault) : null;
        }

        string value = first.Value + "-" + last.Value;
        if (first.First > 0 && last.First > 0 && first.First > last.First)
        {
            return new CsvDate(null, CsvFindingCodes.DateRangeReversed);
        }

        bool odd = first.Code is not null || last.Code is not null || value.Length != left.Length + 1 + right.Length;
        return new CsvDate(value, odd ? CsvFindingCodes.DateRangeForm : null, first.First, last.First);
    }

    private static string NormaliseDashes(string text)
    {
        foreach (char c in text)
        {
            if (c > 0x7F)
            {
                char[] copy = text.ToCharArray();
                for (int i = 0; i < copy.Length; i++)
                {
                    copy[i] = Confusables.IsDash(copy[i]) ? '-' : copy[i];
                }

                return new string(copy);
            }
        }

        return text;
    }
}
