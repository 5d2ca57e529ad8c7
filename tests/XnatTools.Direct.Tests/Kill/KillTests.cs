using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Tests.Direct;
using XnatTools.Sandbox;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Direct.Tests;

/// <summary>
/// Receive-PacsStudy, Send-XnatSession and Invoke-XnatDqrImport -Route Direct in processes that are killed in the midst of it: the next
/// run goes on, what was there does not travel again, and nothing is lost or double in the end. XNATTOOLS_DIRECT_KILLS sets how many
/// kills of each at least; XNATTOOLS_DIRECT_SEED where they fall.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Instances = 24;
    private static readonly int s_kills = Number("XNATTOOLS_DIRECT_KILLS", 2);
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Number("XNATTOOLS_DIRECT_SEED", 5));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Get")]
    [InlineData("Move")]
    public async Task A_killed_receive_is_gone_on_with(string method)
    {
        int killed = 0;
        int twice = 0;
        for (int round = 0; killed < s_kills; round++)
        {
            await using LyingPacs pacs = new(_folder.Folder("pacs" + round.ToString(CultureInfo.InvariantCulture)), round) { Each = TimeSpan.FromMilliseconds(4) };
            PacsStudy[] studies = [pacs.Add("A1", 2, Instances / 2), pacs.Add("A2", 1, Instances)];
            int port = Tool.FreePort();
            pacs.Destination = new DicomNode("127.0.0.1", port, "XNATTOOLS");
            string staging = _folder.File("staging" + round.ToString(CultureInfo.InvariantCulture));
            bool again = true;
            while (again)
            {
                HashSet<string> there = [.. Staged(staging)];
                int sent = pacs.Sent.Count;
                int at = _random.Next(1, Instances * 2);
                using Victim victim = await Victim.StartAsync([new
                {
                    name = "Receive-PacsStudy",
                    Node = pacs.Node.ToString(),
                    StudyInstanceUid = studies.Select(s => s.StudyInstanceUid).ToArray(),
                    StagingPath = staging,
                    Method = method,
                    ListenPort = port,
                    ListenAddress = "127.0.0.1",
                    MinimumFreeSpace = 0,
                    Confirm = false,
                }]);
                again = await victim.KillWhenAsync(() => killed < s_kills && pacs.Sent.Count - sent >= at);
                killed += again ? 1 : 0;

                // What was in staging whole, with its line in the journal or without, is not sent again.
                twice += pacs.Sent.Skip(sent).Count(path => there.Contains(PixelBytes.InstanceOf(path)));
                Assert.True(again || victim.Said.Contains("DONE", StringComparison.Ordinal), victim.Said);
                Assert.DoesNotContain("ERROR", victim.Said, StringComparison.Ordinal);
            }

            foreach (PacsStudy study in studies)
            {
                foreach ((string path, string _, string instance) in pacs.FilesOf(study.StudyInstanceUid))
                {
                    string file = Assert.Single(Directory.GetFiles(staging, instance + ".dcm", SearchOption.AllDirectories));
                    Assert.Equal(PixelBytes.Of(path), PixelBytes.Of(file));
                }
            }

            Assert.Equal(Instances * 2, Staged(staging).Count());
        }

        output.WriteLine($"{killed} kills, {twice} instances sent twice");
        Assert.Equal(0, twice);
    }

    [Fact]
    public async Task A_killed_upload_is_gone_on_with()
    {
        string folder = _folder.Folder("study");
        List<string> uids = Write(folder, 8, 3);
        int killed = 0;
        for (int round = 0; killed < s_kills; round++)
        {
            await using SandboxHost host = await SiteAsync(round);
            bool again = true;
            while (again)
            {
                int at = _random.Next(1, uids.Count + 4);
                int late = _random.Next(0, 30);
                int before = Filed(host);
                DateTime? due = null;
                using Victim victim = await Victim.StartAsync(Connect(host), [new
                {
                    name = "Send-XnatSession",
                    Path = folder,
                    Project = "DEMO",
                    Subject = "S1",
                    Session = "S1_MR1",
                    Archive = true,
                    ThrottleLimit = 2,
                    WorkFolder = _folder.File("work" + round.ToString(CultureInfo.InvariantCulture)),
                    Confirm = false,
                }]);
                again = await victim.KillWhenAsync(() =>
                {
                    if (killed >= s_kills)
                    {
                        return false;
                    }

                    // Also during commit, proof and archiving, which come when everything is filed.
                    due ??= Filed(host) - before >= Math.Min(at, uids.Count - before) ? DateTime.UtcNow.AddMilliseconds(late * (at > uids.Count ? 40 : 1)) : null;
                    return due < DateTime.UtcNow;
                });
                killed += again ? 1 : 0;
                Assert.True(again || victim.Said.Contains("DONE", StringComparison.Ordinal), victim.Said);
                Assert.DoesNotContain("ERROR", victim.Said, StringComparison.Ordinal);
            }

            VerifyArchive(host, [("S1_MR1", uids)]);
        }

        output.WriteLine($"{killed} kills");
    }

    [Fact]
    public async Task A_killed_import_by_the_direct_route_is_gone_on_with()
    {
        int killed = 0;
        int retrieved = 0;
        for (int round = 0; killed < s_kills; round++)
        {
            string name = round.ToString(CultureInfo.InvariantCulture);
            await using LyingPacs pacs = new(_folder.Folder("pacs" + name), round) { Each = TimeSpan.FromMilliseconds(4) };
            PacsStudy[] studies = [pacs.Add("A1", 2, 6), pacs.Add("A2", 1, 8), pacs.Add("A3", 1, 5)];
            await using SandboxHost host = await SiteAsync(round, pacs.Node.ToString());
            string csv = _folder.File("cohort" + name + ".csv");
            File.WriteAllLines(csv, ["Accession Number,Subject,Session", "A1,S1,S1_1", "A2,S2,S2_1", "A3,S3,S3_1"]);
            int all = studies.Sum(s => pacs.FilesOf(s.StudyInstanceUid).Count);
            string staging = _folder.File("staging" + name);
            bool again = true;
            while (again)
            {
                int at = _random.Next(1, all * 2);
                int late = _random.Next(0, 40);
                int sent = pacs.Sent.Count;
                int before = Filed(host);
                DateTime? due = null;
                HashSet<string> there = [.. Staged(staging)];
                using Victim victim = await Victim.StartAsync(Connect(host), [new
                {
                    name = "Invoke-XnatDqrImport",
                    Project = "DEMO",
                    Csv = csv,
                    Route = "Direct",
                    Node = pacs.Node.ToString(),
                    StagingPath = staging,
                    Ledger = _folder.File("ledger" + name + ".jsonl"),
                    RemoveStaged = true,
                    NoCanary = true,
                    Wait = true,
                    PollSec = 1,
                    Confirm = false,
                }]);
                again = await victim.KillWhenAsync(() =>
                {
                    if (killed >= s_kills)
                    {
                        return false;
                    }

                    due ??= pacs.Sent.Count - sent + Filed(host) - before >= at ? DateTime.UtcNow.AddMilliseconds(late) : null;
                    return due < DateTime.UtcNow;
                });
                killed += again ? 1 : 0;
                retrieved += pacs.Sent.Skip(sent).Count(path => there.Contains(PixelBytes.InstanceOf(path)));
                Assert.True(again || victim.Said.Contains("DONE", StringComparison.Ordinal), victim.Said);
                Assert.DoesNotContain("ERROR", victim.Said, StringComparison.Ordinal);
            }

            Assert.Empty(Staged(staging));
            lock (host.State.Sync)
            {
                Assert.Equal(["S1_1", "S2_1", "S3_1"], host.State.Prearchive.Select(p => p.Name).Order(StringComparer.Ordinal));
                Assert.All(host.State.Prearchive, p => Assert.Equal("READY", p.Status));
                Assert.Equal(
                    studies.SelectMany(s => pacs.FilesOf(s.StudyInstanceUid)).Select(f => f.Instance).Order(StringComparer.Ordinal),
                    host.State.Prearchive.SelectMany(p => p.Scans).SelectMany(s => s.Resources).SelectMany(r => r.Files).Select(f => f.SopInstanceUid).Order(StringComparer.Ordinal));
            }

            // Nothing of it was left to XNAT's importer.
            Assert.Equal(all, Filed(host));
        }

        output.WriteLine($"{killed} kills, {retrieved} instances sent twice");
        Assert.Equal(0, retrieved);
    }

    private static int Number(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : usual;

    private static IEnumerable<string> Staged(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.dcm", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)!)
        : [];

    private static object[] Connect(SandboxHost host) => [new { name = "Connect-Xnat", Uri = host.Url.ToString(), Credential = "admin" }];

    private Task<SandboxHost> SiteAsync(int round, string? pacs = null) => SandboxHost.StartAsync(new SandboxOptions
    {
        HasDqr = pacs is not null,
        Pacs = pacs,
        StateFolder = _folder.File("site" + round.ToString(CultureInfo.InvariantCulture)),
        StageTime = TimeSpan.FromMilliseconds(20),
    });

    private static int Filed(SandboxHost host)
    {
        lock (host.State.Sync)
        {
            return host.State.Prearchive.SelectMany(p => p.Scans).Concat(host.State.Sessions.SelectMany(s => s.Scans)).SelectMany(s => s.Resources).Sum(r => r.Files.Count);
        }
    }

    private static void VerifyArchive(SandboxHost host, (string Session, List<string> Uids)[] wanted)
    {
        lock (host.State.Sync)
        {
            Assert.Empty(host.State.Prearchive);
            Assert.Equal(wanted.Select(w => w.Session), host.State.Sessions.Select(s => s.Label));
            Assert.Equal(
                wanted.SelectMany(w => w.Uids).Order(StringComparer.Ordinal),
                host.State.Sessions.SelectMany(s => s.Scans).SelectMany(s => s.Resources).SelectMany(r => r.Files).Select(f => f.SopInstanceUid).Order(StringComparer.Ordinal));
        }
    }

    private static List<string> Write(string folder, int series, int instances)
    {
        List<string> uids = [];
        for (int s = 1; s <= series; s++)
        {
            for (int i = 1; i <= instances; i++)
            {
                DicomDataset image = TestData.Image("P1", "Doe^Jane", "A1", "1.2.826.0.1.3680043.9.8124.1", "1.2.826.0.1.3680043.9.8124.1." + s.ToString(CultureInfo.InvariantCulture), "MR", i, "20240115", size: 8);
                image.SetInt32(DicomTags.SeriesNumber, s);
                using DicomFile file = new(image, DicomUids.ExplicitVRLittleEndian);
                file.Save(Path.Combine(folder, $"{s}-{i}.dcm"));
                uids.Add(image.GetString(DicomTags.SopInstanceUid)!);
            }
        }

        return uids;
    }
}
