using System;
using System.Collections.Generic;
using System.Net;

namespace XnatTools.Dicom;

/// <summary>How a server listens and what it allows.</summary>
public sealed class DicomServerOptions
{
    /// <summary>Address to listen on; loopback unless told otherwise. IPv6Any listens for both.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Our own AE title, for associations that the server opens itself (C-MOVE).</summary>
    public string AETitle { get; init; } = "XNATTOOLS";

    /// <summary>Transfer syntaxes that are accepted; every one that the standard knows when not given. Of those proposed the requestor's first is taken.</summary>
    public IReadOnlyCollection<string>? TransferSyntaxes { get; init; }

    /// <summary>Largest PDU that we take, in bytes.</summary>
    public int MaxPduLength { get; init; } = 128 * 1024;

    /// <summary>Largest PDU that we send, in bytes.</summary>
    public int MaxSendPduLength { get; init; } = 1024 * 1024;

    /// <summary>Associations at once; further ones are rejected as a transient limit.</summary>
    public int MaxAssociations { get; init; } = 64;

    /// <summary>Operations that a peer may have under way at once when it asks for more than one; they are answered one after the other.</summary>
    public int AsynchronousOperations { get; init; } = 8;

    /// <summary>Most bytes of a query that are held in memory.</summary>
    public int MaxDatasetBytes { get; init; } = 1024 * 1024;

    /// <summary>Time from the connection to the whole association request, and the TLS handshake.</summary>
    public TimeSpan AssociationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time without a request before the association is aborted.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for each piece of data on its way.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How the server connects to destinations of C-MOVE.</summary>
    public DicomClientOptions? MoveOptions { get; init; }

    /// <summary>Talk TLS, with these settings.</summary>
    public SslServerAuthentication? Tls { get; init; }
}
