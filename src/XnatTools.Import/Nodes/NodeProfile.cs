using System;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using XnatTools.Client;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>A DICOM node and how it is talked to: its address, what we call ourselves, TLS and times.</summary>
public sealed class NodeProfile
{
    /// <summary>What we call ourselves unless told otherwise.</summary>
    public const string DefaultAETitle = "XNATTOOLS";

    /// <summary>The words for text that is no node.</summary>
    public const string NodeForm = "A node is written as AET@host:port.";

#pragma warning disable CA5359 // Asked for by the user, who is warned each time.
    private static readonly RemoteCertificateValidationCallback s_any = static (_, _, _, _) => true;
#pragma warning restore CA5359

    private readonly string _callingAETitle = DefaultAETitle;
    private readonly string? _thumbprint;
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _retrieveTimeout = TimeSpan.FromMinutes(10);

    /// <summary>A profile with what is usual.</summary>
    public NodeProfile(DicomNode node) => Node = node ?? throw new ArgumentNullException(nameof(node));

    /// <summary>Where it listens, and its AE title.</summary>
    public DicomNode Node { get; }

    /// <summary>Our own AE title, as the node knows it.</summary>
    public string CallingAETitle
    {
        get => _callingAETitle;
        init => _callingAETitle = DicomNode.IsValidAETitle(value)
            ? value.Trim()
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, "The calling AE title is not an AE title: 1 to 16 characters of ASCII without backslash.");
    }

    /// <summary>Talk TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>With TLS: only the certificate with this thumbprint (SHA-1 or SHA-256) is trusted; the system's judgement when null.</summary>
    public string? CertificateThumbprint
    {
        get => _thumbprint;
        init => _thumbprint = HandlerMaker.Thumbprint(value);
    }

    /// <summary>With TLS: authorities of the hospital's own; the node's certificate must come from one of these and bear its name.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>With TLS: our own certificate with its key, for nodes that want one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>With TLS: accept any certificate. Somebody between could read and change everything then.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>With TLS: the name that the certificate must bear, where that is not the node's host.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Longest wait for connection, association and each answer.</summary>
    public TimeSpan Timeout
    {
        get => _timeout;
        init => _timeout = Positive(value);
    }

    /// <summary>Longest silence of a node while it retrieves; it may have to load from an archive first.</summary>
    public TimeSpan RetrieveTimeout
    {
        get => _retrieveTimeout;
        init => _retrieveTimeout = Positive(value);
    }

    /// <summary>Queries under way at once on one association, where the node allows that many; 1 asks for none.</summary>
    public int QueriesInFlight { get; init; } = 16;

    /// <summary>Reads <c>AET@host:port</c>.</summary>
    /// <exception cref="XnatException">It is not written like that.</exception>
    public static NodeProfile Parse(string? text) => new(ParseNode(text));

    /// <summary>Reads <c>AET@host:port</c>.</summary>
    /// <exception cref="XnatException">It is not written like that.</exception>
    public static DicomNode ParseNode(string? text) => DicomNode.TryParse(text?.Trim(), out DicomNode? node)
        ? node!
        : throw new XnatException(XnatErrorCode.ArgumentInvalid, NodeForm);

    /// <summary>Reads the certificates of authorities from a PEM or DER file.</summary>
    /// <exception cref="XnatException">There is no such file, or it holds none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        try
        {
            return DicomCertificates.Load(path);
        }
        catch (Exception e) when (e is DicomException or IOException or UnauthorizedAccessException)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The file of the certificate authority cannot be read, or holds no certificate (PEM or DER).", e);
        }
    }

    /// <summary>The same for the network layer.</summary>
    /// <param name="operations">Operations that may be under way at once.</param>
    /// <param name="begins">Told of each phase of opening.</param>
    /// <param name="retrieveTimeout">Instead of <see cref="RetrieveTimeout"/>, where the caller watches for itself.</param>
    public DicomClientOptions ToClientOptions(int operations = 1, Action<DicomAssociationPhase>? begins = null, TimeSpan? retrieveTimeout = null) => new()
    {
        CallingAETitle = CallingAETitle,
        ConnectTimeout = Timeout,
        AssociationTimeout = Timeout,
        ResponseTimeout = Timeout,
        RetrieveTimeout = retrieveTimeout ?? (RetrieveTimeout > Timeout ? RetrieveTimeout : Timeout),
        ReleaseTimeout = Timeout < TimeSpan.FromSeconds(5) ? Timeout : TimeSpan.FromSeconds(5),
        AsynchronousOperations = operations,
        UseTls = UseTls,
        PhaseBegins = begins,
        TlsHost = TlsHost,
        TrustedAuthorities = TrustedAuthorities,
        ClientCertificates = ClientCertificate is null ? null : [ClientCertificate],
        ValidateCertificate = CertificateThumbprint is { } thumbprint ? Judge(thumbprint) : SkipCertificateCheck ? s_any : null,
    };

    /// <inheritdoc/>
    public override string ToString() => Node.ToString();

    private static RemoteCertificateValidationCallback Judge(string thumbprint) => (_, certificate, _, _) =>
    {
        if (certificate is null)
        {
            return false;
        }

        using X509Certificate2 shown = new(certificate);
        return HandlerMaker.Matches(shown, thumbprint);
    };

    private static TimeSpan Positive(TimeSpan value) => value > TimeSpan.Zero
        ? value
        : throw new XnatException(XnatErrorCode.ArgumentInvalid, "A time-out must be above zero.");
}
