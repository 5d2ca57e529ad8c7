using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>A server of another maker on a free port, answering.</summary>
internal sealed class ServerPeer
{
    private static readonly string[] s_fork = ["--fork"];
    private static readonly string[] s_ignore = ["--ignore"];

    private readonly Process _process;

    private ServerPeer(Process process, DicomNode node)
    {
        _process = process;
        Node = node;
    }

    public DicomNode Node { get; }

    public string Port => Node.Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts storescp or dcmrecv, which write what comes into a folder; storescp can throw it away instead, or take several associations at once.</summary>
    public static Task<ServerPeer> ReceiverAsync(string program, string title, string into, bool noDelay, bool keeps = true, bool forks = false)
    {
        int port = Peer.FreePort();
        string number = port.ToString(CultureInfo.InvariantCulture);
        string[] options = program == "storescp"
            ? ["-aet", title, "-od", into, "-pdu", "131072", number]
            : ["-aet", title, "-xf", "/etc/dcmtk/storescp.cfg", "default", "-od", into, "-pdu", "131072", number];
        string[] more = [.. forks ? s_fork : [], .. keeps ? [] : s_ignore];
        return StartAsync(program, noDelay, [.. more, .. options], new DicomNode("127.0.0.1", port, title));
    }

    /// <summary>Starts dcmqrscp, as it is delivered, with an empty archive for so many studies.</summary>
    public static Task<ServerPeer> ArchiveAsync(string folder, int studies)
    {
        int port = Peer.FreePort();
        string archive = Directory.CreateDirectory(Path.Combine(folder, "db")).FullName;
        string config = Path.Combine(folder, "qr.cfg");
        File.WriteAllText(config, $"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\nHostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP {archive} RW ({studies}, 1024mb) ANY\nAETable END\n");
        return StartAsync("dcmqrscp", false, ["-c", config], new DicomNode("127.0.0.1", port, "QRSCP"));
    }

    /// <summary>Starts Orthanc, as it is delivered, with an empty archive.</summary>
    public static Task<ServerPeer> OrthancAsync(string folder)
    {
        int port = Peer.FreePort();
        string config = Path.Combine(folder, "orthanc.json");
        File.WriteAllText(config, $$"""
            { "Name": "peer", "StorageDirectory": "{{folder}}/db", "IndexDirectory": "{{folder}}/db", "HttpServerEnabled": false,
              "DicomServerEnabled": true, "DicomAet": "ORTHANC", "DicomPort": {{port}}, "DicomCheckCalledAet": false,
              "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true, "Plugins": [] }
            """);
        return StartAsync("Orthanc", false, [config], new DicomNode("127.0.0.1", port, "ORTHANC"));
    }

    public Task StopAsync() => Peer.StopAsync(_process);

    private static async Task<ServerPeer> StartAsync(string program, bool noDelay, string[] options, DicomNode node)
    {
        ServerPeer server = new(Peer.Launch(program, noDelay, options), node);
        await Peer.ReadyAsync(node);
        return server;
    }
}
