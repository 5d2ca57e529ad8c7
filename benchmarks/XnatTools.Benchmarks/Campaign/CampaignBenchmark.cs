using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Scripts;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Benchmarks.Campaign;

/// <summary>
/// Wall time of an import on the driven clock, with a PACS that takes 20 s a study on one worker: this campaign, the pacing of the
/// two scripts that hospitals use today, and the limit that nobody can be faster than.
/// </summary>
internal static class CampaignBenchmark
{
    private static readonly DateTimeOffset s_start = new(2024, 3, 4, 19, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        int studies = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        Console.WriteLine($"{studies} studies, 20 s a study on one worker; h:mm:ss of the driven clock");
        Console.WriteLine();
        Console.WriteLine("| faults | limit | this campaign | over the limit | REST script | shell script | complete: campaign / REST / shell |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        bool good = true;
        foreach (CampaignScene scene in CampaignScene.All)
        {
            good &= Compare(scene, studies);
        }

        return good ? 0 : 1;
    }

    private static bool Compare(CampaignScene scene, int count)
    {
        TimeSpan limit = scene.Limit(count);
        (TimeSpan own, int ownComplete) = Measure(scene, count, CampaignRun.RunAsync);
        (TimeSpan rest, int restComplete) = Measure(scene, count, ScriptPacing.RestAsync);
        (TimeSpan shell, int shellComplete) = Measure(scene, count, ScriptPacing.ShellAsync);
        double over = (own / limit) - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {scene.Name} | {Text(limit)} | {Text(own)} | {over:P1} | {Text(rest)} | {Text(shell)} | {ownComplete} / {restComplete} / {shellComplete} |"));
        return over <= 0.05 || !scene.HasGoal;
    }

    private static (TimeSpan Time, int Complete) Measure(CampaignScene scene, int count, Func<SimSite, DrivenClock, System.Threading.Tasks.Task<TimeSpan>> run)
    {
        DrivenClock clock = new(s_start);
        List<SimStudy> studies = scene.Studies(count);
        SimSite site = new(clock, studies, new SimOptions(), scene.Faults, seed: 5);
        TimeSpan time = clock.Run(() => run(site, clock), TimeSpan.FromDays(60));
        return (time, studies.FindAll(site.IsComplete).Count);
    }

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
}
