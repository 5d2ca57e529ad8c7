using System;
using System.Buffers.Binary;

namespace XnatTools.Dicom;

/// <content>Fragments of encapsulated pixel data.</content>
internal sealed partial class DicomReader
{
    private readonly byte[] _item = new byte[8];

    private void ReadFragments(DicomTag tag, DicomVR vr, long end, int rawStart)
    {
        DicomFragments fragments = new();
        long start = Here;
        long at = start;
        while (true)
        {
            if (at + 8 > Math.Min(end, _limit))
            {
                Report(DicomFindingKind.Truncated, at, "The source ends inside the fragments of pixel data.");
                at = Math.Min(end, _limit);
                break;
            }

            PeekAt(at);
            uint itemTag = _bigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(_item)
                : ((uint)BinaryPrimitives.ReadUInt16LittleEndian(_item) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(_item.AsSpan(2));
            uint length = _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(_item.AsSpan(4)) : BinaryPrimitives.ReadUInt32LittleEndian(_item.AsSpan(4));
            if (itemTag == 0xFFFEE0DD)
            {
                at += 8;
                break;
            }

            if (itemTag != 0xFFFEE000)
            {
                Report(DicomFindingKind.MissingDelimiter, at, "Something other than a fragment; the pixel data ends here.");
                break;
            }

            if (++_elements > _options.MaxElements)
            {
                Report(DicomFindingKind.Limit, at, "There are more fragments than the limit allows.");
                Stop();
                break;
            }

            long available = Math.Min(end, _limit) - at - 8;
            long taken = Math.Min(length, available);
            fragments.Add(_source, at + 8, taken);
            at += 8 + taken;
            if (taken < length)
            {
                Report(DicomFindingKind.Truncated, at, $"A fragment's length is {length} bytes and there are {taken}.");
                break;
            }
        }

        Elide(at - start);
        Push(new DicomElement(tag, vr, _target, 0, 0, fragments, rawStart, _pos));
    }

    private void PeekAt(long place)
    {
        long inBuffer = place - Here + _pos;
        if (inBuffer + 8 <= _filled)
        {
            Buffer.BlockCopy(_data, (int)inBuffer, _item, 0, 8);
        }
        else
        {
            _source.Read(place, _item, 0, 8);
        }
    }
}
