using System;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace XnatTools.Dicom;

/// <summary>How associations are requested.</summary>
public sealed class DicomClientOptions
{
    /// <summary>Our own AE title.</summary>
    public string CallingAETitle { get; init; } = "XNATTOOLS";

    /// <summary>Time for the TCP connection and the TLS handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for the answer to the association request.</summary>
    public TimeSpan AssociationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for each answer to a request, and for each piece of data on its way.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for each answer while a peer retrieves (C-MOVE may be silent while it loads from an archive).</summary>
    public TimeSpan RetrieveTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time for the answer to a release.</summary>
    public TimeSpan ReleaseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a peer has to end an operation after C-CANCEL, before the association is aborted.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Largest PDU that we take, in bytes (0 in the negotiation means no limit, which we never say).</summary>
    public int MaxPduLength { get; init; } = 128 * 1024;

    /// <summary>Largest PDU that we send, in bytes, however large the peer takes them.</summary>
    public int MaxSendPduLength { get; init; } = 1024 * 1024;

    /// <summary>Most bytes of one data set that is held in memory (answers to queries).</summary>
    public int MaxDatasetBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Operations that may be under way at once; 1 leaves the negotiation out.</summary>
    public int AsynchronousOperations { get; init; } = 1;

    /// <summary>Identity of the user, when the peer wants one.</summary>
    public DicomUserIdentity? UserIdentity { get; init; }

    /// <summary>Talk TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>Name that the peer's certificate must bear; the host's when not given.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Our certificates, for peers that want one.</summary>
    public X509CertificateCollection? ClientCertificates { get; init; }

    /// <summary>Authorities of one's own: the peer's certificate must come from one of these, and bear its name. Nothing else is trusted then.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>Judges the peer's certificate; <see cref="TrustedAuthorities"/> or the system's judgement when not given.</summary>
    public RemoteCertificateValidationCallback? ValidateCertificate { get; init; }

    /// <summary>Told when a phase of opening an association begins, so that it can be timed; must not throw.</summary>
    public Action<DicomAssociationPhase>? PhaseBegins { get; init; }
}
