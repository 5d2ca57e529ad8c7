using System;
using System.Threading;

namespace XnatTools.Client;

/// <summary>A token that is cancelled by the caller or by time, and knows which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private int _disposed;

    public Deadline(TimeProvider time, TimeSpan due, CancellationToken caller)
    {
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _timer = time.CreateTimer(static state => ((Deadline)state!).Expire(), this, due, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>True when time, not the caller, ended it.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Starts the wait anew; for streams, where only silence counts.</summary>
    public void Extend(TimeSpan due) => _timer.Change(due, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _timer.Dispose();
            _source.Dispose();
        }
    }

    private void Expire()
    {
        if (Volatile.Read(ref _disposed) == 0)
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The answer came at the same moment.
            }
        }
    }
}
