using System;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>
/// By what a file is known again: length, time of its last change and SHA-256 of its header, and where it was taken SHA-256 of the
/// whole. A file whose time is another one is known by the whole only.
/// </summary>
internal sealed class FileMark(long length, long time, string headerHash, string? hash)
{
    public long Length { get; } = length;

    /// <summary>SHA-256 of everything before the pixel data.</summary>
    public string HeaderHash { get; } = headerHash;

    /// <summary>SHA-256 of the whole file; null when it was not taken.</summary>
    public string? Hash { get; } = hash;

    public static FileMark Of(string path, string headerHash, string? hash)
    {
        FileInfo file = new(path);
        return new FileMark(file.Length, file.LastWriteTimeUtc.Ticks, headerHash, hash);
    }

    public static FileMark? Parse(string text)
    {
        string[] parts = text.Split(' ');
        return parts.Length is 3 or 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long time)
                ? new FileMark(length, time, parts[2], parts.Length == 4 ? parts[3] : null)
                : null;
    }

    /// <summary>The file is what it was.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="whole">By its whole content, whatever its time.</param>
    public bool IsStill(string path, bool whole)
    {
        FileInfo file = new(path);
        if (file.Length != Length)
        {
            return false;
        }

        if (whole || file.LastWriteTimeUtc.Ticks != time)
        {
            return Hash is not null && FileHash.Of(path) == Hash;
        }

        using DicomFile opened = DicomFile.Open(path);
        return FileHash.OfHeader(opened) == HeaderHash;
    }

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}{3}", Length, time, HeaderHash, Hash is null ? "" : " " + Hash);
}
