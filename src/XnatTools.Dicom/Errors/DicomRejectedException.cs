namespace XnatTools.Dicom;

/// <summary>The peer rejected the association; by whom, why and for how long is told (PS3.8 table 9-21).</summary>
public sealed class DicomRejectedException : DicomException
{
    internal DicomRejectedException(int result, int source, int reason)
        : base(DicomErrorCode.Rejected, "The association was rejected: " + Explain(result, source, reason) + ".")
    {
        Phase = "association request";
        Result = result;
        RejectSource = source;
        Reason = reason;
    }

    /// <summary>1 permanent, 2 transient.</summary>
    public int Result { get; }

    /// <summary>1 the application, 2 its association part (ACSE), 3 its presentation part.</summary>
    public int RejectSource { get; }

    /// <summary>Reason by source.</summary>
    public int Reason { get; }

    /// <summary>Trying again later may help.</summary>
    public bool IsTransient => Result == 2;

    private static string Explain(int result, int source, int reason)
    {
        string why = (source, reason) switch
        {
            (1, 2) => "it does not support the application context",
            (1, 3) => "it does not know our AE title (calling AE title not recognized)",
            (1, 7) => "it does not know the AE title that was called (called AE title not recognized)",
            (2, 2) => "it does not support the protocol version",
            (3, 1) => "it is congested for the moment",
            (3, 2) => "its limit of associations is reached",
            (1, 1) => "its application gives no reason (service user)",
            (2, 1) => "its association part gives no reason (service provider, ACSE)",
            (1, _) => $"its application gives a reserved reason ({reason})",
            (2, _) => $"its association part gives a reserved reason ({reason})",
            (3, _) => $"its presentation part gives a reserved reason ({reason})",
            _ => $"it names neither who nor why (source {source}, reason {reason})",
        };
        return why + result switch { 1 => " (permanent)", 2 => " (transient)", _ => "" };
    }
}
