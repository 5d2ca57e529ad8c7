namespace XnatTools;

/// <summary>How far a study of an import campaign has come. What finally became of a line is its <see cref="ImportOutcome"/>.</summary>
public enum ImportState
{
    /// <summary>To be imported; nothing was sent yet, or it went back to the end of the line.</summary>
    Planned,

    /// <summary>The PACS was asked for it and it is being counted.</summary>
    Queried,

    /// <summary>The PACS has more than was asked for.</summary>
    Ambiguous,

    /// <summary>The PACS has nothing for it.</summary>
    NotFound,

    /// <summary>Left out on purpose.</summary>
    Excluded,

    /// <summary>A check before posting forbids it, or the server refuses it.</summary>
    Blocked,

    /// <summary>It is being sent, or it was sent and no answer was seen.</summary>
    Posting,

    /// <summary>In the server's queue.</summary>
    Queued,

    /// <summary>The server is retrieving it.</summary>
    Retrieving,

    /// <summary>It left the queue; some of it has arrived, or nothing was seen yet.</summary>
    Arriving,

    /// <summary>Less arrived than the PACS has.</summary>
    Incomplete,

    /// <summary>Complete in the prearchive.</summary>
    InPrearchive,

    /// <summary>On its way from the prearchive into the archive.</summary>
    Archiving,

    /// <summary>Complete in the archive, files counted.</summary>
    Archived,

    /// <summary>Given up; see the reason.</summary>
    Failed,

    /// <summary>Taken back before it began.</summary>
    Cancelled,
}
