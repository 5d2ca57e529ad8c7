namespace XnatTools.Import.Query;

/// <summary>Sorts what a call threw by what may be done next.</summary>
internal static class Faults
{
    /// <summary>Nothing later can succeed either: the caller has to know now.</summary>
    public static bool IsFatal(XnatException fault) =>
        fault.Code != XnatErrorCode.ConnectionFailed && (fault.Code.IsTerminating || fault.Code == XnatErrorCode.PermissionDenied);

    /// <summary>The server cannot be reached: asking in smaller pieces does not help, waiting may.</summary>
    public static bool IsAway(XnatException fault) =>
        fault.Code == XnatErrorCode.ConnectionFailed || fault.Code == XnatErrorCode.ServerBusy;

    /// <summary>The request was refused as it stands, so nothing was done.</summary>
    public static bool IsRefusal(XnatException fault) =>
        fault.Status is >= 400 and < 500 and not 408 and not 429
        || fault.Code == XnatErrorCode.RequestRejected
        || fault.Code == XnatErrorCode.PermissionDenied
        || fault.Code == XnatErrorCode.DqrNotEnabled
        || fault.Code == XnatErrorCode.PacsNotFound
        || fault.Code == XnatErrorCode.PacsNotQueryable
        || fault.Code == XnatErrorCode.ReceiverNotFound
        || fault.Code == XnatErrorCode.RelabelImpossible;
}
