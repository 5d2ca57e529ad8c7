using System;
using System.Globalization;

namespace XnatTools.DicomEdit;

/// <summary>DICOM dates and times, shifted from the middle of what they leave open.</summary>
internal static class DateShift
{
    private static readonly char[] s_signs = ['+', '-'];

    /// <summary>Shifts a text; the parts that it had are written back, fraction and zone untouched.</summary>
    public static string Shift(string? text, long seconds)
    {
        Parts parts = Read(text);
        DateTime shifted;
        try
        {
            shifted = parts.Middle.AddTicks(checked(seconds * TimeSpan.TicksPerSecond));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new Fault("A date would be shifted beyond all years.", error);
        }

        string format = "yyyyMMddHHmmss".Substring(0, parts.Digits);
        return shifted.ToString(format, CultureInfo.InvariantCulture) + parts.Tail;
    }

    /// <summary>Seconds of a number of units.</summary>
    public static long Seconds(int count, string unit) => count * unit.ToUpperInvariant() switch
    {
        "YEARS" => 365L * 86400,
        "DAYS" => 86400L,
        "HOURS" => 3600L,
        "MINUTES" => 60L,
        "SECONDS" => 1L,
        _ => throw new Fault("The unit of a shift must be years, days, hours, minutes or seconds."),
    };

    /// <summary>The middle of the time that a text leaves open; null when it is no date.</summary>
    public static DateTime? TryMiddle(string? text) => TryRead(text, out Parts parts) ? parts.Middle : null;

    public static bool IsDate(string? text) => TryRead(text, out _);

    private static Parts Read(string? text) =>
        TryRead(text, out Parts parts) ? parts : throw new Fault("Failed to parse DICOM time string: the date is missing, empty or not of the form yyyyMMddHHmmss.ffffff+zzzz.");

    private static bool TryRead(string? text, out Parts parts)
    {
        parts = default;
        if (text is null)
        {
            return false;
        }

        int digits = 0;
        while (digits < text.Length && Lexer.IsDigit(text[digits]))
        {
            digits++;
        }

        if (digits is not (4 or 6 or 8 or 10 or 12 or 14) || !IsTail(text, digits))
        {
            return false;
        }

        int Field(int start, int missing) => digits >= start + 2 ? int.Parse(text.Substring(start, 2), CultureInfo.InvariantCulture) : missing;
        int year = int.Parse(text.Substring(0, 4), CultureInfo.InvariantCulture);
        int month = Field(4, 7);
        if (year == 0 || month is < 1 or > 12)
        {
            return false;
        }

        int length = DateTime.DaysInMonth(year, month);
        int day = digits >= 8 ? Field(6, 1) : digits == 6 ? (length / 2) + 1 : 1;
        int hour = digits >= 10 ? Field(8, 0) : digits == 8 ? 12 : digits == 6 && length is 31 or 29 && digits == 6 ? 12 : 0;
        int minute = digits >= 12 ? Field(10, 0) : digits == 10 ? 30 : 0;
        int second = digits >= 14 ? Field(12, 0) : digits == 12 ? 30 : 0;
        if (day < 1 || day > length || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        parts = new Parts(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified), digits, Tail(text, digits));
        return true;
    }

    /// <summary>What is written back behind the digits: a fraction belongs to seconds only.</summary>
    private static string Tail(string text, int digits)
    {
        int zone = digits < 14 ? text.IndexOfAny(s_signs, digits) : digits;
        return zone < 0 ? "" : text.Substring(zone);
    }

    /// <summary>Nothing, or a fraction of 1 to 6 digits, or a zone of a sign and 4 digits, or both.</summary>
    private static bool IsTail(string text, int at)
    {
        if (at < text.Length && text[at] == '.')
        {
            int digits = 0;
            at++;
            while (at < text.Length && Lexer.IsDigit(text[at]))
            {
                at++;
                digits++;
            }

            if (digits is < 1 or > 6)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is '+' or '-')
        {
            at++;
            int start = at;
            while (at < text.Length && Lexer.IsDigit(text[at]))
            {
                at++;
            }

            return at - start == 4 && at == text.Length;
        }

        return at == text.Length;
    }

    private readonly struct Parts(DateTime middle, int digits, string tail)
    {
        public DateTime Middle { get; } = middle;

        public int Digits { get; } = digits;

        public string Tail { get; } = tail;
    }
}
