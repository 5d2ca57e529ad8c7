using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// The forecast made when 5 % of the studies have come to their end, held against the end as it came. Two measures: by the calendar (the end told less the
/// end as it came, over the time from the start to the end), and in hours in which the windows are open. Where the work ends about when the windows
/// shut for the night, some minutes decide between one evening and the next, and no moment can be near both: the forecast must have said so before, and have told
/// both. A beginning may be unlucky, as
/// when the first standstills come late: of many runs at most one in twenty may be further off. 200 runs: XNATTOOLS_RUNS=200.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class ForecastTests(ITestOutputHelper output)
{
    private const double Fifth = 0.2;

    [Fact]
    public void A_forecast_after_a_twentieth_of_the_work_is_within_a_fifth()
    {
        List<ForecastScene> scenes = [];
        List<string> missed = [];
        Runs.Each(3, seed =>
        {
            ForecastScene scene = ForecastScene.Run(seed);
            scenes.Add(scene);
            bool near = Math.Abs(scene.ByCalendar) <= Fifth || (scene.IsBet && scene.NearerOfBoth <= Fifth);
            if (!near || Math.Abs(scene.InOpenHours) > Fifth)
            {
                missed.Add($"{seed}: {scene.ByCalendar:P1} by the calendar, {scene.InOpenHours:P1} in open hours. {scene}");
            }
        });

        int runs = scenes.Count;
        List<ForecastScene> single = scenes.FindAll(s => !s.IsBet);
        List<ForecastScene> bets = scenes.FindAll(s => s.IsBet);
        output.WriteLine($"seed {Runs.First}, {runs} runs; within a fifth by the calendar: {scenes.Count(s => Math.Abs(s.ByCalendar) <= Fifth)}; in open hours: {scenes.Count(s => Math.Abs(s.InOpenHours) <= Fifth)}, half of them within {Middle(scenes):P1}, at worst {Worst(scenes, s => s.InOpenHours):P1}");
        output.WriteLine($"one end told: {single.Count}, at worst {Worst(single, s => s.ByCalendar):P1} by the calendar; two ends told: {bets.Count}, the first of them right in {bets.Count(s => Math.Abs(s.ByCalendar) <= Fifth)}, the nearer at worst {Worst(bets, s => s.NearerOfBoth):P1}; end within the range: {scenes.Count(s => s.IsInRange)}");
        missed.ForEach(output.WriteLine);
        Assert.True(missed.Count <= Math.Max(2, runs / 20), $"{missed.Count} of {runs} are more than a fifth off: {string.Join(" ", missed)}");
        Assert.True(scenes.Count(s => s.IsInRange) * 10 >= runs * 9 || runs < 50, "Fewer than nine of ten end within the range told.");
    }

    private static double Worst(List<ForecastScene> scenes, Func<ForecastScene, double> error) => scenes.Count == 0 ? 0 : scenes.Max(s => Math.Abs(error(s)));

    private static double Middle(List<ForecastScene> scenes) => scenes.Count == 0 ? 0 : scenes.Select(s => Math.Abs(s.InOpenHours)).Order().ElementAt(scenes.Count / 2);
}
