using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox;

/// <summary>
/// The sandbox's time. It runs with the real time by a factor, and can be moved on; timers made from it fire as it passes them,
/// in the order in which they are due.
/// </summary>
public sealed class SandboxClock : TimeProvider, IDisposable
{
    private readonly object _sync = new();
    private readonly List<SandboxTimer> _timers = [];
    private readonly Timer _wake;
    private DateTimeOffset _base;
    private long _realBase;
    private double _factor;
    private bool _disposed;

    public SandboxClock(DateTimeOffset? start = null, double factor = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        _base = start ?? DateTimeOffset.UtcNow;
        _realBase = System.GetTimestamp();
        _factor = factor;
        _wake = new Timer(_ => FireDue(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Seconds of sandbox time in a real second; 0 stands still.</summary>
    public double Factor
    {
        get
        {
            lock (_sync)
            {
                return _factor;
            }
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            lock (_sync)
            {
                _base = Now();
                _realBase = System.GetTimestamp();
                _factor = value;
                Schedule();
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Local;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_sync)
        {
            return Now();
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        SandboxTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on at once, firing each timer at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset end = GetUtcNow() + by;
        while (NextDue(end) is SandboxTimer timer)
        {
            timer.Fire();
        }

        lock (_sync)
        {
            JumpTo(end);
            Schedule();
        }
    }

    /// <summary>
    /// Moves time on in steps, with a real pause after each, so that work which waits on the clock several times can follow.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by, TimeSpan step, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        TimeSpan left = by;
        while (left > TimeSpan.Zero)
        {
            TimeSpan part = left < step ? left : step;
            Advance(part);
            left -= part;
            await Task.Delay(2, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        lock (_sync)
        {
            _disposed = true;
            _timers.Clear();
        }

        _wake.Dispose();
    }

    internal void Set(SandboxTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_sync)
        {
            _timers.Remove(timer);
            timer.Period = period > TimeSpan.Zero ? period : null;
            if (dueTime >= TimeSpan.Zero && !_disposed)
            {
                timer.Due = Now() + dueTime;
                _timers.Add(timer);
            }

            Schedule();
        }
    }

    internal void Remove(SandboxTimer timer)
    {
        lock (_sync)
        {
            _timers.Remove(timer);
        }
    }

    private DateTimeOffset Now() =>
        _base + TimeSpan.FromTicks((long)(System.GetElapsedTime(_realBase).Ticks * _factor));

    private void JumpTo(DateTimeOffset time)
    {
        if (time > Now())
        {
            _base = time;
            _realBase = System.GetTimestamp();
        }
    }

    // Takes the earliest timer due by then, and moves the time to it.
    private SandboxTimer? NextDue(DateTimeOffset end)
    {
        lock (_sync)
        {
            SandboxTimer? first = null;
            foreach (SandboxTimer timer in _timers)
            {
                if (timer.Due <= end && (first is null || timer.Due < first.Due))
                {
                    first = timer;
                }
            }

            if (first is null)
            {
                return null;
            }

            JumpTo(first.Due);
            if (first.Period is TimeSpan period)
            {
                first.Due += period;
            }
            else
            {
                _timers.Remove(first);
            }

            return first;
        }
    }

    private void FireDue()
    {
        while (NextDue(GetUtcNow()) is SandboxTimer timer)
        {
            timer.Fire();
        }

        lock (_sync)
        {
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_disposed)
        {
            return;
        }

        DateTimeOffset? next = null;
        foreach (SandboxTimer timer in _timers)
        {
            if (next is null || timer.Due < next)
            {
                next = timer.Due;
            }
        }

        if (next is null || _factor == 0)
        {
            _wake.Change(Timeout.Infinite, Timeout.Infinite);
            return;
        }

        double wait = (next.Value - Now()).TotalMilliseconds / _factor;
        _wake.Change((long)Math.Clamp(Math.Ceiling(wait), 0, int.MaxValue), Timeout.Infinite);
    }
}
