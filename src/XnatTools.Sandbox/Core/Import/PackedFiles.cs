using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>
/// The files inside an upload, each taken out to a temporary place: entries of zip, tar and tar.gz, nested ones opened, or the
/// file itself when it is none of these. Entry names are only ever used for the stored file's name.
/// </summary>
internal static class PackedFiles
{
    private const int MaxDepth = 3;
    private const int MaxEntries = 500_000;
    private const long MaxEntryBytes = 8L << 30;

    /// <summary>Streams the files; the caller removes each.</summary>
    /// <exception cref="ImportException">400: the archive cannot be read, or exceeds the limits.</exception>
    internal static IEnumerable<(string Path, string Name)> Of(string path, string name, LegacyCall call)
    {
        int count = 0;
        using IEnumerator<(string Path, string Name)> files = Open(path, name, call, 0).GetEnumerator();
        while (Next(files))
        {
            if (++count > MaxEntries)
            {
                File.Delete(files.Current.Path);
                throw new ImportException(400, "Too many entries in the uploaded archive.");
            }

            yield return files.Current;
        }
    }

    private static bool Next(IEnumerator<(string Path, string Name)> files)
    {
        try
        {
            return files.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ImportException(400, "Unable to read the uploaded archive.");
        }
    }

    private static IEnumerable<(string Path, string Name)> Open(string path, string name, LegacyCall call, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ImportException(400, "Archives are nested too deeply.");
        }

        return Kind(path) switch
        {
            'z' => Zip(path, call, depth),
            'g' => Tar(path, call, depth, gzip: true),
            't' => Tar(path, call, depth, gzip: false),
            _ => [(Copy(path, call), name)],
        };
    }

    private static IEnumerable<(string Path, string Name)> Zip(string path, LegacyCall call, int depth)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (entry.Name.Length == 0)
            {
                continue;
            }

            string taken = ImportBody.NewPath(call);
            using (Stream source = entry.Open())
            {
                Take(source, taken);
            }

            foreach ((string, string) file in Nested(taken, entry.Name, call, depth))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<(string Path, string Name)> Tar(string path, LegacyCall call, int depth, bool gzip)
    {
        using FileStream raw = File.OpenRead(path);
        using Stream plain = gzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using TarReader tar = new(plain);
        while (tar.GetNextEntry() is TarEntry entry)
        {
            if (entry.DataStream is null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                continue;
            }

            string taken = ImportBody.NewPath(call);
            Take(entry.DataStream, taken);
            foreach ((string, string) file in Nested(taken, Path.GetFileName(entry.Name), call, depth))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<(string Path, string Name)> Nested(string taken, string name, LegacyCall call, int depth)
    {
        if (Kind(taken) == ' ')
        {
            yield return (taken, name);
            yield break;
        }

        try
        {
            foreach ((string, string) file in Open(taken, name, call, depth + 1))
            {
                yield return file;
            }
        }
        finally
        {
            File.Delete(taken);
        }
    }

    private static void Take(Stream source, string path)
    {
        try
        {
            using FileStream target = new(path, FileMode.CreateNew, FileAccess.Write);
            byte[] buffer = new byte[1 << 17];
            long total = 0;
            int read;
            while ((read = source.Read(buffer)) > 0)
            {
                total += read;
                if (total > MaxEntryBytes)
                {
                    throw new ImportException(400, "An entry of the uploaded archive is too large.");
                }

                target.Write(buffer, 0, read);
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static string Copy(string path, LegacyCall call)
    {
        string copy = ImportBody.NewPath(call);
        File.Copy(path, copy);
        return copy;
    }

    // z zip, g gzip, t tar, blank anything else; by content, as names are the sender's.
    private static char Kind(string path)
    {
        Span<byte> head = stackalloc byte[512];
        head.Clear();
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(head, 512, throwOnEndOfStream: false);
        return read >= 4 && head[..4].SequenceEqual("PK\u0003\u0004"u8) ? 'z'
            : read >= 4 && head[..4].SequenceEqual("PK\u0005\u0006"u8) ? 'z'
            : read >= 2 && head[0] == 0x1F && head[1] == 0x8B ? 'g'
            : read == 512 && head.Slice(257, 5).SequenceEqual("ustar"u8) ? 't'
            : ' ';
    }
}
