using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>
/// Seeded runs against a peer that lies in every way it can, for some requests or for ever. Whatever it does: nothing of the study
/// is lost, nothing else is let in, nothing is written outside staging, and an outcome that says complete is true.
/// <c>XNATTOOLS_LYING_RUNS</c> sets their number.
/// </summary>
public sealed class LyingRunTests
{
    [Fact]
    public async Task Whatever_a_peer_does_nothing_is_lost_and_nothing_gets_out()
    {
        int runs = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_LYING_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 5;
        int first = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_LYING_FIRST"), NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from : 1;
        for (int seed = first; seed < first + runs; seed++)
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static async Task RunAsync(int seed)
    {
        Random random = new(seed);
        using TemporaryFolder folder = new();
        await using LyingPacs pacs = new(folder.Folder("pacs"), seed)
        {
            Lies = (Lie)random.Next(1, (int)Lie.All + 1),
            LiesLeft = random.Next(4) == 0 ? int.MaxValue : random.Next(1, 6),
            TellsCounts = random.Next(3) > 0,
            StallTime = TimeSpan.FromSeconds(5),
        };
        pacs.AddStranger();
        int studies = random.Next(1, 4);
        List<PacsStudy> wanted = [.. Enumerable.Range(1, studies).Select(i => pacs.Add("A" + i, random.Next(1, 4), random.Next(1, 12)))];
        ReceiveMethod method = (ReceiveMethod)random.Next(3);
        if (random.Next(4) == 0)
        {
            wanted[0] = wanted[0].WithSelection([wanted[0].StudyInstanceUid + ".1"], []);
        }

        await using ReceiveRun run = new(new ReceiveOptions
        {
            Profile = new NodeProfile(pacs.Node) { Timeout = TimeSpan.FromSeconds(5), RetrieveTimeout = TimeSpan.FromMilliseconds(400) },
            StagingFolder = folder.File("staging"),
            Method = method,
            ListenPort = method == ReceiveMethod.Get ? null : 0,
            ListenAddress = System.Net.IPAddress.Loopback,
            MinimumFreeBytes = 0,
            RoundPauses = [TimeSpan.Zero],
            QuietTime = TimeSpan.FromMilliseconds(100),
            StudiesAtOnce = random.Next(1, 4),
            Pace = new DirectPace { Pauses = [TimeSpan.FromMilliseconds(10)], Patience = TimeSpan.FromSeconds(2) },
        });
        pacs.Destination = run.ReceiverPort is int port ? new DicomNode("127.0.0.1", port, "XNATTOOLS") : null;
        List<ReceivedStudy> results = [];
        await foreach (ReceivedStudy result in run.ReceiveAsync(wanted))
        {
            results.Add(result);
        }

        Assert.Equal(wanted.Select(study => study.StudyInstanceUid).Order(), results.Select(result => result.StudyInstanceUid).Order());
        HashSet<string> allowed = [];
        foreach (ReceivedStudy result in results)
        {
            Check(pacs, result, allowed);
        }

        // Nothing but the objects asked for, and nothing but in staging.
        Assert.All(Directory.GetFiles(folder.File("staging"), "*.dcm", SearchOption.AllDirectories), path => Assert.Contains(Path.GetFileNameWithoutExtension(path), allowed));
        Assert.Equal(["pacs", "staging"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        Assert.False(File.Exists(Path.Combine(folder.Path, "..", "escaped")) || File.Exists("/escaped"));
    }

    private static void Check(LyingPacs pacs, ReceivedStudy result, HashSet<string> allowed)
    {
        string[] selected = result.Study.SeriesInstanceUid;
        List<(string Path, string Series, string Instance)> all = [.. pacs.FilesOf(result.StudyInstanceUid).Where(file => selected.Length == 0 || selected.Contains(file.Series))];
        Dictionary<string, string> there = Directory.Exists(result.Path)
            ? Directory.GetFiles(result.Path, "*.dcm", SearchOption.AllDirectories).ToDictionary(path => Path.GetFileNameWithoutExtension(path))
            : [];
        int found = 0;
        foreach ((string original, string _, string instance) in all)
        {
            allowed.Add(instance);
            if (there.TryGetValue(instance, out string? path))
            {
                found++;
                using DicomFile one = DicomFile.Open(original);
                using DicomFile other = DicomFile.Open(path);
                bool same = File.ReadAllBytes(original).AsSpan((int)one.DatasetOffset).SequenceEqual(File.ReadAllBytes(path).AsSpan((int)other.DatasetOffset));
                Assert.True(same || result.Faults.Any(fault => fault.Kind == ReceiveFaultKind.DuplicateDiffers) || pacs.Lies.HasFlag(Lie.SendsOtherUnderSameUid), "an object was changed");
            }
        }

        Assert.Equal(found, result.Received);
        if (result.Outcome == ReceiveOutcome.Complete)
        {
            Assert.True(found == all.Count, $"said complete with {found} of {all.Count}: {string.Join(", ", result.Faults.Select(fault => fault.ToString()))}");
            Assert.Null(result.Code);
        }
        else
        {
            Assert.NotNull(result.Code);
            Assert.NotNull(result.Reason);
            Assert.True(result.Faults.Length > 0 || result.Outcome == ReceiveOutcome.Failed, "no fault was named");
            Assert.True(result.Outcome == ReceiveOutcome.Conflict || found < all.Count, $"{result.Outcome} with everything there");
        }

        // After honest requests everything is there, but for a study that is in conflict or came to the end of its rounds.
        if (pacs.LiesLeft > 0 && pacs.Lies != Lie.None && result.Outcome == ReceiveOutcome.Complete)
        {
            Assert.Equal(all.Count, found);
        }
    }
}
