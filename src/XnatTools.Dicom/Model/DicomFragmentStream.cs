using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Fragments of encapsulated pixel data read one after the other.</summary>
internal sealed class DicomFragmentStream(DicomFragments fragments) : Stream
{
    private int _next;
    private Stream? _current;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => fragments.TotalLength;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            if (_current is null)
            {
                if (_next == fragments.Count)
                {
                    return 0;
                }

                _current = fragments.Open(_next++);
            }

            int got = _current.Read(buffer, offset, count);
            if (got > 0 || count == 0)
            {
                _position += got;
                return got;
            }

            _current.Dispose();
            _current = null;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
