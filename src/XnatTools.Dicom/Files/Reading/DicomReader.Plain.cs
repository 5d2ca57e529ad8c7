using System;
using System.Buffers.Binary;

namespace XnatTools.Dicom;

/// <content>
/// What nearly all files are made of: elements in explicit little endian, in order, whole in the buffer, with nothing to say of them.
/// They are taken in one tight loop; whatever is not so is left to the careful one, which finds it where it stands.
/// </content>
internal sealed partial class DicomReader
{
    /// <summary>From here on tags are left to the careful loop at any depth: pixel data and what follows it.</summary>
    private const uint AboveHeader = 0x7FE00000;

    /// <summary>Reads plain elements as far as they go; returns the last tag.</summary>
    /// <param name="end">End of the level in the source.</param>
    /// <param name="depth">How deep the level is nested.</param>
    /// <param name="last">Tag of the element before, or 0.</param>
    private uint ReadPlain(long end, int depth, uint last)
    {
        int filled = (int)Math.Min(_filled, _pos + Math.Min(end, _limit) - Here);
        ReadOnlySpan<byte> data = new(_data, 0, Math.Max(filled, 0));
        uint ceiling = depth == 0 ? PlainCeiling() : AboveHeader;
        uint floor = Math.Max(last, ((uint)_untilGroup << 16) - (_untilGroup == 0 ? 0u : 1u));
        uint largest = (uint)Math.Min(_options.LargeValue, int.MaxValue - 12);
        int left = _options.MaxElements - _elements;
        int pos = _pos;
        while (left > 0 && pos + 12 <= data.Length)
        {
            ulong head = BinaryPrimitives.ReadUInt64LittleEndian(data.Slice(pos));
            uint tag = ((uint)head << 16) | ((uint)head >> 16);
            DicomVR vr = new(BinaryPrimitives.ReverseEndianness((ushort)(head >> 32)));
            int header = vr.HeaderLength;
            uint length = header == 8 ? (uint)(head >> 48) : BinaryPrimitives.ReadUInt32LittleEndian(data.Slice(pos + 8));
            if (tag <= floor || tag >= ceiling || header == 0 || (length & 1) != 0 || length > largest || length > (uint)(data.Length - pos - header)
                || vr.Code == VRCode.SQ || (tag & 0xFFFF0000) == 0xFFFE0000 || tag == PixelRepresentation || (tag & 0x1FF00) == 0x10000)
            {
                break;
            }

            int value = pos + header;
            int next = value + (int)length;
            if (_top == _stack.Length)
            {
                Array.Resize(ref _stack, _stack.Length * 2);
            }

            _stack[_top++] = new DicomElement(new DicomTag(tag), vr, _target, value, (int)length, header);
            floor = tag;
            last = tag;
            pos = next;
            left--;
        }

        _elements = _options.MaxElements - left;
        _pos = pos;
        return last;
    }

    /// <summary>First tag of the outermost level at which reading may have to end.</summary>
    private uint PlainCeiling()
    {
        if (_untilGroup != 0)
        {
            return (_untilGroup + 1) << 16;
        }

        return _inDataset && _options.Depth == DicomReadDepth.UpToTag ? Math.Min(AboveHeader, _options.StopTag.Value) : AboveHeader;
    }
}
