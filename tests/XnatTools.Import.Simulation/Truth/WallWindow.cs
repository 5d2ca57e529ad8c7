using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>
/// A window of wall-clock time, judged by plain arithmetic on what a clock on the wall shows, and so independent of the schedule
/// that it tests.
/// </summary>
/// <param name="StartHour">Opens at this hour.</param>
/// <param name="EndHour">Shuts at this hour, of the next day when it is not later.</param>
/// <param name="Days">Days on which it opens; null for all.</param>
public sealed record WallWindow(int StartHour, int EndHour, IReadOnlyList<DayOfWeek>? Days = null)
{
    /// <summary>As it is written for a campaign.</summary>
    public string Text => $"{StartHour:00}:00-{EndHour:00}:00";

    /// <summary>Whether the wall shows a time within it.</summary>
    public bool Allows(DateTimeOffset at, TimeZoneInfo zone)
    {
        DateTime wall = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        bool today = Days?.Contains(wall.DayOfWeek) ?? true;
        bool yesterday = Days?.Contains(wall.AddDays(-1).DayOfWeek) ?? true;
        return StartHour < EndHour
            ? today && wall.Hour >= StartHour && wall.Hour < EndHour
            : (today && wall.Hour >= StartHour) || (yesterday && wall.Hour < EndHour);
    }

    /// <summary>London's time by its rule: an hour on at 01:00 UTC on the last Sunday of March, back on the last Sunday of October.</summary>
    public static TimeZoneInfo London { get; } = TimeZoneInfo.CreateCustomTimeZone(
        "Simulated London",
        TimeSpan.Zero,
        "London",
        "GMT",
        "BST",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 1, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);
}
