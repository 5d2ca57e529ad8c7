using System;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// A script writes letters that an object without declared character set cannot hold. Where nothing but ASCII is in the
/// object, UTF-8 is declared: that changes no byte of the rest. Otherwise the run fails.
/// </summary>
internal static class CharacterSetRepair
{
    public static void Declare(Run run, DicomDataset place, DicomTag tag, DicomVR vr)
    {
        for (DicomDataset? dataset = place; dataset is not null; dataset = dataset.Parent)
        {
            if (dataset.Contains(DicomTags.SpecificCharacterSet) && dataset.GetString(DicomTags.SpecificCharacterSet) is not null)
            {
                throw new Fault($"A character for {tag} is not in the character set {dataset.CharacterSet.Name} of the object.");
            }
        }

        if ((!vr.UsesCharacterSet && !vr.IsBinary) || tag.Group == 2)
        {
            throw new Fault($"{tag} has the representation {vr}, which takes plain ASCII only.");
        }

        if (!IsAscii(run.Dataset))
        {
            throw new Fault($"A character for {tag} is not in ASCII, and the object has text beyond ASCII without saying in which character set.");
        }

        run.Set(run.Dataset, DicomTags.SpecificCharacterSet, "ISO_IR 192");
    }

    private static bool IsAscii(DicomDataset dataset)
    {
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Items is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    if (!IsAscii(items[i]))
                    {
                        return false;
                    }
                }
            }
            else if (element.VR.UsesCharacterSet && !IsAscii(element.IsBulk ? element.ToBytes() : element.RawValue))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAscii(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b >= 0x80 || b == 0x1B)
            {
                return false;
            }
        }

        return true;
    }
}
