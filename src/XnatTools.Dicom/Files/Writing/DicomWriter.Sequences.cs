using System;

namespace XnatTools.Dicom;

/// <content>Sequences, fragments and headers.</content>
internal sealed partial class DicomWriter
{
    private void WriteSequence(DicomTag tag, DicomVR vr, DicomSequence sequence)
    {
        DicomWriter writer = ContentWriter(sequence);
        if (sequence.UndefinedLength)
        {
            WriteHeader(tag, vr, Undefined);
        }
        else
        {
            long length = 0;
            foreach (DicomDataset item in sequence.Items)
            {
                length += MeasureItem(item, writer);
            }

            WriteHeader(tag, vr, checked((uint)length));
        }

        foreach (DicomDataset item in sequence.Items)
        {
            writer.WriteItem(item);
        }

        if (sequence.UndefinedLength)
        {
            writer.WriteDelimiter(DicomTags.SequenceDelimitation);
        }
    }

    private void WriteItem(DicomDataset item)
    {
        if (CanCopyItem(item))
        {
            CopyRun(item.Buffer, item.RawStart, item.RawEnd);
            return;
        }

        WriteTag(DicomTags.Item);
        output.WriteUInt32(item.UndefinedLength ? Undefined : checked((uint)Measure(item)), bigEndian);
        WriteElements(item);
        if (item.UndefinedLength)
        {
            WriteDelimiter(DicomTags.ItemDelimitation);
        }
    }

    private void WriteFragments(DicomTag tag, DicomVR vr, DicomFragments fragments)
    {
        WriteHeader(tag, vr == DicomVR.OW ? DicomVR.OB : vr, Undefined);
        for (int i = 0; i < fragments.PartCount; i++)
        {
            DicomFragments.Part part = fragments.GetPart(i);
            WriteTag(DicomTags.Item);
            output.WriteUInt32((uint)Even(part.Length), bigEndian);
            if (part.Bytes is { } bytes)
            {
                output.Write(bytes);
            }
            else
            {
                output.CopyFrom(part.Source!, part.Offset, part.Length);
            }

            if ((part.Length & 1) != 0)
            {
                output.Take(1)[0] = 0;
            }
        }

        WriteDelimiter(DicomTags.SequenceDelimitation);
    }

    private void WriteDelimiter(DicomTag tag)
    {
        WriteTag(tag);
        output.WriteUInt32(0, bigEndian);
    }

    private void WriteTag(DicomTag tag)
    {
        output.WriteUInt16(tag.Group, bigEndian);
        output.WriteUInt16(tag.Element, bigEndian);
    }

    private void WriteHeader(DicomTag tag, DicomVR vr, uint length)
    {
        WriteTag(tag);
        if (isImplicit)
        {
            output.WriteUInt32(length, bigEndian);
            return;
        }

        Span<byte> letters = output.Take(2);
        letters[0] = (byte)(vr.Code >> 8);
        letters[1] = (byte)vr.Code;
        if (vr.HasLongLength)
        {
            output.WriteUInt16(0, bigEndian);
            output.WriteUInt32(length, bigEndian);
        }
        else
        {
            output.WriteUInt16((ushort)length, bigEndian);
        }
    }
}
