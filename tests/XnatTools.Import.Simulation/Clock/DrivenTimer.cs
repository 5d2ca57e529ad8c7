using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Simulation.Clock;

/// <summary>A timer of a <see cref="DrivenClock"/>.</summary>
internal sealed class DrivenTimer(DrivenClock clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>Counts the settings; an entry of the clock's queue with an older number is void.</summary>
    public int Setting { get; set; }

    public TimeSpan? Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Set(this, dueTime, period);

    public void Fire() => callback(state);

    public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
