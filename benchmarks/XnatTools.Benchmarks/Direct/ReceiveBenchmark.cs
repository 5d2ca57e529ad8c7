using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using XnatTools.Benchmarks.Dicom;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Direct.Staging;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;

namespace XnatTools.Benchmarks.Direct;

/// <summary>
/// Receivers fed by DCMTK's senders and by a bare one: the direct route's (every object proven, counted and journalled), others that only
/// write files, and a copy of the same bytes over TCP. Two senders at once take half of the files each, as a PACS does that sends over
/// several associations.
/// </summary>
internal sealed class ReceiveBenchmark(Measure measure, Func<string, string> folder)
{
    private const string Bare = "a bare sender";

    private static readonly (string Sender, int AtOnce)[] s_feeds = [("storescu", 1), ("dcmsend", 1), ("storescu", 2), ("dcmsend", 2), (Bare, 1)];

    public async Task RunAsync(int count, int size, string title)
    {
        List<string> paths = Sample.Write(folder("files"), count, size);
        BareStore bare = new(paths);
        foreach ((string sender, int atOnce) in s_feeds)
        {
            if (sender != Bare && Peer.Find(sender) is null)
            {
                Console.WriteLine($"({sender} is not installed)");
                continue;
            }

            measure.Title($"{count} x {title} from {(atOnce == 1 ? sender : "two " + sender + " at once")}{(sender == Bare ? "" : " (TCP_NODELAY=1)")}");
            await FeedAllAsync(paths, port => sender == Bare ? bare.SendAsync(port, "XNATTOOLS") : SendAsync(sender, port, paths, atOnce), atOnce);
        }

        foreach (string name in new[] { "files", "into", "into-storescp", "into-dcmrecv", "raw" })
        {
            folder(name);
        }
    }

    private static Task SendAsync(string sender, int port, List<string> paths, int atOnce)
    {
        string[] to = ["-aet", "SENDER", "-aec", "XNATTOOLS", "127.0.0.1", port.ToString(CultureInfo.InvariantCulture)];
        return Task.WhenAll(paths.Chunk((paths.Count + atOnce - 1) / atOnce).Select(share => Peer.RunAsync(sender, true, [.. to, .. share])));
    }

    private async Task FeedAllAsync(List<string> paths, Func<int, Task> feed, int atOnce)
    {
        string into = "";
        List<(string Name, Func<Task> Work, Action? Before)> rows = [];
        List<Func<Task>> ends = [Ours(rows, feed, paths.Count)];

        // dcmrecv takes one association after the other, storescp forks when it is told so.
        foreach (string receiver in new[] { "storescp", "dcmrecv" })
        {
            ends.Add(await TheirsAsync(rows, receiver, feed, atOnce));
        }

        rows.Add(("raw TCP to files", () => RawTcp.RunAsync(paths, into), () => into = folder("raw")));

        // Faster than this no receiver can be: it writes nothing, and only tells the sender to go on.
        rows.Add(("the sender alone (a receiver that only acknowledges)", async () =>
        {
            (int port, Task end) = BareStore.Sink(atOnce);
            await feed(port);
            await end;
        }, null));
        await measure.RoundsAsync([.. rows]);
        foreach (Func<Task> end in ends)
        {
            await end();
        }
    }

    private Func<Task> Ours(List<(string Name, Func<Task> Work, Action? Before)> rows, Func<int, Task> feed, int count)
    {
        ReceiveOptions options = new()
        {
            Profile = new NodeProfile(new DicomNode("127.0.0.1", 1, "SENDER")),
            ListenAddress = IPAddress.Loopback,
            ListenPort = 0,
        };
        FaultLog faults = new();
        StagingFolder? staging = null;
        DiskWatch? disk = null;
        Intake? intake = null;
        MoveReceiver? receiver = null;
        StagedStudy? staged = null;
        async Task EndAsync()
        {
            if (receiver is not null)
            {
                await receiver.DisposeAsync();
                staged!.Dispose();
                intake!.Dispose();
                disk!.Dispose();
                staging!.Dispose();
            }
        }

        PacsStudy study = new() { StudyInstanceUid = Sample.Header(0, 8).GetString(DicomTags.StudyInstanceUid)! };
        rows.Add((
            "Receive-PacsStudy's receiver",
            async () =>
            {
                await feed(receiver!.Port);
                if (staged!.Count != count || faults.ToArray().Length > 0)
                {
                    Console.WriteLine($"({staged.Count} of {count} came; {string.Join(", ", faults.ToArray().Select(fault => fault.ToString()))})");
                }
            },
            () =>
            {
                EndAsync().GetAwaiter().GetResult();
                string place = folder("into");
                staging = new StagingFolder(place);
                disk = new DiskWatch(() => DiskWatch.FreeBytes(place), 1, TimeProvider.System);
                intake = new Intake(staging, disk, options);
                staged = new StagedStudy(staging, study.StudyInstanceUid, faults);
                intake.Expect(new StudyFetch(study, staged, [], faults, TimeProvider.System));
                receiver = MoveReceiver.Open(intake, options);
            }));
        return EndAsync;
    }

    private async Task<Func<Task>> TheirsAsync(List<(string Name, Func<Task> Work, Action? Before)> rows, string receiver, Func<int, Task> feed, int atOnce)
    {
        if (Peer.Find(receiver) is null)
        {
            Console.WriteLine($"({receiver} is not installed)");
            return () => Task.CompletedTask;
        }

        string into = folder("into-" + receiver);
        ServerPeer server = await ServerPeer.ReceiverAsync(receiver, "XNATTOOLS", into, noDelay: true, forks: atOnce > 1 && receiver == "storescp");
        rows.Add((receiver + " (TCP_NODELAY=1)", () => feed(server.Node.Port), () =>
        {
            foreach (string file in Directory.GetFiles(into))
            {
                File.Delete(file);
            }
        }));
        return () => server.StopAsync();
    }
}
