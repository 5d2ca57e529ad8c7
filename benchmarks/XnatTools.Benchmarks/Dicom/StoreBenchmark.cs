using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>C-STORE both ways beside others.</summary>
internal sealed class StoreBenchmark(Workspace work)
{
    public async Task StoreAsync()
    {
        if (Peer.Find("storescp") is null)
        {
            Console.WriteLine("(storescp is not installed)");
            return;
        }

        int count = work.IsQuick ? 100 : 1000;
        List<string> paths = Sample.Write(work.Folder("store"), count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        foreach (bool noDelay in new[] { false, true })
        {
            int port = Peer.FreePort();
            DicomNode node = new("127.0.0.1", port, "STORESCP");
            string into = work.Folder("stored");
            using Process server = Peer.Launch("storescp", noDelay, ["-aet", "STORESCP", "-od", into, "-pdu", "131072", port.ToString(CultureInfo.InvariantCulture)]);
            await Peer.ReadyAsync(node);
            work.Measure.Title($"C-STORE of {count} x 0.5 MB to storescp, " + (noDelay ? "TCP_NODELAY=1" : "stock") + ", PDU 128 KB");
            await work.Measure.RunAsync("XnatTools.Dicom", () => SendAsync(node, paths));
            foreach (string tool in new[] { "storescu", "dcmsend" })
            {
                string[] options = tool == "storescu" ? ["-aec", "STORESCP", "-pdu", "131072", "127.0.0.1"] : ["-aec", "STORESCP", "-pdu", "131072", "127.0.0.1"];
                await work.Measure.RunAsync(tool, () => Peer.RunAsync(tool, noDelay, [.. options, port.ToString(CultureInfo.InvariantCulture), "+sd", folder]), null, null, warm: noDelay);
            }

            await work.FoDicom.RowAsync(work.Measure, "", "store", ["127.0.0.1", port.ToString(CultureInfo.InvariantCulture), "STORESCP", folder]);
            await Peer.StopAsync(server);
        }

        work.Measure.Title($"both ends, {count} x 0.5 MB");
        await work.Measure.RunAsync("raw TCP to files", () => RawAsync(paths));
        string own = work.Folder("stored");
        await using (DicomServer server = DicomServer.Start(new Receiver(own)))
        {
            await work.Measure.RunAsync("XnatTools.Dicom at both ends", () => SendAsync(new DicomNode("127.0.0.1", server.Port, "X"), paths));
        }

        work.Folder("stored");
    }

    public async Task ReceiveAsync()
    {
        if (Peer.Find("dcmsend") is null)
        {
            Console.WriteLine("(dcmsend is not installed)");
            return;
        }

        int count = work.IsQuick ? 100 : 1000;
        List<string> paths = Sample.Write(work.Folder("store"), count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        work.Measure.Title($"a receiver fed by dcmsend, {count} x 0.5 MB");
        string own = work.Folder("stored");
        await using (DicomServer server = DicomServer.Start(new Receiver(own)))
        {
            await work.Measure.RunAsync("XnatTools.Dicom", () => Peer.RunAsync("dcmsend", true, ["-aec", "X", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture), "+sd", folder]));
        }

        int port = Peer.FreePort();
        using Process peer = Peer.Launch("storescp", true, ["-aet", "STORESCP", "-od", own, "-pdu", "131072", port.ToString(CultureInfo.InvariantCulture)]);
        await Peer.ReadyAsync(new DicomNode("127.0.0.1", port, "STORESCP"));
        await work.Measure.RunAsync("storescp (TCP_NODELAY=1)", () => Peer.RunAsync("dcmsend", true, ["-aec", "X", "127.0.0.1", port.ToString(CultureInfo.InvariantCulture), "+sd", folder]));
        await Peer.StopAsync(peer);
        int other = Peer.FreePort();
        using Process? external = work.FoDicom.Launch("receive", [other.ToString(CultureInfo.InvariantCulture), work.Folder("stored")]);
        if (external is not null)
        {
            await Peer.ReadyAsync(new DicomNode("127.0.0.1", other, "X"));
            await work.Measure.RunAsync("fo-dicom", () => Peer.RunAsync("dcmsend", true, ["-aec", "X", "127.0.0.1", other.ToString(CultureInfo.InvariantCulture), "+sd", folder]));
            await Peer.StopAsync(external);
        }
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

    private async Task RawAsync(List<string> paths)
    {
        string into = work.Folder("raw");
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        long[] lengths = paths.Select(path => new FileInfo(path).Length).ToArray();
        Task receive = Task.Run(() =>
        {
            using Socket socket = listener.Accept();
            byte[] buffer = new byte[256 * 1024];
            for (int i = 0; i < lengths.Length; i++)
            {
                using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(Path.Combine(into, i.ToString(CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.Write);
                long at = 0;
                while (at < lengths[i])
                {
                    int got = socket.Receive(buffer, 0, (int)Math.Min(buffer.Length, lengths[i] - at), SocketFlags.None);
                    RandomAccess.Write(file, buffer.AsSpan(0, got), at);
                    at += got;
                }
            }
        });
        using (Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(listener.LocalEndPoint!);
            byte[] buffer = new byte[256 * 1024];
            foreach (string path in paths)
            {
                using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
                long at = 0;
                int got;
                while ((got = RandomAccess.Read(file, buffer, at)) > 0)
                {
                    socket.Send(buffer.AsSpan(0, got));
                    at += got;
                }
            }
        }

        await receive;
    }

    private sealed class Receiver(string folder) : DicomService
    {
        private int _number;

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            await request.SaveAsync(Path.Combine(folder, (Interlocked.Increment(ref _number) % 2000).ToString(CultureInfo.InvariantCulture)), cancellationToken);
            return DicomStatus.Success;
        }
    }
}
