using System;
using System.Security.Cryptography;
#if NET
using System.Runtime.Versioning;
#endif

namespace XnatTools.Import.Ledger;

/// <summary>Protects with Windows' data protection for the current user.</summary>
#if NET
[SupportedOSPlatform("windows")]
#endif
public sealed class DpapiProtector : IKeyProtector
{
    private static readonly byte[] s_purpose = System.Text.Encoding.ASCII.GetBytes("XnatTools.Ledger.1");

    /// <inheritdoc/>
    public string Name => "dpapi";

    /// <inheritdoc/>
    public byte[] Wrap(byte[] key) => ProtectedData.Protect(key, s_purpose, DataProtectionScope.CurrentUser);

    /// <inheritdoc/>
    public byte[]? Unwrap(byte[] wrapped)
    {
        try
        {
            return ProtectedData.Unprotect(wrapped, s_purpose, DataProtectionScope.CurrentUser);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
