using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Simulation.Clock;

/// <summary>
/// A clock that stands still while anything works and then jumps to the next timer, so that a night of waiting takes as long as
/// its thinking.
/// </summary>
public sealed class DrivenClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(DrivenTimer Timer, int Setting), (long Due, long Order)> _timers = new();
    private readonly TimeZoneInfo _zone;
    private long _now;
    private long _order;
    private long _fired;

    /// <param name="start">Where it begins.</param>
    /// <param name="zone">The local time zone; null takes UTC.</param>
    public DrivenClock(DateTimeOffset start, TimeZoneInfo? zone = null)
    {
        _now = start.UtcTicks;
        _zone = zone ?? TimeZoneInfo.Utc;
    }

    public override TimeZoneInfo LocalTimeZone => _zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers have fired: the events of the run.</summary>
    public long Fired => Interlocked.Read(ref _fired);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        DrivenTimer timer = new(this, callback, state);
        Set(timer, dueTime, period);
        return timer;
    }

    /// <summary>Does something later, outside any flow.</summary>
    public void After(TimeSpan delay, Action action)
    {
        DrivenTimer timer = new(this, static state => ((Action)state!)(), action);
        Set(timer, delay < TimeSpan.Zero ? TimeSpan.Zero : delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs work to its end, moving time on whenever nothing else can be done.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="limit">Simulated time after which the run counts as hanging.</param>
    /// <param name="events">Timers after which the run counts as hanging: a loop without progress.</param>
    /// <returns>What the work returned.</returns>
    public T Run<T>(Func<Task<T>> work, TimeSpan limit, long events = 20_000_000)
    {
        // Without a context of a test framework what a timer sets off runs on inside it.
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            FlowWatch flow = new();
            long end = (GetUtcNow() + limit).UtcTicks;
            long last = Fired + events;
            Task<T> task = flow.Start(work);
            while (true)
            {
                flow.WaitQuiet();
                if (task.IsCompleted)
                {
                    return task.GetAwaiter().GetResult();
                }

                switch (Next(end, out DrivenTimer? timer))
                {
                    case Found.Timer:
                        if (Interlocked.Increment(ref _fired) > last)
                        {
                            throw new TimeoutException($"No end after {events} events, at {GetUtcNow():u}.");
                        }

                        timer!.Fire();
                        break;
                    case Found.None when task.IsCompleted || WaitForTimer(task):
                        break;
                    case Found.None:
                        throw new TimeoutException($"Everything waits and nothing is due, at {GetUtcNow():u}.");
                    default:
                        throw new TimeoutException($"No end after {limit} of simulated time, at {GetUtcNow():u}.");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    internal bool Set(DrivenTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Setting++;
            timer.Period = period > TimeSpan.Zero ? period : null;
            if (dueTime >= TimeSpan.Zero)
            {
                _timers.Enqueue((timer, timer.Setting), (_now + dueTime.Ticks, _order++));
            }

            return true;
        }
    }

    /// <summary>Takes the earliest timer and moves time to it.</summary>
    private Found Next(long end, out DrivenTimer? timer)
    {
        timer = null;
        lock (_gate)
        {
            while (_timers.TryPeek(out (DrivenTimer Timer, int Setting) entry, out (long Due, long Order) at))
            {
                if (entry.Setting != entry.Timer.Setting)
                {
                    _timers.Dequeue();
                    continue;
                }

                if (at.Due > end)
                {
                    return Found.TooLate;
                }

                _timers.Dequeue();
                Interlocked.Exchange(ref _now, Math.Max(_now, at.Due));
                if (entry.Timer.Period is TimeSpan period)
                {
                    _timers.Enqueue(entry, (at.Due + period.Ticks, _order++));
                }

                timer = entry.Timer;
                return Found.Timer;
            }
        }

        return Found.None;
    }

    // Something may be waiting for the real world (a file, a thread); give it some real time before calling it hung.
    private bool WaitForTimer(Task task)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10))
        {
            lock (_gate)
            {
                if (task.IsCompleted || _timers.Count > 0)
                {
                    return true;
                }
            }

            Thread.Sleep(1);
        }

        return false;
    }

    private enum Found
    {
        Timer,
        None,
        TooLate,
    }
}
