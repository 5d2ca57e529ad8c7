using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Tests.Direct;

/// <summary>A slow link: passes on what comes on a connection, one direction of it a little at a time.</summary>
internal sealed class DripProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly bool _dripUp;
    private readonly int _bytes;
    private readonly TimeSpan _each;

    /// <param name="target">Port of whom is called.</param>
    /// <param name="dripUp">What the caller sends is slow; else what it gets.</param>
    /// <param name="bytes">At a time.</param>
    /// <param name="each">Time between two of them.</param>
    public DripProxy(int target, bool dripUp, int bytes, TimeSpan each)
    {
        _target = target;
        _dripUp = dripUp;
        _bytes = bytes;
        _each = each;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Ended.
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using (caller)
        using (TcpClient called = new() { NoDelay = true })
        {
            caller.NoDelay = true;
            try
            {
                await called.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(CopyAsync(caller, called, _dripUp), CopyAsync(called, caller, !_dripUp));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Nobody there, or ended.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool slowly)
    {
        byte[] buffer = new byte[_bytes];
        try
        {
            NetworkStream source = from.GetStream();
            int got;
            while ((got = await source.ReadAsync(buffer, _end.Token)) > 0)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, got), _end.Token);
                if (slowly && got > 1000)
                {
                    await Task.Delay(_each, _end.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or System.IO.IOException or InvalidOperationException)
        {
            // One side has gone.
        }
    }
}
