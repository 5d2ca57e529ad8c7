using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Site;

namespace XnatTools.Import.Simulation.Scripts;

/// <summary>
/// The pacing of the two scripts that hospitals use today (feature landscape 1.2, lines 69 to 71, and P-35), for comparison: posts
/// of one study at fixed times. What they do not do, they do not do here either: nobody looks whether anything arrived.
/// </summary>
public static class ScriptPacing
{
    /// <summary>The REST script: a minute after each post, two after trouble, 50 tries, then the next.</summary>
    public static Task<TimeSpan> RestAsync(SimSite site, DrivenClock clock) => RunAsync(site, clock, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120), 50);

    /// <summary>The shell script: three minutes for each study, whatever happens.</summary>
    public static Task<TimeSpan> ShellAsync(SimSite site, DrivenClock clock) => RunAsync(site, clock, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(180), 1);

    private static async Task<TimeSpan> RunAsync(SimSite site, DrivenClock clock, TimeSpan pause, TimeSpan trouble, int tries)
    {
        DateTimeOffset start = clock.GetUtcNow();
        int number = 0;
        foreach (PacsStudy study in Truth.SimCohort.Found(site.Studies, 1))
        {
            for (int attempt = 1; attempt <= tries; attempt++)
            {
                bool good = await PostAsync(site, study, ++number).ConfigureAwait(false);
                await Task.Delay(good ? pause : trouble, clock).ConfigureAwait(false);
                if (good)
                {
                    break;
                }
            }
        }

        while (site.InQueue > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), clock).ConfigureAwait(false);
        }

        return clock.GetUtcNow() - start;
    }

    private static async Task<bool> PostAsync(SimSite site, PacsStudy study, int number)
    {
        try
        {
            IReadOnlyList<ImportQueueItem> answer = await site.ImportAsync(
                new ImportPost
                {
                    PacsId = study.PacsId,
                    Project = "DEMO",
                    ReceiverAETitle = "XNAT",
                    ReceiverPort = 8104,
                    RequestId = "script/" + number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Studies = [study],
                },
                default).ConfigureAwait(false);
            return answer.Count > 0;
        }
        catch (XnatException)
        {
            return false;
        }
    }
}
