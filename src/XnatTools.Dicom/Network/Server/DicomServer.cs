using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>Listens for associations and hands their requests to a service.</summary>
public sealed class DicomServer : IAsyncDisposable
{
#if NETFRAMEWORK
    // Its asynchronous reads cost little, and not every runtime of it ends a call of the system when the socket is closed.
    private const bool HasThreads = false;
#else
    private const bool HasThreads = true;
#endif

    private readonly Socket _listener;
    private readonly DicomServerOptions _options;
    private readonly DicomService _service;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ServerAssociation, Task> _associations = new();
    private readonly Task _loop;
    private int _disposed;

    private DicomServer(Socket listener, DicomService service, DicomServerOptions options)
    {
        _listener = listener;
        _service = service;
        _options = options;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _loop = Task.Run(AcceptLoopAsync);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Associations under way.</summary>
    public int AssociationCount => _associations.Count;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The port is taken, or may not be used.</exception>
    public static DicomServer Start(DicomService service, DicomServerOptions? options = null)
    {
        DicomServerOptions settings = options ?? new DicomServerOptions();
        Socket listener = new(settings.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (settings.Address.Equals(IPAddress.IPv6Any))
            {
                listener.DualMode = true;
            }

            listener.Bind(new IPEndPoint(settings.Address, settings.Port));
            listener.Listen(128);
            return new DicomServer(listener, service ?? throw new ArgumentNullException(nameof(service)), settings);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, aborts what is under way, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _listener.Dispose();
#if NETFRAMEWORK
        _stop.Cancel();
#else
        await _stop.CancelAsync().ConfigureAwait(false);
#endif
        await _loop.ConfigureAwait(false);
        foreach (ServerAssociation association in _associations.Keys)
        {
            association.Cut();
        }

        await Task.WhenAll(_associations.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptLoopAsync()
    {
        while (_disposed == 0)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (DicomConnection.IsConnectionError(e))
            {
                if (_disposed != 0)
                {
                    return;
                }

                // Out of handles or memory for a moment: the next try may do.
                await Task.Delay(50).ConfigureAwait(false);
                continue;
            }

            // One more than the limit gets an answer; beyond twice the limit even that is too much.
            if (_associations.Count >= _options.MaxAssociations * 2)
            {
                socket.Dispose();
                continue;
            }

            Begin(new ServerAssociation(socket, _service, _options, full: _associations.Count >= _options.MaxAssociations, _stop.Token));
        }
    }

    private void Begin(ServerAssociation association)
    {
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _associations[association] = done.Task;
        if (!HasThreads || _options.Tls is not null || !ConnectionThread.TryStart(thread => RunAsync(association, thread, done)))
        {
            _ = Task.Run(() => RunAsync(association, null, done));
        }
    }

    private async Task RunAsync(ServerAssociation association, ConnectionThread? thread, TaskCompletionSource<bool> done)
    {
        try
        {
            await association.RunAsync(thread).ConfigureAwait(false);
        }
        finally
        {
            _associations.TryRemove(association, out _);
            done.SetResult(true);
        }
    }
}
