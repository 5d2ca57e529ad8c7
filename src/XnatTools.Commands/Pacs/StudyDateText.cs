using System;
using System.Globalization;

namespace XnatTools.Commands;

/// <summary>
/// Dates as users type them. PowerShell would read text month first; so it is taken as text, year first or by an explicit format,
/// and refused when it could mean two days.
/// </summary>
internal static class StudyDateText
{
    private const string Dicom = "yyyyMMdd";
    private static readonly string[] s_yearFirst = [Dicom, "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd"];

    /// <summary>yyyyMMdd, or a range of it (<c>-</c> between, before or after); null for blank.</summary>
    internal static string? Parse(string? text, string? format)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string value = text!.Trim();
        if (Day(value, format) is string day)
        {
            return day;
        }

        // Only between plain days, so that the dashes of 2024-01-31 are no range.
        int dash = value.IndexOf('-');
        if (dash >= 0 && dash == value.LastIndexOf('-') && value.Length > 1)
        {
            string from = value.Substring(0, dash).Trim();
            string to = value.Substring(dash + 1).Trim();
            string? first = from.Length == 0 ? "" : Day(from, format);
            string? last = to.Length == 0 ? "" : Day(to, format);
            if (first is not null && last is not null && (first.Length == 0 || last.Length == 0 || string.CompareOrdinal(first, last) <= 0))
            {
                return first + "-" + last;
            }
        }

        throw new XnatException(XnatErrorCode.ArgumentInvalid, "A date is not understood: write it as yyyyMMdd or yyyy-MM-dd, or say how with -DateFormat.");
    }

    private static string? Day(string text, string? format) =>
        DateTime.TryParseExact(text, format is null ? s_yearFirst : [format, Dicom], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            ? day.ToString(Dicom, CultureInfo.InvariantCulture)
            : null;
}
