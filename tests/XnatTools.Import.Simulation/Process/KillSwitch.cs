using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Simulation.Process;

/// <summary>
/// Ends a simulated process at a step of its own: from then on nothing it does reaches the disk or the server, and no call of it
/// ever returns. What the server was doing for it goes on.
/// </summary>
public sealed class KillSwitch : ILife
{
    private readonly TaskCompletionSource _dead = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly int _at;
    private int _steps;

    /// <param name="at">The step to die at, counted from 1; 0 lives for ever.</param>
    public KillSwitch(int at = 0) => _at = at;

    /// <summary>Ends when the process dies.</summary>
    public Task Dead => _dead.Task;

    public bool IsDead => _dead.Task.IsCompleted;

    /// <summary>Name of the step at which it died.</summary>
    public string? DiedAt { get; private set; }

    /// <summary>Steps so far, by name.</summary>
    public IReadOnlyDictionary<string, int> Steps => _seen;

    /// <summary>Steps so far.</summary>
    public int Count => _steps;

    /// <inheritdoc/>
    public void Step(string name)
    {
        if (!IsDead && ++_steps == _at)
        {
            DiedAt = name;
            _dead.SetResult();
        }

        if (IsDead)
        {
            throw new KilledException();
        }

        _seen[name] = _seen.GetValueOrDefault(name) + 1;
    }

    /// <inheritdoc/>
    public async Task StepAsync(string name)
    {
        try
        {
            Step(name);
        }
        catch (KilledException)
        {
            await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
        }
    }
}
