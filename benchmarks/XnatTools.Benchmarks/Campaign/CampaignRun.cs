using System;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Benchmarks.Campaign;

/// <summary>This campaign, with its default pace by day.</summary>
internal static class CampaignRun
{
    public static async Task<TimeSpan> RunAsync(SimSite site, DrivenClock clock)
    {
        DateTimeOffset start = clock.GetUtcNow();
        SimCampaign campaign = new(site, clock, new CampaignOptions { Time = clock, Jitter = new Random(5).NextDouble });
        campaign.Plan(SimCohort.Found(site.Studies, 1));
        await campaign.RunAsync().ConfigureAwait(false);
        return clock.GetUtcNow() - start;
    }
}
