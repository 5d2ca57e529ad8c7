namespace XnatTools.Client;

/// <summary>One row of the dry run of archiving (POST /data/services/validate-archive).</summary>
public sealed class ArchiveFinding
{
    /// <summary>The server's number; one number can mean different things, so decide by <see cref="Type"/>.</summary>
    public int? Code { get; init; }

    /// <summary>WARN, CONFLICT (overwriting would overcome it) or FAIL (nothing would).</summary>
    public string Type { get; init; } = "";

    /// <summary>The server's words. May hold labels.</summary>
    public string? Message { get; init; }

    /// <summary>True when archiving cannot succeed, whatever may be overwritten.</summary>
    public bool IsFatal => Type == "FAIL";

    /// <summary>True when archiving succeeds only with permission to overwrite.</summary>
    public bool IsConflict => Type == "CONFLICT";

    /// <inheritdoc/>
    public override string ToString() => Type;
}
