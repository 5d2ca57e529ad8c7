using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace XnatTools.DicomEdit.Protection;

/// <summary>SHA-256 of files, in hexadecimal digits.</summary>
internal static class FileHash
{
    private const int BufferLength = 256 * 1024;

    public static string Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int got;
            while ((got = file.Read(buffer, 0, BufferLength)) > 0)
            {
                hash.AppendData(buffer, 0, got);
            }

            return ToHex(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static string OfText(string text)
    {
        using SHA256 sha = SHA256.Create();
        return ToHex(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static string ToHex(byte[] bytes)
    {
        StringBuilder text = new(bytes.Length * 2);
        foreach (byte b in bytes)
        {
            text.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        }

        return text.ToString();
    }
}
