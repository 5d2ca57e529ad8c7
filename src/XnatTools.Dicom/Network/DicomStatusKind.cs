namespace XnatTools.Dicom;

/// <summary>Classes of status codes (PS3.7 annex C).</summary>
public enum DicomStatusKind
{
    /// <summary>Done.</summary>
    Success,

    /// <summary>More answers follow.</summary>
    Pending,

    /// <summary>Ended because it was cancelled.</summary>
    Cancelled,

    /// <summary>Done, with something to look at.</summary>
    Warning,

    /// <summary>Not done.</summary>
    Failure,
}
