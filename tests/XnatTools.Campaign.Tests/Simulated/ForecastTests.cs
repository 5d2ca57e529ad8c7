using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Report;
using XnatTools.Import.Schedule;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// The forecast made after 5 % of the work is within 20 % of the time it really took, time outside the windows left out: what ends some
/// minutes after a window has shut ends a day later.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class ForecastTests(ITestOutputHelper output)
{
    [Fact]
    public void A_forecast_after_a_twentieth_of_the_work_is_within_a_fifth()
    {
        double worst = 0;
        Runs.Each(3, seed =>
        {
            Random random = new(seed);
            DateTimeOffset start = new DateTimeOffset(2024, 3, 5, 19, 30, 0, TimeSpan.Zero).AddMinutes(random.Next(240));
            DrivenClock clock = new(start, WallWindow.London);
            double perImage = random.NextDouble() * 0.1;
            double perStudy = random.Next(10, 60);
            List<SimStudy> studies = SimCohort.Make(random.Next(400, 900), seed, (_, s) => random.Next(100) < 3 ? SimCohort.With(s, incompleteFirst: 1, imagesLeftOut: 1) : s);
            SimSite site = new(
                clock,
                studies,
                new SimOptions { Workers = random.Next(1, 4), RetrieveTime = (_, images) => TimeSpan.FromSeconds(perStudy + (images * perImage)) },
                new SimFaults { FailRead = 3, DropStudy = 2, HideStudy = 2 },
                seed);
            IImportSchedule schedule = random.Next(2) == 0 ? ImportSchedule.Always : ImportSchedule.Parse(["19:00-07:00"], weekend: false, WallWindow.London);
            SimCampaign campaign = new(site, clock, new CampaignOptions { Time = clock, Jitter = random.NextDouble, MaxStudiesInFlight = 8, Schedule = schedule });
            campaign.Plan(SimCohort.Found(studies, 1));
            DateTimeOffset? forecast = null;
            clock.Run(
                () => campaign.RunAsync(new Watch(progress =>
                {
                    if (forecast is null && progress.Done * 20 >= progress.Total)
                    {
                        forecast = ImportSummary.Forecast(campaign.State, clock.GetUtcNow(), schedule, null).End;
                    }
                })),
                TimeSpan.FromDays(60));

            TimeSpan took = Forecaster.OpenTime(schedule, start, clock.GetUtcNow());
            double off = Math.Abs((Forecaster.OpenTime(schedule, start, forecast!.Value) - took) / took);
            worst = Math.Max(worst, off);
            Assert.True(off <= 0.2, $"It was to end at {forecast:u} and ended at {clock.GetUtcNow():u}, after {took}: {off:P0} off.");
        });
        output.WriteLine($"seed {Runs.First}, {Runs.Count(3)} runs, at worst {worst:P1} off");
    }

    private sealed class Watch(Action<CampaignProgress> seen) : IProgress<CampaignProgress>
    {
        public void Report(CampaignProgress value) => seen(value);
    }
}
