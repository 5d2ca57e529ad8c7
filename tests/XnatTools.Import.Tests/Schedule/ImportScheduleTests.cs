using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Gateway;
using XnatTools.Import.Schedule;
using Xunit;

namespace XnatTools.Import.Tests.Schedule;

public sealed class ImportScheduleTests
{
    private static readonly TimeZoneInfo s_london = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    [Theory]
    [InlineData("2026-03-11T12:00Z", "2026-03-11T19:00Z", "2026-03-11T12:00Z")]
    [InlineData("2026-03-11T19:00Z", "2026-03-11T19:00Z", "2026-03-12T07:00Z")]
    [InlineData("2026-03-12T06:59Z", "2026-03-12T06:59Z", "2026-03-12T07:00Z")]
    [InlineData("2026-07-11T12:00Z", "2026-07-11T18:00Z", "2026-07-11T12:00Z")]
    public void Opens_and_shuts_by_the_clock_on_the_wall(string at, string opening, string closing)
    {
        ImportSchedule night = ImportSchedule.Parse(["19:00-07:00"], weekend: false, s_london);

        Assert.Equal(At(opening), night.NextOpening(At(at)));
        Assert.Equal(At(closing), night.NextClosing(At(at)));
    }

    [Fact]
    public void A_weekend_goes_on_until_Monday_morning()
    {
        ImportSchedule schedule = ImportSchedule.Parse(["19:00-07:00"], weekend: true, s_london);

        Assert.Equal(At("2026-11-23T07:00Z"), schedule.NextClosing(At("2026-11-20T19:30Z")));
        Assert.Equal(At("2026-11-20T07:00Z"), schedule.NextClosing(At("2026-11-19T19:30Z")));
    }

    [Fact]
    public void A_night_is_an_hour_shorter_in_spring_and_longer_in_autumn()
    {
        ImportSchedule night = ImportSchedule.Parse(["19:00-07:00"], weekend: false, s_london);

        Assert.Equal(TimeSpan.FromHours(11), night.NextClosing(At("2026-03-28T19:00Z")) - At("2026-03-28T19:00Z"));
        Assert.Equal(TimeSpan.FromHours(13), night.NextClosing(At("2026-10-24T18:00Z")) - At("2026-10-24T18:00Z"));
    }

    [Fact]
    public void A_window_in_the_skipped_hour_does_not_open_that_night_and_one_in_the_repeated_hour_opens_twice()
    {
        ImportSchedule schedule = ImportSchedule.Parse(["01:15-01:45"], weekend: false, s_london);

        Assert.Equal(At("2026-03-30T00:15Z"), schedule.NextOpening(At("2026-03-28T23:00Z").AddHours(2.75)));
        Assert.Equal(At("2026-10-25T00:15Z"), schedule.NextOpening(At("2026-10-24T23:30Z")));
        Assert.Equal(At("2026-10-25T00:45Z"), schedule.NextClosing(At("2026-10-25T00:15Z")));
        Assert.Equal(At("2026-10-25T01:15Z"), schedule.NextOpening(At("2026-10-25T00:45Z")));
    }

    [Fact]
    public void Without_windows_it_never_shuts()
    {
        Assert.True(ImportSchedule.Always.IsOpen(At("2026-03-11T12:00Z")));
        Assert.Null(ImportSchedule.Always.NextClosing(At("2026-03-11T12:00Z")));
        Assert.Null(ImportSchedule.Parse(["00:00-24:00"], weekend: false, s_london).NextClosing(At("2026-03-11T12:00Z")));
    }

    [Fact]
    public void The_server_reads_a_window_across_midnight_the_wrong_way_round()
    {
        List<PacsWindow> windows = [];
        foreach (DayOfWeek day in (DayOfWeek[])Enum.GetValues(typeof(DayOfWeek)))
        {
            windows.Add(new PacsWindow { Day = day, Start = TimeSpan.FromHours(19), End = TimeSpan.FromHours(7), Threads = 2 });
        }

        PacsSchedule pacs = new(windows, s_london);
        CommonSchedule both = new([pacs, ImportSchedule.Parse(["19:00-07:00"], weekend: false, s_london)]);

        Assert.True(pacs.IsOpen(At("2026-01-14T12:00Z")));
        Assert.False(pacs.IsOpen(At("2026-01-14T23:00Z")));
        Assert.Equal(2, pacs.ThreadsAt(At("2026-01-14T12:00Z")));
        Assert.Null(both.NextOpening(At("2026-01-14T12:00Z")));
    }

