using System;
using System.Globalization;

namespace XnatTools.Sandbox;

/// <summary>XNAT's text forms of time: server's local time, no zone.</summary>
internal static class SqlTime
{
    /// <summary>2024-05-01 10:11:12.345, with at least one digit of fraction.</summary>
    internal static string Format(DateTimeOffset time, TimeProvider clock)
    {
        DateTime local = Local(time, clock);
        string fraction = local.Millisecond.ToString("000", CultureInfo.InvariantCulture).TrimEnd('0');
        return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "." + (fraction.Length == 0 ? "0" : fraction);
    }

    /// <summary>20240501_101112345.</summary>
    internal static string Folder(DateTimeOffset time, TimeProvider clock) =>
        Local(time, clock).ToString("yyyyMMdd_HHmmssfff", CultureInfo.InvariantCulture);

    /// <summary>DICOM yyyyMMdd as yyyy-MM-dd; empty when it is not a date.</summary>
    internal static string Date(string? dicom) =>
        dicom is not null && DateTime.TryParseExact(dicom.Trim(), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";

    /// <summary>DICOM HHmmss.ffffff as HH:mm:ss; empty when it is not a time.</summary>
    internal static string Time(string? dicom)
    {
        string text = dicom?.Trim() ?? "";
        return text.Length >= 6 && TimeSpan.TryParseExact(text[..6], "hhmmss", CultureInfo.InvariantCulture, out TimeSpan time)
            ? time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture)
            : "";
    }

    private static DateTime Local(DateTimeOffset time, TimeProvider clock) => TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).DateTime;
}
