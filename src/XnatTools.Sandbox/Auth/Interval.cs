using System;
using System.Globalization;

namespace XnatTools.Sandbox.Auth;

/// <summary>Interval texts of XNAT's settings, such as <c>15 minutes</c>.</summary>
internal static class Interval
{
    internal static TimeSpan Parse(string? text, TimeSpan fallback)
    {
        string[] parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return fallback;
        }

        string unit = parts.Length > 1 ? parts[1].ToLowerInvariant().TrimEnd('s') : "second";
        return unit switch
        {
            "second" or "sec" => TimeSpan.FromSeconds(value),
            "minute" or "min" => TimeSpan.FromMinutes(value),
            "hour" => TimeSpan.FromHours(value),
            "day" => TimeSpan.FromDays(value),
            "week" => TimeSpan.FromDays(7 * value),
            _ => fallback,
        };
    }
}
