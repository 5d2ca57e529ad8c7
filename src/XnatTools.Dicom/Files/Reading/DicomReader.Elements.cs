using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <content>Elements of one level.</content>
internal sealed partial class DicomReader
{
    private const uint Undefined = uint.MaxValue;

    /// <summary>(0028,0103): whether numbers that may be signed are.</summary>
    private const uint PixelRepresentation = 0x00280103;

    private DicomDataset ReadElements(long end, bool isImplicit, bool delimited, int depth, DicomDataset? parent)
    {
        int first = _top;
        uint outer = _level;
        _level = ++_levels;
        uint last = 0;
        bool sorted = true;
        bool closed = false;
        List<int>? unsound = null;
        DicomDataset dataset = new();
        if (parent is not null)
        {
            dataset.SetParent(parent);
        }

        // Not what an item before this one, or another file, left there.
        _pathDepth = depth;
        _pathTags[depth] = 0;
        int contentEnd = _pos;
        bool plain = !isImplicit && !_bigEndian && !_options.Carefully;
        while (!_stopped && Here < end)
        {
            if (plain)
            {
                last = ReadPlain(end, depth, last);
                _pathTags[depth] = last;
            }

            contentEnd = _pos;
            if (Here >= end)
            {
                break;
            }

            _pathTags[depth] = 0;
            if (!Ensure(8))
            {
                ReportEnd(delimited, depth);
                break;
            }

            uint tag = ReadTag(_pos);
            if ((tag >> 16) == 0xFFFE)
            {
                if (!HandleDelimiter(tag, delimited, depth, out closed))
                {
                    break;
                }

                continue;
            }

            if (depth == 0 && IsEnd(tag, last))
            {
                break;
            }

            _pathTags[depth] = tag;
            if (tag <= last && last != 0)
            {
                sorted = false;
                Report(tag == last ? DicomFindingKind.Duplicate : DicomFindingKind.OutOfOrder, Here, "The tag is not above the one before it.");
            }

            last = tag;
            if (++_elements > _options.MaxElements)
            {
                Report(DicomFindingKind.Limit, Here, "There are more elements than the limit allows.");
                Stop();
                break;
            }

            int cuts = _cuts;
            bool more = ReadElement(new DicomTag(tag), end, isImplicit, depth, dataset);
            if (cuts != _cuts && _top > first)
            {
                (unsound ??= []).Add(_top - first - 1);
            }

            if (!more)
            {
                break;
            }

            contentEnd = _pos;
        }

        if (delimited && !closed && !_stopped && !Damaged)
        {
            Report(DicomFindingKind.MissingDelimiter, Here, "An item of undefined length has no delimiter.");
        }

        DicomElement[] elements = new DicomElement[_top - first];
        Array.Copy(_stack, first, elements, 0, elements.Length);
        if (unsound is not null && (!sorted || depth > 0))
        {
            // An end that is not where its header says does no harm at the end of the file only: elsewhere it would swallow
            // what is written behind it. There such an element is written anew.
            foreach (int index in unsound)
            {
                elements[index] = elements[index].ToBeWrittenAnew();
            }
        }

        int count = sorted ? elements.Length : Sort(elements);
        _highest = Math.Max(_highest, _top);
        _top = first;
        _level = outer;
        dataset.Settle(elements, count, _target);
        dataset.ContentEnd = contentEnd;
        dataset.LastIsCut = unsound is not null && sorted && depth == 0 && unsound[unsound.Count - 1] == count - 1;
        return dataset;
    }

    /// <summary>Sorts by tag; of equal tags the first in the file stays. Returns how many stay.</summary>
    private static int Sort(DicomElement[] elements)
    {
        // By tag and then by place. Not by moving each to where it belongs: that takes minutes for a large file in reverse.
        ulong[] keys = new ulong[elements.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)elements[i].Tag.Value << 32) | (uint)i;
        }

        Array.Sort(keys);
        DicomElement[] unsorted = (DicomElement[])elements.Clone();
        for (int i = 0; i < keys.Length; i++)
        {
            elements[i] = unsorted[(int)(uint)keys[i]];
        }

        int count = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            if (count == 0 || elements[count - 1].Tag != elements[i].Tag)
            {
                elements[count++] = elements[i];
            }
        }

        return count;
    }

    private bool ReadElement(DicomTag tag, long end, bool isImplicit, int depth, DicomDataset dataset)
    {
        int rawStart = _pos;
        if (!ReadHeader(tag, end, isImplicit, out DicomVR vr, out uint length, out int header))
        {
            Report(DicomFindingKind.Truncated, Here, "The source ends inside the header of an element.");
            Stop();
            return false;
        }

        if (length == Undefined)
        {
            _pos += header;
            return ReadUndefined(tag, vr, isImplicit, end, depth, rawStart, dataset);
        }

        long available = Math.Min(end, _limit) - Here - header;
        if (length > available)
        {
            bool truncated = end >= _limit;
            Report(
                truncated ? DicomFindingKind.Truncated : DicomFindingKind.BadLength,
                Here,
                $"The length is {length} bytes and there are {Math.Max(0, available)}.");
            length = (uint)Math.Max(0, available);
        }

        if (vr.Code == VRCode.SQ && ReadSequence(tag, length, header, isImplicit, depth, rawStart, dataset))
        {
            return true;
        }

        if ((length & 1) != 0)
        {
            Report(DicomFindingKind.OddLength, Here, $"The length {length} is odd.");
        }

        bool pixels = depth == 0 && tag.Group == 0x7FE0 && tag.Element is 0x0008 or 0x0009 or 0x0010;
        if (pixels || length > (uint)_options.LargeValue)
        {
            _pos += header;
            DicomBulk bulk = new(_source, Here, length);
            Elide(length);
            Push(new DicomElement(tag, vr, _target, 0, 0, bulk, rawStart, _pos));
            return true;
        }

        if (!Ensure(header + (int)length))
        {
            // Only a source that shrank while it was read comes here.
            Report(DicomFindingKind.Truncated, Here, "The source ends inside a value.");
            Stop();
            return false;
        }

        _pos += header + (int)length;
        Push(new DicomElement(tag, vr, _target, rawStart + header, (int)length, null, rawStart, _pos));
        if (tag.IsPrivateCreator)
        {
            NoteCreator(tag, rawStart + header, (int)length);
        }

        if (tag.Value == PixelRepresentation && length >= 2)
        {
            _signed = _data[rawStart + header + (_bigEndian ? 1 : 0)] == 1;
        }

        return true;
    }

    private void Push(DicomElement element)
    {
        if (_top == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
        }

        _stack[_top++] = element;
    }

    private void Stop() => _stopped = true;

    private bool IsEnd(uint tag, uint last)
    {
        if (_options.Depth is DicomReadDepth.Header or DicomReadDepth.UpToTag && _inDataset)
        {
            uint stop = _options.Depth == DicomReadDepth.Header ? 0x7FE00008 : _options.StopTag.Value;
            if (tag >= stop)
            {
                Stop();
                return true;
            }
        }

        if (tag == 0 && last != 0)
        {
            Report(DicomFindingKind.TrailingBytes, Here, $"{_limit - Here} bytes follow the last element.");
            Stop();
            return true;
        }

        return _untilGroup != 0 && (tag >> 16) != _untilGroup;
    }

    private uint ReadTag(int at) => _bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at))
        : ((uint)BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(at)) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(at + 2));

    private uint ReadUInt32(int at) => _bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at))
        : BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan(at));

    private uint ReadUInt16(int at) => _bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at))
        : BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(at));
}
