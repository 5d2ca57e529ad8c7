using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Simulation.Process;

namespace XnatTools.Import.Worker;

/// <summary>Stands still at a step of its own, and says so, for the parent to kill the process there.</summary>
internal sealed class HaltSwitch(string? kind, int occurrence, TextWriter output) : ILife
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Steps so far, by kind.</summary>
    public IReadOnlyDictionary<string, int> Steps => _seen;

    public void Step(string name)
    {
        // Whoever else takes a step while one halts waits here too: the process is as good as dead.
        lock (_gate)
        {
            int count = _seen[name] = _seen.GetValueOrDefault(name) + 1;
            if (name == kind && count == occurrence)
            {
                output.WriteLine("HALT " + name);
                output.Flush();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    public Task StepAsync(string name)
    {
        Step(name);
        return Task.CompletedTask;
    }
}
