using System;
using System.Collections.Generic;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Protection;

/// <summary>How files are de-identified. One set serves all files and threads of a run.</summary>
public sealed class ProtectionOptions
{
    /// <summary>The scripts, site-wide first.</summary>
    public DicomEditChain Chain { get; init; } = new([]);

    /// <summary>Variables of the scripts, such as project, subject and session.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Table of the function lookup.</summary>
    public DicomEditLookup? Lookup { get; init; }

    /// <summary>Rectangles by kind of image, blacked out after the scripts.</summary>
    public PixelTemplate? Rectangles { get; init; }

    /// <summary>Names of the new files; null keeps folders and names as they are.</summary>
    public OutputName? Name { get; init; }

    /// <summary>Writes (0012,0062) YES and the method into (0012,0063). XNAT's own engine does not.</summary>
    public string? Method { get; init; }

    /// <summary>Replaces files that are there and not of this run's own making.</summary>
    public bool Force { get; init; }

    /// <summary>Takes SHA-256 of both files whole. That of their headers is always taken; the rest is copied by the system, unseen.</summary>
    public bool WithHashes { get; init; }

    /// <summary>Text that stands for scripts, variables and rectangles: outputs of others are not taken for this run's.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Gets what is behind an address for getURL; null refuses.</summary>
    public Func<Uri, string>? UrlFetcher { get; init; }
}
