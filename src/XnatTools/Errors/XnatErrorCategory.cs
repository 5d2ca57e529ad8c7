namespace XnatTools;

/// <summary>What kind of trouble an error is; the names are those of PowerShell's <c>ErrorCategory</c>.</summary>
public enum XnatErrorCategory
{
    NotSpecified,
    ConnectionError,
    SecurityError,
    AuthenticationError,
    PermissionDenied,
    ObjectNotFound,
    ResourceExists,
    ResourceBusy,
    ResourceUnavailable,
    OperationTimeout,
    OperationStopped,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    InvalidResult,
    LimitsExceeded,
    ProtocolError,
    ReadError,
    WriteError,
    NotImplemented,
}
