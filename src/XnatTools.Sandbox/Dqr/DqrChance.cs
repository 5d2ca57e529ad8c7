using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Decides whether a fault happens now, by chance where its value says so.</summary>
internal sealed class DqrChance(SandboxFaults faults)
{
    private readonly ConditionalWeakTable<SandboxFault, Random> _random = [];

    /// <summary>The fault that happens to the subject now, or null.</summary>
    public SandboxFault? Take(string name, string subject)
    {
        foreach (SandboxFault fault in faults.List())
        {
            if (fault.Name == name && (fault.Match is null || subject.Contains(fault.Match, StringComparison.Ordinal)) && !Happens(fault))
            {
                return null;
            }
        }

        return faults.TakeFault(name, subject);
    }

    private bool Happens(SandboxFault fault)
    {
        int at = fault.Value?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        if (at < 0
            || !double.TryParse(fault.Value.AsSpan(0, at), NumberStyles.Float, CultureInfo.InvariantCulture, out double probability)
            || !int.TryParse(fault.Value.AsSpan(at + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed))
        {
            return true;
        }

        Random random = _random.GetValue(fault, _ => new Random(seed));
        lock (random)
        {
            return random.NextDouble() < probability;
        }
    }
}
