namespace XnatTools.Client;

/// <summary>What became of a session that was archived or committed.</summary>
public sealed class ArchiveResult
{
    /// <summary>True when it is in the archive; false when it stays in the prearchive, or when only polling will tell.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Where it is, without /data; null when the server did not say.</summary>
    public string? Url { get; init; }

    public string? Project { get; init; }

    /// <summary>Subject label as the server has it.</summary>
    public string? Subject { get; init; }

    /// <summary>Session label as the server has it.</summary>
    public string? Session { get; init; }

    /// <inheritdoc/>
    public override string ToString() => IsArchived ? "archived" : "not archived";
}
