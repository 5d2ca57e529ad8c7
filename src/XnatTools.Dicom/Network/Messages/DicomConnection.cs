using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// A TCP connection that bytes of PDUs come and go on: one buffer each way, acknowledgement at once, and a watch that cuts
/// the connection when a phase takes too long.
/// </summary>
internal sealed class DicomConnection : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly QuickAcknowledge _acknowledge;
    private readonly Timer _watch;
    private readonly Dictionary<object, (long At, string Phase)> _waits = [];
    private byte[] _in = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;
    private long _deadline = long.MaxValue;
    private string _phase = "";
    private DicomException? _failure;
    private int _disposed;
    private ConnectionThread? _thread;

    public DicomConnection(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
        _acknowledge = new QuickAcknowledge(socket);
        _watch = new Timer(static state => ((DicomConnection)state!).CheckDeadline(), this, 200, 200);
    }

    /// <summary>Bytes received and not yet taken.</summary>
    public ReadOnlyMemory<byte> Received => new(_in, _start, _end - _start);

    /// <summary>The connection is still thought to be good.</summary>
    public bool IsOpen => _failure is null && _disposed == 0;

    /// <summary>The thread on which reads and writes wait from the first of them on; the socket must not have been used otherwise.</summary>
    public ConnectionThread? Thread
    {
        init => _thread = value;
    }

    /// <summary>From here on reads and writes are asynchronous: several of them shall be under way at once. The caller goes on elsewhere.</summary>
    public async Task LeaveThreadAsync()
    {
        if (Interlocked.Exchange(ref _thread, null) is { } thread)
        {
            thread.End();
            if (thread.IsCurrent)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Sets what is being waited for and how long it may take; replaces the one before.</summary>
    public void SetDeadline(TimeSpan timeout, string phase)
    {
        _phase = phase;
        Volatile.Write(ref _deadline, timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : MonotonicClock.Milliseconds + (long)timeout.TotalMilliseconds);
    }

    /// <summary>Nothing is waited for.</summary>
    public void ClearDeadline() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Sets what one of several waits for, beside what the connection itself waits for.</summary>
    public void SetDeadline(object owner, TimeSpan timeout, string phase)
    {
        lock (_waits)
        {
            _waits[owner] = (timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : MonotonicClock.Milliseconds + (long)timeout.TotalMilliseconds, phase);
        }
    }

    /// <summary>This one waits no more.</summary>
    public void ClearDeadline(object owner)
    {
        lock (_waits)
        {
            _waits.Remove(owner);
        }
    }

    /// <summary>Cuts the connection; whoever waits on it gets this error.</summary>
    public void Kill(DicomException failure)
    {
        failure.Phase ??= PhaseNow();
        Interlocked.CompareExchange(ref _failure, failure, null);
        _socket.Dispose();
    }

    /// <summary>Makes so many bytes available; false at an orderly end before the first of them.</summary>
    public ValueTask<bool> FillAsync(int count) => _end - _start >= count ? new ValueTask<bool>(true) : FillMoreAsync(count);

    public void Take(int count) => _start += count;

    /// <summary>Sends bytes in one piece.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_thread is { } thread)
        {
            _ = thread.IsCurrent ? SendAndWait(bytes) : await thread.RunAsync(() => SendAndWait(bytes)).ConfigureAwait(false);
            return;
        }

        try
        {
#if NETFRAMEWORK
            MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
            await _stream.WriteAsync(segment.Array!, segment.Offset, segment.Count).ConfigureAwait(false);
#else
            await _stream.WriteAsync(bytes).ConfigureAwait(false);
#endif
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            throw Failure(e);
        }
    }

    /// <summary>Sends bytes while the thread waits, for writers that are not asynchronous.</summary>
    public void Send(byte[] buffer, int offset, int count)
    {
        try
        {
            _stream.Write(buffer, offset, count);
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            throw Failure(e);
        }
    }

    /// <summary>What to tell of a broken connection.</summary>
    public DicomException Failure(Exception? inner)
    {
        DicomException failure = _failure ?? new DicomException(DicomErrorCode.Aborted, "The connection was cut by the peer.", inner) { Phase = PhaseNow() };
        Interlocked.CompareExchange(ref _failure, failure, null);
        return failure;
    }

    /// <summary>Closes the sending side and the connection. A last message that was sent still arrives.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _watch.Dispose();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (IsConnectionError(e))
        {
            // Closed already.
        }

        _stream.Dispose();
        _socket.Dispose();
        Interlocked.CompareExchange(ref _failure, new DicomException(DicomErrorCode.Aborted, "The association is closed."), null);

        // The buffer is not given back: a read that was under way may still write into it.
    }

    internal static bool IsConnectionError(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or InvalidOperationException;

    private async ValueTask<bool> FillMoreAsync(int count)
    {
        MakeRoom(count);
        if (_thread is { } thread)
        {
            return thread.IsCurrent ? FillAndWait(count) : await thread.RunAsync(() => FillAndWait(count)).ConfigureAwait(false);
        }

        while (_end - _start < count)
        {
            int got;
            try
            {
                _acknowledge.Set();
#if NETFRAMEWORK
                got = await _stream.ReadAsync(_in, _end, _in.Length - _end).ConfigureAwait(false);
#else
                got = await _stream.ReadAsync(_in.AsMemory(_end)).ConfigureAwait(false);
#endif
            }
            catch (Exception e) when (IsConnectionError(e))
            {
                throw Failure(e);
            }

            if (!Arrived(got))
            {
                return false;
            }
        }

        return true;
    }

    private bool FillAndWait(int count)
    {
        while (_end - _start < count)
        {
            int got;
            try
            {
                _acknowledge.Set();
                got = _socket.Receive(_in, _end, _in.Length - _end, SocketFlags.None);
            }
            catch (Exception e) when (IsConnectionError(e))
            {
                throw Failure(e);
            }

            if (!Arrived(got))
            {
                return false;
            }
        }

        return true;
    }

    private bool SendAndWait(ReadOnlyMemory<byte> bytes)
    {
        MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
        Send(segment.Array!, segment.Offset, segment.Count);
        return true;
    }

    /// <summary>Counts what was read; false at an orderly end.</summary>
    private bool Arrived(int got)
    {
        if (got == 0)
        {
            return _end == _start && _failure is null ? false : throw Failure(null);
        }

        _end += got;
        return true;
    }

    private void MakeRoom(int count)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_in.Length - _start < count)
        {
            byte[] target = _in.Length >= count ? _in : ArrayPool<byte>.Shared.Rent(count);
            Buffer.BlockCopy(_in, _start, target, 0, _end - _start);
            _in = target;
            _end -= _start;
            _start = 0;
        }
    }

    private void CheckDeadline()
    {
        long now = MonotonicClock.Milliseconds;
        string? late = now > Volatile.Read(ref _deadline) ? _phase : null;
        lock (_waits)
        {
            foreach (KeyValuePair<object, (long At, string Phase)> wait in _waits)
            {
                late ??= now > wait.Value.At ? wait.Value.Phase : null;
            }
        }

        if (late is not null)
        {
            Kill(new DicomException(DicomErrorCode.TimedOut, $"The peer did not answer in time ({late}).") { Phase = late });
        }
    }

    /// <summary>What the connection was used for when it broke.</summary>
    private string? PhaseNow()
    {
        lock (_waits)
        {
            foreach (KeyValuePair<object, (long At, string Phase)> wait in _waits)
            {
                return wait.Value.Phase;
            }
        }

        return _phase.Length == 0 ? null : _phase;
    }
}
