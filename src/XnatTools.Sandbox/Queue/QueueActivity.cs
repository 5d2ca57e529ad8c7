using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Queue;

/// <summary>Counts the work under way. Whoever drives the clock waits for it to rest before time goes on.</summary>
internal sealed class QueueActivity(TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _busy;
    private TaskCompletionSource? _idle;

    public void Enter()
    {
        lock (_gate)
        {
            _busy++;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_busy == 0)
            {
                idle = _idle;
                _idle = null;
            }
        }

        idle?.SetResult();
    }

    /// <summary>Ends when no work is under way; sleepers do not count.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_busy == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Sleeps by the clock. To be called by work that was entered; it rests meanwhile.</summary>
    public async Task SleepAsync(TimeSpan duration, CancellationToken stop)
    {
        if (duration <= TimeSpan.Zero)
        {
            return;
        }

        // The timer itself counts the sleeper as work again, so that nobody sees everything at rest between the moment the
        // clock passes and the moment the sleeper runs.
        TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int once = 0;
        void Wake()
        {
            if (Interlocked.Exchange(ref once, 1) == 0)
            {
                Enter();
                woken.SetResult();
            }
        }

        using ITimer timer = time.CreateTimer(_ => Wake(), null, duration, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration registration = stop.Register(Wake);
        Leave();
        await woken.Task.ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }
}
