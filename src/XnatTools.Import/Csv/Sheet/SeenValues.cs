using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>
/// Values of one column that belong to a companion, such as sessions to studies or patients to subjects. It keeps hashes, never
/// values, so its size is some thirty bytes for each distinct value.
/// </summary>
internal sealed class SeenValues
{
    private readonly Dictionary<ulong, SeenEntry> _entries = [];

    public void Add(ulong value, ulong companion, int line)
    {
        uint companionHash = (uint)companion;
        if (!_entries.TryGetValue(value, out SeenEntry entry))
        {
            _entries.Add(value, new SeenEntry { First = line, Companion = companionHash });
        }
        else if (entry.Companion != companionHash && entry.Other == 0)
        {
            entry.Other = line;
            _entries[value] = entry;
        }
    }

    /// <summary>
    /// A line in which the same value stands with another companion; 0 when there is none. For the line that disagrees that is the
    /// first line, for all others the first that disagrees.
    /// </summary>
    public int Disagrees(ulong value, ulong companion) => !_entries.TryGetValue(value, out SeenEntry entry) || entry.Other == 0
        ? 0
        : entry.Companion == (uint)companion ? entry.Other : entry.First;

    /// <summary>The line of the same value and companion before this one; 0 when there is none.</summary>
    public int Repeats(ulong value, ulong companion, int line) => _entries.TryGetValue(value, out SeenEntry entry) && entry.First < line && entry.Companion == (uint)companion
        ? entry.First
        : 0;
}
