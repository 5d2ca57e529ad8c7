namespace XnatTools;

/// <summary>What became of one CSV line and study. Every line ends with one of them.</summary>
public enum ImportOutcome
{
    /// <summary>Not yet acted on, or only tried with -WhatIf.</summary>
    Planned,

    /// <summary>The line itself is unusable.</summary>
    Invalid,

    /// <summary>The PACS has nothing for it.</summary>
    NotFound,

    /// <summary>The PACS has more than was asked for.</summary>
    Ambiguous,

    /// <summary>The query failed.</summary>
    QueryFailed,

    /// <summary>Another line asks for the same study with the same labels; see that line.</summary>
    Duplicate,

    /// <summary>Left out on purpose (no series left, declined).</summary>
    Excluded,

    /// <summary>A check before posting forbids it.</summary>
    Blocked,

    /// <summary>The server did not take it into its queue.</summary>
    NotAccepted,

    /// <summary>Nobody knows whether the server took it; queue and history did not tell.</summary>
    Unknown,

    /// <summary>In the server's queue.</summary>
    Queued,

    /// <summary>Being retrieved.</summary>
    Retrieving,

    /// <summary>Some of it has arrived.</summary>
    Arriving,

    /// <summary>Less arrived than the PACS has.</summary>
    Incomplete,

    /// <summary>Complete in the prearchive, waiting for review.</summary>
    InPrearchive,

    /// <summary>In the prearchive, and in conflict with what is archived.</summary>
    Conflict,

    /// <summary>Complete in the archive.</summary>
    Archived,

    /// <summary>It was there before.</summary>
    AlreadyPresent,

    /// <summary>Given up; see the reason.</summary>
    Failed,

    /// <summary>Taken back before it began.</summary>
    Cancelled,
}
