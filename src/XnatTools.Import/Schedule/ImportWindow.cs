using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Schedule;

/// <summary>
/// A stretch of time that comes every week: on which days it begins, and from when to when. One that ends at or before its start
/// runs into the next day; it then belongs to the day on which it began.
/// </summary>
public sealed class ImportWindow : IEquatable<ImportWindow>
{
    private const int Everyday = 0x7F;
    private const int Weekdays = 0x3E;
    private const int WeekendDays = 0x41;

    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);
    private static readonly string[] s_names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly int _days;

    private ImportWindow(int days, TimeSpan start, TimeSpan end)
    {
        _days = days;
        Start = start;
        End = end;
    }

    /// <summary>Saturday and Sunday, whole.</summary>
    public static ImportWindow Weekend { get; } = new(WeekendDays, TimeSpan.Zero, s_day);

    /// <summary>Time of day at which it opens; less than 24 hours.</summary>
    public TimeSpan Start { get; }

    /// <summary>Time of day at which it shuts; more than zero, 24 hours for the end of the day. Not after the start: on the next day.</summary>
    public TimeSpan End { get; }

    /// <summary>Whether it runs into the next day.</summary>
    public bool CrossesMidnight => End < Start;

    /// <summary>
    /// Reads '19:00-07:00' (every day), 'Fri 19:00-07:00', 'Mon-Thu 20:00-06:30', 'Sat,Sun 00:00-24:00', 'weekdays 19:00-07:00' or
    /// 'weekend'. Days are English, three letters or the whole name.
    /// </summary>
    public static ImportWindow Parse(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        return TryParse(text, out ImportWindow? window, out string? fault)
            ? window!
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, fault!) { Advice = "Write a window as '19:00-07:00', 'Mon-Fri 19:00-07:00' or 'weekend'." };
    }

    /// <summary>Reads a window; otherwise says what is wrong with it.</summary>
    public static bool TryParse(string? text, out ImportWindow? window, out string? fault)
    {
        window = null;
        string[] parts = (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1 && string.Equals(parts[0], "weekend", StringComparison.OrdinalIgnoreCase))
        {
            window = Weekend;
            fault = null;
            return true;
        }

        if (parts.Length is < 1 or > 2)
        {
            fault = "A window is a start and an end, such as '19:00-07:00', with days before it if they matter.";
            return false;
        }

        int days = Everyday;
        if (parts.Length == 2 && !TryDays(parts[0], out days))
        {
            fault = "The days of a window are names such as 'Mon', 'Mon-Fri', 'Sat,Sun', 'weekdays' or 'weekend'.";
            return false;
        }

        string[] times = parts[parts.Length - 1].Split('-');
        if (times.Length != 2 || !TryTime(times[0], out TimeSpan start) || !TryTime(times[1], out TimeSpan end) || start == s_day)
        {
            fault = "The times of a window are hours and minutes on a 24-hour clock, such as '19:00-07:00'.";
            return false;
        }

        if (start == end)
        {
            fault = "A window that starts and ends at the same time may mean all day or nothing; write 00:00-24:00 for all day.";
            return false;
        }

        window = new ImportWindow(days, start, end == TimeSpan.Zero ? s_day : end);
        fault = null;
        return true;
    }

    /// <summary>Whether it opens on that day.</summary>
    public bool OpensOn(DayOfWeek day) => (_days >> (int)day & 1) == 1;

    /// <summary>Whether it is open at that wall-clock time.</summary>
    public bool Contains(DayOfWeek day, TimeSpan time)
    {
        if (!CrossesMidnight)
        {
            return OpensOn(day) && time >= Start && time < End;
        }

        DayOfWeek before = (DayOfWeek)(((int)day + 6) % 7);
        return (OpensOn(day) && time >= Start) || (OpensOn(before) && time < End);
    }

    /// <inheritdoc/>
    public bool Equals(ImportWindow? other) => other is not null && other._days == _days && other.Start == Start && other.End == End;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ImportWindow);

    /// <inheritdoc/>
    public override int GetHashCode() => (_days * 397) ^ Start.GetHashCode() ^ (End.GetHashCode() << 1);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => DaysText() + Time(Start) + "-" + Time(End);

    private static string Time(TimeSpan time) => string.Format(CultureInfo.InvariantCulture, "{0:00}:{1:00}", (int)time.TotalHours, time.Minutes);

    private static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        int colon = text.IndexOf(':');
        if (colon is < 1 or > 2 || text.Length != colon + 3
            || !int.TryParse(text.Substring(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            || minutes > 59 || hours > 24 || (hours == 24 && minutes > 0))
        {
            return false;
        }

        time = new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool TryDays(string text, out int days)
    {
        days = 0;
        foreach (string part in text.Split(','))
        {
            if (string.Equals(part, "weekdays", StringComparison.OrdinalIgnoreCase))
            {
                days |= Weekdays;
                continue;
            }

            if (string.Equals(part, "weekend", StringComparison.OrdinalIgnoreCase))
            {
                days |= WeekendDays;
                continue;
            }

            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryDay(ends[0], out int first) || !TryDay(ends[ends.Length - 1], out int last))
            {
                return false;
            }

            for (int day = first; ; day = (day + 1) % 7)
            {
                days |= 1 << day;
                if (day == last)
                {
                    break;
                }
            }
        }

        return days != 0;
    }

    private static bool TryDay(string text, out int day)
    {
        for (day = 0; day < 7; day++)
        {
            if (string.Equals(text, s_names[day], StringComparison.OrdinalIgnoreCase)
                || string.Equals(text, ((DayOfWeek)day).ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private string DaysText()
    {
        if (_days == Everyday)
        {
            return "";
        }

        if (_days == Weekdays)
        {
            return "weekdays ";
        }

        List<string> names = [];
        for (int i = 1; i <= 7; i++)
        {
            if (OpensOn((DayOfWeek)(i % 7)))
            {
                names.Add(s_names[i % 7]);
            }
        }

        return string.Join(",", names) + " ";
    }
}
