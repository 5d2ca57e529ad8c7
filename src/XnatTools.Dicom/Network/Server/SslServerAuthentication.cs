using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace XnatTools.Dicom;

/// <summary>TLS on a server.</summary>
public sealed class SslServerAuthentication(X509Certificate2 certificate)
{
    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Clients must show a certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Judges a client's certificate; the system's judgement when not given.</summary>
    public RemoteCertificateValidationCallback? ValidateClient { get; init; }
}
