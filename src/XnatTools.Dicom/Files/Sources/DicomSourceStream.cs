using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>A read-only view of a part of a source.</summary>
internal sealed class DicomSourceStream(DicomSource source, long offset, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset1, int count)
    {
        int wanted = (int)Math.Min(count, Math.Max(0, length - _position));
        int got = wanted == 0 ? 0 : source.Read(offset + _position, buffer, offset1, wanted);
        _position += got;
        return got;
    }

    public override long Seek(long offset1, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset1,
        SeekOrigin.Current => _position + offset1,
        _ => length + offset1,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset1, int count) => throw new NotSupportedException();
}
