using System;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Private blocks of a data set by the name of their creator, exactly as it is written.</summary>
internal static class PrivateBlocks
{
    /// <summary>The creator of a private data element, or null.</summary>
    public static string? CreatorOf(DicomDataset dataset, DicomTag tag)
    {
        if (tag.Element < 0x1000 || !dataset.TryGet(tag.PrivateCreatorTag, out DicomElement creator) || creator.IsSequence || creator.Length is <= 0 or > 1024)
        {
            return null;
        }

        return ElementText.Read(dataset, creator);
    }

    /// <summary>The element of a creator's first block, or null when it has none.</summary>
    public static DicomTag? Find(DicomDataset dataset, ushort group, string creator, byte element)
    {
        DicomTag first = new(group, 0x10);
        foreach (ref readonly DicomElement candidate in dataset.AsSpan())
        {
            if (candidate.Tag < first)
            {
                continue;
            }

            if (candidate.Tag.Group != group || candidate.Tag.Element > 0xFF)
            {
                return null;
            }

            if (!candidate.IsSequence && candidate.Length is > 0 and <= 1024 && ElementText.Read(dataset, candidate) == creator)
            {
                return new DicomTag(group, (ushort)((candidate.Tag.Element << 8) | element));
            }
        }

        return null;
    }

    /// <summary>The first block number that nothing stands in; 0 when all are taken.</summary>
    public static int FindFree(DicomDataset dataset, ushort group)
    {
        for (int block = 0x10; block <= 0xFF; block++)
        {
            if (!dataset.Contains(new DicomTag(group, (ushort)block)) && !HasElements(dataset, group, block))
            {
                return block;
            }
        }

        return 0;
    }

    /// <summary>Elements without a creator may stand in a block; they would get one that is not theirs.</summary>
    private static bool HasElements(DicomDataset dataset, ushort group, int block)
    {
        uint first = ((uint)group << 16) | (uint)(block << 8);
        ReadOnlySpan<DicomElement> elements = dataset.AsSpan();
        int low = 0;
        int high = elements.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (elements[middle].Tag.Value < first)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < elements.Length && elements[low].Tag.Value <= (first | 0xFF);
    }
}
