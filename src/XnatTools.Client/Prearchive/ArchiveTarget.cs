namespace XnatTools.Client;

/// <summary>Where and how a prearchive session is archived. Null means as the session says.</summary>
public sealed class ArchiveTarget
{
    public string? Project { get; init; }

    /// <summary>Subject label; made when it does not exist.</summary>
    public string? Subject { get; init; }

    /// <summary>Session label.</summary>
    public string? Session { get; init; }

    /// <summary>What may be done to a session that exists.</summary>
    public ArchiveOverwrite Overwrite { get; init; }

    /// <summary>Replace files of the same name when merging.</summary>
    public bool OverwriteFiles { get; init; }

    /// <summary>Start what the project runs after archiving; null leaves the server's default (true).</summary>
    public bool? TriggerPipelines { get; init; }

    /// <summary>Hold it for release; null leaves the project's setting.</summary>
    public bool? Quarantine { get; init; }

    /// <summary>For the audit trail.</summary>
    public string? Reason { get; init; }
}
