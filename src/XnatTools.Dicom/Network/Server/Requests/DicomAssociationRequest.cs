using System.Collections.Generic;
using System.Net;

namespace XnatTools.Dicom;

/// <summary>An association that a peer asks for, and later the one that it has.</summary>
public sealed class DicomAssociationRequest
{
    internal DicomAssociationRequest(AssociatePdu pdu, EndPoint? remote, IReadOnlyList<PresentationContext> contexts)
    {
        CallingAETitle = pdu.CallingAETitle;
        CalledAETitle = pdu.CalledAETitle;
        RemoteEndPoint = remote;
        Contexts = contexts;
        UserIdentity = pdu.UserIdentity;
        ImplementationClassUid = pdu.ImplementationClassUid;
        ImplementationVersion = pdu.ImplementationVersion;
        MaxPduLength = pdu.MaxPduLength;
    }

    /// <summary>Who calls.</summary>
    public string CallingAETitle { get; }

    /// <summary>Who is called.</summary>
    public string CalledAETitle { get; }

    /// <summary>Address of the peer.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>What was proposed; after the negotiation with what became of it.</summary>
    public IReadOnlyList<PresentationContext> Contexts { get; }

    /// <summary>Identity of the user, when the peer gave one.</summary>
    public DicomUserIdentity? UserIdentity { get; }

    /// <summary>The peer's implementation.</summary>
    public string? ImplementationClassUid { get; }

    /// <summary>The peer's version.</summary>
    public string? ImplementationVersion { get; }

    /// <summary>Operations that the peer may have under way at once: 1 unless it asked for more, 0 while undecided.</summary>
    public int OperationsWindow { get; internal set; }

    /// <summary>Largest PDU that the peer takes.</summary>
    public long MaxPduLength { get; }
}
