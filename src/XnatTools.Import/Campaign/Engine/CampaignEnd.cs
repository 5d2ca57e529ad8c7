namespace XnatTools.Import.Campaign;

/// <summary>Why a run of a campaign ended.</summary>
public enum CampaignEnd
{
    /// <summary>Every study came to its end.</summary>
    Done,

    /// <summary>All are posted, and nobody wanted more.</summary>
    Posted,

    /// <summary>The sample waits for a person's sign-off.</summary>
    Approval,

    /// <summary>Somebody asked it to stop.</summary>
    Stopped,

    /// <summary>The time given is up.</summary>
    Timeout,

    /// <summary>Something in the way that waiting does not cure.</summary>
    Obstacle,
}
