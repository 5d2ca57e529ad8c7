using System;
using System.IO;
using System.Security.Cryptography;
using XnatTools.Dicom;

namespace XnatTools.Direct.Tests;

/// <summary>Pixel data as bytes, so that two files can be compared whatever became of the rest.</summary>
internal static class PixelBytes
{
    /// <summary>Syntax, and hash of the pixel data's bytes; an object without pixel data has none.</summary>
    /// <remarks>Words of 16 bits count low byte first, so that an archive which turned big endian round has changed nothing.</remarks>
    public static string Of(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        if (!file.Dataset.Contains(DicomTags.PixelData))
        {
            return "";
        }

        using Stream stream = file.OpenPixelData();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        byte[] pixels = bytes.ToArray();
        if (file.TransferSyntaxUid == "1.2.840.10008.1.2.2" && file.Dataset.GetInt32(DicomTags.BitsAllocated) == 16)
        {
            for (int i = 0; i + 1 < pixels.Length; i += 2)
            {
                (pixels[i], pixels[i + 1]) = (pixels[i + 1], pixels[i]);
            }
        }

        // Plain syntaxes differ in the header only; compressed ones must stay what they are.
        bool plain = file.TransferSyntaxUid is "1.2.840.10008.1.2" or "1.2.840.10008.1.2.1" or "1.2.840.10008.1.2.2" or "1.2.840.10008.1.2.1.99";
        return (plain ? "plain" : file.TransferSyntaxUid) + " " + Convert.ToHexString(SHA256.HashData(pixels));
    }

    /// <summary>(0008,0018) of a file.</summary>
    public static string InstanceOf(string path) => Text(path, DicomTags.SopInstanceUid);

    /// <summary>(0020,000D) of a file.</summary>
    public static string StudyOf(string path) => Text(path, DicomTags.StudyInstanceUid);

    private static string Text(string path, DicomTag tag)
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        return file.Dataset.GetString(tag) ?? "";
    }
}
