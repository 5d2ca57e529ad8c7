namespace XnatTools.Dicom;

/// <summary>Whether an association is accepted (PS3.8 table 9-21).</summary>
public readonly struct DicomAssociateDecision
{
    private DicomAssociateDecision(byte result, byte source, byte reason)
    {
        Result = result;
        Source = source;
        Reason = reason;
    }

    /// <summary>Accepted.</summary>
    public static DicomAssociateDecision Accept => default;

    /// <summary>Rejected for good: the called AE title is not known.</summary>
    public static DicomAssociateDecision CalledAETitleUnknown => new(1, 1, 7);

    /// <summary>Rejected for good: the calling AE title is not known.</summary>
    public static DicomAssociateDecision CallingAETitleUnknown => new(1, 1, 3);

    /// <summary>Rejected for now.</summary>
    public static DicomAssociateDecision Congested => new(2, 3, 1);

    /// <summary>Rejected for now: too many associations.</summary>
    public static DicomAssociateDecision LimitReached => new(2, 3, 2);

    /// <summary>Rejected for good without a reason.</summary>
    public static DicomAssociateDecision Refused => new(1, 1, 1);

    internal static DicomAssociateDecision ContextNotSupported => new(1, 1, 2);

    internal static DicomAssociateDecision VersionNotSupported => new(1, 2, 2);

    internal byte Result { get; }

    internal byte Source { get; }

    internal byte Reason { get; }

    internal bool IsAccepted => Result == 0;
}
