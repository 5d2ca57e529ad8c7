using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>
/// One data element: a tag, a representation and a value, which is bytes, items, fragments or a place in a file.
/// A small structure over the bytes of its file: taking and passing it allocates nothing.
/// </summary>
public readonly struct DicomElement
{
    /// <summary>In place of an end: it came from a file, where its end was wrong, and must not be copied with its header.</summary>
    internal const int WrittenAnew = -2;

    private readonly DicomBuffer? _buffer;
    private readonly object? _payload;

    // Of a value of bytes its place; of all else, which has no place, where the element begins and ends. A header of a few hundred
    // elements is an array of these: they are kept at 32 bytes.
    private readonly int _offset;
    private readonly int _length;
    private readonly byte _header;
    private readonly sbyte _end;

    internal DicomElement(DicomTag tag, DicomVR vr, DicomBuffer? buffer, int offset, int length, object? payload, int rawStart, int rawEnd)
    {
        bool raw = rawEnd >= 0;
        Tag = tag;
        VR = vr;
        _buffer = buffer;
        _payload = payload;
        _offset = payload is null ? offset : rawStart;
        _length = payload is null ? length : rawEnd;
        _header = payload is null && raw ? (byte)(offset - rawStart) : (byte)0;
        _end = raw ? (sbyte)0 : (sbyte)rawEnd;
    }

    /// <summary>A value of bytes with its header before it, as they are in a file.</summary>
    internal DicomElement(DicomTag tag, DicomVR vr, DicomBuffer buffer, int offset, int length, int header)
    {
        Tag = tag;
        VR = vr;
        _buffer = buffer;
        _offset = offset;
        _length = length;
        _header = (byte)header;
    }

    /// <summary>An element with a value of bytes in little endian, as long as the representation wants (padding is the caller's).</summary>
    public DicomElement(DicomTag tag, DicomVR vr, byte[] value)
        : this(tag, vr, new DicomBuffer(value ?? throw new ArgumentNullException(nameof(value))), 0, value.Length, null, 0, -1)
    {
    }

    /// <summary>An element of encapsulated pixel data.</summary>
    public DicomElement(DicomTag tag, DicomVR vr, DicomFragments fragments)
        : this(tag, vr, null, 0, 0, fragments ?? throw new ArgumentNullException(nameof(fragments)), 0, -1)
    {
    }

    internal DicomElement(DicomTag tag, DicomSequence sequence)
        : this(tag, DicomVR.SQ, null, 0, 0, sequence, 0, -1)
    {
    }

    /// <summary>The tag.</summary>
    public DicomTag Tag { get; }

    /// <summary>The representation, from the file or (in implicit syntax) from the dictionary.</summary>
    public DicomVR VR { get; }

    /// <summary>Length of the value in bytes; -1 for sequences and fragments.</summary>
    public long Length => _payload switch
    {
        null => _length,
        DicomBulk bulk => bulk.Length,
        _ => -1,
    };

    /// <summary>The value is a sequence of items.</summary>
    public bool IsSequence => _payload is DicomSequence;

    /// <summary>The value stays in the file and is read on request.</summary>
    public bool IsBulk => _payload is DicomBulk;

    /// <summary>The fragments of encapsulated pixel data, or null.</summary>
    public DicomFragments? Fragments => _payload as DicomFragments;

    /// <summary>The items of a sequence, or null.</summary>
    public IReadOnlyList<DicomDataset>? Items => (_payload as DicomSequence)?.Items;

    /// <summary>True when there is no value: zero bytes, or no items.</summary>
    public bool IsEmpty => _payload switch
    {
        null => _length == 0,
        DicomSequence sequence => sequence.Items.Count == 0,
        DicomBulk bulk => bulk.Length == 0,
        _ => false,
    };

    /// <summary>
    /// The bytes of the value as they are in the file (see <see cref="IsBigEndian"/>); for sequences, fragments and values
    /// that stay in the file empty: <see cref="OpenValue"/> reads those.
    /// </summary>
    public ReadOnlySpan<byte> RawValue => _payload is null && _buffer is not null ? new ReadOnlySpan<byte>(_buffer.Data, _offset, _length) : default;

    /// <summary>Numbers in the value have their high byte first.</summary>
    public bool IsBigEndian => _buffer is { BigEndian: true };

    internal DicomSequence? Sequence => _payload as DicomSequence;

    internal DicomBulk? Bulk => _payload as DicomBulk;

    internal DicomBuffer? Buffer => _buffer;

    /// <summary>Start of the element in its buffer; nothing where there is no end.</summary>
    internal int RawStart => _payload is null ? _offset - _header : _offset;

    /// <summary>End of the element in its buffer; -1 when it did not come from a file.</summary>
    internal int RawEnd => _end < 0 ? _end : _payload is null ? _offset + _length : _length;

    /// <summary>The value as a stream, without holding it; fragments one after the other.</summary>
    public Stream OpenValue() => _payload switch
    {
        DicomBulk bulk => bulk.Open(),
        DicomFragments fragments => new DicomFragmentStream(fragments),
        DicomSequence => throw new InvalidOperationException("A sequence has items, not a value."),
        _ => _buffer is null ? Stream.Null : new MemoryStream(_buffer.Data, _offset, _length, writable: false),
    };

    /// <summary>The value as bytes of its own, read from the file if need be.</summary>
    public byte[] ToBytes() => _payload is DicomBulk bulk ? bulk.ReadAll() : RawValue.ToArray();

    /// <summary>Tag and representation; no value.</summary>
    public override string ToString() => Tag + " " + VR;

    internal DicomElement ToBeWrittenAnew() => new(Tag, VR, _buffer, _offset, _length, _payload, 0, WrittenAnew);

    internal DicomElement WithVR(DicomVR vr) => new(Tag, vr, _buffer, _offset, _length, _payload, 0, -1);

    internal DicomElement WithSequence(DicomSequence sequence) => new(Tag, VR, _buffer, _offset, _length, sequence, RawStart, RawEnd);
}
