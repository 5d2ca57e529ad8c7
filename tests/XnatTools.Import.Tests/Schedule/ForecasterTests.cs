using System;
using System.Collections.Generic;
using XnatTools.Import.Schedule;
using Xunit;

namespace XnatTools.Import.Tests.Schedule;

public sealed class ForecasterTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Before_any_measurement_it_guesses_and_says_so()
    {
        ImportForecast guess = Forecaster.Make(new ForecastInput { Remaining = 60, Now = s_noon, Tail = TimeSpan.Zero });
        ImportForecast profile = Forecaster.Make(new ForecastInput { Remaining = 60, Now = s_noon, Tail = TimeSpan.Zero, ProfilePerStudy = TimeSpan.FromSeconds(20), Workers = 2 });

        Assert.Equal("Default", guess.Basis);
        Assert.Equal(s_noon.AddMinutes(60), guess.End);
        Assert.Equal(s_noon.AddMinutes(30), guess.Earliest);
        Assert.Equal(s_noon.AddMinutes(120), guess.Latest);
        Assert.Equal("Profile", profile.Basis);
        Assert.Equal(s_noon.AddMinutes(10), profile.End);
    }

    [Fact]
    public void Counts_the_nights_it_needs()
    {
        ImportSchedule nights = ImportSchedule.Parse(["19:00-07:00"], weekend: false, TimeZoneInfo.Utc);
        ImportForecast forecast = Forecaster.Make(new ForecastInput { Remaining = 1500, Now = s_noon, Schedule = nights, Tail = TimeSpan.Zero });

        Assert.Equal(3, forecast.Nights);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 20, 0, 0, TimeSpan.Zero), forecast.End);
        Assert.Equal(25, forecast.OpenHours!.Value, 6);
        Assert.Equal(60, forecast.StudiesPerHour!.Value, 6);
    }

    [Fact]
    public void A_change_of_pace_within_a_window_is_no_further_night()
    {
        ImportForecast forecast = Forecaster.Make(new ForecastInput { Remaining = 2000, Now = s_noon, Night = ImportSchedule.Night(TimeZoneInfo.Utc), Tail = TimeSpan.Zero });

        Assert.Equal(1, forecast.Nights);
        Assert.Equal(s_noon.AddMinutes(2000), forecast.End);
    }

    [Fact]
    public void A_schedule_that_never_opens_has_no_end()
    {
        CommonSchedule never = new([ImportSchedule.Parse(["19:00-20:00"], false, TimeZoneInfo.Utc), ImportSchedule.Parse(["10:00-11:00"], false, TimeZoneInfo.Utc)]);
        ImportForecast forecast = Forecaster.Make(new ForecastInput { Remaining = 3, Now = s_noon, Schedule = never });

        Assert.Null(forecast.End);
        Assert.Null(forecast.OpenHours);
    }

    /// <summary>One worker, exponential times about a mean that is not the guess, faults with a pause, by nights: after 5 % the end is known within a fifth.</summary>
    [Fact]
    public void After_a_twentieth_of_the_work_the_end_is_within_a_fifth()
    {
        int close = 0;
        const int Runs = 60;
        for (int seed = 1; seed <= Runs; seed++)
        {
            Random random = new(seed);
            ImportSchedule schedule = seed % 2 == 0 ? ImportSchedule.Always : ImportSchedule.Parse(["19:00-07:00"], weekend: true, TimeZoneInfo.Utc);
            double mean = 5 + (random.NextDouble() * 80);
            List<DateTimeOffset> ends = [];
            DateTimeOffset at = schedule.NextOpening(s_noon)!.Value;
            DateTimeOffset began = at;
            while (ends.Count < 2000)
            {
                double takes = (mean * (0.5 + random.NextDouble())) + (random.Next(20) == 0 ? mean : 0);
                at = schedule.NextOpening(at.AddSeconds(takes))!.Value;
                ends.Add(at);
            }

            ImportForecast forecast = Forecaster.Make(new ForecastInput
            {
                Remaining = 1900,
                Done = ends.GetRange(0, 100),
                Began = began,
                Now = ends[99],
                Schedule = schedule,
                Tail = TimeSpan.Zero,
            });

            // In hours of open windows: an end a minute after closing time is a day later by the calendar.
            double left = Forecaster.OpenTime(schedule, ends[99], ends[1999]).TotalHours;
            double told = forecast.OpenHours!.Value;
            Assert.InRange(told, left * 0.8, left * 1.2);
            close += ends[1999] >= forecast.Earliest && ends[1999] <= forecast.Latest ? 1 : 0;
        }

        Assert.InRange(close, Runs * 9 / 10, Runs);
    }

    /// <summary>Remaining studies twice as large take longer by as much as size was seen to cost, drawn towards what it costs as a rule.</summary>
    [Theory]
    [InlineData(60, 0, 66, 77)]
    [InlineData(0, 0.3, 97, 109)]
    [InlineData(30, 0.15, 82, 93)]
    public void Size_counts_by_what_it_was_seen_to_cost(double perStudy, double perImage, double least, double most)
    {
        Random random = new(3);
        List<DateTimeOffset> done = [];
        List<int> images = [];
        DateTimeOffset at = s_noon;
        for (int i = 0; i < 60; i++)
        {
            images.Add(random.Next(10, 390));
            at = at.AddSeconds(perStudy + (perImage * images[i]));
            done.Add(at);
        }

        ImportForecast forecast = Forecaster.Make(new ForecastInput { Remaining = 100, RemainingImages = 40_000, Done = done, DoneImages = images, Began = s_noon, Now = at, Tail = TimeSpan.Zero });

        Assert.InRange((forecast.End!.Value - at).TotalSeconds / 100, least, most);
    }

    /// <summary>Work that ends about when the window shuts, on the first night: both ends are told, and the point is one of them.</summary>
    [Fact]
    public void Both_ends_are_told_where_the_schedule_shuts_between_them()
    {
        ImportForecast first = Forecaster.Make(Steady(studies: 1280));

        Assert.InRange(first.EndIfFaster!.Value, s_noon.AddHours(18), s_noon.AddHours(19));
        Assert.InRange(first.EndIfSlower!.Value, s_noon.AddHours(31), s_noon.AddHours(33));
        Assert.True(first.End == first.EndIfFaster || first.End == first.EndIfSlower);
        Assert.Contains(" or, if they are not done before the schedule shuts, ", first.ToString(), StringComparison.Ordinal);
    }

    /// <summary>On a later night the same hours are a small part of the whole: a point between them is not far off either way.</summary>
    [Fact]
    public void A_point_between_two_nights_is_not_far_off_either()
    {
        ImportForecast late = Forecaster.Make(Steady(studies: 4000));
        DateTimeOffset start = s_noon.AddHours(7);

        Assert.NotNull(late.EndIfFaster);
        Assert.InRange((late.End!.Value - start) / (late.Earliest!.Value - start), 0, 1.2);
        Assert.InRange((late.End.Value - start) / (late.Latest!.Value - start), 0.8, 1);
    }

    /// <summary>Well within a window there is one end.</summary>
    [Fact]
    public void One_end_is_told_where_the_schedule_stays_open()
    {
        ImportForecast forecast = Forecaster.Make(Steady(studies: 700));

        Assert.Null(forecast.EndIfFaster);
        Assert.Null(forecast.EndIfSlower);
    }

    /// <summary>One study in thirty seconds, from seven in the evening to seven in the morning; sixty are done.</summary>
    private static ForecastInput Steady(int studies)
    {
        List<DateTimeOffset> done = [];
        for (int i = 1; i <= 60; i++)
        {
            done.Add(s_noon.AddHours(7).AddSeconds(30 * i));
        }

        return new ForecastInput
        {
            Remaining = studies,
            Done = done,
            Began = s_noon.AddHours(7),
            Now = done[59],
            Schedule = ImportSchedule.Parse(["19:00-07:00"], weekend: false, TimeZoneInfo.Utc),
        };
    }

    [Fact]
    public void A_standstill_makes_it_later()
    {
        List<DateTimeOffset> done = [];
        for (int i = 0; i < 50; i++)
        {
            done.Add(s_noon.AddSeconds(20 * i));
        }

        ForecastInput Input(DateTimeOffset now) => new() { Remaining = 100, Done = done, Began = s_noon, Now = now };

        Assert.True(Forecaster.Make(Input(done[49].AddHours(2))).End - done[49].AddHours(2) > Forecaster.Make(Input(done[49])).End - done[49] + TimeSpan.FromHours(1));
    }
}
