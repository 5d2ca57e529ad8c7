using System;
using System.Buffers.Binary;

namespace XnatTools.Dicom;

/// <summary>
/// Writes data sets. Elements that were read in the same form and not changed are copied with their headers in runs;
/// the rest is encoded anew, with the lengths that it has now.
/// </summary>
internal sealed partial class DicomWriter(DicomOutput output, bool isImplicit, bool bigEndian)
{
    private const uint Undefined = uint.MaxValue;

    /// <summary>Writes the elements of a data set, without anything around them.</summary>
    public void WriteElements(DicomDataset dataset)
    {
        ReadOnlySpan<DicomElement> elements = dataset.AsSpan();
        DicomBuffer? buffer = null;
        int start = 0;
        int end = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            ref readonly DicomElement element = ref elements[i];
            if (CanCopy(element) && !IsStaleGroupLength(dataset, i, out _))
            {
                if (buffer == element.Buffer && end == element.RawStart)
                {
                    end = element.RawEnd;
                    continue;
                }

                CopyRun(buffer, start, end);
                buffer = element.Buffer;
                start = element.RawStart;
                end = element.RawEnd;
                continue;
            }

            CopyRun(buffer, start, end);
            buffer = null;
            if (IsStaleGroupLength(dataset, i, out uint length))
            {
                WriteHeader(element.Tag, DicomVR.UL, 4);
                output.WriteUInt32(length, bigEndian);
            }
            else
            {
                WriteElement(element);
            }
        }

        CopyRun(buffer, start, end);
    }

    /// <summary>Number of bytes that <see cref="WriteElements"/> will write.</summary>
    public long Measure(DicomDataset dataset)
    {
        long total = 0;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            total += Measure(element);
        }

        return total;
    }

    private long Measure(in DicomElement element)
    {
        if (CanCopy(element))
        {
            return element.RawEnd - element.RawStart + element.Buffer!.GapsBetween(element.RawStart, element.RawEnd);
        }

        DicomVR vr = WrittenVR(element);
        long header = !isImplicit && vr.HasLongLength ? 12 : 8;
        if (element.Sequence is { } sequence)
        {
            foreach (DicomDataset item in sequence.Items)
            {
                header += MeasureItem(item, ContentWriter(sequence));
            }

            return header + (sequence.UndefinedLength ? 8 : 0);
        }

        if (element.Fragments is { } fragments)
        {
            for (int i = 0; i < fragments.PartCount; i++)
            {
                header += 8 + Even(fragments.GetPart(i).Length);
            }

            return header + 8;
        }

        return header + Even(element.Length);
    }

    private static long Even(long length) => length + (length & 1);

    private static long MeasureItem(DicomDataset item, DicomWriter writer) =>
        writer.CanCopyItem(item)
            ? item.RawEnd - item.RawStart + item.Buffer!.GapsBetween(item.RawStart, item.RawEnd)
            : 8 + writer.Measure(item) + (item.UndefinedLength ? 8 : 0);

    private bool CanCopy(in DicomElement element) =>
        element.RawEnd >= 0
        && element.Buffer is { } buffer
        && buffer.Implicit == isImplicit
        && buffer.BigEndian == bigEndian
        && !(element.Sequence is { } sequence && (sequence.IsModified || (sequence.IsUnknown && bigEndian)));

    private bool CanCopyItem(DicomDataset item) =>
        !item.IsModified && item.RawEnd >= 0 && item.Buffer is { } buffer && buffer.Implicit == isImplicit && buffer.BigEndian == bigEndian;

    private void CopyRun(DicomBuffer? buffer, int start, int end)
    {
        if (buffer is null || start == end)
        {
            return;
        }

        foreach (DicomBuffer.Gap gap in buffer.Gaps)
        {
            if (gap.Position > start && gap.Position <= end)
            {
                output.Write(buffer.Data.AsSpan(start, gap.Position - start));
                output.CopyFrom(buffer.Source!, gap.Offset, gap.Length);
                start = gap.Position;
            }
        }

        output.Write(buffer.Data.AsSpan(start, end - start));
    }

    /// <summary>A group length that no longer holds, because the data set was changed or is written in another form.</summary>
    private bool IsStaleGroupLength(DicomDataset dataset, int index, out uint length)
    {
        length = 0;
        ReadOnlySpan<DicomElement> elements = dataset.AsSpan();
        DicomElement element = elements[index];
        if (element.Tag.Element != 0 || element.RawValue.Length != 4 || (!dataset.IsModified && CanCopy(element)))
        {
            return false;
        }

        // Lengths of groups that nobody changed stay as they are, right or wrong.
        long total = 0;
        bool changed = dataset.IsGroupTouched(element.Tag.Group) || !CanCopy(element);
        for (int i = index + 1; i < elements.Length && elements[i].Tag.Group == element.Tag.Group; i++)
        {
            total += Measure(elements[i]);
            changed |= !CanCopy(elements[i]);
        }

        if (!changed)
        {
            return false;
        }

        length = (uint)Math.Min(total, uint.MaxValue - 1);
        uint now = element.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(element.RawValue) : BinaryPrimitives.ReadUInt32LittleEndian(element.RawValue);
        return now != length;
    }

    private static DicomVR WrittenVR(in DicomElement element)
    {
        DicomVR vr = element.VR;
        if (element.Sequence is { IsUnknown: false })
        {
            return DicomVR.SQ;
        }

        if (vr.Code == 0)
        {
            return DicomVR.UN;
        }

        // PS3.5 6.2.2 note: a value that its short length field cannot hold is written as UN.
        return !vr.HasLongLength && element.Length > 0xFFFE ? DicomVR.UN : vr;
    }

    /// <summary>What is written as UN keeps the syntax of its content, whatever is around it (PS3.5 6.2.2 note 2).</summary>
    private DicomWriter ContentWriter(DicomSequence sequence) =>
        sequence.IsUnknown && (sequence.ImplicitContent != isImplicit || bigEndian) ? new DicomWriter(output, sequence.ImplicitContent, false) : this;

    private void WriteElement(in DicomElement element)
    {
        if (CanCopy(element))
        {
            CopyRun(element.Buffer, element.RawStart, element.RawEnd);
            return;
        }

        DicomVR vr = WrittenVR(element);
        if (element.Sequence is { } sequence)
        {
            WriteSequence(element.Tag, vr, sequence);
            return;
        }

        if (element.Fragments is { } fragments)
        {
            WriteFragments(element.Tag, vr, fragments);
            return;
        }

        long length = element.Length;
        if (length > 0xFFFFFFFE)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, $"The value of {element.Tag} is longer than DICOM can write.");
        }

        WriteHeader(element.Tag, vr, (uint)Even(length));
        int swap = element.IsBigEndian != bigEndian && (element.Bulk is not null || element.Buffer is not null) ? vr.SwapUnit : 1;
        if (element.Bulk is { } bulk)
        {
            output.CopyFrom(bulk.Source, bulk.Offset, bulk.Length, swap);
        }
        else if (swap == 1)
        {
            output.Write(element.RawValue);
        }
        else
        {
            byte[] copy = element.RawValue.ToArray();
            DicomOutput.Swap(copy, swap);
            output.Write(copy);
        }

        if ((length & 1) != 0)
        {
            output.Take(1)[0] = vr.Padding;
        }
    }
}
