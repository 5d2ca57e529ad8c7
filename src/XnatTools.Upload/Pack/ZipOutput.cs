using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XnatTools.Upload;

/// <summary>
/// Writes a zip to a stream that cannot be wound back, entry after entry (APPNOTE 6.3, sections 4.3 and 4.4.5). Entries that are held
/// whole are stored as they are. The others are of the method Deflate, since the server's reader, Java's ZipInputStream, refuses
/// stored entries whose length comes after the data; their blocks are plain ones, so that images, which compress little, cost no time.
/// </summary>
internal sealed class ZipOutput : IDisposable
{
    private const int LargestBlock = 65535;
    private const ushort Deflate = 8;
    private const ushort LengthsFollow = 0x0808; // lengths after the data; names in UTF-8
    private const ushort NamesOnly = 0x0800;
    private const int FixedHeader = 30;
    private const int FixedRecord = 46;
    private const int LongRecord = 28;
    private const int End = 22;
    private const int LongEnd = 56 + 20;
    private readonly Stream _output;
    private readonly Lazy<byte[]> _block = new(static () => new byte[5 + LargestBlock]);
    private readonly List<Entry> _entries = [];
    private long _position;
    private EntryStream? _open;

    /// <param name="output">Takes the zip.</param>
    /// <param name="position">Bytes before it in the same file.</param>
    public ZipOutput(Stream output, long position = 0)
    {
        _output = output;
        _position = position;
    }

    /// <summary>Bytes written so far.</summary>
    public long Length => _position;

    /// <summary>
    /// Position after a whole zip: entries of these lengths under names of ASCII of one length, those up to a limit stored, others not.
    /// </summary>
    public static long LengthOf(IEnumerable<long> lengths, int nameLength, long mostStored, long position = 0)
    {
        long directory = 0;
        int count = 0;
        foreach (long plain in lengths)
        {
            bool stored = plain <= mostStored;
            long packed = stored ? plain : plain + (5 * ((plain / LargestBlock) + 1));
            bool large = packed >= uint.MaxValue || position >= uint.MaxValue;
            directory += FixedRecord + nameLength + (large ? LongRecord : 0);
            position += FixedHeader + nameLength + packed + (stored ? 0 : packed >= uint.MaxValue ? 24 : 16);
            count++;
        }

        return position + directory + (count >= 0xFFFF || directory >= uint.MaxValue || position >= uint.MaxValue ? LongEnd : 0) + End;
    }

    /// <summary>Adds an entry that is held whole.</summary>
    public void Add(string name, byte[] content, int count)
    {
        Crc32 crc = default;
        crc.Add(content.AsSpan(0, count));
        long offset = _position;
        byte[] bytes = WriteHeader(name, NamesOnly, method: 0, crc.Value, count);
        Write(content, 0, count);
        _entries.Add(new Entry(bytes, offset, crc.Value, count, count, Stored: true));
    }

    /// <summary>Begins an entry; dispose the stream before the next one.</summary>
    public Stream Begin(string name)
    {
        long offset = _position;
        byte[] bytes = WriteHeader(name, LengthsFollow, Deflate, 0, 0);
        _open = new EntryStream(this, bytes, offset);
        return _open;
    }

