using System;
using System.Security.Cryptography;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>UIDs from hashes and from chance, as XNAT's engine makes them.</summary>
internal static class UidText
{
    /// <summary>2.25 and the SHA-1 of the text (UTF-8) as a UUID of version 5, without a name space. At most 44 characters.</summary>
    public static string Hash(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
#if NETFRAMEWORK
#pragma warning disable CA5350 // The engine's hash is SHA-1, and results must be the same.
        using SHA1 sha = SHA1.Create();
        byte[] digest = sha.ComputeHash(bytes);
#pragma warning restore CA5350
#else
#pragma warning disable CA5350 // The engine's hash is SHA-1, and results must be the same.
        Span<byte> digest = stackalloc byte[20];
        SHA1.HashData(bytes, digest);
#pragma warning restore CA5350
#endif
        return FromUuid(digest, 5);
    }

    /// <summary>2.25 and a random UUID.</summary>
    public static string New(Run run)
    {
        byte[] bytes = Random(run, 16);
        return FromUuid(bytes, 4);
    }

    /// <summary>A prefix, a dot and a random number of up to 39 digits, 64 characters at most.</summary>
    public static string NewUnder(Run run, string prefix)
    {
        if (prefix.Length > 54)
        {
            throw new Fault("The prefix of a UID is too long.");
        }

        string number = New(run).Substring(5);
        return prefix + "." + (prefix.Length + 1 + number.Length <= 64 ? number : number.Substring(0, 63 - prefix.Length));
    }

    private static byte[] Random(Run run, int count)
    {
        byte[] bytes = new byte[count];
        if (run.Context.Random is { } random)
        {
            random(bytes);
        }
        else
        {
            using RandomNumberGenerator generator = RandomNumberGenerator.Create();
            generator.GetBytes(bytes);
        }

        return bytes;
    }

    private static string FromUuid(ReadOnlySpan<byte> source, int version)
    {
        Span<uint> words = stackalloc uint[4];
        Span<byte> bytes = stackalloc byte[16];
        source.Slice(0, 16).CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        for (int i = 0; i < 4; i++)
        {
            words[i] = ((uint)bytes[4 * i] << 24) | ((uint)bytes[(4 * i) + 1] << 16) | ((uint)bytes[(4 * i) + 2] << 8) | bytes[(4 * i) + 3];
        }

        // 128 bits in decimal, nine digits at a time from the right.
        Span<char> text = stackalloc char[44];
        int at = 44;
        bool more = true;
        while (more)
        {
            ulong rest = 0;
            more = false;
            for (int i = 0; i < 4; i++)
            {
                ulong value = (rest << 32) | words[i];
                words[i] = (uint)(value / 1_000_000_000);
                rest = value % 1_000_000_000;
                more |= words[i] != 0;
            }

            for (int digit = 0; digit < 9 && (more || rest != 0); digit++)
            {
                text[--at] = (char)('0' + (rest % 10));
                rest /= 10;
            }
        }

        return "2.25." + text.Slice(at).ToString();
    }
}
