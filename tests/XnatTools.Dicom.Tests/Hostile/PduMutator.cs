using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damages a stream of PDUs with knowledge of its parts: PDUs, presentation data values, items of the negotiation, elements of
/// command sets and data sets, and bytes. The same random numbers make the same damage.
/// </summary>
internal static class PduMutator
{
    private static readonly uint[] s_lengths = [0, 1, 2, 3, 4, 5, 6, 7, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x10000, 0x20000, 0x20041, 0xFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    public static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte[]> pdus = Split(valid);
        for (int i = 1 + random.Next(3); i > 0 && pdus.Count > 0; i--)
        {
            int at = random.Next(pdus.Count);
            switch (random.Next(10))
            {
                case 0:
                    Sequence(pdus, at, random);
                    break;
                case 1 or 2:
                    pdus[at] = pdus[at][0] is 1 or 2 ? Negotiation(pdus[at], random) : Values(pdus[at], random);
                    break;
                case 3:
                    int associate = pdus.FindIndex(pdu => pdu[0] is 1 or 2);
                    if (associate >= 0)
                    {
                        pdus[associate] = Negotiation(pdus[associate], random);
                    }

                    break;
                case 4 or 5:
                    pdus[at] = Elements(pdus[at], random);
                    break;
                case 6:
                    pdus[at] = Header(pdus[at], random);
                    break;
                case 7:
                    Cut(pdus, at, random);
                    break;
                default:
                    pdus[at] = Bytes(pdus[at], random);
                    break;
            }

            pdus.RemoveAll(pdu => pdu.Length == 0);
        }

        byte[] all = [.. pdus.SelectMany(pdu => pdu)];
        return all.Length == 0 ? [0] : random.Next(8) == 0 ? all[..random.Next(1, all.Length + 1)] : all;
    }

    private static List<byte[]> Split(byte[] stream)
    {
        List<byte[]> pdus = [];
        int at = 0;
        while (at + 6 <= stream.Length)
        {
            int length = 6 + (int)BinaryPrimitives.ReadUInt32BigEndian(stream.AsSpan(at + 2));
            pdus.Add(stream[at..Math.Min(stream.Length, at + length)]);
            at += length;
        }

        return pdus;
    }

    /// <summary>The order of PDUs, and some that do not belong there.</summary>
    private static void Sequence(List<byte[]> pdus, int at, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                pdus.RemoveAt(at);
                break;
            case 1:
                pdus.Insert(at, pdus[at]);
                break;
            case 2:
                int other = random.Next(pdus.Count);
                (pdus[at], pdus[other]) = (pdus[other], pdus[at]);
                break;
            case 3:
                byte[] control = [(byte)random.Next(0, 9), 0, 0, 0, 0, 4, 0, (byte)random.Next(4), (byte)random.Next(4), (byte)random.Next(8)];
                pdus.Insert(at, control);
                break;
            case 4:
                pdus.Insert(at, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
                break;
            case 5:
                for (int i = random.Next(200); i > 0; i--)
                {
                    pdus.Insert(at, pdus[at]);
                }

                break;
            default:
                pdus.Insert(at, [4, 0, 0, 0, 0, 6, 0, 0, 0, 2, (byte)random.Next(8), (byte)random.Next(4)]);
                break;
        }
    }

