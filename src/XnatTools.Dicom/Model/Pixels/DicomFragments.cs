using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>Encapsulated pixel data: the items as they are in the file, the first one being the basic offset table.</summary>
public sealed class DicomFragments
{
    private readonly List<Part> _parts = [];

    internal DicomFragments()
    {
    }

    /// <summary>Number of fragments, the offset table not counted.</summary>
    public int Count => Math.Max(0, _parts.Count - 1);

    /// <summary>Sum of the lengths of the fragments, in bytes.</summary>
    public long TotalLength
    {
        get
        {
            long total = 0;
            for (int i = 1; i < _parts.Count; i++)
            {
                total += _parts[i].Length;
            }

            return total;
        }
    }

    /// <summary>Encapsulates fragments that are in memory; the offset table is left empty.</summary>
    public static DicomFragments FromBytes(IEnumerable<byte[]> fragments)
    {
        DicomFragments result = new();
        result._parts.Add(new Part([]));
        foreach (byte[] fragment in fragments)
        {
            result._parts.Add(new Part(fragment));
        }

        return result;
    }

    /// <summary>
    /// Encapsulates frames that are in memory, a fragment each, with their basic offset table. <see cref="DicomFrames.Set"/> writes the
    /// extended one, which is two elements beside the pixel data.
    /// </summary>
    /// <exception cref="DicomException">They are longer than the table's 32 bits reach.</exception>
    public static DicomFragments FromFrames(IEnumerable<byte[]> frames)
    {
        DicomFragments result = new();
        result._parts.Add(default);
        List<byte> table = [];
        byte[] entry = new byte[4];
        long offset = 0;
        foreach (byte[] frame in frames)
        {
            if (offset > uint.MaxValue)
            {
                throw new DicomException(DicomErrorCode.NotSupported, "Frames beyond 4 GB want an extended offset table: DicomFrames.Set writes it.");
            }

            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)offset);
            table.AddRange(entry);
            result._parts.Add(new Part(frame));
            offset = Next(offset, frame.Length);
        }

        result._parts[0] = new Part(table.ToArray());
        return result;
    }

    /// <summary>Offsets of the frames from the first fragment's item, by the basic offset table; empty when there is none.</summary>
    public uint[] GetOffsetTable()
    {
        if (_parts.Count == 0)
        {
            return [];
        }

        byte[] bytes = ReadPart(0);
        uint[] offsets = new uint[bytes.Length / 4];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * 4));
        }

        return offsets;
    }

    /// <summary>Length in bytes of one fragment.</summary>
    public long GetLength(int index) => _parts[index + 1].Length;

    /// <summary>The bytes of one fragment as a stream.</summary>
    public Stream Open(int index)
    {
        Part part = _parts[index + 1];
        return part.Bytes is { } bytes ? new MemoryStream(bytes, writable: false) : part.Source!.OpenView(part.Offset, part.Length);
    }

    internal int PartCount => _parts.Count;

    /// <summary>Where the item after one that begins at an offset begins: header, value, padding.</summary>
    internal static long Next(long offset, long length) => offset + 8 + length + (length & 1);

    internal void Add(DicomSource source, long offset, long length) => _parts.Add(new Part(source, offset, length));

    internal Part GetPart(int index) => _parts[index];

    private byte[] ReadPart(int index)
    {
        Part part = _parts[index];
        return part.Bytes ?? new DicomBulk(part.Source!, part.Offset, part.Length).ReadAll();
    }

    internal readonly struct Part
    {
        public Part(byte[] bytes)
        {
            Bytes = bytes;
            Length = bytes.Length;
        }

        public Part(DicomSource source, long offset, long length)
        {
            Source = source;
            Offset = offset;
            Length = length;
        }

        public byte[]? Bytes { get; }

        public DicomSource? Source { get; }

        public long Offset { get; }

        public long Length { get; }
    }
}
