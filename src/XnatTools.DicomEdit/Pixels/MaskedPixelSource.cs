using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>
/// Pixel data with rectangles blacked out while it is read: nothing is held but what is asked for. Little endian, whatever the
/// inner source is.
/// </summary>
internal sealed class MaskedPixelSource(DicomSource inner, long start, long length, int swapUnit, PixelShape shape) : DicomSource
{
    private readonly List<DicomPixelRegion> _regions = [];

    public override long Length => length;

    /// <summary>Adds a rectangle; what lies outside of the image is cut off.</summary>
    public void Add(DicomPixelRegion region)
    {
        DicomPixelRegion clipped = new(Math.Max(0, region.Left), Math.Max(0, region.Top), Math.Min(shape.Columns, region.Right), Math.Min(shape.Rows, region.Bottom));
        if (clipped.Left < clipped.Right && clipped.Top < clipped.Bottom)
        {
            _regions.Add(clipped);
        }
    }

    public override int Read(long offset, byte[] buffer, int index, int count)
    {
        int wanted = (int)Math.Min(count, Math.Max(0, length - offset));
        int got = swapUnit == 1 ? inner.Read(start + offset, buffer, index, wanted) : ReadSwapped(offset, buffer, index, wanted);
        Span<byte> bytes = buffer.AsSpan(index, got);
        foreach (DicomPixelRegion region in _regions)
        {
            Mask(bytes, offset, region);
        }

        return got;
    }

    public override void Dispose()
    {
        // The inner source is the file's, which closes it.
    }

    private int ReadSwapped(long offset, byte[] buffer, int index, int count)
    {
        long first = offset / swapUnit * swapUnit;
        int size = (int)Math.Min(length - first, ((offset + count - first + swapUnit - 1) / swapUnit) * swapUnit);
        byte[] units = new byte[size];
        int got = inner.Read(start + first, units, 0, size);
        DicomOutput.Swap(units.AsSpan(0, got), swapUnit);
        int usable = (int)Math.Max(0, Math.Min(count, got - (offset - first)));
        Array.Copy(units, (int)(offset - first), buffer, index, usable);
        return usable;
    }

    private void Mask(Span<byte> bytes, long offset, DicomPixelRegion region)
    {
        long bits = shape.FrameBits * shape.Frames;
        long firstLine = offset * 8 / shape.LineBits;
        long lastLine = Math.Min((((offset + bytes.Length) * 8) - 1) / shape.LineBits, (bits / shape.LineBits) - 1);
        for (long line = firstLine; line <= lastLine; line++)
        {
            int row = (int)(line % shape.Rows);
            if (row < region.Top)
            {
                line += region.Top - row - 1;
            }
            else if (row >= region.Bottom)
            {
                line += shape.Rows - row - 1;
            }
            else
            {
                MaskLine(bytes, offset, line, region);
            }
        }
    }

    private void MaskLine(Span<byte> bytes, long offset, long line, DicomPixelRegion region)
    {
        if (shape.BitsAllocated == 1)
        {
            MaskBits(bytes, (offset * 8) - (line * shape.LineBits), region);
            return;
        }

        // Where the line begins, seen from the first of the bytes.
        long begin = (line * shape.LineBits / 8) - offset;
        if (shape.IsSubsampled)
        {
            MaskPairs(bytes, begin, region);
            return;
        }

        int pixel = shape.SampleBytes * (shape.IsPlanar ? 1 : shape.Samples);
        long from = Math.Max(0, begin + ((long)region.Left * pixel));
        long to = Math.Min(bytes.Length, begin + ((long)region.Right * pixel));
        if (from >= to)
        {
            return;
        }

        bytes.Slice((int)from, (int)(to - from)).Clear();
        if (!shape.IsLuminance)
        {
            return;
        }

        // No colour is half of the range: its highest bit alone.
        int highByte = (shape.BitsStored - 1) / 8;
        byte highBit = (byte)(1 << ((shape.BitsStored - 1) % 8));
        bool colourPlane = shape.IsPlanar && (line / shape.Rows) % shape.Samples > 0;
        for (long i = from; i < to; i++)
        {
            int at = (int)((i - begin) % pixel);
            bool colour = shape.IsPlanar ? colourPlane : at >= shape.SampleBytes;
            if (colour && at % shape.SampleBytes == highByte)
            {
                bytes[(int)i] = highBit;
            }
        }
    }

    private static void MaskPairs(Span<byte> bytes, long begin, DicomPixelRegion region)
    {
        // The colour of a pair goes as soon as one of its pixels does.
        long from = Math.Max(0, begin + (region.Left / 2 * 4L));
        long to = Math.Min(bytes.Length, begin + ((region.Right + 1) / 2 * 4L));
        for (long i = from; i < to; i++)
        {
            long at = i - begin;
            int part = (int)(at % 4);
            long column = (at / 4 * 2) + part;
            if (part >= 2)
            {
                bytes[(int)i] = 0x80;
            }
            else if (column >= region.Left && column < region.Right)
            {
                bytes[(int)i] = 0;
            }
        }
    }

    /// <summary>Single bits, the first pixel in the lowest bit; lines need not begin at whole bytes.</summary>
    private static void MaskBits(Span<byte> bytes, long before, DicomPixelRegion region)
    {
        long from = Math.Max(0, region.Left - before);
        long to = Math.Min(bytes.Length * 8L, region.Right - before);
        for (long bit = from; bit < to; bit++)
        {
            bytes[(int)(bit / 8)] &= (byte)~(1 << (int)(bit % 8));
        }
    }
}
