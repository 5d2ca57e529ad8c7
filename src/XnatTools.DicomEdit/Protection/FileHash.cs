using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>SHA-256 of files, in hexadecimal digits.</summary>
internal static class FileHash
{
    private const int BufferLength = 256 * 1024;

    /// <summary>Pixel data in its three forms.</summary>
    public static readonly DicomTag[] PixelTags = [DicomTags.FloatPixelData, DicomTags.DoubleFloatPixelData, DicomTags.PixelData];

    public static string Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Of((buffer, _) => file.Read(buffer, 0, BufferLength));
    }

    /// <summary>Of everything before the first element of pixel data, and of a file without any or with a deflated data set the whole. The file must be as it was read.</summary>
    public static string OfHeader(DicomFile file)
    {
        DicomFileLayout layout = file.Layout;
        DicomSource source = layout.Source ?? throw new ArgumentException("It was not read from a file.", nameof(file));
        long end = source.Length;
        foreach (DicomTag tag in PixelTags)
        {
            if (ReferenceEquals(layout.DatasetSource, source) && file.Dataset.TryGet(tag, out DicomElement pixels) && pixels.Buffer is { } buffer)
            {
                end = Math.Min(end, layout.DatasetStart + pixels.RawStart + buffer.GapsBetween(-1, pixels.RawStart));
            }
        }

        return Of((bytes, at) => source.Read(at, bytes, 0, (int)Math.Min(BufferLength, end - at)));
    }

    public static string OfText(string text)
    {
        using SHA256 sha = SHA256.Create();
        return ToHex(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    public static string ToHex(byte[] bytes)
    {
        StringBuilder text = new(bytes.Length * 2);
        foreach (byte b in bytes)
        {
            text.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        }

        return text.ToString();
    }

    private static string Of(Func<byte[], long, int> read)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            long at = 0;
            int got;
            while ((got = read(buffer, at)) > 0)
            {
                hash.AppendData(buffer, 0, got);
                at += got;
            }

            return ToHex(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
