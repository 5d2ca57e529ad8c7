using System;
using System.Collections.Generic;

namespace XnatTools.Import.Direct.Staging;

/// <summary>Counts faults by kind; for any number of threads.</summary>
internal sealed class FaultLog
{
    private readonly SortedDictionary<ReceiveFaultKind, (int Count, string? Detail)> _faults = [];

    /// <summary>Counts a fault.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="detail">In words, without identifiers; the first one is kept.</param>
    /// <param name="count">How many.</param>
    public void Add(ReceiveFaultKind kind, string? detail = null, int count = 1)
    {
        lock (_faults)
        {
            _faults.TryGetValue(kind, out (int Count, string? Detail) old);
            _faults[kind] = (old.Count + count, old.Detail ?? detail);
        }
    }

    public int Count(ReceiveFaultKind kind)
    {
        lock (_faults)
        {
            return _faults.TryGetValue(kind, out (int Count, string? Detail) fault) ? fault.Count : 0;
        }
    }

    public ReceiveFault[] ToArray()
    {
        lock (_faults)
        {
            List<ReceiveFault> faults = new(_faults.Count);
            foreach (KeyValuePair<ReceiveFaultKind, (int Count, string? Detail)> pair in _faults)
            {
                faults.Add(new ReceiveFault { Kind = pair.Key, Count = pair.Value.Count, Detail = pair.Value.Detail });
            }

            return [.. faults];
        }
    }
}
