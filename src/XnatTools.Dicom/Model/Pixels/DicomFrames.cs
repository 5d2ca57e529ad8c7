using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>
/// The frames of pixel data as streams, each as it is in the file: raw pixels, or the compressed image put together from its
/// fragments. Nothing is decoded or held.
/// </summary>
public sealed class DicomFrames
{
    private readonly List<Frame> _frames = [];
    private readonly DicomElement _pixels;
    private readonly long _size;

    private DicomFrames(DicomElement pixels, int count, long size)
    {
        _pixels = pixels;
        _size = size;
        Count = count;
    }

    private DicomFrames(DicomElement pixels, int[] starts, DicomFrameOrigin origin, ulong[]? lengths)
    {
        _pixels = pixels;
        Count = starts.Length;
        Origin = origin;
        for (int i = 0; i < starts.Length; i++)
        {
            int end = i + 1 < starts.Length ? starts[i + 1] : pixels.Fragments!.Count;
            _frames.Add(new Frame(starts[i], end - starts[i], lengths is null ? -1 : (long)Math.Min(lengths[i], long.MaxValue)));
        }
    }

    /// <summary>Number of frames.</summary>
    public int Count { get; }

    /// <summary>What told the frames apart.</summary>
    public DicomFrameOrigin Origin { get; }

    /// <summary>Finds the frames of a data set with pixel data.</summary>
    /// <exception cref="DicomException">
    /// There is no pixel data, its length does not fit the number of frames, or nothing tells which fragment belongs to which frame.
    /// </exception>
    public static DicomFrames Of(DicomDataset dataset)
    {
        if (dataset is null)
        {
            throw new ArgumentNullException(nameof(dataset));
        }

        if (!dataset.TryGet(DicomTags.PixelData, out DicomElement pixels) && !dataset.TryGet(DicomTags.FloatPixelData, out pixels) && !dataset.TryGet(DicomTags.DoubleFloatPixelData, out pixels))
        {
            throw new DicomException(DicomErrorCode.NotSupported, "There is no pixel data.");
        }

        int count = Math.Max(1, dataset.GetInt32(DicomTags.NumberOfFrames) ?? 1);
        return pixels.Fragments is { } fragments ? Encapsulated(dataset, pixels, fragments, count) : Native(dataset, pixels, count);
    }

    /// <summary>
    /// Puts compressed frames that are in memory in the place of the pixel data, a fragment each, and their number with them. The extended offset
    /// table and its lengths (PS3.3 C.7.6.3.1.8) are written when they are asked for, when the data set had such a table, and when
    /// the basic one does not reach; the basic table is empty then (PS3.5 A.4).
    /// </summary>
    /// <param name="dataset">Whose pixel data it is.</param>
    /// <param name="frames">The compressed images; their true lengths, odd ones too, are in the extended table.</param>
    /// <param name="extendedOffsetTable">Write the extended offset table in any case.</param>
    public static void Set(DicomDataset dataset, IEnumerable<byte[]> frames, bool extendedOffsetTable = false)
    {
        if (dataset is null)
        {
            throw new ArgumentNullException(nameof(dataset));
        }

        List<byte[]> all = [.. frames ?? throw new ArgumentNullException(nameof(frames))];
        if (all.Count == 0)
        {
            throw new ArgumentException("There are no frames.", nameof(frames));
        }

        byte[] offsets = new byte[all.Count * 8];
        byte[] lengths = new byte[all.Count * 8];
        long offset = 0;
        long last = 0;
        for (int i = 0; i < all.Count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(offsets.AsSpan(i * 8), offset);
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(i * 8), all[i].Length);
            last = offset;
            offset = DicomFragments.Next(offset, all[i].Length);
        }

