using System;
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

    /// <summary>The same for the network layer.</summary>
    /// <param name="operations">Operations that may be under way at once.</param>
    /// <param name="begins">Told of each phase of opening.</param>
    public DicomClientOptions ToClientOptions(int operations = 1, Action<DicomAssociationPhase>? begins = null) => new()
    {
        CallingAETitle = CallingAETitle,
        ConnectTimeout = Timeout,
        AssociationTimeout = Timeout,
        ResponseTimeout = Timeout,
        RetrieveTimeout = RetrieveTimeout > Timeout ? RetrieveTimeout : Timeout,
        ReleaseTimeout = Timeout < TimeSpan.FromSeconds(5) ? Timeout : TimeSpan.FromSeconds(5),
        AsynchronousOperations = operations,
        UseTls = UseTls,
        PhaseBegins = begins,
        ValidateCertificate = CertificateThumbprint is { } thumbprint ? Judge(thumbprint) : null,
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
