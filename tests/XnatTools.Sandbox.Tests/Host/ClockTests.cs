using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Host;

public sealed class ClockTests
{
    private static readonly DateTimeOffset s_start = new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        using SandboxClock clock = new(s_start, 0);
        List<string> fired = [];
        using ITimer late = clock.CreateTimer(_ => fired.Add("late " + (clock.GetUtcNow() - s_start)), null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        using ITimer tick = clock.CreateTimer(_ => fired.Add("tick " + (clock.GetUtcNow() - s_start)), null, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2));
        clock.Advance(TimeSpan.FromMinutes(6.5));
        Assert.Equal(["tick 00:02:00", "tick 00:04:00", "late 00:05:00", "tick 00:06:00"], fired);
        Assert.Equal(TimeSpan.FromMinutes(6.5), clock.GetUtcNow() - s_start);
    }

    [Fact]
    public async Task A_fast_clock_fires_timers_by_itself()
    {
        using SandboxClock clock = new(s_start, 6000);
        await Task.Delay(TimeSpan.FromMinutes(5), clock).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(clock.GetUtcNow() >= s_start + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        using SandboxClock clock = new(s_start, 0);
        int fired = 0;
        clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)).Dispose();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, fired);
    }
}
