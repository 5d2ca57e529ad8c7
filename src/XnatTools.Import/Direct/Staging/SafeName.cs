using System;
using System.Security.Cryptography;
using System.Text;

namespace XnatTools.Import.Direct.Staging;

/// <summary>Names in staging. What a peer sends never becomes a path: it is proven to be a UID, or hashed.</summary>
internal static class SafeName
{
    /// <summary>Digits and single dots, 1 to 64, as UIDs are; leading zeros, which some makers write, do no harm in a name.</summary>
    public static bool IsUid(string? uid)
    {
        if (uid is null || uid.Length is 0 or > 64 || uid[0] == '.' || uid[uid.Length - 1] == '.')
        {
            return false;
        }

        for (int i = 0; i < uid.Length; i++)
        {
            if (uid[i] is not ((>= '0' and <= '9') or '.') || (uid[i] == '.' && uid[i - 1] == '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sixteen hexadecimal digits: short, so that paths stay short, and the same on every run.</summary>
    public static string Hash(string uid)
    {
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(uid));
        return BitConverter.ToString(hash, 0, 8).Replace("-", "").ToLowerInvariant();
    }
}
