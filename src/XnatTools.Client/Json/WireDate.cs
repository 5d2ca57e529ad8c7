using System;
using System.Globalization;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>Dates and times in all the forms in which XNAT writes them.</summary>
internal static class WireDate
{
    private static readonly string[] s_local = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];
    private const double LastMillisecond = 253_402_300_799_999;

    /// <summary>A moment: epoch milliseconds as number or text, or ISO 8601 with a zone (without one it is taken as UTC).</summary>
    public static DateTimeOffset? Moment(JsonElement element, string name)
    {
        string? text = element.Text(name);
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds))
        {
            return milliseconds is >= -62_135_596_800_000 and <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset moment) ? moment : null;
    }

    /// <summary>SQL time without a zone, in the server's local time.</summary>
    public static DateTime? Local(string? text) =>
        text is not null && DateTime.TryParseExact(text.Trim(), s_local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;

    /// <summary>yyyyMMdd from yyyyMMdd, yyyy-MM-dd or yyyy/MM/dd, also with a time behind; what is none of them stays as it is.</summary>
    public static string? Day(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string t = text.Trim();
        if (t.Length >= 10 && (t[4] is '-' or '/') && t[7] == t[4] && (t.Length == 10 || t[10] is ' ' or 'T'))
        {
            string digits = t.Substring(0, 4) + t.Substring(5, 2) + t.Substring(8, 2);
            return IsDigits(digits) ? digits : text;
        }

        return t;
    }

    /// <summary>HH:mm:ss, without fractions.</summary>
    public static string? Time(string? text)
    {
        if (text is null)
        {
            return null;
        }

        int dot = text.IndexOf('.');
        return dot < 0 ? text : text.Substring(0, dot);
    }

    private static bool IsDigits(string text)
    {
        foreach (char c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }
}
