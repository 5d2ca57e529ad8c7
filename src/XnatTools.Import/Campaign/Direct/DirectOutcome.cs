namespace XnatTools.Import.Campaign;

/// <summary>What became of a study on the direct route.</summary>
public sealed class DirectOutcome
{
    /// <summary>InPrearchive, Archived, Incomplete or Failed.</summary>
    public ImportState State { get; init; }

    /// <summary>The error's code; null when all is well.</summary>
    public XnatErrorCode? Code { get; init; }

    /// <summary>Why, without identifiers; null when all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>Every object was found in XNAT, one by one.</summary>
    public bool IsProven { get; init; }

    /// <summary>Trying again later may help.</summary>
    public bool MayPass { get; init; }

    /// <summary>Series that XNAT holds.</summary>
    public int? SeriesFound { get; init; }

    /// <summary>Instances that XNAT holds, proven one by one or counted.</summary>
    public int? InstancesFound { get; init; }

    /// <summary>Where it lies in the prearchive.</summary>
    public string? PrearchiveUrl { get; init; }

    /// <summary>A failure.</summary>
    public static DirectOutcome Failed(XnatErrorCode code, string reason, bool mayPass) => new() { State = ImportState.Failed, Code = code, Reason = reason, MayPass = mayPass };
}
