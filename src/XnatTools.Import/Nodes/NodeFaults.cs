using System;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>What went wrong with a node, as an error of the module. The words are the network layer's, which hold no values.</summary>
public static class NodeFaults
{
    /// <summary>The error of a fault of the network.</summary>
    public static XnatException Of(DicomException fault) => new(CodeOf(fault ?? throw new ArgumentNullException(nameof(fault))), fault.Message, fault);

    /// <summary>The error of a fault of the network in the middle of an operation, which its words name.</summary>
    public static XnatException Of(DicomException fault, string operation)
    {
        XnatException error = Of(fault);
        return error.Message.IndexOf(operation, StringComparison.Ordinal) >= 0 ? error : new XnatException(error.Code, $"{error.Message.TrimEnd('.')} ({operation}).", fault);
    }

    /// <summary>The code of a status that ended an operation.</summary>
    public static XnatErrorCode CodeOf(DicomStatus status) => status.Code switch
    {
        0xA801 => XnatErrorCode.PacsMoveDestinationUnknown,
        0x0124 or 0x0122 or 0x0211 => XnatErrorCode.PacsRetrieveRefused,
        0x0213 => XnatErrorCode.PacsOutOfResources,
        >= 0xA700 and <= 0xA7FF => XnatErrorCode.PacsOutOfResources,
        _ => XnatErrorCode.PacsQueryFailed,
    };

    /// <summary>True when the node said no for good: the same request will be refused tomorrow.</summary>
    public static bool IsFinal(DicomException fault) => fault switch
    {
        // "No reason given" is also what a busy node says; only the named reasons are believed.
        DicomRejectedException rejected => !rejected.IsTransient && (rejected.RejectSource, rejected.Reason) is (1, 2) or (1, 3) or (1, 7) or (2, 2),
        { Code: DicomErrorCode.TlsFailed or DicomErrorCode.ContextNotAccepted } => true,
        _ => false,
    };

    /// <summary>True when the association is gone, and another one may do.</summary>
    public static bool IsBroken(DicomException fault) => fault.Code is DicomErrorCode.ConnectFailed or DicomErrorCode.Rejected
        or DicomErrorCode.Aborted or DicomErrorCode.TimedOut or DicomErrorCode.Protocol;

    private static XnatErrorCode CodeOf(DicomException fault) => fault switch
    {
        DicomRejectedException { RejectSource: 1, Reason: 7 } => XnatErrorCode.PacsCalledAETitleUnknown,
        DicomRejectedException { RejectSource: 1, Reason: 3 } => XnatErrorCode.PacsCallingAETitleUnknown,
        DicomRejectedException => XnatErrorCode.PacsAssociationRejected,
        DicomStatusException status => CodeOf(status.Status),
        _ => fault.Code switch
        {
            DicomErrorCode.ConnectFailed => XnatErrorCode.PacsUnreachable,
            DicomErrorCode.TlsFailed => XnatErrorCode.PacsUnreachable,
            DicomErrorCode.TimedOut => XnatErrorCode.PacsTimedOut,
            DicomErrorCode.Aborted => XnatErrorCode.PacsAborted,
            DicomErrorCode.ContextNotAccepted => XnatErrorCode.PacsContextRefused,
            _ => XnatErrorCode.PacsQueryFailed,
        },
    };
}
