using System.Threading;

namespace XnatTools.Import.Simulation.Clock;

/// <summary>
/// Counts the threads that are working for one simulated run right now. Work is told by its execution context, which follows
/// it through every await, whatever thread it goes on with.
/// </summary>
internal sealed class FlowWatch
{
    private static readonly AsyncLocal<FlowWatch?> s_flow = new(Changed);
    private int _busy;

    /// <summary>Runs the start of a flow; what it leads to is counted.</summary>
    public T Start<T>(System.Func<T> start)
    {
        FlowWatch? before = s_flow.Value;
        s_flow.Value = this;
        try
        {
            return start();
        }
        finally
        {
            s_flow.Value = before;
        }
    }

    /// <summary>
    /// Waits until nothing of the flow runs and nothing waits for a thread. Most of a run goes on inside the timer that set it off,
    /// so there is rarely anything to wait for.
    /// </summary>
    public void WaitQuiet()
    {
        SpinWait spin = default;
        for (int quiet = 0; quiet < 2;)
        {
            if (Volatile.Read(ref _busy) == 0 && ThreadPool.PendingWorkItemCount == 0)
            {
                quiet++;
            }
            else
            {
                quiet = 0;
                spin.SpinOnce();
            }
        }
    }

    private static void Changed(AsyncLocalValueChangedArgs<FlowWatch?> change)
    {
        if (change.ThreadContextChanged)
        {
            if (change.PreviousValue is FlowWatch left)
            {
                Interlocked.Decrement(ref left._busy);
            }

            if (change.CurrentValue is FlowWatch entered)
            {
                Interlocked.Increment(ref entered._busy);
            }
        }
    }
}
