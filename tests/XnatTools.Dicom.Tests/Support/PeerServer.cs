using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests;

/// <summary>A server of another maker, on a free port, with an empty folder of its own; ended by its process id.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private const int LogLength = 4 * 1024 * 1024;

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private PeerServer(Process process, int port, string aeTitle)
    {
        _process = process;
        Port = port;
        Node = new DicomNode("127.0.0.1", port, aeTitle);
        process.OutputDataReceived += (_, e) => Log(e.Data);
        process.ErrorDataReceived += (_, e) => Log(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int HttpPort { get; private init; }

    public DicomNode Node { get; }

    public string Output
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static Task<PeerServer> StoreScpAsync(string folder, params string[] options) => StartAsync("storescp", "STORESCP", port =>
    {
        List<string> arguments = ["-v", "-aet", "STORESCP", "-od", folder];
        arguments.AddRange(options);
        arguments.Add(port.ToString(CultureInfo.InvariantCulture));
        return arguments;
    });

    public static Task<PeerServer> QrScpAsync(TemporaryFolder folder, int storePort, int ownPort, string? data = null) => StartAsync("dcmqrscp", "QRSCP", port =>
    {
        string config = folder.File("qr.cfg");
        File.WriteAllText(config, $"""
            NetworkTCPPort = {port}
            MaxPDUSize = 131072
            MaxAssociations = 16
            HostTable BEGIN
            store = (STORESCP, 127.0.0.1, {storePort})
            tools = (XNATTOOLS, 127.0.0.1, {ownPort})
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            QRSCP {data ?? folder.Folder("qrdb")} RW (200, 1024mb) ANY
            AETable END

            """);
        return ["-v", "-c", config];
    });

    public static Task<PeerServer> OrthancAsync(TemporaryFolder folder, int storePort, int ownPort, bool checkCalled = false, string? keep = null)
    {
        int http = Tool.FreePort();
        return StartAsync(
            "Orthanc",
            "ORTHANC",
            port =>
            {
                string config = folder.File("orth.json");
                string data = (keep ?? folder.Folder("orth")).Replace("\\", "/", StringComparison.Ordinal);
                File.WriteAllText(config, $$"""
                    { "Name":"peer", "StorageDirectory":"{{data}}", "IndexDirectory":"{{data}}",
                      "HttpServerEnabled":true, "HttpPort":{{http}}, "RemoteAccessAllowed":false, "AuthenticationEnabled":false,
                      "DicomServerEnabled":true, "DicomAet":"ORTHANC", "DicomPort":{{port}},
                      "DicomCheckCalledAet":{{(checkCalled ? "true" : "false")}}, "DicomCheckModalityHost":false, "DefaultEncoding":"Utf8",
                      "DicomModalities":{"store":["STORESCP","127.0.0.1",{{storePort}}], "tools":["XNATTOOLS","127.0.0.1",{{ownPort}}]},
                      "DicomAlwaysAllowEcho":true, "DicomAlwaysAllowStore":true, "DicomAlwaysAllowFind":true,
                      "DicomAlwaysAllowGet":true, "DicomAlwaysAllowMove":true,
                      "StableAge":1, "SaveJobs":false, "Plugins":[] }
                    """);
                return [config];
            },
            http);
    }

    public static async Task<PeerServer> StartAsync(string tool, string aeTitle, Func<int, IReadOnlyList<string>> arguments, int http = 0, bool probe = true)
    {
        string path = Tool.Find(tool) ?? Tool.Find("/usr/sbin/" + tool) ?? Tool.Require(tool);
        int port = Tool.FreePort();
        PeerServer server = new(Tool.Launch(path, null, arguments(port)), port, aeTitle) { HttpPort = http };
        Stopwatch watch = Stopwatch.StartNew();
        while (probe)
        {
            try
            {
                await using DicomAssociation association = await DicomAssociation.OpenAsync(server.Node, [PresentationContext.Verification()], new DicomClientOptions { ConnectTimeout = TimeSpan.FromSeconds(1), AssociationTimeout = TimeSpan.FromSeconds(2) });
                break;
            }
            catch (DicomRejectedException)
            {
                break;
            }
            catch (DicomException e) when (e.Code is DicomErrorCode.ConnectFailed or DicomErrorCode.TimedOut or DicomErrorCode.Aborted)
            {
                if (e.Code == DicomErrorCode.Aborted && watch.Elapsed > TimeSpan.FromSeconds(1))
                {
                    break;
                }

                if (watch.Elapsed > TimeSpan.FromSeconds(10) || server._process.HasExited)
                {
                    await server.DisposeAsync();
                    throw new TimeoutException(tool + " did not answer: " + server.Output);
                }

                await Task.Delay(100);
            }
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (Process stop = Tool.Launch("/bin/kill", null, ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await stop.WaitForExitAsync();
            }

            using System.Threading.CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
            if (_log.Length > LogLength)
            {
                // dcmqrscp says so much of each object that thousands of them fill the memory.
                _log.Remove(0, LogLength / 2);
            }
        }
    }
}
