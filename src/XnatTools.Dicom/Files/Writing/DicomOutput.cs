using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Where a writer writes: small pieces gathered in one pooled buffer, large ones copied through.</summary>
internal class DicomOutput : IDisposable
{
    private const int Size = 64 * 1024;

    private readonly Stream? _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private int _used;

    public DicomOutput(Stream stream) => _stream = stream;

    protected DicomOutput()
    {
    }

    /// <summary>Takes hashes of what goes by; null takes none.</summary>
    public DicomDigests? Digests { get; set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            FlushBuffer();
            if (bytes.Length >= _buffer.Length)
            {
                PutOut(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>A place of so many bytes to be filled now.</summary>
    public Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _used)
        {
            FlushBuffer();
        }

        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }

    public void WriteUInt16(ushort value, bool bigEndian)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);
        }
    }

    public void WriteUInt32(uint value, bool bigEndian)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);
        }
    }

    /// <summary>Copies a part of a source; with a swap unit above 1 the bytes of each unit are turned round.</summary>
    public virtual void CopyFrom(DicomSource source, long offset, long length, int swapUnit = 1)
    {
        FlushBuffer();
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Digests is null ? 1024 * 1024 : DicomDigests.ChunkLength, Math.Max(8192, length)));
        try
        {
            while (length > 0)
            {
                // Whole units only, but for an odd rest at the end.
                int chunk = (int)Math.Min(length, buffer.Length & ~7);
                int got = source.Read(offset, buffer, 0, chunk);
                if (got < chunk)
                {
                    throw new DicomException(DicomErrorCode.Damaged, $"The source ended inside a value (at offset {offset + got}).");
                }

                Digests?.Pass(source, offset, buffer.AsSpan(0, got));
                Swap(buffer.AsSpan(0, got), swapUnit);
                PutOut(buffer.AsSpan(0, got));
                offset += got;
                length -= got;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void Swap(Span<byte> bytes, int unit)
    {
        if (unit == 1)
        {
            return;
        }

        for (int i = 0; i + unit <= bytes.Length; i += unit)
        {
            bytes.Slice(i, unit).Reverse();
        }
    }

    public void FlushBuffer()
    {
        if (_used > 0)
        {
            int used = _used;
            _used = 0;
            PutOut(_buffer.AsSpan(0, used));
        }
    }

    private void PutOut(ReadOnlySpan<byte> bytes)
    {
        Digests?.Write(bytes);
        WriteOut(bytes);
    }

    public virtual void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    protected virtual void WriteOut(ReadOnlySpan<byte> bytes)
    {
#if NETFRAMEWORK
        byte[] copy = bytes.ToArray();
        _stream!.Write(copy, 0, copy.Length);
#else
        _stream!.Write(bytes);
#endif
    }
}
