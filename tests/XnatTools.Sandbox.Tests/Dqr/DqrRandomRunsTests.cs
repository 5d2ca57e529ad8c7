using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>Imports under seeded faults: whatever happens, the records and the prearchive tell one consistent story.</summary>
public sealed class DqrRandomRunsTests
{
    private const int Studies = 12;

    private static string Uid(int study) => $"2.25.88{study:00}";

    [Theory]
    [InlineData(PluginGeneration.V1, 5)]
    [InlineData(PluginGeneration.V2, 6)]
    public async Task Records_and_prearchive_agree(PluginGeneration plugin, int seed)
    {
        await using DqrSite site = await DqrSite.StartAsync(plugin: plugin, fill: archive =>
        {
            for (int i = 0; i < Studies; i++)
            {
                archive.AddStudy(Uid(i), "R" + i, "Random^" + i, $"R{i:00}", "20240101", "MR", seriesCount: 1 + (i % 2), perSeries: 2);
            }
        });
        Random random = new(seed);
        for (int run = 0; run < 25; run++)
        {
            await RunAsync(site, random, plugin);
            site.Host.Faults.Clear();
            foreach (PrearchiveEntry entry in site.Prearchive())
            {
                site.Host.Context.Prearchive.Delete(entry);
            }
        }
    }

    private static async Task RunAsync(DqrSite site, Random random, PluginGeneration plugin)
    {
        int known = (await site.HistoryAsync(pageSize: 100000)).Count;
        int[] chosen = [.. Enumerable.Range(0, Studies).OrderBy(_ => random.Next()).Take(random.Next(1, 6))];
        Dictionary<string, int> missing = AddFaults(site, random, chosen);
        (int status, string body, _) = await site.SendAsync(System.Net.Http.HttpMethod.Post, "/xapi/dqr/import", site.Import([.. chosen.Select(one => DqrSite.Study(Uid(one), "S" + one, "S" + one + "_1"))]));
        Assert.True(status == 200 || (plugin == PluginGeneration.V1 && status == 500), body);
        List<string> queued = [.. (await site.GetAsync("/xapi/dqr/import/queue?pageSize=1000")).AsArray().Select(one => (string)one!["studyInstanceUid"]!)];
        Assert.Subset(chosen.Select(Uid).ToHashSet(), queued.ToHashSet());
        if (status == 200)
        {
            Assert.Equal(queued.Order(StringComparer.Ordinal), JsonNode.Parse(body)!.AsArray().Select(one => (string)one!["studyInstanceUid"]!).Order(StringComparer.Ordinal));
        }

        await site.PassUntilAsync(async () => (int)await site.GetAsync("/xapi/dqr/import/queue/count") == 0, minutes: 400);
        List<JsonNode> history = [.. (await site.HistoryAsync(pageSize: 100000)).Skip(known)];
        Assert.Equal(queued.Order(StringComparer.Ordinal), history.Select(one => (string)one["studyInstanceUid"]!).Distinct().Order(StringComparer.Ordinal));
        foreach (string uid in queued)
        {
            string[] tries = [.. history.Where(one => (string?)one["studyInstanceUid"] == uid).Select(one => (string)one["status"]!)];
            Assert.InRange(tries.Length, 1, 5);
            Assert.All(tries[..^1], one => Assert.Equal("FAILED", one));
            Check(site, uid, tries, missing.GetValueOrDefault(uid), plugin);
        }
    }

    private static void Check(DqrSite site, string uid, string[] tries, int missing, PluginGeneration plugin)
    {
        PrearchiveEntry? entry = site.Prearchive().SingleOrDefault(one => one.Tag == uid);
        int study = int.Parse(uid[^2..]);
        int expected = ((1 + (study % 2)) * 2) - missing;
        if (tries[^1] == "FAILED")
        {
            Assert.Equal(5, tries.Length);

            // The later generation takes back what came of a failed retrieve.
            Assert.True(plugin == PluginGeneration.V1 || entry is null);
        }
        else if (expected == 0)
        {
            Assert.Equal(("ISSUED", null), (tries[^1], entry));
        }
        else
        {
            Assert.Equal("RECEIVED", tries[^1]);
            Assert.Equal(("S" + study, "S" + study + "_1", "DEMO"), (entry!.Subject, entry.Name, entry.Project));
            Assert.Equal(expected, entry.Scans.Sum(scan => scan.Resources.Sum(resource => resource.Files.Count)));
        }
    }

    private static Dictionary<string, int> AddFaults(DqrSite site, Random random, int[] chosen)
    {
        Dictionary<string, int> missing = [];
        SandboxFaults faults = site.Host.Faults;
        string some = Uid(chosen[random.Next(chosen.Length)]);
        switch (random.Next(8))
        {
            case 0: faults.Add(DqrFaultNames.MoveFail, match: some, count: random.Next(1, 7)); break;
            case 1: faults.Add(DqrFaultNames.ImportDrop, value: $"0.4@{random.Next()}"); break;
            case 2:
                faults.Add(DqrFaultNames.MoveMissing, match: some, value: "2");
                missing[some] = 2;
                break;
            case 3: faults.Add(DqrFaultNames.PacsDown, skip: random.Next(12), count: random.Next(1, 5)); break;
            case 4: faults.Add(DqrFaultNames.PacsCut, match: "C-MOVE", skip: random.Next(3), count: random.Next(1, 4)); break;
            case 5: faults.Add(DqrFaultNames.PacsCut, match: "C-STORE", skip: random.Next(6), count: random.Next(1, 4)); break;
            case 6: faults.Add(DqrFaultNames.PacsCut, match: "C-FIND", skip: random.Next(3), count: 1); break;
        }

        return missing;
    }
}
