using System;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace XnatTools.Client;

/// <summary>Makes the message handler of a connection. Nothing here is process-wide.</summary>
internal static class HandlerMaker
{
    public static HttpMessageHandler Make(XnatClientOptions options)
    {
        string? thumbprint = Thumbprint(options.CertificateThumbprint);
        Func<X509Certificate2?, SslPolicyErrors, bool>? accept = thumbprint is not null
            ? (certificate, _) => certificate is not null && Matches(certificate, thumbprint)
            : options.SkipCertificateCheck ? (_, _) => true : null;
        IWebProxy? proxy = options.Proxy is null ? null : new WebProxy(options.Proxy) { UseDefaultCredentials = true };
        bool account = options.Credential?.Kind == XnatCredentialKind.Default;
#if NET
        SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = options.MaximumConnections,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = options.UseProxy || proxy is not null,
            DefaultProxyCredentials = CredentialCache.DefaultCredentials,
            Credentials = account ? CredentialCache.DefaultCredentials : null,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        // A floor, not a choice: 1.2 and whatever is newer.
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (accept is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                using X509Certificate2? copy = certificate is null ? null : new X509Certificate2(certificate);
                return accept(copy, errors);
            };
        }

        return handler;
#else
        HttpClientHandler handler = new()
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = options.UseProxy || proxy is not null,
            UseDefaultCredentials = account,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        // Other runtimes that load this assembly lack some of these; the defaults there are sound.
        Try(() => handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate);
        Try(() => handler.MaxConnectionsPerServer = options.MaximumConnections);
        Try(() => handler.SslProtocols = SslProtocols.Tls12);
        Try(() => handler.DefaultProxyCredentials = CredentialCache.DefaultCredentials);
        if (accept is not null)
        {
            handler.ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => accept(certificate, errors);
        }

        return handler;
#endif
    }

    /// <summary>Hexadecimal digits only; people paste colons, blanks and an invisible mark that Windows puts in front.</summary>
    internal static string? Thumbprint(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        System.Text.StringBuilder digits = new();
        foreach (char c in text!)
        {
            if (c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'))
            {
                digits.Append(char.ToUpperInvariant(c));
            }
            else if (c is not (':' or ' ' or '-' or '\t' or '\u200E' or '\u200F' or '\uFEFF' or '\u00A0'))
            {
                digits.Append('?');
            }
        }

        string result = digits.ToString();
        return result.Length is 40 or 64 && result.IndexOf('?') < 0
            ? result
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, "The certificate thumbprint is neither a SHA-1 (40 hexadecimal digits) nor a SHA-256 (64).");
    }

    internal static bool Matches(X509Certificate2 certificate, string thumbprint)
    {
        if (thumbprint.Length == 40)
        {
            return string.Equals(certificate.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);
        }

        using SHA256 sha = SHA256.Create();
        string hash = BitConverter.ToString(sha.ComputeHash(certificate.RawData)).Replace("-", "");
        return string.Equals(hash, thumbprint, StringComparison.OrdinalIgnoreCase);
    }

#if !NET
    private static void Try(Action set)
    {
        try
        {
            set();
        }
        catch (PlatformNotSupportedException)
        {
        }
        catch (NotImplementedException)
        {
        }
    }
#endif
}
