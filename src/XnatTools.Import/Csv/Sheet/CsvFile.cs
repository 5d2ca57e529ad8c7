using System;
using System.IO;

namespace XnatTools.Import.Csv;

/// <summary>An open CSV file: one stream, read several times from the start, so that all passes see the same file.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly Stream _stream;

    private CsvFile(Stream stream, string path)
    {
        _stream = stream;
        Path = path;
    }

    /// <summary>Full path, or the name given for a stream.</summary>
    public string Path { get; }

    public static CsvFile Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new XnatException(XnatErrorCode.CsvFileNotFound, "No CSV file was named.");
        }

        try
        {
            string full = System.IO.Path.GetFullPath(path);

            // Excel keeps its files open for writing; reading beside it is harmless.
            return new CsvFile(new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 65536), full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new XnatException(XnatErrorCode.CsvFileNotFound, "The CSV file does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            throw new XnatException(XnatErrorCode.CsvUnreadable, "The CSV file cannot be opened: close it in other programs, and check your right to read it.", e);
        }
    }

    public static CsvFile Open(Stream stream, string name)
    {
        if (stream.CanSeek)
        {
            return new CsvFile(stream, name);
        }

        MemoryStream copy = new();
        stream.CopyTo(copy);
        return new CsvFile(copy, name);
    }

    /// <summary>The stream, at its start.</summary>
    public Stream Rewind(int skip)
    {
        _stream.Position = skip;
        return _stream;
    }

    public void Dispose() => _stream.Dispose();
}
