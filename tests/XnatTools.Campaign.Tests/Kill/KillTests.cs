using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Campaign.Tests.Simulated;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Campaign.Tests.Kill;

/// <summary>
/// A campaign in a process of its own is killed at every kind of step and resumed: every study is queued once and only once, and
/// outcomes add up. A hundred kills of a campaign of 200 studies:
/// XNATTOOLS_KILLS=100 dotnet test tests/XnatTools.Campaign.Tests --filter KillTests.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_study_is_queued_once_however_often_the_process_is_killed()
    {
        bool full = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_KILLS"), out int kills);
        int wanted = full ? kills : 4;
        int studies = full ? 200 : 12;
        Random random = new(Runs.First);
        SortedDictionary<string, int> killed = new(StringComparer.Ordinal);
        int campaigns = 0;
        output.WriteLine($"seed {Runs.First}");
        while (killed.Values.Sum() < wanted)
        {
            await using KillSite site = await KillSite.StartAsync(studies);
            campaigns++;
            while (await site.RunAsync(NextStep(random, killed, site.IsPlanned), random) is string died)
            {
                killed[died] = killed.GetValueOrDefault(died) + 1;
            }

            await site.VerifyAsync();
        }

        output.WriteLine($"{killed.Values.Sum()} kills in {campaigns} campaigns of {studies} studies: {string.Join(", ", killed.Select(k => $"{k.Key} {k.Value}"))}");
        if (wanted >= 100)
        {
            Assert.All(KillSite.Steps, step => Assert.Contains(step, killed.Keys));
        }
    }

    /// <summary>Kinds that were not met yet come first; those of planning only while it is planned, for they do not come again.</summary>
    private static string NextStep(Random random, SortedDictionary<string, int> killed, bool isPlanned)
    {
        string[] least = [.. KillSite.Steps.Where(s => !isPlanned || !KillSite.IsPlanning(s)).GroupBy(s => killed.GetValueOrDefault(s)).OrderBy(g => g.Key).First()];
        return least[random.Next(least.Length)];
    }
}
