using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>C-STORE both ways beside others.</summary>
internal sealed class StoreBenchmark(Workspace work)
{
    private int Count => work.IsQuick ? 100 : 1000;

    /// <summary>To storescp: as it is delivered, or with writes that do not wait for an acknowledgement.</summary>
    public async Task StoreAsync(bool noDelay)
    {
        if (Peer.Find("storescp") is null)
        {
            Console.WriteLine("(storescp is not installed)");
            return;
        }

        List<string> paths = Sample.Write(work.Folder("store"), Count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        ServerPeer server = await ServerPeer.ReceiverAsync("storescp", "STORESCP", work.Folder("stored"), noDelay);
        work.Measure.Title($"C-STORE of {Count} x 0.5 MB to storescp, " + (noDelay ? "TCP_NODELAY=1" : "stock") + ", PDU 128 KB");
        await work.Measure.RunAsync("XnatTools.Dicom", () => SendAsync(server.Node, paths));
        foreach (string tool in new[] { "storescu", "dcmsend" }.Where(work.Asks))
        {
            await work.Measure.RunAsync(tool, () => Peer.RunAsync(tool, noDelay, ["-aec", "STORESCP", "-pdu", "131072", "127.0.0.1", server.Port, "+sd", folder]), warm: noDelay);
        }

        if (work.Asks("fo-dicom"))
        {
            await work.FoDicom.RowAsync(work.Measure, "", "store", ["127.0.0.1", server.Port, "STORESCP", folder]);
        }

        await server.StopAsync();
        work.Folder("stored");
    }

    /// <summary>Our sender to our receiver.</summary>
    public async Task BothAsync()
    {
        List<string> paths = Sample.Write(work.Folder("store"), Count, 512 * 1024);
        work.Measure.Title($"both ends, {Count} x 0.5 MB");
        string into = "";
        await work.Measure.RunAsync("raw TCP to files", () => RawTcp.RunAsync(paths, into), () => into = work.Folder("stored"));
        await using (DicomServer server = DicomServer.Start(new Receiver(() => into)))
        {
            await work.Measure.RunAsync("XnatTools.Dicom at both ends", () => SendAsync(new DicomNode("127.0.0.1", server.Port, "X"), paths), () => into = work.Folder("stored"));
        }

        work.Folder("stored");
    }

    /// <summary>
    /// Receivers fed by dcmsend, their files in memory or on the disk of the temporary folder. They take turns. Beside them the sender's
    /// own time: to a receiver that only acknowledges.
    /// </summary>
    public async Task ReceiveAsync(bool disk)
    {
        if (Peer.Find("dcmsend") is null)
        {
            Console.WriteLine("(dcmsend is not installed)");
            return;
        }

        List<string> paths = Sample.Write(work.Folder("store"), Count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        Task FeedAsync(string port) => Peer.RunAsync("dcmsend", true, ["-aet", "X", "127.0.0.1", port, "+sd", folder]);
        string root = disk ? Directory.CreateTempSubdirectory("xtbench").FullName : work.Folder("stored");
        string into = Directory.CreateDirectory(Path.Combine(root, "all")).FullName;
        work.Measure.Title($"a receiver fed by dcmsend, {Count} x 0.5 MB, files {(disk ? "on disk" : "in memory")}");

        // On a disk nothing is taken away before the end: ext4 passes over places of deleted files one by one. What was written is on it.
        void Ready() => _ = disk ? Sync() : Empty(into);
        List<(string Name, Func<Task> Work, Action? Before)> rows = [];
        rows.Add(("the sender alone (a receiver that only acknowledges)", async () =>
        {
            (int port, Task end) = BareStore.Sink();
            await FeedAsync(port.ToString(CultureInfo.InvariantCulture));
            await end;
        }, Ready));

        await using DicomServer server = DicomServer.Start(new Receiver(() => into));
        rows.Add(("XnatTools.Dicom", () => FeedAsync(server.Port.ToString(CultureInfo.InvariantCulture)), Ready));

        ServerPeer? peer = null;
        int round = 0;
        if (Peer.Find("storescp") is not null)
        {
            rows.Add(("storescp (TCP_NODELAY=1)", () => FeedAsync(peer!.Port), () =>
            {
                // It names files by their UIDs: a folder for each run, or it would write over those of the run before.
                peer?.StopAsync().GetAwaiter().GetResult();
                string own = Directory.CreateDirectory(Path.Combine(root, "storescp" + (disk ? round++ : 0))).FullName;
                _ = disk ? Sync() : Empty(own);
                peer = ServerPeer.ReceiverAsync("storescp", "STORESCP", own, noDelay: true).GetAwaiter().GetResult();
            }));
        }

        int other = Peer.FreePort();
        string number = other.ToString(CultureInfo.InvariantCulture);
        using Process? external = work.FoDicom.Launch("receive", [number, into], root);
        if (external is not null)
        {
            await Peer.ReadyAsync(new DicomNode("127.0.0.1", other, "X"));
            rows.Add(("fo-dicom", () => FeedAsync(number), Ready));
        }

        await work.Measure.RoundsAsync([.. rows]);
        await (peer?.StopAsync() ?? Task.CompletedTask);
        await (external is null ? Task.CompletedTask : Peer.StopAsync(external));
        Directory.Delete(root, recursive: true);
    }

    private static int Empty(string folder)
    {
        Array.ForEach(Directory.GetFiles(folder), File.Delete);
        return 0;
    }

    private static int Sync()
    {
        using Process sync = Process.Start("sync");
        sync.WaitForExit();
        return sync.ExitCode;
    }

    internal static async Task SendAsync(DicomNode node, List<string> paths)
    {
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.Storage(DicomUids.CTImageStorage, [DicomUids.ExplicitVRLittleEndian]));
        foreach (string path in paths)
        {
            DicomStatus status = await association.StoreAsync(path);
            if (!status.IsSuccess)
            {
                throw new InvalidOperationException("The store failed: " + status);
            }
        }
    }

    private sealed class Receiver(Func<string> folder) : DicomService
    {
        private int _number;

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            await request.SaveAsync(Path.Combine(folder(), Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture)), cancellationToken);
            return DicomStatus.Success;
        }
    }
}
