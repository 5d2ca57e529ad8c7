using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>Which elements of a file are wanted.</summary>
public sealed class HeaderOptions
{
    /// <summary>Tags that are wanted by themselves.</summary>
    public IReadOnlyCollection<DicomTag> Tags { get; init; } = [];

    /// <summary>Judges a keyword, a tag as (gggg,eeee) or ggggeeee, or a path. With no tags either everything is wanted.</summary>
    public Func<string, bool>? Matches { get; init; }

    /// <summary>Look into sequences.</summary>
    public bool Nested { get; init; }

    /// <summary>Read also what comes after the pixel data.</summary>
    public bool All { get; init; }
}