    [Fact]
    public void Split_at_midnight_both_agree()
    {
        List<PacsWindow> windows = [];
        foreach (DayOfWeek day in (DayOfWeek[])Enum.GetValues(typeof(DayOfWeek)))
        {
            windows.Add(new PacsWindow { Day = day, Start = TimeSpan.FromHours(20), End = TimeSpan.FromHours(24), Threads = 1 });
            windows.Add(new PacsWindow { Day = day, Start = TimeSpan.Zero, End = TimeSpan.FromHours(8), Threads = 1 });
        }

        CommonSchedule both = new([new PacsSchedule(windows, s_london), ImportSchedule.Parse(["19:00-07:00"], weekend: false, s_london)]);

        Assert.Equal(At("2026-01-14T20:00Z"), both.NextOpening(At("2026-01-14T12:00Z")));
        Assert.Equal(At("2026-01-15T07:00Z"), both.NextClosing(At("2026-01-14T20:00Z")));
    }

    /// <summary>Against a clock that is looked at every minute: random windows, zones and moments, one in three near a change of the clocks.</summary>
    [Fact]
    public void Agrees_with_a_minute_by_minute_clock()
    {
        TimeZoneInfo[] zones = [s_london, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe"), TimeZoneInfo.Utc];
        string[] changes = ["2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-03-08T07:00Z", "2026-11-01T06:00Z", "2026-04-04T15:00Z", "2026-10-03T15:30Z"];
        for (int seed = 1; seed <= 150; seed++)
        {
            Random random = new(seed);
            List<ImportWindow> windows = [];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                windows.Add(RandomWindow(random));
            }

            ImportSchedule schedule = new(windows, zones[seed % zones.Length]);
            DateTimeOffset at = random.Next(3) == 0
                ? At(changes[random.Next(changes.Length)]).AddMinutes(random.Next(-180, 180))
                : At("2026-01-01T00:00Z").AddMinutes(random.Next(365 * 1440));

            Assert.True(Minute(schedule, at, wanted: true) == schedule.NextOpening(at), $"seed {seed}: {schedule} at {at:O}, opening {schedule.NextOpening(at):O}");
            Assert.True(Minute(schedule, at, wanted: false) == schedule.NextClosing(at), $"seed {seed}: {schedule} at {at:O}, closing {schedule.NextClosing(at):O}");
        }
    }

    private static DateTimeOffset? Minute(ImportSchedule schedule, DateTimeOffset at, bool wanted)
    {
        for (DateTimeOffset moment = at; moment < at.AddDays(15); moment = moment.AddMinutes(1))
        {
            if (Shown(schedule, moment) == wanted)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>Its own reading of the windows, minute of the week by minute of the week.</summary>
    private static bool Shown(ImportSchedule schedule, DateTimeOffset moment)
    {
        DateTimeOffset wall = TimeZoneInfo.ConvertTime(moment, schedule.Zone);
        int minute = ((int)wall.DayOfWeek * 1440) + (wall.Hour * 60) + wall.Minute;
        foreach (ImportWindow window in schedule.Windows)
        {
            int length = (int)(window.End - window.Start).TotalMinutes;
            length = length < 0 ? length + 1440 : length;
            for (int day = 0; day < 7; day++)
            {
                int since = (minute - (day * 1440) - (int)window.Start.TotalMinutes + (7 * 1440)) % (7 * 1440);
                if (window.OpensOn((DayOfWeek)day) && since < length)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ImportWindow RandomWindow(Random random)
    {
        string[] days = ["", "Mon-Fri ", "weekend ", "Sun ", "Sat,Tue ", "weekdays "];
        int start = random.Next(1440 / 5) * 5;
        int end = (start + (random.Next(1, 1440 / 5) * 5)) % 1440;
        return ImportWindow.Parse(days[random.Next(days.Length)] + Text(start) + "-" + Text(end));
    }

    private static string Text(int minute) => string.Format(CultureInfo.InvariantCulture, "{0:00}:{1:00}", minute / 60, minute % 60);

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
