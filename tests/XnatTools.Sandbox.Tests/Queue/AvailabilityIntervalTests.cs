using System;
using XnatTools.Sandbox.Queue;
using Xunit;

namespace XnatTools.Sandbox.Tests.Queue;

public sealed class AvailabilityIntervalTests
{
    private static AvailabilityInterval Interval(string start, string end) => new()
    {
        Day = DayOfWeek.Thursday,
        Start = AvailabilityInterval.ParseTime(start, end: false)!.Value,
        End = AvailabilityInterval.ParseTime(end, end: true)!.Value,
        Threads = 1,
        UtilizationPercent = 100,
    };

    [Theory]
    [InlineData("00:00", "24:00", 7, "23:59", true)]
    [InlineData("00:00", "00:00", 7, "23:59", true)]
    [InlineData("00:00", "24:00", 8, "12:00", false)]
    [InlineData("19:00", "24:00", 7, "18:59", false)]
    [InlineData("19:00", "24:00", 7, "19:00", true)]
    [InlineData("00:00", "07:00", 7, "07:00", false)]
    public void Opens_on_its_own_day_only(string start, string end, int day, string now, bool open)
        => Assert.Equal(open, Interval(start, end).IsOpen(new DateTime(2024, 3, day).Add(TimeSpan.Parse(now)), midnightDefect: true));

    [Theory]
    [InlineData("03:00", false, true)]
    [InlineData("12:00", true, false)]
    [InlineData("22:00", false, true)]
    public void Across_midnight_the_defect_turns_it_round(string now, bool withDefect, bool without)
    {
        DateTime local = new DateTime(2024, 3, 7).Add(TimeSpan.Parse(now));
        Assert.Equal(withDefect, Interval("19:00", "07:00").IsOpen(local, midnightDefect: true));
        Assert.Equal(without, Interval("19:00", "07:00").IsOpen(local, midnightDefect: false));
    }

    [Theory]
    [InlineData("24:00", 1440)]
    [InlineData("00:00", 1440)]
    [InlineData("23:59", 1439)]
    [InlineData("24:01", null)]
    [InlineData("7:00", null)]
    [InlineData("12:60", null)]
    public void Reads_ends(string text, int? minutes) => Assert.Equal(minutes, AvailabilityInterval.ParseTime(text, end: true));

    [Theory]
    [InlineData(60, "1 minute")]
    [InlineData(1800, "30 minutes")]
    [InlineData(1, "1 second")]
    [InlineData(0.5, "0.5 seconds")]
    public void Writes_interval_texts_that_are_read_back(double seconds, string text)
    {
        Assert.Equal(text, IntervalText.Format(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromSeconds(seconds), XnatTools.Sandbox.Auth.Interval.Parse(text, TimeSpan.Zero));
    }
}
