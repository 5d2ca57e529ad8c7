using System;
using System.Globalization;

namespace XnatTools.Import.Csv;

/// <summary>Reads one day in the forms that can be read one way only, and says what is wrong with the others.</summary>
internal static class CsvDay
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] s_longMonths = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>Reads a cell that should hold one day.</summary>
    public static CsvDate Read(string cell, string? format)
    {
        if (format is not null && DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime exact))
        {
            return Make(exact.Year, exact.Month, exact.Day, null);
        }

        bool digits = CsvText.IsAllDigits(cell);
        if (digits && cell.Length == 8)
        {
            return ReadEight(cell);
        }

        if (digits)
        {
            return ReadNumber(cell);
        }

        if (IsExponent(cell))
        {
            return new CsvDate(null, CsvFindingCodes.Exponent);
        }

        if (cell.Length > 2 && EndsWithZeros(cell, out string whole))
        {
            CsvDate inner = Read(whole, null);
            return inner.Value is not null && inner.Code is null ? new CsvDate(inner.Value, CsvFindingCodes.DateDecimal, inner.First, inner.Last) : inner;
        }

        int time = TimePart(cell);
        if (time > 0)
        {
            CsvDate inner = Read(cell.Substring(0, time).TrimEnd(), format);
            bool zoned = cell[cell.Length - 1] is 'Z' or 'z' || cell.IndexOf('+', time) > 0 || cell.IndexOf('-', time) > 0;
            return inner.Value is null ? inner : zoned ? new CsvDate(null, CsvFindingCodes.DateInvalid) : new CsvDate(inner.Value, CsvFindingCodes.DateTime, inner.First, inner.Last);
        }

        return ReadParts(cell);
    }

    private static CsvDate ReadEight(string cell)
    {
        int number = int.Parse(cell, NumberStyles.None, CultureInfo.InvariantCulture);
        int year = number / 10000;
        if (IsDay(year, number / 100 % 100, number % 100) && year >= 1000)
        {
            return new CsvDate(cell, null, number, number);
        }

        // 07032024: the year may stand at the end, and then day and month cannot be told apart.
        int tail = number % 10000;
        bool yearLast = tail is >= 1850 and <= 2100 && (IsDay(tail, number / 10000 % 100, number / 1000000) || IsDay(tail, number / 1000000, number / 10000 % 100));
        return new CsvDate(null, yearLast ? CsvFindingCodes.DateAmbiguous : CsvFindingCodes.DateImpossible);
    }

    private static CsvDate ReadNumber(string cell)
    {
        if (cell.Length is 12 or 14 && IsClock(cell.Substring(8)))
        {
            CsvDate inner = ReadEight(cell.Substring(0, 8));
            return inner.Value is null ? inner : new CsvDate(inner.Value, CsvFindingCodes.DateTime, inner.First, inner.Last);
        }

        return cell.Length switch
        {
            5 => new CsvDate(null, CsvFindingCodes.DateSerial),
            4 or 6 or 7 => new CsvDate(null, CsvFindingCodes.DatePartial),
            _ => new CsvDate(null, CsvFindingCodes.DateInvalid),
        };
    }

    private static CsvDate ReadParts(string cell)
    {
        string[] parts = cell.Split(['-', '/', '.', ' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 2 && CsvText.IsAllDigits(parts[0]) && CsvText.IsAllDigits(parts[1]))
        {
            bool serial = parts[0].Length == 5 && cell.IndexOf('.') == 5;
            bool partial = parts[0].Length <= 4 && parts[1].Length <= 4;
            return new CsvDate(null, serial ? CsvFindingCodes.DateSerial : partial ? CsvFindingCodes.DatePartial : CsvFindingCodes.DateInvalid);
        }

        if (parts.Length != 3)
        {
            return new CsvDate(null, CsvFindingCodes.DateInvalid);
        }

        int month = MonthOf(parts[1]);
        if (month > 0 || MonthOf(parts[0]) > 0)
        {
            return ReadNamed(parts, month);
        }

        if (!CsvText.IsAllDigits(parts[0]) || !CsvText.IsAllDigits(parts[1]) || !CsvText.IsAllDigits(parts[2]) || parts[1].Length > 2)
        {
            return new CsvDate(null, CsvFindingCodes.DateInvalid);
        }

        if (parts[0].Length == 4 && parts[2].Length <= 2)
        {
            return Make(Number(parts[0]), Number(parts[1]), Number(parts[2]), cell.IndexOf('-') > 0 ? CsvFindingCodes.DateIso : CsvFindingCodes.DateSlash);
        }

        if (parts[0].Length > 2)
        {
            return new CsvDate(null, CsvFindingCodes.DateInvalid);
        }

        if (parts[2].Length <= 2)
        {
            return new CsvDate(null, CsvFindingCodes.DateTwoDigitYear);
        }

        return parts[2].Length == 4 ? ReadYearLast(Number(parts[0]), Number(parts[1]), Number(parts[2])) : new CsvDate(null, CsvFindingCodes.DateInvalid);
    }

    private static CsvDate ReadYearLast(int one, int two, int year)
    {
        bool dayFirst = IsDay(year, two, one);
        bool monthFirst = IsDay(year, one, two);
        return new CsvDate(null, !dayFirst && !monthFirst ? CsvFindingCodes.DateImpossible
            : dayFirst && monthFirst && one != two ? CsvFindingCodes.DateAmbiguous
            : CsvFindingCodes.DateLayout);
    }

    private static CsvDate ReadNamed(string[] parts, int middleMonth)
    {
        int month = middleMonth > 0 ? middleMonth : MonthOf(parts[0]);
        string dayText = middleMonth > 0 ? parts[0] : parts[1];
        string yearText = parts[2];
        if (middleMonth > 0 && dayText.Length == 4)
        {
            (dayText, yearText) = (yearText, dayText);
        }

        if (!CsvText.IsAllDigits(dayText) || !CsvText.IsAllDigits(yearText) || dayText.Length > 2)
        {
            return new CsvDate(null, CsvFindingCodes.DateInvalid);
        }

        return yearText.Length == 4
            ? Make(Number(yearText), month, Number(dayText), CsvFindingCodes.DateNamedMonth)
            : new CsvDate(null, yearText.Length <= 2 ? CsvFindingCodes.DateTwoDigitYear : CsvFindingCodes.DateInvalid);
    }

    private static CsvDate Make(int year, int month, int day, CsvFindingCode? code)
    {
        if (!IsDay(year, month, day) || year < 1000)
        {
            return new CsvDate(null, CsvFindingCodes.DateImpossible);
        }

        int number = (year * 10000) + (month * 100) + day;
        return new CsvDate(number.ToString("D8", CultureInfo.InvariantCulture), code, number, number);
    }

    /// <summary>Where a time of day starts: after a T or a space, or 0 when there is none.</summary>
    private static int TimePart(string cell)
    {
        for (int i = 6; i < cell.Length - 1; i++)
        {
            if (cell[i] is 'T' or 't' or ' ' && CsvText.IsDigit(cell[i + 1]))
            {
                int colon = cell.IndexOf(':', i + 1);
                if (colon is > 0 && colon - i <= 3)
                {
                    return i;
                }

                if (CsvText.IsDigit(cell[i - 1]) && cell.Length - i - 1 is 4 or 6 && IsClock(cell.Substring(i + 1)) && i >= 8)
                {
                    return i;
                }
            }
        }

        return 0;
    }

    private static bool IsClock(string text) => CsvText.IsAllDigits(text) && Number(text.Substring(0, 2)) < 24 && Number(text.Substring(2, 2)) < 60;

    private static bool IsExponent(string cell)
    {
        int e = cell.IndexOfAny(['E', 'e']);
        return e > 0 && e < cell.Length - 1 && CsvText.IsDigit(cell[e - 1]) && (cell[e + 1] is '+' or '-' || CsvText.IsDigit(cell[e + 1]));
    }

    private static bool EndsWithZeros(string cell, out string whole)
    {
        int point = cell.IndexOf('.');
        whole = point > 0 ? cell.Substring(0, point) : "";
        if (point <= 0 || point == cell.Length - 1 || !CsvText.IsAllDigits(whole) || whole.Length < 5)
        {
            return false;
        }

        for (int i = point + 1; i < cell.Length; i++)
        {
            if (cell[i] != '0')
            {
                return false;
            }
        }

        return true;
    }

    private static int MonthOf(string text)
    {
        string lower = text.ToLowerInvariant();
        int index = Array.IndexOf(s_months, lower);
        if (index < 0)
        {
            index = lower == "sept" ? 8 : Array.IndexOf(s_longMonths, lower);
        }

        return index + 1;
    }

    private static bool IsDay(int year, int month, int day) => year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
