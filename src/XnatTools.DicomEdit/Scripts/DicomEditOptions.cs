using System;

namespace XnatTools.DicomEdit;

/// <summary>How a script is read.</summary>
public sealed class DicomEditOptions
{
    internal static readonly DicomEditOptions s_default = new();

    /// <summary>Safe by default.</summary>
    public DicomEditCompatibility Compatibility { get; init; }

    /// <summary>Lets <c>getURL</c> be called; it sends data out. Off by default.</summary>
    public bool AllowUrls { get; init; }

    /// <summary>Longest time that one regular expression may take on one value.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromSeconds(1);

    internal bool IsExact => Compatibility == DicomEditCompatibility.Exact;
}
