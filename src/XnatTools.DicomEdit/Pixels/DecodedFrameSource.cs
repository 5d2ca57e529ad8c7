using System;
using System.IO;
using System.IO.Compression;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>
/// Frames of encapsulated pixel data, decoded while they are read, one at a time: RLE Lossless, deflated frames, and frames that
/// are only packed in fragments.
/// </summary>
internal sealed class DecodedFrameSource(DicomFrames frames, PixelShape shape, string syntax) : DicomSource
{
    private readonly object _lock = new();
    private readonly int _size = checked((int)(shape.FrameBits / 8));
    private byte[]? _frame;
    private int _index = -1;

    public override long Length => (long)_size * shape.Frames;

    /// <summary>Syntaxes that can be decoded here.</summary>
    public static bool CanDecode(string syntax) => syntax is RleFrame.Syntax or DeflatedFrames or PlainFrames;

    private const string DeflatedFrames = "1.2.840.10008.1.2.8.1";

    private const string PlainFrames = "1.2.840.10008.1.2.1.98";

    public override int Read(long offset, byte[] buffer, int index, int count)
    {
        int total = 0;
        lock (_lock)
        {
            while (total < count && offset + total < Length)
            {
                long at = offset + total;
                byte[] frame = Decode((int)(at / _size));
                int from = (int)(at % _size);
                int part = Math.Min(count - total, _size - from);
                Array.Copy(frame, from, buffer, index + total, part);
                total += part;
            }
        }

        return total;
    }

    public override void Dispose() => _frame = null;

    private byte[] Decode(int index)
    {
        if (index == _index)
        {
            return _frame!;
        }

        _frame ??= new byte[_size];
        _index = -1;
        using Stream stream = frames.Open(index);
        if (syntax == RleFrame.Syntax)
        {
            byte[] packed = new byte[checked((int)frames.GetLength(index))];
            Fill(stream, packed);
            RleFrame.Decode(packed, _frame, shape);
        }
        else if (syntax == DeflatedFrames)
        {
            using DeflateStream inflate = new(stream, CompressionMode.Decompress);
            try
            {
                Fill(inflate, _frame);
            }
            catch (InvalidDataException)
            {
                throw new DicomException(DicomErrorCode.Damaged, $"Frame {index + 1} cannot be inflated.");
            }
        }
        else
        {
            Fill(stream, _frame);
        }

        _index = index;
        return _frame;
    }

    private static void Fill(Stream stream, byte[] bytes)
    {
        int total = 0;
        int got;
        while (total < bytes.Length && (got = stream.Read(bytes, total, bytes.Length - total)) > 0)
        {
            total += got;
        }

        if (total < bytes.Length)
        {
            throw new DicomException(DicomErrorCode.Damaged, "A frame is shorter than the image.");
        }
    }
}
