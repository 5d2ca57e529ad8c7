using System;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>User identity negotiation (PS3.7 D.3.3.7).</summary>
public sealed class DicomUserIdentity
{
    /// <summary>Makes an identity of any kind.</summary>
    /// <param name="type">1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JSON web token.</param>
    /// <param name="primary">User name, ticket, assertion or token.</param>
    /// <param name="secondary">Passcode, with type 2.</param>
    public DicomUserIdentity(int type, byte[] primary, byte[]? secondary = null)
    {
        Type = type is >= 1 and <= 255 ? type : throw new ArgumentOutOfRangeException(nameof(type));
        Primary = primary ?? throw new ArgumentNullException(nameof(primary));
        Secondary = secondary ?? [];
    }

    /// <summary>1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JSON web token.</summary>
    public int Type { get; }

    /// <summary>User name, ticket, assertion or token.</summary>
    public byte[] Primary { get; }

    /// <summary>Passcode, with type 2.</summary>
    public byte[] Secondary { get; }

    /// <summary>A user name, with a passcode or without.</summary>
    public static DicomUserIdentity FromUserName(string userName, string? passcode = null) => passcode is null
        ? new DicomUserIdentity(1, Encoding.UTF8.GetBytes(userName))
        : new DicomUserIdentity(2, Encoding.UTF8.GetBytes(userName), Encoding.UTF8.GetBytes(passcode));
}
