using System;

namespace XnatTools.Dicom;

/// <content>Sequences, items, fragments and their delimiters.</content>
internal sealed partial class DicomReader
{
    private bool _inDataset;
    private uint _untilGroup;

    /// <summary>Reads elements of one group only, such as the meta group.</summary>
    public DicomDataset ReadGroup(ushort group, bool isImplicit, bool bigEndian)
    {
        _untilGroup = group;
        _bigEndian = bigEndian;
        _target.BigEndian = bigEndian;
        _target.Implicit = isImplicit;
        DicomDataset dataset = ReadElements(_limit, isImplicit, false, 0, null);
        dataset.RawEnd = _pos;
        dataset.ContentEnd = _pos;
        _untilGroup = 0;
        return dataset;
    }

    /// <summary>From here on the limits of depth of reading hold.</summary>
    public void EnterDataset() => _inDataset = true;

    private bool ReadSequence(DicomTag tag, uint length, int header, bool isImplicit, int depth, int rawStart, DicomDataset dataset)
    {
        // A sequence that does not begin with an item is kept as bytes.
        if (length != 0 && (length < 8 || !Ensure(header + 8) || ReadTag(_pos + header) is not (0xFFFEE000 or 0xFFFEE0DD)))
        {
            Report(DicomFindingKind.BadLength, Here, "A sequence does not begin with an item; kept as bytes.");
            return false;
        }

        if (depth + 1 >= Math.Min(_options.MaxDepth, _pathTags.Length - 1))
        {
            Report(DicomFindingKind.Limit, Here, "A sequence is nested deeper than the limit; kept as bytes.");
            return false;
        }

        _pos += header;
        DicomSequence sequence = ReadItems(Here + length, isImplicit, false, depth + 1, dataset);
        _pathDepth = depth;
        Push(new DicomElement(tag, DicomVR.SQ, _target, 0, 0, sequence, rawStart, _pos));
        return !_stopped || sequence.Items.Count >= 0;
    }

    private bool ReadUndefined(DicomTag tag, DicomVR vr, bool isImplicit, long end, int depth, int rawStart, DicomDataset dataset)
    {
        bool pixels = tag.Group == 0x7FE0 && !tag.IsPrivate;
        if (pixels || vr.Code is VRCode.OB or VRCode.OW)
        {
            ReadFragments(tag, vr, end, rawStart);
            return !_stopped;
        }

        if (depth + 1 >= Math.Min(_options.MaxDepth, _pathTags.Length - 1))
        {
            _pos = rawStart;
            Report(DicomFindingKind.Limit, Here, "A sequence of undefined length is nested deeper than the limit; reading ends here.");
            Stop();
            return false;
        }

        bool unknown = !isImplicit && vr.Code != VRCode.SQ;
        bool content = isImplicit;
        if (unknown)
        {
            Report(DicomFindingKind.UnknownSequence, Here, "An undefined length without SQ is read as a sequence.");

            // By the standard the content is implicit little endian; some writers kept their own syntax.
            content = !(Ensure(16) && new DicomVR((ushort)((_data[_pos + 12] << 8) | _data[_pos + 13])).IsKnown);
        }

        bool bigEndian = _bigEndian;
        DicomBuffer target = _target;
        if (unknown && content && bigEndian)
        {
            _bigEndian = false;
            _littleTarget ??= new DicomBuffer { Source = _source, Implicit = true };
            _target = _littleTarget;
        }

        DicomSequence sequence = ReadItems(end, content, true, depth + 1, dataset);
        sequence.ImplicitContent = unknown && content;
        _bigEndian = bigEndian;
        _target = target;
        _pathDepth = depth;
        Push(new DicomElement(tag, unknown ? vr : DicomVR.SQ, _target, 0, 0, sequence, rawStart, _pos));
        return true;
    }

    private DicomSequence ReadItems(long end, bool isImplicit, bool delimited, int depth, DicomDataset owner)
    {
        DicomSequence sequence = new() { UndefinedLength = delimited };
        bool signed = _signed;
        bool closed = false;
        while (!_stopped && Here < end)
        {
            _pathDepth = depth - 1;
            _pathItems[depth - 1] = sequence.Items.Count;
            if (!Ensure(8))
            {
                ReportEnd(delimited, depth);
                break;
            }

            uint tag = ReadTag(_pos);
            uint length = ReadUInt32(_pos + 4);
            if (tag == 0xFFFEE0DD)
            {
                _pos += 8;
                closed = delimited;
                if (delimited)
                {
                    break;
                }

                Report(DicomFindingKind.StrayDelimiter, Here - 8, "A delimiter in a sequence of defined length.");
                continue;
            }

            if (tag != 0xFFFEE000)
            {
                Report(DicomFindingKind.MissingDelimiter, Here, "Something other than an item in a sequence; the sequence ends here.");
                if (delimited)
                {
                    closed = true;
                }
                else
                {
                    SkipTo(end);
                }

                break;
            }

            ReadItem(sequence, length, end, isImplicit, depth, owner);
            _signed = signed;
        }

        if (delimited && !closed && !_stopped && !Damaged)
        {
            Report(DicomFindingKind.MissingDelimiter, Here, "A sequence of undefined length has no delimiter.");
        }

        return sequence;
    }

    private void ReadItem(DicomSequence sequence, uint length, long end, bool isImplicit, int depth, DicomDataset owner)
    {
        int start = _pos;
        int cuts = _cuts;
        _pos += 8;
        long itemEnd = end;
        if (length != Undefined)
        {
            itemEnd = Here + length;
            if (itemEnd > end)
            {
                Report(end >= _limit ? DicomFindingKind.Truncated : DicomFindingKind.BadLength, Here - 8, $"The item's length is {length} bytes and there are {end - Here}.");
                itemEnd = end;
            }
        }

        DicomDataset item = ReadElements(itemEnd, isImplicit, length == Undefined, depth, owner);
        if (length != Undefined && !_stopped && Here < itemEnd)
        {
            SkipTo(itemEnd);
        }

        item.UndefinedLength = length == Undefined;
        item.RawStart = start;
        item.RawEnd = cuts == _cuts ? _pos : DicomElement.WrittenAnew;
        sequence.Items.Add(item);
    }

    /// <summary>Passes bytes that make no sense; they stay in the buffer so that they can be written again.</summary>
    private void SkipTo(long place)
    {
        while (Here < place)
        {
            int step = (int)Math.Min(place - Here, 64 * 1024);
            if (!Ensure(step))
            {
                _pos = _filled;
                Stop();
                return;
            }

            _pos += step;
        }
    }

    /// <summary>True when the loop goes on; false when the level ends.</summary>
    private bool HandleDelimiter(uint tag, bool delimited, int depth, out bool closed)
    {
        closed = false;
        if (tag == 0xFFFEE00D && delimited)
        {
            _pos += 8;
            closed = true;
            return false;
        }

        if (depth == 0 || tag == 0xFFFEE00D)
        {
            Report(DicomFindingKind.StrayDelimiter, Here, "A delimiter where none belongs.");
            _pos += 8;
            return true;
        }

        // The sequence around sees what to make of it.
        return false;
    }

    private void ReportEnd(bool delimited, int depth)
    {
        int rest = _filled - _pos;
        if (rest > 0 || delimited || depth > 0)
        {
            Report(
                depth == 0 && rest < 8 && AllZero(rest) ? DicomFindingKind.TrailingBytes : DicomFindingKind.Truncated,
                Here,
                rest > 0 ? $"{rest} bytes are left, too few for an element." : "The source ends inside a sequence.");
        }

        Stop();
    }

    private bool AllZero(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_data[_pos + i] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
