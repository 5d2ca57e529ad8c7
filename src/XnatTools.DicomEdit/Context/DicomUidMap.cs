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

    internal string GetOrAdd(string text, string prefix, Func<string, string> make) =>
        _values.TryGetValue(text, out string? known) ? known : _values.GetOrAdd(text, make(prefix));
}
