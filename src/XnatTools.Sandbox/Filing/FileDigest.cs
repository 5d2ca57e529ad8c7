using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;

namespace XnatTools.Sandbox.Filing;

/// <summary>The digest of XNAT's catalogues.</summary>
internal static class FileDigest
{
    /// <summary>MD5, hexadecimal, lower case.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "XNAT's catalogues hold MD5; it guards nothing here.")]
    internal static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(MD5.HashData(stream)).ToLowerInvariant();
    }
}
