namespace XnatTools;

/// <summary>What became of a session that was sent.</summary>
public enum SessionUploadOutcome
{
    /// <summary>It is in the archive, and every object of it was found there.</summary>
    Archived,

    /// <summary>It is in the prearchive, built, and every object of it was found there.</summary>
    InPrearchive,

    /// <summary>As many objects are there as were sent, but a script at the server gave them other UIDs, so that they cannot be told one by one.</summary>
    Counted,

    /// <summary>Objects are missing at the server.</summary>
    Incomplete,

    /// <summary>A series import filter dropped every object.</summary>
    Filtered,

    /// <summary>Nothing was sent, or the sending failed.</summary>
    Failed,
}
