namespace XnatTools;

/// <summary>Something that a sender did and should not have done, or that went wrong on the way. Each is counted.</summary>
public enum ReceiveFaultKind
{
    /// <summary>The sender says that more was sent than came.</summary>
    FewerThanSaid,

    /// <summary>The sender ended as if all was well, and fewer instances are there than the PACS counts.</summary>
    FewerThanCounted,

    /// <summary>The sender says that sub-operations failed.</summary>
    SubOperationsFailed,

    /// <summary>The retrieve ended with a failure status.</summary>
    StatusFailed,

    /// <summary>The association was aborted or the connection cut.</summary>
    Aborted,

    /// <summary>Nothing came for too long.</summary>
    Stalled,

    /// <summary>An instance came more than once in one request; the first was kept.</summary>
    Duplicate,

    /// <summary>Another object came under a UID that is there already; the first was kept, the other refused.</summary>
    DuplicateDiffers,

    /// <summary>An object of a study that was not asked for; refused.</summary>
    StrangeStudy,

    /// <summary>An object of a series that was not asked for; passed over.</summary>
    SeriesNotAsked,

    /// <summary>An instance UID that is no UID, such as a path; refused.</summary>
    UnsafeUid,

    /// <summary>Command and data set name different instances; refused.</summary>
    UidMismatch,

    /// <summary>An object that is cut off or cannot be read, such as one with an impossible length; refused.</summary>
    Damaged,

    /// <summary>A caller that is not on the list; rejected.</summary>
    CallerRefused,

    /// <summary>No presentation context for a SOP class.</summary>
    NoPresentationContext,

    /// <summary>The PACS counts other than it sends.</summary>
    CountChanged,

    /// <summary>No room on the staging disk; refused.</summary>
    DiskFull,

    /// <summary>A file of staging is not as it was written; it is asked for again.</summary>
    StagedFileChanged,
}
