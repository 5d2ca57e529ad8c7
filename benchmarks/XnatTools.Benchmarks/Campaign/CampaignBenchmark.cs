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
    private static readonly TimeSpan s_study = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(2);

    public static int Run(string[] args)
    {
        int studies = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine($"{studies} studies, seed {seed}, 20 s a study (a part of one: its share, 2 s at least) on one worker; h:mm:ss of the driven clock");
        Console.WriteLine("limit: studies x 20 s. Server's own: what its worker spent on retrieves and was held after failed ones, in the campaign's run.");
        Console.WriteLine();
        Console.WriteLine("| faults | limit | server's own | this campaign | over the limit | over the server's own | REST script | shell script | complete: campaign / REST / shell |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        bool good = true;
        foreach (CampaignScene scene in CampaignScene.All)
        {
            good &= Compare(scene, studies, seed);
        }

        return good ? 0 : 1;
    }

    private static bool Compare(CampaignScene scene, int count, int seed)
    {
        TimeSpan limit = count * s_study;
        (TimeSpan own, int ownComplete, TimeSpan server) = Measure(scene, count, seed, CampaignRun.RunAsync);
        (TimeSpan rest, int restComplete, _) = Measure(scene, count, seed, ScriptPacing.RestAsync);
        (TimeSpan shell, int shellComplete, _) = Measure(scene, count, seed, ScriptPacing.ShellAsync);
        double over = (own / limit) - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {scene.Name} | {Text(limit)} | {Text(server)} | {Text(own)} | {over:P1} | {(own / server) - 1:P1} | {Text(rest)} | {Text(shell)} | {ownComplete} / {restComplete} / {shellComplete} |"));
        return over <= 0.05 || !scene.HasGoal;
    }

    private static (TimeSpan Time, int Complete, TimeSpan Server) Measure(CampaignScene scene, int count, int seed, Func<SimSite, DrivenClock, System.Threading.Tasks.Task<TimeSpan>> run)
    {
        DrivenClock clock = new(s_start);
        List<SimStudy> studies = scene.Studies(count);
        SimSite site = new(clock, studies, new SimOptions { RetrieveTime = Retrieve }, scene.Faults, seed);
        TimeSpan time = clock.Run(() => run(site, clock), TimeSpan.FromDays(60));
        return (time, studies.FindAll(site.IsComplete).Count, site.Monitor.Retrieving + site.Monitor.Held);
    }

    private static TimeSpan Retrieve(SimStudy study, int images)
    {
        TimeSpan share = s_study * images / study.Images;
        return share < s_least ? s_least : share;
    }

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
}
