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

/// <summary>The table of what the DICOM layer costs beside its peers, all in one run.</summary>
internal sealed class DicomBenchmark(string[] arguments)
{
    private readonly bool _quick = arguments.Contains("quick");
    private readonly Measure _measure = new(arguments.Contains("quick") ? 3 : 5);
    private readonly string _root = Path.Combine(Path.GetTempPath(), "xtbench" + Guid.NewGuid().ToString("N"));

    public async Task<int> RunAsync()
    {
        Directory.CreateDirectory(_root);
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {Peer.Load()}");
        try
        {
            if (Wanted("headers"))
            {
                await HeadersAsync();
            }

            if (Wanted("edit"))
            {
                await EditAsync("about 150 edits, write: 0.5 MB files", _quick ? 300 : 2000, 512 * 1024);
                await EditAsync("the same, 20 MB files", _quick ? 20 : 200, 20 * 1024 * 1024);
            }

            if (Wanted("store"))
            {
                await StoreAsync();
            }

            if (Wanted("receive"))
            {
                await ReceiveAsync();
            }

            if (Wanted("find"))
            {
                await FindAsync();
            }

            if (Wanted("allocation"))
            {
                new AllocationBenchmark(Sample.Write(Folder("allocation"), 100, 512 * 1024)).Run(Folder("edited"));
            }

            using Process own = Process.GetCurrentProcess();
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Largest memory of this process: {own.PeakWorkingSet64 / 1048576} MB"));
        }
        finally
        {
            Directory.Delete(_root, recursive: true);
        }

        return 0;
    }

    private bool Wanted(string part) => arguments.All(a => a == "quick") || arguments.Contains(part);

