using System;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>
/// Lets asynchronous work talk to PowerShell, which listens to one thread only. The work runs on the thread pool; what it has
/// to say is queued here and carried out, in order, by the pipeline thread, which waits meanwhile. The queue is bounded, so a
/// slow consumer slows the work. When an action throws (as it does when Select-Object -First has enough) or the pipeline is
/// stopped, the work is cancelled and waited for, and the original exception leaves.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    /// <summary>Actions that may wait.</summary>
    internal const int Capacity = 64;

    // Longest wait for cancelled work; together with everything else Ctrl+C has to end within a second.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);
    private static readonly AsyncLocal<PipelinePump?> s_current = new();

    private readonly BlockingCollection<Action> _actions = new(new ConcurrentQueue<Action>());
    private readonly SemaphoreSlim _slots = new(Capacity, Capacity);
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationToken _stop;

    internal PipelinePump(CancellationToken stop)
    {
        _stop = stop;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Token = _cancel.Token;
    }

    /// <summary>The pump whose work is calling, or null outside of any.</summary>
    internal static PipelinePump? Current => s_current.Value;

    /// <summary>Cancelled when the pipeline stops or an action throws.</summary>
    internal CancellationToken Token { get; }

    /// <summary>What the current cmdlet does with events of the connection; set by the cmdlet.</summary>
    internal IPumpEvents? Events { get; set; }

    /// <summary>Runs the work and carries out what it posts until it has ended. Call on the pipeline thread.</summary>
    internal void Run(Func<Task> body)
    {
        Task work = Task.Run(async () =>
        {
            s_current.Value = this;
            try
            {
                await body().ConfigureAwait(false);
            }
            finally
            {
                _actions.CompleteAdding();
            }
        });
        try
        {
            foreach (Action action in _actions.GetConsumingEnumerable(_stop))
            {
                try
                {
                    action();
                }
                finally
                {
                    _slots.Release();
                }
            }
        }
        catch (Exception error)
        {
            _cancel.Cancel();
            Settle(work);
            ExceptionDispatchInfo.Capture(error).Throw();
        }

        work.GetAwaiter().GetResult();
    }

    /// <summary>Queues an action; waits for room without holding a thread.</summary>
    internal async Task PostAsync(Action action)
    {
        await _slots.WaitAsync(Token).ConfigureAwait(false);
        Add(action);
    }

    /// <summary>Queues an action from code that cannot await; waits for room.</summary>
    internal void Post(Action action)
    {
        _slots.Wait(Token);
        Add(action);
    }

    /// <summary>Asks the pipeline thread (ShouldProcess, a prompt) and awaits its answer.</summary>
    internal async Task<T> AskAsync<T>(Func<T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = Token.Register(() => answer.TrySetCanceled());
        await PostAsync(() =>
        {
            try
            {
                answer.TrySetResult(question());
            }
            catch
            {
                answer.TrySetCanceled(); // the exception itself leaves through Run
                throw;
            }
        }).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        // The queue and semaphore hold no handles unless waited on synchronously; abandoned work may still touch them.
        _cancel.Dispose();
    }

    private void Add(Action action)
    {
        Token.ThrowIfCancellationRequested();
        try
        {
            _actions.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The work has ended; a straggler's message has nobody to go to.
        }
    }

    private static void Settle(Task work)
    {
        try
        {
            if (!work.Wait(s_grace))
            {
                work.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
        catch (AggregateException)
        {
            // It was cancelled, or failed because of it; the exception that began it is the one to report.
        }
    }
}
