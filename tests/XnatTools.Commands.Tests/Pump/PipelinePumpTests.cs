using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Commands.Tests;

public sealed class PipelinePumpTests
{
    [Fact]
    public void Actions_run_in_order_on_the_callers_thread_and_work_elsewhere()
    {
        int caller = Environment.CurrentManagedThreadId;
        List<int> seen = [];
        int worker = caller;
        using PipelinePump pump = new(CancellationToken.None);
        pump.Run(async () =>
        {
            worker = Environment.CurrentManagedThreadId;
            for (int i = 0; i < 500; i++)
            {
                int number = i;
                await pump.PostAsync(() =>
                {
                    Assert.Equal(caller, Environment.CurrentManagedThreadId);
                    seen.Add(number);
                });
            }
        });
        Assert.NotEqual(caller, worker);
        Assert.Equal(Enumerable.Range(0, 500), seen);
    }

    [Fact]
    public void A_slow_consumer_slows_the_work()
    {
        int produced = 0;
        int greatest = 0;
        int consumed = 0;
        using PipelinePump pump = new(CancellationToken.None);
        pump.Run(async () =>
        {
            for (int i = 0; i < 400; i++)
            {
                await pump.PostAsync(() =>
                {
                    consumed++;
                    greatest = Math.Max(greatest, Volatile.Read(ref produced) - consumed);
                });
                Interlocked.Increment(ref produced);
            }
        });
        Assert.Equal(400, consumed);
        Assert.InRange(greatest, 0, PipelinePump.Capacity + 1);
    }

    [Fact]
    public void A_question_is_answered_on_the_callers_thread()
    {
        int caller = Environment.CurrentManagedThreadId;
        int answer = 0;
        using PipelinePump pump = new(CancellationToken.None);
        pump.Run(async () => answer = await pump.AskAsync(() => Environment.CurrentManagedThreadId));
        Assert.Equal(caller, answer);
    }

    [Fact]
    public void An_action_that_throws_cancels_the_work_and_its_exception_leaves()
    {
        bool cancelled = false;
        using PipelinePump pump = new(CancellationToken.None);
        FormatException error = Assert.Throws<FormatException>(() => pump.Run(async () =>
        {
            await pump.PostAsync(() => throw new FormatException("enough"));
            try
            {
                await Task.Delay(Timeout.Infinite, pump.Token);
            }
            finally
            {
                cancelled = true;
            }
        }));
        Assert.Equal("enough", error.Message);
        Assert.True(cancelled);
    }

    [Fact]
    public void Failures_of_the_work_arrive_unwrapped_and_after_what_it_posted()
    {
        List<int> seen = [];
        using PipelinePump pump = new(CancellationToken.None);
        Assert.Throws<InvalidTimeZoneException>(() => pump.Run(async () =>
        {
            await pump.PostAsync(() => seen.Add(1));
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal([1], seen);
    }

    [Fact]
    public void Work_that_fails_at_once_ends_the_wait()
    {
        using PipelinePump pump = new(CancellationToken.None);
        Assert.Throws<InvalidTimeZoneException>(() => pump.Run(() => throw new InvalidTimeZoneException()));
    }

    [Fact]
    public void A_stop_returns_promptly_even_from_work_that_does_not_listen()
    {
        using CancellationTokenSource stop = new();
        using PipelinePump pump = new(stop.Token);
        stop.CancelAfter(50);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => pump.Run(() => Task.Delay(20_000, CancellationToken.None)));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2500); // half a second by design; the rest is for a busy machine
    }

    [Fact]
    public void The_pump_is_known_to_its_work_only()
    {
        using PipelinePump pump = new(CancellationToken.None);
        PipelinePump? inside = null;
        pump.Run(async () =>
        {
            await Task.Yield();
            inside = PipelinePump.Current;
        });
        Assert.Same(pump, inside);
        Assert.Null(PipelinePump.Current);
    }
}