    /// <summary>Presentation data values: cut into small ones, put together, control and context changed.</summary>
    private static byte[] Values(byte[] pdu, Random random)
    {
        if (pdu[0] != 4 || pdu.Length < 13)
        {
            return pdu;
        }

        byte[] copy = [.. pdu];
        switch (random.Next(5))
        {
            case 0:
                copy[10] = (byte)random.Next(16);
                return copy;
            case 1:
                copy[11] = (byte)random.Next(256);
                return copy;
            case 2:
                BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(6), Length(copy.Length - 10, random));
                return copy;
            case 3:
                List<byte> pieces = [];
                int size = 1 + random.Next(8);
                for (int at = 12; at < pdu.Length; at += size)
                {
                    byte[] part = pdu[at..Math.Min(pdu.Length, at + size)];
                    bool last = at + size >= pdu.Length;
                    pieces.AddRange(RawPeer.Pdv(pdu[10], (byte)(last ? pdu[11] : pdu[11] & 1), part));
                    if (random.Next(20) == 0)
                    {
                        pieces.AddRange(RawPeer.Pdv(pdu[10], (byte)(pdu[11] & 1), []));
                    }
                }

                return [.. pieces];
            default:
                byte[] body = [.. pdu.AsSpan(6), .. pdu.AsSpan(6)];
                byte[] joined = [4, 0, 0, 0, 0, 0, .. body];
                BinaryPrimitives.WriteUInt32BigEndian(joined.AsSpan(2), (uint)body.Length);
                return joined;
        }
    }

    /// <summary>Items of an association request or answer, also those within items.</summary>
    private static byte[] Negotiation(byte[] pdu, Random random)
    {
        if (pdu[0] is not (1 or 2) || pdu.Length < 80)
        {
            return pdu;
        }

        List<byte[]> items = Items(pdu.AsSpan(74));
        if (items.Count == 0)
        {
            return pdu;
        }

        int at = random.Next(items.Count);
        byte[] item = [.. items[at]];
        switch (random.Next(8))
        {
            case 0:
                items.RemoveAt(at);
                break;
            case 1:
                item[0] = (byte)random.Next(0x60);
                items[at] = item;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(item.AsSpan(2), (ushort)Length(item.Length - 4, random));
                items[at] = item;
                break;
            case 3:
                for (int i = random.Next(200); i > 0; i--)
                {
                    items.Insert(at, item);
                }

                break;
            case 4:
                items.Insert(at, [(byte)random.Next(0x10, 0x60), 0, 0, 3, 1, 2, 3]);
                break;
            default:
                // Within the item: what follows its own fixed part are items too.
                int inner = item[0] is 0x20 or 0x21 ? 8 : 4;
                if (item.Length > inner + 4)
                {
                    int place = inner + random.Next(item.Length - inner);
                    item[place] = (byte)random.Next(256);
                    if (random.Next(3) == 0)
                    {
                        item = item[..random.Next(4, item.Length)];
                        BinaryPrimitives.WriteUInt16BigEndian(item.AsSpan(2), (ushort)(item.Length - 4));
                    }

                    items[at] = item;
                }

                break;
        }

        byte[] whole = [.. pdu.AsSpan(0, 74), .. items.SelectMany(i => i)];
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(2), (uint)whole.Length - 6);
        return whole;
    }

    private static List<byte[]> Items(ReadOnlySpan<byte> body)
    {
        List<byte[]> items = [];
        while (body.Length >= 4)
        {
            int length = Math.Min(body.Length, 4 + BinaryPrimitives.ReadUInt16BigEndian(body.Slice(2)));
            items.Add(body[..length].ToArray());
            body = body[length..];
        }

        return items;
    }

    /// <summary>Elements of a command set or a data set; lengths of PDU and PDV are made right again.</summary>
    private static byte[] Elements(byte[] pdu, Random random)
    {
        if (pdu[0] != 4 || pdu.Length < 13)
        {
            return pdu;
        }

        byte[] content = pdu[12..];
        bool command = (pdu[11] & 1) != 0;
        switch (random.Next(7))
        {
            case 0 when content.Length > 8:
                // The value or the length of some element of a command: they begin with group 0000.
                int at = random.Next(content.Length - 8);
                BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(at & ~1), s_lengths[random.Next(s_lengths.Length)]);
                break;
            case 1 when command:
                content = Replace(content, 0x0100, (ushort)new[] { 0x0001, 0x8001, 0x0010, 0x8010, 0x0020, 0x8020, 0x0021, 0x8021, 0x0030, 0x8030, 0x0FFF, 0x0100, 0x0140, 0xFFFF }[random.Next(14)]);
                break;
            case 2 when command:
                content = Replace(content, 0x0800, (ushort)(random.Next(2) == 0 ? 0x0101 : 0x0001));
                break;
            case 3 when command:
                content = Replace(content, (ushort)(random.Next(2) == 0 ? 0x0110 : 0x0120), (ushort)random.Next(8));
                break;
            case 4:
                content = content[..random.Next(content.Length)];
                break;
            case 5:
                content = [.. content, .. Nest(1 + random.Next(random.Next(8) == 0 ? 20000 : 100), command)];
                break;
            default:
                int elements = random.Next(2000);
                List<byte> many = [.. content];
                for (int i = 0; i < elements; i++)
                {
                    many.AddRange([(byte)(command ? 0 : 0x10), 0, (byte)i, (byte)(i >> 8), .. (command ? new byte[4] : "LO\0\0"u8.ToArray())]);
                }

                content = [.. many];
                break;
        }

        return RawPeer.Pdv(pdu[10], pdu[11], content);
    }

    /// <summary>Sequences in sequences, of undefined length and never ended.</summary>
    private static byte[] Nest(int depth, bool isImplicit)
    {
        List<byte> bytes = [];
        for (int i = 0; i < depth && bytes.Count < 120_000; i++)
        {
            bytes.AddRange(isImplicit
                ? [0x40, 0, 0x75, 0x02, 0xFF, 0xFF, 0xFF, 0xFF]
                : [0x40, 0, 0x75, 0x02, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
            bytes.AddRange([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        return [.. bytes];
    }

    private static byte[] Replace(byte[] command, ushort element, ushort value)
    {
        byte[] copy = [.. command];
        for (int at = 0; at + 10 <= copy.Length;)
        {
            int length = (int)Math.Min(int.MaxValue / 2, BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(at + 4)));
            if (BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(at + 2)) == element && length == 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at + 8), value);
            }

            at += 8 + length;
        }

        return copy;
    }

    /// <summary>Type and length of the PDU itself.</summary>
    private static byte[] Header(byte[] pdu, Random random)
    {
        byte[] copy = [.. pdu];
        if (random.Next(2) == 0)
        {
            copy[0] = (byte)random.Next(random.Next(4) == 0 ? 256 : 9);
        }
        else if (copy.Length >= 6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(2), Length(copy.Length - 6, random));
        }

        return copy;
    }

    private static void Cut(List<byte[]> pdus, int at, Random random)
    {
        pdus[at] = pdus[at][..random.Next(pdus[at].Length)];
        if (random.Next(2) == 0)
        {
            pdus.RemoveRange(at + 1, pdus.Count - at - 1);
        }
    }

    private static byte[] Bytes(byte[] pdu, Random random)
    {
        byte[] copy = [.. pdu];
        int at = random.Next(copy.Length);
        switch (random.Next(4))
        {
            case 0:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 1:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
            case 2:
                return [.. copy.AsSpan(0, at), .. copy.AsSpan(Math.Min(copy.Length, at + random.Next(32)))];
            default:
                return [.. copy.AsSpan(0, at), .. copy.AsSpan(at, Math.Min(copy.Length - at, random.Next(64))), .. copy.AsSpan(at)];
        }
    }

    private static uint Length(int correct, Random random) => random.Next(3) switch
    {
        0 => (uint)Math.Max(0, correct + random.Next(-8, 9)),
        _ => s_lengths[random.Next(s_lengths.Length)],
    };
}
