namespace XnatTools.Import.Prearchive;

/// <summary>What became of one prearchive session.</summary>
public sealed class MoveResult
{
    /// <summary>The session as it was asked about.</summary>
    public PrearchiveSession Source { get; init; } = new();

    /// <summary>InPrearchive (moved, or left), Archived, Conflict or Failed.</summary>
    public ImportOutcome Outcome { get; init; }

    /// <summary>Why it is not done; null when it is.</summary>
    public XnatErrorCode? Code { get; init; }

    /// <summary>In a sentence without identifiers.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it lies in the prearchive now; null once archived.</summary>
    public PrearchiveSession? Prearchive { get; init; }

    /// <summary>The archived session.</summary>
    public ImageSession? Archived { get; init; }
}
