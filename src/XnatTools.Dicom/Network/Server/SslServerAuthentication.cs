using System;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace XnatTools.Dicom;

/// <summary>TLS on a server.</summary>
public sealed class SslServerAuthentication(X509Certificate2 certificate)
{
    /// <summary>The server's certificate with its key.</summary>
    /// <exception cref="ArgumentException">The key is not there.</exception>
    public X509Certificate2 Certificate { get; } = certificate is { HasPrivateKey: true } ? certificate : throw new ArgumentException("The certificate comes without its key.", nameof(certificate));

    /// <summary>Clients must show a certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Authorities of one's own: a client's certificate must come from one of these. Nothing else is trusted then.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Judges a client's certificate; <see cref="ClientAuthorities"/> or the system's judgement when not given.</summary>
    public RemoteCertificateValidationCallback? ValidateClient { get; init; }
}
