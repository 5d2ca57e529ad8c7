using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>
/// Values of one column that belong to a companion, such as sessions to studies or patients to subjects. It works in two passes, so
/// that a large file costs eight bytes a row for a moment and next to nothing afterwards: the first notes hashes and finds the values
/// that have two companions, the second keeps the lines of those only.
/// </summary>
internal sealed class SeenValues
{
    /// <summary>The high 40 bits are the value's, the low 24 the companion's.</summary>
    private const int CompanionBits = 24;

    private readonly bool _wantsRepeats;
    private readonly Dictionary<ulong, SeenEntry> _entries = [];
    private readonly HashSet<ulong> _candidates = [];
    private List<ulong>? _notes = [];

    /// <param name="wantsRepeats">True when values that come again with the same companion are asked for too.</param>
    public SeenValues(bool wantsRepeats = false) => _wantsRepeats = wantsRepeats;

    /// <summary>True when the second pass is needed. Known after <see cref="Settle"/>.</summary>
    public bool HasCandidates => _candidates.Count > 0;

    /// <summary>First pass: notes the value. Second pass: keeps the line when the value is a candidate.</summary>
    public void Add(ulong value, ulong companion, int line)
    {
        if (_notes is not null)
        {
            _notes.Add(Note(value, companion));
            return;
        }

        if (!_candidates.Contains(value >> CompanionBits))
        {
            return;
        }

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

    /// <summary>Ends the first pass: what was noted is sorted, so that equal values stand together, and let go.</summary>
    public void Settle()
    {
        List<ulong> notes = _notes!;
        _notes = null;
        notes.Sort();
        for (int i = 1; i < notes.Count; i++)
        {
            bool sameValue = notes[i] >> CompanionBits == notes[i - 1] >> CompanionBits;
            if (sameValue && (_wantsRepeats || notes[i] != notes[i - 1]))
            {
                _candidates.Add(notes[i] >> CompanionBits);
            }
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

    private static ulong Note(ulong value, ulong companion) => (value >> CompanionBits << CompanionBits) | (companion & ((1UL << CompanionBits) - 1));
}
