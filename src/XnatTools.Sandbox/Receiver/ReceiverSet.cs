using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Receiver;

/// <summary>Keeps a listener on each port that an enabled receiver names.</summary>
internal sealed class ReceiverSet(SandboxContext context, Arrivals arrivals, DqrChance chance)
{
    private readonly Dictionary<int, DicomServer> _servers = [];
    private readonly Lock _gate = new();

    /// <summary>Starts and stops listeners so that they agree with the list of receivers.</summary>
    public Task RefreshAsync()
    {
        List<DicomServer> stopped = [];
        lock (_gate)
        {
            List<SandboxReceiver> receivers;
            lock (context.State.Sync)
            {
                receivers = [.. context.State.Receivers.Where(receiver => receiver.Enabled)];
            }

            foreach (SandboxReceiver receiver in receivers)
            {
                if (receiver.Port == 0 || !_servers.ContainsKey(receiver.Port))
                {
                    Start(receiver);
                }
            }

            foreach (int port in _servers.Keys.Where(port => !receivers.Exists(receiver => receiver.Port == port)).ToArray())
            {
                stopped.Add(_servers[port]);
                _servers.Remove(port);
            }
        }

        return DisposeAsync(stopped);
    }

    public Task StopAsync()
    {
        List<DicomServer> stopped;
        lock (_gate)
        {
            stopped = [.. _servers.Values];
            _servers.Clear();
        }

        return DisposeAsync(stopped);
    }

    private static async Task DisposeAsync(List<DicomServer> servers)
    {
        foreach (DicomServer server in servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Start(SandboxReceiver receiver)
    {
        ReceiverService service = new(context, arrivals, chance);
        DicomServer server;
        try
        {
            server = Listen(service, receiver.Port);
        }
        catch (SocketException) when (receiver.Port != 0 && context.Options.ReceiverPort == 0)
        {
            // The port of an earlier run has gone to somebody else.
            context.Log("The port of a receiver is taken; it listens on another one.");
            server = Listen(service, 0);
        }

        service.Port = server.Port;
        _servers[server.Port] = server;
        if (receiver.Port != server.Port)
        {
            lock (context.State.Sync)
            {
                receiver.Port = server.Port;
            }

            context.State.Changed();
        }
    }

    private static DicomServer Listen(ReceiverService service, int port) => DicomServer.Start(service, new DicomServerOptions { Port = port, AETitle = "XNAT" });
}
