using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>Certificates out of files, and the judgement of a peer's certificate by authorities of one's own.</summary>
public static class DicomCertificates
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>Reads the certificates of a PEM file (one or several) or of a DER file.</summary>
    /// <exception cref="DicomException">The file holds no certificate.</exception>
    public static X509Certificate2Collection Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path ?? throw new ArgumentNullException(nameof(path)));
        X509Certificate2Collection found = [];
        try
        {
            foreach (byte[] der in Split(bytes))
            {
                found.Add(Make(der));
            }
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new DicomException(DicomErrorCode.TlsFailed, "The file holds no certificate that can be read.", e);
        }

        return found.Count > 0 ? found : throw new DicomException(DicomErrorCode.TlsFailed, "The file holds no certificate.");
    }

    /// <summary>Accepts certificates that one of these issued (or that are one of these), and that bear the peer's name.</summary>
    /// <param name="authorities">Authorities that are trusted beside none other; intermediate ones may be among them.</param>
    /// <param name="checkName">Also the name must be right; off for clients, which have none to be checked.</param>
    public static RemoteCertificateValidationCallback TrustOnly(X509Certificate2Collection authorities, bool checkName = true)
    {
        if (authorities is null)
        {
            throw new ArgumentNullException(nameof(authorities));
        }

        return (_, shown, chain, errors) =>
        {
            if (shown is null || (checkName && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0))
            {
                return false;
            }

            using X509Certificate2 certificate = new(shown);
            return IsIssuedBy(certificate, chain, authorities);
        };
    }

    /// <summary>Accepts the one certificate with this thumbprint, SHA-1 or SHA-256, whatever its name and issuer.</summary>
    public static RemoteCertificateValidationCallback TrustThumbprint(string thumbprint)
    {
        string wanted = Normalize(thumbprint) ?? throw new ArgumentException("Neither a SHA-1 (40 hexadecimal digits) nor a SHA-256 (64).", nameof(thumbprint));
        return (_, shown, _, _) => shown is not null && HashOf(shown.GetRawCertData(), wanted.Length) == wanted;
    }

    /// <summary>True when a text is a SHA-1 or SHA-256 thumbprint; blanks and colons are passed over.</summary>
    public static bool IsThumbprint(string? text) => Normalize(text) is not null;

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Chain? sent, X509Certificate2Collection authorities)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.ExtraStore.AddRange(authorities);
        foreach (X509ChainElement element in (System.Collections.IEnumerable?)sent?.ChainElements ?? Array.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (!chain.Build(certificate))
        {
            return false;
        }

        // Unknown roots are let through above, so that ours may be one: it must be among those that are trusted here.
        byte[] root = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        foreach (X509Certificate2 authority in authorities)
        {
            if (authority.RawData.AsSpan().SequenceEqual(root))
            {
                return true;
            }
        }

        return false;
    }

    private static List<byte[]> Split(byte[] bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        if (text.IndexOf("-----BEGIN ", StringComparison.Ordinal) < 0)
        {
            return [bytes];
        }

        List<byte[]> parts = [];
        int at = 0;
        while ((at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0)
        {
            int end = text.IndexOf(End, at, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new FormatException("A certificate has no end.");
            }

            parts.Add(Convert.FromBase64String(text.Substring(at + Begin.Length, end - at - Begin.Length)));
            at = end;
        }

        return parts;
    }

    private static X509Certificate2 Make(byte[] der) => new(der);

    private static string? Normalize(string? text)
    {
        StringBuilder digits = new();
        foreach (char c in text ?? "")
        {
            if (Uri.IsHexDigit(c))
            {
                digits.Append(char.ToUpperInvariant(c));
            }
            else if (c is not (' ' or ':' or '\u200E'))
            {
                // Windows puts an invisible mark before a thumbprint that is copied out of its dialog; all else is no thumbprint.
                return null;
            }
        }

        return digits.Length is 40 or 64 ? digits.ToString() : null;
    }

#pragma warning disable CA5350 // SHA-1 names a certificate here, as Windows does; nothing is signed with it.
    private static string HashOf(byte[] certificate, int digits)
    {
        using HashAlgorithm algorithm = digits == 40 ? SHA1.Create() : SHA256.Create();
        return BitConverter.ToString(algorithm.ComputeHash(certificate)).Replace("-", "");
    }
#pragma warning restore CA5350
}
