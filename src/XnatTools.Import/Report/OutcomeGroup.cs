namespace XnatTools.Import.Report;

/// <summary>What is to be done about a line, by its outcome.</summary>
public enum OutcomeGroup
{
    /// <summary>Nothing.</summary>
    Ok,

    /// <summary>Import it again as it is: the cause lay at the server or was a stop.</summary>
    Failed,

    /// <summary>A person has to look first, or it is still under way.</summary>
    Review,
}
