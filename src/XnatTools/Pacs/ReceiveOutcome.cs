namespace XnatTools;

/// <summary>What became of a study that was to be received.</summary>
public enum ReceiveOutcome
{
    /// <summary>Everything that the PACS counts is in staging.</summary>
    Complete,

    /// <summary>Something is missing; what there is stays in staging, and the next run asks for the rest.</summary>
    Incomplete,

    /// <summary>The PACS has no such study, or none of the series.</summary>
    NotFound,

    /// <summary>Two different objects came under one UID.</summary>
    Conflict,

    /// <summary>It could not be asked for.</summary>
    Failed,
}
