using System;
using System.Collections.Concurrent;

namespace XnatTools.DicomEdit;

/// <summary>
/// What <c>mapUID</c> and <c>mapReferencedUIDs</c> gave out: the same text gets the same UID for the life of the map. One
/// map serves all objects of a study, on any number of threads.
/// </summary>
public sealed class DicomUidMap
{
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Number of texts mapped so far.</summary>
    public int Count => _values.Count;

    /// <summary>Told of each text and its UID before anybody gets it, so that a later run can give the same.</summary>
    internal Action<string, string>? Added { get; set; }

    /// <summary>Asked first: the UID that an earlier run gave, or null.</summary>
    internal Func<string, string?>? Recall { get; set; }

    internal string GetOrAdd(string text, string prefix, Func<string, string> make)
    {
        if (_values.TryGetValue(text, out string? known))
        {
            return known;
        }

        if (Recall?.Invoke(text) is { } earlier)
        {
            return _values.GetOrAdd(text, earlier);
        }

        string value = make(prefix);
        if (Added is null)
        {
            return _values.GetOrAdd(text, value);
        }

        // One at a time: what is told must be what everybody gets.
        lock (_values)
        {
            if (_values.TryGetValue(text, out known))
            {
                return known;
            }

            Added(text, value);
            _values[text] = value;
            return value;
        }
    }
}
