using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The dates of the plugin: what it accepts, and how it bends what is not quite a date.</summary>
internal static partial class DqrDate
{
    /// <summary>
    /// <c>yyyyMMdd</c> or <c>yyyy/MM/dd</c>, the forms of a CSV cell. A day that the month does not have becomes the
    /// month's last day, as the server's resolver does; a month or day that no calendar has is null.
    /// </summary>
    public static DateOnly? ParseCell(string text)
    {
        Match match = Compact().Match(text);
        if (!match.Success)
        {
            match = Slashed().Match(text);
        }

        return match.Success ? Resolve(match) : null;
    }

    /// <summary>The forms of the JSON criteria: a date, a time of today, or a date and a time. Anything else is null.</summary>
    public static DateOnly? ParseCriterion(string text, DateOnly today)
    {
        Match match = DateAndTime().Match(text);
        if (match.Success)
        {
            return Resolve(match);
        }

        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? today : null;
    }

    /// <summary><c>yyyyMMdd</c>.</summary>
    public static string Dicom(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static DateOnly? Resolve(Match match)
    {
        int year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        int month = int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture);
        int day = int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture);
        if (year < 1 || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return null;
        }

        return new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));
    }

    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})\z")]
    private static partial Regex Compact();

    [GeneratedRegex(@"\A(?<y>[0-9]{4})/(?<m>[0-9]{2})/(?<d>[0-9]{2})\z")]
    private static partial Regex Slashed();

    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?<s>[-/]?)(?<m>[0-9]{2})\k<s>(?<d>[0-9]{2})(?:[ T]([01][0-9]|2[0-3]):[0-5][0-9])?\z")]
    private static partial Regex DateAndTime();
}
