using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox;

/// <summary>A timer of a <see cref="SandboxClock"/>.</summary>
internal sealed class SandboxTimer : ITimer
{
    private readonly SandboxClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private volatile bool _disposed;

    internal SandboxTimer(SandboxClock clock, TimerCallback callback, object? state)
    {
        _clock = clock;
        _callback = callback;
        _state = state;
    }

    internal DateTimeOffset Due { get; set; }

    internal TimeSpan? Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _clock.Set(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _clock.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (!_disposed)
        {
            _callback(_state);
        }
    }
}
