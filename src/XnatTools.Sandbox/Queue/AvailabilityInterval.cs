using System;
using System.Globalization;

namespace XnatTools.Sandbox.Queue;

/// <summary>A span of one weekday in which a PACS may be asked, by the server's local time.</summary>
internal sealed class AvailabilityInterval
{
    public const int MinutesOfDay = 24 * 60;

    public long Id { get; set; }

    public long PacsId { get; set; }

    public DayOfWeek Day { get; set; }

    /// <summary>Minutes after midnight.</summary>
    public int Start { get; set; }

    /// <summary>Minutes after midnight; <c>24:00</c> and <c>00:00</c> both are <see cref="MinutesOfDay"/>.</summary>
    public int End { get; set; }

    public int Threads { get; set; }

    public int UtilizationPercent { get; set; }

    /// <summary>A window in which nothing moves.</summary>
    public bool Blackout => Threads == 0 || UtilizationPercent == 0;

    /// <summary>Reads <c>HH:mm</c>; null when it is none.</summary>
    public static int? ParseTime(string? text, bool end)
    {
        if (text is null || text.Length != 5 || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            || minutes > 59 || hours > 24 || (hours == 24 && minutes > 0))
        {
            return null;
        }

        int value = (hours * 60) + minutes;
        return end && value == 0 ? MinutesOfDay : value;
    }

    public static string FormatTime(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    /// <summary>
    /// Whether the interval is open at a local time. Only that day's intervals count. With the defect of the server an
    /// interval across midnight is read the wrong way round: open by day, shut by night.
    /// </summary>
    public bool IsOpen(DateTime local, bool midnightDefect)
    {
        if (Blackout || local.DayOfWeek != Day)
        {
            return false;
        }

        double now = local.TimeOfDay.TotalMinutes;
        if (Start <= End)
        {
            return now >= Start && now < End;
        }

        bool byDay = now >= End && now < Start;
        return midnightDefect ? byDay : !byDay;
    }

    public bool Overlaps(AvailabilityInterval other) => Day == other.Day && Start < other.End && other.Start < End;
}