        bool extended = extendedOffsetTable || last > uint.MaxValue || dataset.Contains(DicomTags.ExtendedOffsetTable);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, extended ? DicomFragments.FromBytes(all) : DicomFragments.FromFrames(all)));
        if (extended)
        {
            dataset.Set(new DicomElement(DicomTags.ExtendedOffsetTable, DicomVR.OV, offsets));
            dataset.Set(new DicomElement(DicomTags.ExtendedOffsetTableLengths, DicomVR.OV, lengths));
        }

        if (all.Count > 1 || dataset.Contains(DicomTags.NumberOfFrames))
        {
            dataset.SetInt32(DicomTags.NumberOfFrames, all.Count);
        }
    }

    /// <summary>Length of a frame in bytes; that of a fragment may count one byte of padding.</summary>
    public long GetLength(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        if (_pixels.Fragments is not { } fragments)
        {
            return _size;
        }

        Frame frame = _frames[index];
        long total = 0;
        for (int i = 0; i < frame.Count; i++)
        {
            total += fragments.GetLength(frame.First + i);
        }

        return frame.Length >= 0 ? Math.Min(frame.Length, total) : total;
    }

    /// <summary>A frame as a stream.</summary>
    public Stream Open(int index)
    {
        long length = GetLength(index);
        if (_pixels.Fragments is { } fragments)
        {
            return new DicomFragmentStream(fragments, _frames[index].First, _frames[index].Count, length);
        }

        return _pixels.Bulk is { } bulk
            ? bulk.Source.OpenView(bulk.Offset + (index * _size), length)
            : new MemoryStream(_pixels.ToBytes(), (int)(index * _size), (int)length, writable: false);
    }

    private static DicomFrames Native(DicomDataset dataset, DicomElement pixels, int count)
    {
        long bits = (long)(dataset.GetInt32(DicomTags.Rows) ?? 0) * (dataset.GetInt32(DicomTags.Columns) ?? 0) * (dataset.GetInt32(DicomTags.SamplesPerPixel) ?? 1) * Depth(dataset, pixels.Tag);
        if (dataset.GetString(DicomTags.PhotometricInterpretation) is "YBR_FULL_422" or "YBR_PARTIAL_422")
        {
            // Two pixels share their colour (PS3.3 C.7.6.3.1.2).
            bits = bits / 3 * 2;
        }

        bool whole = count == 1;
        long size = whole ? (bits + 7) / 8 : bits / 8;
        if (bits <= 0 || (!whole && bits % 8 != 0))
        {
            throw new DicomException(DicomErrorCode.NotSupported, "The frames do not begin at whole bytes.");
        }

        if (size > pixels.Length / count)
        {
            throw new DicomException(DicomErrorCode.Damaged, $"The pixel data has {pixels.Length} bytes, and {count} frames want {size} each.");
        }

        return new DicomFrames(pixels, count, size);
    }

    private static int Depth(DicomDataset dataset, DicomTag tag) =>
        tag == DicomTags.FloatPixelData ? 32 : tag == DicomTags.DoubleFloatPixelData ? 64 : dataset.GetInt32(DicomTags.BitsAllocated) ?? 0;

    private static DicomFrames Encapsulated(DicomDataset dataset, DicomElement pixels, DicomFragments fragments, int count)
    {
        ulong[] offsets = Words(dataset, DicomTags.ExtendedOffsetTable);
        ulong[] lengths = Words(dataset, DicomTags.ExtendedOffsetTableLengths);
        if (offsets.Length == count && Starts(fragments, offsets) is { } extended)
        {
            return new DicomFrames(pixels, extended, DicomFrameOrigin.ExtendedOffsetTable, lengths.Length == count ? lengths : null);
        }

        uint[] table = fragments.GetOffsetTable();
        if (table.Length == count && Starts(fragments, Array.ConvertAll(table, static offset => (ulong)offset)) is { } starts)
        {
            return new DicomFrames(pixels, starts, DicomFrameOrigin.BasicOffsetTable, null);
        }

        // A table that points between fragments, or has another number of entries, helps nobody; the rest is as without one.
        if (count == 1)
        {
            return new DicomFrames(pixels, [0], DicomFrameOrigin.SingleFrame, null);
        }

        if (fragments.Count == count)
        {
            int[] each = new int[count];
            for (int i = 0; i < count; i++)
            {
                each[i] = i;
            }

            return new DicomFrames(pixels, each, DicomFrameOrigin.FragmentPerFrame, null);
        }

        List<int> images = [];
        for (int i = 0; i < fragments.Count; i++)
        {
            if (IsImageStart(fragments, i))
            {
                images.Add(i);
            }
        }

        return images.Count == count && images[0] == 0
            ? new DicomFrames(pixels, images.ToArray(), DicomFrameOrigin.ImageStart, null)
            : throw new DicomException(DicomErrorCode.Damaged, $"Nothing tells which of {fragments.Count} fragments belong to which of {count} frames.");
    }

    private static ulong[] Words(DicomDataset dataset, DicomTag tag)
    {
        if (!dataset.TryGet(tag, out DicomElement element) || element.Length <= 0 || element.Length > int.MaxValue)
        {
            return [];
        }

        byte[] bytes = element.ToBytes();
        ulong[] words = new ulong[bytes.Length / 8];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * 8));
        }

        return words;
    }

    /// <summary>The fragments that begin at these offsets; null when one of them is not the beginning of a fragment.</summary>
    private static int[]? Starts(DicomFragments fragments, ulong[] offsets)
    {
        int[] starts = new int[offsets.Length];
        ulong place = 0;
        int next = 0;
        for (int i = 0; i < fragments.Count && next < offsets.Length; i++)
        {
            if (offsets[next] == place)
            {
                starts[next++] = i;
            }

            place += 8 + (ulong)fragments.GetLength(i);
        }

        return next == offsets.Length && starts.Length > 0 && starts[0] == 0 ? starts : null;
    }

    private static bool IsImageStart(DicomFragments fragments, int index)
    {
        byte[] head = new byte[4];
        using Stream stream = fragments.Open(index);
        int got = stream.Read(head, 0, 4);

        // SOI of JPEG and JPEG-LS; SOC and SIZ of JPEG 2000.
        return (got >= 2 && head[0] == 0xFF && head[1] == 0xD8) || (got == 4 && head[0] == 0xFF && head[1] == 0x4F && head[2] == 0xFF && head[3] == 0x51);
    }

    private readonly struct Frame(int first, int count, long length)
    {
        public int First { get; } = first;

        public int Count { get; } = count;

        /// <summary>In bytes; -1 where the fragments say it.</summary>
        public long Length { get; } = length;
    }
}
