using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damages files where it hurts: lengths, representations, tags and delimiters of real elements, whole elements taken out,
/// doubled or nested, besides plain bytes. The same seed makes the same file.
/// </summary>
internal sealed class FileMutator
{
    private readonly Random _random;
    private readonly IReadOnlyList<byte[]> _seeds;

    public FileMutator(int seed, IReadOnlyList<byte[]> seeds)
    {
        _random = new Random(seed);
        _seeds = seeds;
    }

    /// <summary>Made files, and small ones of the corpus when there is one.</summary>
    public static List<byte[]> Seeds()
    {
        List<byte[]> seeds = [];
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 8);
        DicomDataset item = new();
        item.SetString(DicomTags.CodeValue, "X");
        DicomDataset inner = new();
        inner.SetItems(DicomTags.ConceptNameCodeSequence, item);
        dataset.SetItems(DicomTags.ContentSequence, inner, inner.Clone());
        foreach (string syntax in new[] { DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian, DicomUids.ExplicitVRBigEndian, DicomUids.DeflatedExplicitVRLittleEndian })
        {
            using DicomFile file = new(dataset.Clone(), syntax);
            using MemoryStream bytes = new();
            file.Save(bytes);
            seeds.Add(bytes.ToArray());
        }

        DicomDataset encapsulated = dataset.Clone();
        encapsulated.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, DicomFragments.FromBytes([[1, 2, 3, 4], [5, 6]])));
        using DicomFile jpeg = new(encapsulated, DicomUids.JpegBaseline);
        using MemoryStream fragments = new();
        jpeg.Save(fragments);
        seeds.Add(fragments.ToArray());
        if (Corpus.Folder is not null)
        {
            foreach (string path in Corpus.Files())
            {
                FileInfo info = new(path);
                if (info.Length < 20_000)
                {
                    seeds.Add(File.ReadAllBytes(path));
                }
            }
        }

        return seeds;
    }

    public byte[] Next()
    {
        byte[] bytes = (byte[])_seeds[_random.Next(_seeds.Count)].Clone();
        int count = 1 + _random.Next(4);
        for (int i = 0; i < count && bytes.Length > 16; i++)
        {
            bytes = Mutate(bytes);
        }

        return bytes;
    }

    private byte[] Mutate(byte[] bytes)
    {
        int at = ElementAt(bytes);
        switch (_random.Next(11))
        {
            case 0:
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return bytes.AsSpan(0, _random.Next(bytes.Length)).ToArray();
            case 3:
                uint[] lengths = [0, 1, 7, 0xFFFF, 0xFFFE, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, (uint)bytes.Length];
                Put(bytes, at + 4 + (_random.Next(3) * 2), lengths[_random.Next(lengths.Length)]);
                return bytes;
            case 4:
                string[] vrs = ["SQ", "UN", "OB", "OW", "PN", "US", "??", "\0\0", "zz", "UT"];
                string vr = vrs[_random.Next(vrs.Length)];
                if (at + 6 <= bytes.Length)
                {
                    bytes[at + 4] = (byte)vr[0];
                    bytes[at + 5] = (byte)vr[1];
                }

                return bytes;
            case 5:
                uint[] tags = [0xE000FFFE, 0xE00DFFFE, 0xE0DDFFFE, 0x00107FE0, 0x00000002, 0x00000000, 0x00050008, 0xFFFFFFFF];
                Put(bytes, at, tags[_random.Next(tags.Length)]);
                return bytes;
            case 6:
                return Splice(bytes, at, Math.Min(bytes.Length - at, _random.Next(64)), []);
            case 7:
                return Splice(bytes, at, 0, bytes.AsSpan(at, Math.Min(bytes.Length - at, _random.Next(256))));
            case 8:
                // Sequences of undefined length opened again and again.
                int depth = 1 + _random.Next(300);
                byte[] nest = new byte[depth * 20];
                for (int i = 0; i < depth; i++)
                {
                    new byte[] { 0x40, 0x00, 0x30, 0xA7, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF }.CopyTo(nest, i * 20);
                }

                return Splice(bytes, at, 0, nest);
            case 9:
                byte[] other = _seeds[_random.Next(_seeds.Count)];
                return Splice(bytes, at, 0, other.AsSpan(_random.Next(other.Length)));
            default:
                byte[] noise = new byte[_random.Next(40)];
                _random.NextBytes(noise);
                return Splice(bytes, _random.Next(bytes.Length), 0, noise);
        }
    }

    /// <summary>A place that looks like the beginning of an element, found from anywhere.</summary>
    private int ElementAt(byte[] bytes)
    {
        int start = _random.Next(Math.Max(1, bytes.Length - 8));
        for (int i = start; i < Math.Min(start + 512, bytes.Length - 8); i++)
        {
            bool vr = bytes[i + 4] is >= (byte)'A' and <= (byte)'Z' && bytes[i + 5] is >= (byte)'A' and <= (byte)'Z';
            bool delimiter = bytes[i] == 0xFE && bytes[i + 1] == 0xFF && bytes[i + 3] == 0xE0;
            if (vr || delimiter)
            {
                return i;
            }
        }

        return start;
    }

    private static void Put(byte[] bytes, int at, uint value)
    {
        if (at + 4 <= bytes.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        }
    }

    private static byte[] Splice(byte[] bytes, int at, int remove, ReadOnlySpan<byte> insert)
    {
        byte[] result = new byte[Math.Min(bytes.Length - remove + insert.Length, 200_000)];
        Span<byte> rest = result;
        foreach (ReadOnlyMemory<byte> part in new[] { bytes.AsMemory(0, at), insert.ToArray(), bytes.AsMemory(at + remove) })
        {
            int size = Math.Min(part.Length, rest.Length);
            part.Span.Slice(0, size).CopyTo(rest);
            rest = rest.Slice(size);
        }

        return result;
    }
}