    private string Folder(string name)
    {
        string path = Path.Combine(_root, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    private async Task HeadersAsync()
    {
        int count = _quick ? 1000 : 5000;
        List<string> paths = Sample.Write(Folder("headers"), count, 64 * 1024);
        _measure.Title($"headers of {count} files, all elements up to the pixel data");
        byte[] buffer = new byte[32 * 1024];
        await _measure.RunAsync("open and read 32 KB", () =>
        {
            foreach (string path in paths)
            {
                using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path);
                _ = RandomAccess.Read(handle, buffer, 0);
            }
        });
        int elements = 0;
        await _measure.RunAsync("XnatTools.Dicom", () =>
        {
            foreach (string path in paths)
            {
                using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
                elements += file.Dataset.Count;
            }
        });
        await _measure.RunAsync("XnatTools.Dicom, two threads", () =>
            Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = 2 }, path =>
            {
                using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            }));
        string folder = Path.GetDirectoryName(paths[0])!;
        await PeerRowAsync("gdcmscanner", "gdcmscanner", ["-d", folder, "-t", "8,50", "-t", "10,10", "-t", "10,20"]);
        await PeerRowAsync("dcmdump -M, all values printed", "dcmdump", ["-q", "-M", "+sd", folder]);
        await PythonRowAsync("pydicom, all values", "import sys,glob,pydicom\nfor p in glob.glob(sys.argv[1]+'/*'):\n  [e.value for e in pydicom.dcmread(p,stop_before_pixels=True)]", folder);
    }

    private async Task EditAsync(string title, int count, int size)
    {
        List<string> paths = Sample.Write(Folder("edit"), count, size, 300);
        string into = Folder("edited");
        List<(DicomTag Tag, string Value)> edits = [];
        HashSet<DicomTag> refused = await RefusedAsync(paths[0]);
        foreach (DicomElement element in Sample.Header(0, 64, 300))
        {
            if (edits.Count < 150 && !refused.Contains(element.Tag) && element.VR.IsText && !element.Tag.IsPrivate && element.VR != DicomVR.UI && element.Tag != DicomTags.SpecificCharacterSet)
            {
                edits.Add((element.Tag, element.VR.ToString() switch
                {
                    "DA" => "19000101",
                    "TM" => "000000",
                    "DS" or "IS" => "0",
                    "CS" => "NO",
                    "AS" => "000Y",
                    _ => "ANON",
                }));
            }
        }

        _measure.Title($"{title}, {count} files, {edits.Count} edits");
        await _measure.RunAsync("cp", () => Peer.RunAsync("cp", "-r", Path.GetDirectoryName(paths[0])!, Path.Combine(into, "cp")), () => into = Folder("edited"));
        void Edit(string path)
        {
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            foreach ((DicomTag tag, string value) in edits)
            {
                file.Dataset.SetString(tag, value);
            }

            file.Save(Path.Combine(into, Path.GetFileName(path)));
        }

        await _measure.RunAsync(
            "XnatTools.Dicom",
            () =>
            {
                paths.ForEach(Edit);
                return Task.CompletedTask;
            },
            () => into = Folder("edited"));
        await _measure.RunAsync(
            "XnatTools.Dicom, two threads",
            () =>
            {
                Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = 2 }, Edit);
                return Task.CompletedTask;
            },
            () => into = Folder("edited"));
        if (Peer.Find("dcmodify") is not null)
        {
            List<string> options = ["-nb"];
            foreach ((DicomTag tag, string value) in edits)
            {
                options.AddRange(["-m", $"{tag}={value}"]);
            }

            string work = "";
            await _measure.RunAsync("dcmodify", () => Peer.RunAsync("dcmodify", false, options.Concat(Directory.GetFiles(work))), () => work = Copy(paths), 1);
        }

        if (Peer.Find("gdcmanon") is not null)
        {
            List<string> options = ["--dumb"];
            foreach ((DicomTag tag, string value) in edits)
            {
                options.AddRange(["--replace", string.Create(CultureInfo.InvariantCulture, $"{tag.Group:x},{tag.Element:x}={value}")]);
            }

            await _measure.RunAsync("gdcmanon", () => Peer.RunAsync("gdcmanon", false, options.Concat(["-i", Path.GetDirectoryName(paths[0])!, "-o", into])), () => into = Folder("edited"), 3);
        }

        Folder("edited");
        Folder("edit");
    }

    /// <summary>
    /// Tags that gdcmanon cannot replace, since its dictionary is older than they are: it ends at the first one. They are left out
    /// for everybody, so that all make the same edits.
    /// </summary>
    private async Task<HashSet<DicomTag>> RefusedAsync(string path)
    {
        HashSet<DicomTag> refused = [];
        if (Peer.Find("gdcmanon") is null)
        {
            return refused;
        }

        string probe = Path.Combine(_root, "probe.dcm");
        foreach (DicomElement element in Sample.Header(0, 64, 300))
        {
            string replace = string.Create(CultureInfo.InvariantCulture, $"{element.Tag.Group:x},{element.Tag.Element:x}=0");
            if (element.VR.IsText && !element.Tag.IsPrivate && await Peer.ExitCodeAsync("gdcmanon", false, ["--dumb", "--replace", replace, path, probe]) != 0)
            {
                refused.Add(element.Tag);
            }
        }

        return refused;
    }

    private string Copy(List<string> paths)
    {
        string work = Folder("edited");
        foreach (string path in paths)
        {
            File.Copy(path, Path.Combine(work, Path.GetFileName(path)));
        }

        return work;
    }

    private async Task StoreAsync()
    {
        if (Peer.Find("storescp") is null)
        {
            Console.WriteLine("(storescp is not installed)");
            return;
        }

        int count = _quick ? 100 : 1000;
        List<string> paths = Sample.Write(Folder("store"), count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        foreach (bool noDelay in new[] { false, true })
        {
            int port = Peer.FreePort();
            DicomNode node = new("127.0.0.1", port, "STORESCP");
            string into = Folder("stored");
            using Process server = Peer.Launch("storescp", noDelay, ["-aet", "STORESCP", "-od", into, "-pdu", "131072", port.ToString(CultureInfo.InvariantCulture)]);
            await Peer.ReadyAsync(node);
            _measure.Title($"C-STORE of {count} x 0.5 MB to storescp, " + (noDelay ? "TCP_NODELAY=1" : "stock") + ", PDU 128 KB");
            await _measure.RunAsync("XnatTools.Dicom", () => SendAsync(node, paths));
            foreach (string tool in new[] { "storescu", "dcmsend" })
            {
                string[] options = tool == "storescu" ? ["-aec", "STORESCP", "-pdu", "131072", "127.0.0.1"] : ["-aec", "STORESCP", "-pdu", "131072", "127.0.0.1"];
                await _measure.RunAsync(tool, () => Peer.RunAsync(tool, noDelay, [.. options, port.ToString(CultureInfo.InvariantCulture), "+sd", folder]), null, null, warm: noDelay);
            }

            await Peer.StopAsync(server);
        }

        _measure.Title($"both ends, {count} x 0.5 MB");
        await _measure.RunAsync("raw TCP to files", () => RawAsync(paths));
        string own = Folder("stored");
        await using (DicomServer server = DicomServer.Start(new Receiver(own)))
        {
            await _measure.RunAsync("XnatTools.Dicom at both ends", () => SendAsync(new DicomNode("127.0.0.1", server.Port, "X"), paths));
        }

        Folder("stored");
    }

    private async Task ReceiveAsync()
    {
        if (Peer.Find("dcmsend") is null)
        {
            Console.WriteLine("(dcmsend is not installed)");
            return;
        }

        int count = _quick ? 100 : 1000;
        List<string> paths = Sample.Write(Folder("store"), count, 512 * 1024);
        string folder = Path.GetDirectoryName(paths[0])!;
        _measure.Title($"a receiver fed by dcmsend, {count} x 0.5 MB");
        string own = Folder("stored");
        await using (DicomServer server = DicomServer.Start(new Receiver(own)))
        {
            await _measure.RunAsync("XnatTools.Dicom", () => Peer.RunAsync("dcmsend", true, ["-aec", "X", "127.0.0.1", server.Port.ToString(CultureInfo.InvariantCulture), "+sd", folder]));
        }

        int port = Peer.FreePort();
        using Process peer = Peer.Launch("storescp", true, ["-aet", "STORESCP", "-od", own, "-pdu", "131072", port.ToString(CultureInfo.InvariantCulture)]);
        await Peer.ReadyAsync(new DicomNode("127.0.0.1", port, "STORESCP"));
        await _measure.RunAsync("storescp (TCP_NODELAY=1)", () => Peer.RunAsync("dcmsend", true, ["-aec", "X", "127.0.0.1", port.ToString(CultureInfo.InvariantCulture), "+sd", folder]));
        await Peer.StopAsync(peer);
    }

    private async Task FindAsync()
    {
        if (Peer.Find("dcmqrscp") is null)
        {
            Console.WriteLine("(dcmqrscp is not installed)");
            return;
        }

        int port = Peer.FreePort();
        string folder = Folder("qr");
        Directory.CreateDirectory(Path.Combine(folder, "db"));
        string config = Path.Combine(folder, "qr.cfg");
        File.WriteAllText(config, $"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\nHostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP {Path.Combine(folder, "db")} RW (200, 1024mb) ANY\nAETable END\n");
        using Process server = Peer.Launch("dcmqrscp", false, ["-c", config]);
        DicomNode node = new("127.0.0.1", port, "QRSCP");
        await Peer.ReadyAsync(node);
        await SendAsync(node, Sample.Write(Folder("store"), 20, 8192));
        const int queries = 100;
        _measure.Title($"{queries} C-FIND by accession number on one association, stock dcmqrscp");
        await _measure.RunAsync("XnatTools.Dicom", async () =>
        {
            await using DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Find(DicomQueryRoot.Study)]);
            for (int i = 0; i < queries; i++)
            {
                DicomDataset keys = new();
                keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
                keys.SetString(DicomTags.AccessionNumber, "ACC" + (i % 20).ToString(CultureInfo.InvariantCulture));
                keys.SetString(DicomTags.StudyInstanceUid);
                await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
                {
                }
            }
        });
        await _measure.RunAsync(
            "findscu, a process a query",
            async () =>
            {
                for (int i = 0; i < queries; i++)
                {
                    await Peer.RunAsync("findscu", "-S", "-aec", "QRSCP", "127.0.0.1", port.ToString(CultureInfo.InvariantCulture), "-k", "QueryRetrieveLevel=STUDY", "-k", "AccessionNumber=ACC1", "-k", "StudyInstanceUID");
                }
            },
            null,
            null,
            warm: false);
        await Peer.StopAsync(server);
    }

    private static async Task SendAsync(DicomNode node, List<string> paths)
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
        string into = Folder("raw");
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

    private async Task PeerRowAsync(string name, string tool, string[] options)
    {
        if (Peer.Find(tool) is null)
        {
            Console.WriteLine($"| {name} | not installed | |");
            return;
        }

        await _measure.RunAsync(name, () => Peer.RunAsync(tool, false, options), null, 3);
    }

    private async Task PythonRowAsync(string name, string script, string argument)
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            return;
        }

        await _measure.RunAsync(name, () => Peer.RunAsync("/usr/bin/python3", false, ["-c", script, argument]), null, 1);
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
