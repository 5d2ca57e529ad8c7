using System;

namespace XnatTools.Dicom;

/// <content>Headers of elements, and what their representation is.</content>
internal sealed partial class DicomReader
{
    /// <summary>In bytes. LO has 64 characters at most; whoever has more is in no dictionary.</summary>
    private const int LongestCreator = 256;

    private bool ReadHeader(DicomTag tag, long end, bool isImplicit, out DicomVR vr, out uint length, out int header)
    {
        header = 8;
        if (isImplicit)
        {
            length = ReadUInt32(_pos + 4);
            vr = ImplicitVR(tag);
            return true;
        }

        vr = new DicomVR((ushort)((_data[_pos + 4] << 8) | _data[_pos + 5]));
        if (!vr.IsKnown)
        {
            return ReadOddHeader(tag, end, ref vr, out length, out header);
        }

        if (!vr.HasLongLength)
        {
            length = ReadUInt16(_pos + 6);
            return true;
        }

        header = 12;
        length = 0;
        if (!Ensure(12))
        {
            return false;
        }

        length = ReadUInt32(_pos + 8);
        return true;
    }

    /// <summary>A representation that is none: one of a later standard, or an element written without one.</summary>
    private bool ReadOddHeader(DicomTag tag, long end, ref DicomVR vr, out uint length, out int header)
    {
        Report(DicomFindingKind.BadVR, Here, "The representation is not one of the standard.");
        long room = Math.Min(end, _limit) - Here;
        byte one = _data[_pos + 4];
        byte two = _data[_pos + 5];
        header = 12;
        length = 0;
        bool letters = one is >= (byte)'A' and <= (byte)'Z' && two is >= (byte)'A' and <= (byte)'Z';
        if (letters && Ensure(12) && _data[_pos + 6] == 0 && _data[_pos + 7] == 0)
        {
            // PS3.5 7.1.2: representations to come have the long form.
            length = ReadUInt32(_pos + 8);
            if (length == Undefined || length <= room - 12)
            {
                vr = DicomVR.UN;
                return true;
            }
        }

        header = 8;
        uint implicitLength = ReadUInt32(_pos + 4);
        if (!letters && (implicitLength == Undefined || implicitLength <= room - 8))
        {
            length = implicitLength;
            vr = ImplicitVR(tag);
            return true;
        }

        length = ReadUInt16(_pos + 6);
        vr = DicomVR.UN;
        return true;
    }

    private DicomVR ImplicitVR(DicomTag tag)
    {
        if (tag.IsPrivate)
        {
            if (tag.Element < 0x1000)
            {
                return tag.IsPrivateCreator ? DicomVR.LO : tag.IsGroupLength ? DicomVR.UL : DicomVR.UN;
            }

            if (!_scratch.Creators.TryGetValue(CreatorKey(tag.PrivateCreatorTag), out (int Start, int Length) place))
            {
                return DicomVR.UN;
            }

            // The bytes are still in the reader's own buffer here.
            string creator = CodeElement.Latin1.Decode(new ReadOnlySpan<byte>(_data, place.Start, place.Length));
            return DicomDictionary.Standard.TryGetPrivate(tag, creator.Trim(' ', '\0'), out DicomDictionaryEntry? entry) ? entry.VR : DicomVR.UN;
        }

        DicomVR vr = DicomDictionary.Standard.VROf(tag);
        if (vr.Code == VRCode.US && _signed && DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? standard) && standard.IsAmbiguous && standard.VRText.StartsWith("US/SS", StringComparison.Ordinal))
        {
            return DicomVR.SS;
        }

        return vr.Code == VRCode.OB && tag == DicomTags.PixelData ? DicomVR.OW : vr;
    }

    /// <summary>Who reserves a private block, for the elements of it at this level: looked up, since there may be very many of them.</summary>
    private void NoteCreator(DicomTag tag, int start, int length)
    {
        if (length <= LongestCreator)
        {
            _scratch.Creators[CreatorKey(tag)] = (start, length);
        }
    }

    private ulong CreatorKey(DicomTag creator) => ((ulong)_level << 32) | creator.Value;
}
