using System.Collections.Generic;

namespace XnatTools.Sandbox.Prearchive;

/// <summary>What the archive service was asked to do with one session.</summary>
internal sealed class ArchiveRequest
{
    /// <summary>Destination project; null keeps the session's own.</summary>
    public string? Project { get; init; }

    /// <summary>Subject label; null takes the session's own.</summary>
    public string? Subject { get; init; }

    /// <summary>Session label; null takes the session's own.</summary>
    public string? Session { get; init; }

    /// <summary>null fails when it exists; append merges; delete replaces.</summary>
    public string? Overwrite { get; init; }

    /// <summary>Equal file names are replaced when merging.</summary>
    public bool OverwriteFiles { get; init; }

    public bool Quarantine { get; init; }

    /// <summary>Other fields, by path.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
}
