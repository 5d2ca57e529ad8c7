using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Private attributes of one data set, block by block.</summary>
internal static class PrivateCheck
{
    public static void Check(DicomDataset dataset, ConfidentialityTable table, ObjectFindings findings)
    {
        Dictionary<DicomTag, (int Count, SortedSet<string> VRs)>? blocks = null;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            DicomTag tag = element.Tag;
            if (!tag.IsPrivate || tag.Group == 0x0001)
            {
                continue;
            }

            blocks ??= [];
            DicomTag creator = tag.IsPrivateCreator ? tag : tag.PrivateCreatorTag;
            if (!blocks.TryGetValue(creator, out (int Count, SortedSet<string> VRs) block))
            {
                block = (0, new SortedSet<string>(StringComparer.Ordinal));
            }

            if (!tag.IsPrivateCreator)
            {
                block.VRs.Add(element.IsSequence ? "SQ" : element.VR.ToString());
                block.Count++;
            }

            blocks[creator] = block;
        }

        if (blocks is null)
        {
            return;
        }

        IdentitySeverity severity = table.Private.Has(ActionCodes.Clean) ? IdentitySeverity.Review : IdentitySeverity.High;
        foreach (KeyValuePair<DicomTag, (int Count, SortedSet<string> VRs)> block in blocks)
        {
            string? creator = block.Key == default ? null : dataset.GetString(block.Key);
            if (creator is null)
            {
                DicomTag at = block.Key == default ? FirstWithoutBlock(dataset) : block.Key;
                findings.Add(IdentitySeverity.High, "Private", findings.PathTo(at), $"Private elements without a creator: {block.Value.Count}, {string.Join(" ", block.Value.VRs)}.", null, table.Private.Text);
            }
            else
            {
                findings.Add(severity, "Private", findings.PathTo(block.Key), $"A private block with {block.Value.Count} elements: {string.Join(" ", block.Value.VRs)}.", "{" + creator + "}", table.Private.Text);
            }
        }
    }

    private static DicomTag FirstWithoutBlock(DicomDataset dataset)
    {
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Tag.IsPrivate && !element.Tag.IsPrivateCreator && element.Tag.PrivateCreatorTag == default)
            {
                return element.Tag;
            }
        }

        return default;
    }
}
