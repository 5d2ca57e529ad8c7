using System;
using System.IO;
#if !NETFRAMEWORK
using Microsoft.Win32.SafeHandles;
#endif

namespace XnatTools.Dicom;

/// <summary>A file opened for reading, positioned reads, safe for several threads. Others may rename or replace the file meanwhile.</summary>
internal sealed class DicomFileSource : DicomSource
{
#if NETFRAMEWORK
    private readonly FileStream _file;

    public DicomFileSource(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.RandomAccess);
        Path = path;
        Length = _file.Length;
    }

    public override int Read(long offset, byte[] buffer, int index, int count)
    {
        int total = 0;
        lock (_file)
        {
            _file.Position = offset;
            int got;
            while (total < count && (got = _file.Read(buffer, index + total, count - total)) > 0)
            {
                total += got;
            }
        }

        return total;
    }

    public override void Dispose() => _file.Dispose();
#else
    public DicomFileSource(string path)
    {
        Handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Path = path;
        try
        {
            Length = RandomAccess.GetLength(Handle);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    public SafeFileHandle Handle { get; }

    public override int Read(long offset, byte[] buffer, int index, int count)
    {
        int total = 0;
        int got;
        while (total < count && offset + total < Length && (got = RandomAccess.Read(Handle, new Span<byte>(buffer, index + total, count - total), offset + total)) > 0)
        {
            total += got;
        }

        return total;
    }

    public override void Dispose() => Handle.Dispose();
#endif

    public override long Length { get; }

    public override string Path { get; }
}
