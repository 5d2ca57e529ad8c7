using System;
using System.Buffers;
using System.Security.Cryptography;

namespace XnatTools.Dicom;

/// <summary>
/// SHA-256 of a file that is written and of the one it is made from, taken while the bytes go by: what both have in common is
/// read once. Whatever of the source does not go by in its order is read for the purpose.
/// </summary>
internal sealed class DicomDigests(DicomSource source) : IDisposable
{
    /// <summary>Bytes at a time: they are hashed twice and written while they are still near the processor.</summary>
    public const int ChunkLength = 128 * 1024;

    private readonly IncrementalHash _from = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _to = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    /// <summary>Takes what is written next.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Append(_to, bytes);

    /// <summary>Takes what was read of a source before it is changed or written.</summary>
    public void Pass(DicomSource from, long offset, ReadOnlySpan<byte> bytes)
    {
        if (ReferenceEquals(from, source) && offset >= _read)
        {
            CatchUp(offset);
            Append(_from, bytes);
            _read += bytes.Length;
        }
    }

    /// <summary>The hashes of the whole source and of everything written.</summary>
    public (byte[] Source, byte[] Written) Finish()
    {
        CatchUp(source.Length);
        return (_from.GetHashAndReset(), _to.GetHashAndReset());
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private void CatchUp(long offset)
    {
        if (offset == _read)
        {
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkLength, offset - _read));
        try
        {
            while (_read < offset)
            {
                int wanted = (int)Math.Min(buffer.Length, offset - _read);
                int got = source.Read(_read, buffer, 0, wanted);
                if (got < wanted)
                {
                    throw new DicomException(DicomErrorCode.Damaged, $"The file became shorter while it was read (at offset {_read + got}).");
                }

                Append(_from, buffer.AsSpan(0, got));
                _read += got;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
#if NETFRAMEWORK
        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        hash.AppendData(copy, 0, bytes.Length);
        ArrayPool<byte>.Shared.Return(copy);
#else
        hash.AppendData(bytes);
#endif
    }
}
