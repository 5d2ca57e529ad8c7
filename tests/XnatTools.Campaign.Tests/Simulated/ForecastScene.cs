using System;
using System.Collections.Generic;
using XnatTools.Import.Campaign;
using XnatTools.Import.Report;
using XnatTools.Import.Schedule;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// A campaign of some hundred studies drawn from a seed, in its windows, size, pace, faults and rates; with the forecast made when a
/// twentieth of the studies had come to their end.
/// </summary>
internal sealed class ForecastScene
{
    private static readonly string[][] s_windows = [[], [], [], ["19:00-07:00"], ["19:00-07:00"], ["20:00-01:00"], ["22:00-06:00"], ["12:00-13:30", "18:00-23:00"]];

    private ForecastScene(DateTimeOffset start, string[] windows)
    {
        Start = start;
        Schedule = windows.Length == 0 ? ImportSchedule.Always : ImportSchedule.Parse(windows, weekend: false, WallWindow.London);
    }

    /// <summary>When the campaign was started; its windows may have been shut.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>When the last study came to its end.</summary>
    public DateTimeOffset End { get; private set; }

    public IImportSchedule Schedule { get; }

    public ImportForecast Forecast { get; private set; } = null!;

    /// <summary>How far the end told is from the end as it came, as a part of the time from start to end by the calendar.</summary>
    public double ByCalendar => Off(Forecast.End!.Value);

    /// <summary>The same in hours in which the windows are open.</summary>
    public double InOpenHours => (Forecaster.OpenTime(Schedule, Start, Forecast.End!.Value) - Forecaster.OpenTime(Schedule, Start, End)) / Forecaster.OpenTime(Schedule, Start, End);

    /// <summary>Whether the range told holds the end.</summary>
    public bool IsInRange => End >= Forecast.Earliest && End <= Forecast.Latest;

    /// <summary>
    /// Whether the forecast says that the work ends about when the windows shut, and gives both ends of which the one may be the end before, and the other
    /// the end after, so far apart that no moment is within a fifth of both.
    /// </summary>
    public bool IsBet => Forecast is { EndIfFaster: DateTimeOffset faster, EndIfSlower: DateTimeOffset slower } && (slower - faster) / ((slower - Start) + (faster - Start)) > 0.2;

    /// <summary>How far the nearer of both ends is from the end as it came.</summary>
    public double NearerOfBoth => Math.Min(Math.Abs(Off(Forecast.EndIfFaster!.Value)), Math.Abs(Off(Forecast.EndIfSlower!.Value)));

    public override string ToString() => $"{Schedule}; from {Start:u}; forecast of {Forecast.Made:u}: {Forecast.Earliest:u}, {Forecast.End:u}, {Forecast.Latest:u}{(Forecast.EndIfSlower is null ? "" : $" ({Forecast.EndIfFaster:u} or {Forecast.EndIfSlower:u})")}; it ended at {End:u}.";

    public static ForecastScene Run(int seed)
    {
        Random random = new(seed);
        DateTimeOffset[] weeks = [new(2024, 3, 5, 0, 0, 0, TimeSpan.Zero), new(2024, 3, 29, 0, 0, 0, TimeSpan.Zero), new(2024, 10, 25, 0, 0, 0, TimeSpan.Zero)];
        ForecastScene scene = new(weeks[random.Next(weeks.Length)].AddMinutes(random.Next(24 * 60)), s_windows[random.Next(s_windows.Length)]);
        DrivenClock clock = new(scene.Start, WallWindow.London);
        double perImage = random.NextDouble() * 0.1;
        double perStudy = random.Next(10, 60);
        int incomplete = random.Next(60);
        int failing = random.Next(3) == 0 ? random.Next(1, 6) : 0;
        int shells = random.Next(20);
        List<SimStudy> studies = SimCohort.Make(random.Next(500, 1000), seed, (_, study) => random.Next(1000) is int lot && lot < incomplete ? SimCohort.With(study, incompleteFirst: 1, imagesLeftOut: 1)
            : lot < incomplete + failing ? SimCohort.With(study, failsFirst: 1)
            : lot < incomplete + failing + shells ? SimCohort.With(study, emptyShell: true)
            : study);
        SimSite site = new(
            clock,
            studies,
            new SimOptions { Workers = random.Next(1, 4), RetrieveTime = (_, images) => TimeSpan.FromSeconds(perStudy + (images * perImage)) },
            new SimFaults { FailRead = random.Next(6), DropStudy = random.Next(4), HideStudy = random.Next(4), CutAfter = random.Next(3) },
            seed);
        SimCampaign campaign = new(site, clock, new CampaignOptions { Time = clock, Jitter = random.NextDouble, MaxStudiesInFlight = random.Next(4, 12), Schedule = scene.Schedule, CountInterval = TimeSpan.FromSeconds(10) });
        campaign.Plan(SimCohort.Found(studies, 1));
        clock.Run(
            () => campaign.RunAsync(new Watch(progress =>
            {
                if (scene.Forecast is null && progress.Done * 20 >= progress.Total)
                {
                    scene.Forecast = ImportSummary.Forecast(campaign.State, clock.GetUtcNow(), scene.Schedule, null);
                }
            })),
            TimeSpan.FromDays(60));
        scene.End = clock.GetUtcNow();
        return scene;
    }

    private double Off(DateTimeOffset told) => (told - End) / (End - Start);

    private sealed class Watch(Action<CampaignProgress> seen) : IProgress<CampaignProgress>
    {
        public void Report(CampaignProgress value) => seen(value);
    }
}