    /// <summary>Writes the directory. Nothing may follow.</summary>
    public void Finish()
    {
        long start = _position;
        foreach (Entry entry in _entries)
        {
            WriteDirectoryEntry(entry);
        }

        long size = _position - start;
        if (_entries.Count >= 0xFFFF || size >= uint.MaxValue || start >= uint.MaxValue)
        {
            WriteLongEnd(start, size);
        }

        byte[] end = new byte[End];
        Span<byte> span = end;
        BinaryPrimitives.WriteUInt32LittleEndian(span, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(8), (ushort)Math.Min(_entries.Count, 0xFFFF));
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(10), (ushort)Math.Min(_entries.Count, 0xFFFF));
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(12), (uint)Math.Min(size, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(16), (uint)Math.Min(start, uint.MaxValue));
        Write(end, 0, end.Length);
        _output.Flush();
    }

    public void Dispose() => _open = null;

    private byte[] WriteHeader(string name, ushort flags, ushort method, uint crc, int length)
    {
        if (_open is not null)
        {
            throw new InvalidOperationException("The entry before is still open.");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(name);
        byte[] header = new byte[FixedHeader];
        Span<byte> head = header;
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x04034B50);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(4), 20);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(6), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(8), method);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(12), 0x21); // 1 January 1980: when a file was made is nobody's business
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(14), crc);
        BinaryPrimitives.WriteInt32LittleEndian(head.Slice(18), length);
        BinaryPrimitives.WriteInt32LittleEndian(head.Slice(22), length);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(26), (ushort)bytes.Length);
        Write(header, 0, header.Length);
        Write(bytes, 0, bytes.Length);
        return bytes;
    }

    private void WriteDirectoryEntry(Entry entry)
    {
        bool large = entry.Packed >= uint.MaxValue || entry.Plain >= uint.MaxValue || entry.Offset >= uint.MaxValue;
        byte[] record = new byte[FixedRecord + entry.Name.Length + (large ? LongRecord : 0)];
        Span<byte> span = record;
        BinaryPrimitives.WriteUInt32LittleEndian(span, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(4), 45);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(6), (ushort)(large ? 45 : 20));
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(8), entry.Stored ? NamesOnly : LengthsFollow);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(10), entry.Stored ? (ushort)0 : Deflate);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(14), 0x21);
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(16), entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(20), large ? uint.MaxValue : (uint)entry.Packed);
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(24), large ? uint.MaxValue : (uint)entry.Plain);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(28), (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(30), (ushort)(large ? 28 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(42), large ? uint.MaxValue : (uint)entry.Offset);
        entry.Name.CopyTo(record, 46);
        if (large)
        {
            Span<byte> extra = span.Slice(46 + entry.Name.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra.Slice(2), 24);
            BinaryPrimitives.WriteInt64LittleEndian(extra.Slice(4), entry.Plain);
            BinaryPrimitives.WriteInt64LittleEndian(extra.Slice(12), entry.Packed);
            BinaryPrimitives.WriteInt64LittleEndian(extra.Slice(20), entry.Offset);
        }

        Write(record, 0, record.Length);
    }

    private void WriteLongEnd(long start, long size)
    {
        byte[] end = new byte[LongEnd];
        Span<byte> span = end;
        BinaryPrimitives.WriteUInt32LittleEndian(span, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(4), 44);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(12), 45);
        BinaryPrimitives.WriteUInt16LittleEndian(span.Slice(14), 45);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(24), _entries.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(32), _entries.Count);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(40), size);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(48), start);
        BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(56), 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(span.Slice(64), _position);
        BinaryPrimitives.WriteInt32LittleEndian(span.Slice(72), 1);
        Write(end, 0, end.Length);
    }

    private void Write(byte[] bytes, int offset, int count)
    {
        _output.Write(bytes, offset, count);
        _position += count;
    }

    private sealed record Entry(byte[] Name, long Offset, uint Crc, long Packed, long Plain, bool Stored);

    /// <summary>Takes an entry's bytes: plain deflate blocks of up to 65,535 bytes (RFC 1951, 3.2.4).</summary>
    private sealed class EntryStream(ZipOutput zip, byte[] name, long offset) : WriteOnlyStream
    {
        private Crc32 _crc;
        private long _packed;
        private long _plain;
        private int _held;
        private bool _closed;

        public override void Write(byte[] buffer, int offset, int count)
        {
            while (count > 0)
            {
                int take = Math.Min(count, LargestBlock - _held);
                Buffer.BlockCopy(buffer, offset, zip._block.Value, 5 + _held, take);
                _held += take;
                offset += take;
                count -= take;
                if (_held == LargestBlock)
                {
                    Block(last: false);
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                Block(last: true);
                byte[] after = new byte[_packed >= uint.MaxValue || _plain >= uint.MaxValue ? 24 : 16];
                Span<byte> span = after;
                BinaryPrimitives.WriteUInt32LittleEndian(span, 0x08074B50);
                BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(4), _crc.Value);
                if (after.Length == 24)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(span.Slice(8), _packed);
                    BinaryPrimitives.WriteInt64LittleEndian(span.Slice(16), _plain);
                }
                else
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(8), (uint)_packed);
                    BinaryPrimitives.WriteUInt32LittleEndian(span.Slice(12), (uint)_plain);
                }

                zip.Write(after, 0, after.Length);
                zip._entries.Add(new Entry(name, offset, _crc.Value, _packed, _plain, Stored: false));
                zip._open = null;
            }

            base.Dispose(disposing);
        }

        private void Block(bool last)
        {
            byte[] block = zip._block.Value;
            block[0] = (byte)(last ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)_held);
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~_held);
            _crc.Add(block.AsSpan(5, _held));
            zip.Write(block, 0, 5 + _held);
            _packed += 5 + _held;
            _plain += _held;
            _held = 0;
        }
    }
}
