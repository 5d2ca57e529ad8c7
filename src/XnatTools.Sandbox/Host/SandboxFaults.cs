using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Sandbox;

/// <summary>The faults that are switched on. Safe to use from any thread.</summary>
public sealed class SandboxFaults
{
    private readonly object _sync = new();
    private readonly List<SandboxFault> _faults = [];

    /// <summary>Switches a fault on.</summary>
    public SandboxFault Add(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentException.ThrowIfNullOrEmpty(fault.Name);
        lock (_sync)
        {
            _faults.Add(fault);
        }

        return fault;
    }

    /// <summary>Switches a fault on.</summary>
    public SandboxFault Add(string name, string? match = null, int count = -1, int skip = 0, int delayMs = 0, string? value = null) =>
        Add(new SandboxFault { Name = name, Match = match, Count = count, Skip = skip, DelayMs = delayMs, Value = value });

    /// <summary>Switches off the faults of a name; all of them when it is null.</summary>
    public void Clear(string? name = null)
    {
        lock (_sync)
        {
            _faults.RemoveAll(f => name is null || f.Name == name);
        }
    }

    /// <summary>True when a fault of this name applies to the subject; it uses the fault up by one.</summary>
    /// <param name="name">The fault's name.</param>
    /// <param name="subject">A path, a study UID ...; compared with <see cref="SandboxFault.Match"/> by containment.</param>
    /// <param name="method">The verb, for requests.</param>
    public bool Take(string name, string? subject = null, string? method = null) => TakeFault(name, subject, method) is not null;

    /// <summary>The same as <see cref="Take"/>, giving the fault.</summary>
    public SandboxFault? TakeFault(string name, string? subject = null, string? method = null)
    {
        lock (_sync)
        {
            foreach (SandboxFault fault in _faults)
            {
                if (!Applies(fault, name, subject, method))
                {
                    continue;
                }

                if (fault.Skip > 0)
                {
                    fault.Skip--;
                    continue;
                }

                if (fault.Count > 0)
                {
                    fault.Count--;
                }

                fault.Hits++;
                return fault;
            }
        }

        return null;
    }

    /// <summary>True when a fault of this name is on for the subject; it uses nothing up.</summary>
    public bool IsOn(string name, string? subject = null)
    {
        lock (_sync)
        {
            return _faults.Any(f => Applies(f, name, subject, null));
        }
    }

    /// <summary>The faults that are on, as they are now.</summary>
    public IReadOnlyList<SandboxFault> List()
    {
        lock (_sync)
        {
            return _faults.ToArray();
        }
    }

    private static bool Applies(SandboxFault fault, string name, string? subject, string? method) =>
        fault.Name == name && fault.Count != 0
        && (fault.Match is null || (subject is not null && subject.Contains(fault.Match, StringComparison.Ordinal)))
        && (fault.Method is null || string.Equals(fault.Method, method, StringComparison.OrdinalIgnoreCase));
}
