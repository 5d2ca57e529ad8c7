using System;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>The status of an answer (PS3.7 annex C, PS3.4 annexes B and C).</summary>
public readonly struct DicomStatus : IEquatable<DicomStatus>
{
    public static readonly DicomStatus Success = new(0x0000);
    public static readonly DicomStatus Pending = new(0xFF00);
    public static readonly DicomStatus PendingWithUnsupportedKeys = new(0xFF01);
    public static readonly DicomStatus Cancelled = new(0xFE00);
    public static readonly DicomStatus OutOfResources = new(0xA700);
    public static readonly DicomStatus UnableToCountMatches = new(0xA701);
    public static readonly DicomStatus UnableToPerformSuboperations = new(0xA702);
    public static readonly DicomStatus MoveDestinationUnknown = new(0xA801);
    public static readonly DicomStatus DatasetDoesNotMatchClass = new(0xA900);
    public static readonly DicomStatus SuboperationsWithFailures = new(0xB000);
    public static readonly DicomStatus UnableToProcess = new(0xC000);
    public static readonly DicomStatus ClassNotSupported = new(0x0122);
    public static readonly DicomStatus NotAuthorized = new(0x0124);
    public static readonly DicomStatus UnrecognizedOperation = new(0x0211);
    public static readonly DicomStatus ResourceLimitation = new(0x0213);
    public static readonly DicomStatus ProcessingFailure = new(0x0110);

    /// <summary>Makes a status of a code.</summary>
    public DicomStatus(int code) => Code = (ushort)code;

    /// <summary>The code as it is sent.</summary>
    public ushort Code { get; }

    /// <summary>Its class.</summary>
    public DicomStatusKind Kind => Code switch
    {
        0x0000 => DicomStatusKind.Success,
        0xFF00 or 0xFF01 => DicomStatusKind.Pending,
        0xFE00 => DicomStatusKind.Cancelled,
        0x0001 or 0x0107 or 0x0116 => DicomStatusKind.Warning,
        >= 0xB000 and <= 0xBFFF => DicomStatusKind.Warning,
        _ => DicomStatusKind.Failure,
    };

    /// <summary>True for success and warnings.</summary>
    public bool IsSuccess => Kind is DicomStatusKind.Success or DicomStatusKind.Warning;

    /// <summary>In words.</summary>
    public string Meaning => Code switch
    {
        0x0000 => "success",
        0x0001 => "warning: optional attributes are not supported",
        0x0105 => "no such attribute",
        0x0106 => "an attribute's value is invalid",
        0x0107 => "warning: unsupported attributes",
        0x0110 => "processing failed",
        0x0111 => "that instance exists already",
        0x0112 => "no such instance",
        0x0113 => "no such event type",
        0x0114 => "no such argument",
        0x0115 => "an argument's value is invalid",
        0x0116 => "warning: an attribute's value is out of range",
        0x0117 => "the instance UID is invalid",
        0x0118 => "no such SOP class",
        0x0119 => "class and instance do not go together",
        0x0120 => "an attribute is missing",
        0x0121 => "an attribute's value is missing",
        0x0122 => "the SOP class is not supported",
        0x0123 => "no such action",
        0x0124 => "refused: not authorized",
        0x0210 => "the request was sent twice",
        0x0211 => "the operation is not known",
        0x0212 => "an argument has the wrong type",
        0x0213 => "the peer is short of resources",
        0xA700 => "refused: out of resources",
        0xA701 => "refused: the peer cannot count the matches",
        0xA702 => "refused: the peer could not carry out the sub-operations (is the destination up?)",
        0xA710 => "refused: the prior record key is invalid",
        0xA801 => "refused: the peer does not know the destination",
        0xA900 => "the identifier or data set does not match the SOP class",
        0xAA00 => "none of the frames that were asked for is in the instance",
        0xAA01 => "the peer cannot make a new object of this SOP class",
        0xAA02 => "the peer cannot extract frames",
        0xAA03 => "frames were asked for by time, and the instance has none",
        0xAA04 => "the request for frames is invalid",
        0xB000 => "warning: some sub-operations failed, or values were changed",
        0xB001 => "warning: the peer's limit of answers is reached; more would match",
        0xB006 => "warning: elements were discarded",
        0xB007 => "warning: the data set does not match the SOP class",
        0xFE00 => "cancelled",
        0xFF00 => "pending",
        0xFF01 => "pending; some optional keys are not supported",
        >= 0xA700 and <= 0xA7FF => "refused: out of resources",
        >= 0xA900 and <= 0xA9FF => "the data set does not match the SOP class",
        >= 0xB000 and <= 0xBFFF => "warning",
        >= 0xC000 and <= 0xCFFF => "the peer was unable to process the request",
        _ => "an unknown failure",
    };

    /// <summary>In words, as the operation that was answered means it (PS3.4 tables B.2-1, C.4-1, C.4-2, C.4-3).</summary>
    public string MeaningIn(DicomOperation operation) => (operation, Code) switch
    {
        (DicomOperation.Store, 0xB000) => "stored; the peer changed values (coercion)",
        (DicomOperation.Store, 0xB006) => "stored; the peer discarded elements",
        (DicomOperation.Store, 0xB007) => "stored; the data set does not match the SOP class",
        (DicomOperation.Store, >= 0xA700 and <= 0xA7FF) => "refused: out of resources (no room at the peer?)",
        (DicomOperation.Store, >= 0xA900 and <= 0xA9FF) => "the data set does not match the SOP class",
        (DicomOperation.Store, >= 0xC000 and <= 0xCFFF) => "the peer could not understand the data set",
        (DicomOperation.Find, 0xA900) => "the identifier does not match the SOP class",
        (DicomOperation.Find, >= 0xC000 and <= 0xCFFF) => "the peer was unable to process the query",
        (DicomOperation.Find, 0xFE00) => "cancelled: matching was ended",
        (DicomOperation.Move or DicomOperation.Get, 0xA900) => "the identifier does not match the SOP class",
        (DicomOperation.Move or DicomOperation.Get, 0xB000) => "warning: some sub-operations failed or had warnings",
        (DicomOperation.Get, 0xA702) => "refused: the peer could not carry out the sub-operations",
        (DicomOperation.Move or DicomOperation.Get, 0xFE00) => "cancelled: sub-operations were ended",
        _ => Meaning,
    };

    public static bool operator ==(DicomStatus left, DicomStatus right) => left.Code == right.Code;

    public static bool operator !=(DicomStatus left, DicomStatus right) => left.Code != right.Code;

    /// <inheritdoc/>
    public bool Equals(DicomStatus other) => Code == other.Code;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Code;

    /// <summary>Code and meaning.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "0x{0:X4} ({1})", Code, Meaning);
}
