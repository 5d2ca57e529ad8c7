namespace XnatTools.Dicom;

/// <summary>What went wrong, so that callers need not read words.</summary>
public enum DicomErrorCode
{
    /// <summary>The bytes are not DICOM at all.</summary>
    NotDicom,

    /// <summary>DICOM, but damaged where it was needed.</summary>
    Damaged,

    /// <summary>A length, depth or count beyond the limits that were set.</summary>
    LimitExceeded,

    /// <summary>A value that its representation does not allow.</summary>
    ValueInvalid,

    /// <summary>A character that the data set's character set does not have.</summary>
    CharacterSet,

    /// <summary>Correct, but not supported here.</summary>
    NotSupported,

    /// <summary>No connection could be made.</summary>
    ConnectFailed,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The association was rejected by the peer.</summary>
    Rejected,

    /// <summary>The association was aborted by the peer or the connection was cut.</summary>
    Aborted,

    /// <summary>No answer within the time allowed for the phase.</summary>
    TimedOut,

    /// <summary>The peer broke the protocol.</summary>
    Protocol,

    /// <summary>The peer did not accept a presentation context that was needed.</summary>
    ContextNotAccepted,

    /// <summary>The peer answered a request with a failure status.</summary>
    StatusFailed,
}
