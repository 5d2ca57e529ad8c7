using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Bytes that can be read at any place: a file, memory, or a seekable stream.</summary>
internal abstract class DicomSource : IDisposable
{
    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Path of the file, where it is one.</summary>
    public virtual string? Path => null;

    /// <summary>Reads up to <paramref name="count"/> bytes; fewer only at the end.</summary>
    public abstract int Read(long offset, byte[] buffer, int index, int count);

    public abstract void Dispose();

    /// <summary>A stream over a part, independent of others over the same source.</summary>
    public Stream OpenView(long offset, long length) => new DicomSourceStream(this, offset, length);
}
