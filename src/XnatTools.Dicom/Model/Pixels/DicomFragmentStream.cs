using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Some fragments of encapsulated pixel data read one after the other.</summary>
internal sealed class DicomFragmentStream(DicomFragments fragments, int first, int count, long length) : Stream
{
    private int _next;
    private Stream? _current;
    private long _position;

    public DicomFragmentStream(DicomFragments fragments)
        : this(fragments, 0, fragments.Count, fragments.TotalLength)
    {
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int wanted)
    {
        int most = (int)Math.Min(wanted, length - _position);
        while (most > 0)
        {
            if (_current is null)
            {
                if (_next == count)
                {
                    return 0;
                }

                _current = fragments.Open(first + _next++);
            }

            int got = _current.Read(buffer, offset, most);
            if (got > 0)
            {
                _position += got;
                return got;
            }

            _current.Dispose();
            _current = null;
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count1) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
