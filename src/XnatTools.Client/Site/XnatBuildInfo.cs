using System.Collections.Generic;

namespace XnatTools.Client;

/// <summary>What the site says about its build.</summary>
public sealed class XnatBuildInfo
{
    /// <summary>Digits and dots only, such as 1.8.10; null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>Everything it says, as text.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
