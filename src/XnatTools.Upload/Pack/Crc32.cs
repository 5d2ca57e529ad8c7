using System;
using System.Buffers.Binary;

namespace XnatTools.Upload;

/// <summary>The checksum of zip entries (polynomial EDB88320), by tables sixteen bytes a step where the processor has nothing better.</summary>
internal partial struct Crc32
{
    private static readonly uint[] s_tables = MakeTables();
    private uint _state;

    /// <summary>The checksum of what was added so far.</summary>
    public readonly uint Value => ~Register;

    // The register starts as ones; a fresh struct is zero, so it is kept inverted.
    private readonly uint Register => ~_state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = Register;
#if !NETFRAMEWORK
        if (System.Runtime.Intrinsics.X86.Pclmulqdq.IsSupported && bytes.Length >= LeastToFold)
        {
            int whole = bytes.Length & ~15;
            crc = Fold(crc, bytes.Slice(0, whole));
            bytes = bytes.Slice(whole);
        }

#endif
        uint[] t = s_tables;
        while (bytes.Length >= 16)
        {
            uint a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint b = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(4));
            uint c = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(8));
            uint d = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(12));
            crc = t[(15 * 256) + (byte)a] ^ t[(14 * 256) + (byte)(a >> 8)] ^ t[(13 * 256) + (byte)(a >> 16)] ^ t[(12 * 256) + (a >> 24)]
                ^ t[(11 * 256) + (byte)b] ^ t[(10 * 256) + (byte)(b >> 8)] ^ t[(9 * 256) + (byte)(b >> 16)] ^ t[(8 * 256) + (b >> 24)]
                ^ t[(7 * 256) + (byte)c] ^ t[(6 * 256) + (byte)(c >> 8)] ^ t[(5 * 256) + (byte)(c >> 16)] ^ t[(4 * 256) + (c >> 24)]
                ^ t[(3 * 256) + (byte)d] ^ t[(2 * 256) + (byte)(d >> 8)] ^ t[256 + (byte)(d >> 16)] ^ t[d >> 24];
            bytes = bytes.Slice(16);
        }

        foreach (byte one in bytes)
        {
            crc = t[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        _state = ~crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[16 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
