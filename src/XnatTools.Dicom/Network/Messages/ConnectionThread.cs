using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// A thread of a connection's own, on which its reads and writes wait in the system. A socket that is only used so needs one call of the
/// system for a read, and nobody else's processor: asynchronous reads go through a poll, and two other threads, each time. What is run
/// here is ordinary asynchronous code that finds its tasks done; where it really had to wait, it comes back here with its next read.
/// </summary>
internal sealed class ConnectionThread
{
    private readonly Queue<Action> _queue = new();
    private readonly Thread _thread;
    private bool _ended;

    private ConnectionThread(Func<ConnectionThread, Task> work)
    {
        _thread = new Thread(() => Run(work)) { IsBackground = true, Name = "DICOM association" };
    }

    /// <summary>The caller is on this thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Runs work on a new thread, to its end or until it leaves; false when the system has no thread to give.</summary>
    public static bool TryStart(Func<ConnectionThread, Task> work)
    {
        try
        {
            new ConnectionThread(work)._thread.Start();
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>Runs what waits on this thread. What follows goes on there, too, unless it was done before anybody could wait for it.</summary>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        TaskCompletionSource<T> done = new();
        lock (_queue)
        {
            if (_ended)
            {
                return Task.Run(action);
            }

            _queue.Enqueue(() =>
            {
                T result;
                try
                {
                    result = action();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                    return;
                }

                done.SetResult(result);
            });
            Monitor.Pulse(_queue);
        }

        return done.Task;
    }

    /// <summary>The thread ends when what it runs now waits for something; the caller goes on elsewhere.</summary>
    public void End()
    {
        lock (_queue)
        {
            _ended = true;
            Monitor.Pulse(_queue);
        }
    }

    private void Run(Func<ConnectionThread, Task> work)
    {
        _ = EndWithAsync(work(this));
        while (true)
        {
            Action next;
            lock (_queue)
            {
                while (_queue.Count == 0)
                {
                    if (_ended)
                    {
                        return;
                    }

                    Monitor.Wait(_queue);
                }

                next = _queue.Dequeue();
            }

            next();
        }
    }

    private async Task EndWithAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }
}
