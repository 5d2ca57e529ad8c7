using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>What a script needs from outside. Nothing in it is changed by a run but the maps; it may be shared by threads.</summary>
public sealed class DicomEditContext
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A context without variables.</summary>
    public DicomEditContext()
    {
    }

    /// <summary>A context with variables; their names do not distinguish case.</summary>
    public DicomEditContext(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (KeyValuePair<string, string> variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            _variables[variable.Key] = variable.Value;
        }
    }

    /// <summary>Values of external variables, such as <c>project</c>, <c>subject</c> and <c>session</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Table of <c>lookup</c>; without one every key is unknown.</summary>
    public DicomEditLookup? Lookup { get; init; }

    /// <summary>Texts that <c>mapUID</c> met. Share it between the objects of a study.</summary>
    public DicomUidMap UidMap { get; init; } = new();

    /// <summary>Texts that <c>mapReferencedUIDs</c> met; a table of its own, as in XNAT.</summary>
    public DicomUidMap ReferencedUidMap { get; init; } = new();

    /// <summary>Fills bytes at random, for new UIDs; the system's generator when null.</summary>
    public Action<byte[]>? Random { get; init; }

    /// <summary>Does what <c>alterPixels</c> asks for. Without one a script that calls it on an image fails.</summary>
    public DicomPixelEditor? PixelEditor { get; init; }

    /// <summary>Gets the body behind an address for <c>getURL</c>, or throws. Without one the call fails.</summary>
    public Func<Uri, string>? UrlFetcher { get; init; }

    /// <summary>Takes the lines of <c>echo</c>. They may hold values of the object: never a log.</summary>
    public Action<string>? Echo { get; init; }

    /// <summary>Goes on where a script says <c>reject</c>.</summary>
    public bool IgnoreRejection { get; init; }
}
