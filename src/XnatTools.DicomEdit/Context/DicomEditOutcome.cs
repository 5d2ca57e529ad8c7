namespace XnatTools.DicomEdit;

/// <summary>How a script ended on one object.</summary>
public enum DicomEditOutcome
{
    /// <summary>Every statement was done; the object may be written.</summary>
    Success,

    /// <summary>A statement failed; the object is spoiled and must not be written.</summary>
    Error,

    /// <summary>The script rejected the object; it must be neither written nor sent.</summary>
    Rejected,
}
