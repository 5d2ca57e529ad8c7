using System;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>
/// What the standard asks of a value (PS3.5 6.2, 6.4), held to everything that is written and did not come from a file as it
/// is. Messages name tag and rule, never the value.
/// </summary>
internal static class DicomWriteRules
{
    private const int MaxDepth = 64;

    /// <summary>Checks the elements of a data set that were set, and those in its items.</summary>
    /// <exception cref="DicomException">A value breaks a rule.</exception>
    public static void Check(DicomDataset dataset) => Check(dataset, "", 0);

    private static void Check(DicomDataset dataset, string path, int depth)
    {
        if (!dataset.IsModified && dataset.RawEnd != -1)
        {
            return;
        }

        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Sequence is { } sequence)
            {
                for (int i = 0; i < sequence.Items.Count && depth < MaxDepth; i++)
                {
                    DicomDataset item = sequence.Items[i];
                    if (item.IsModified || item.RawEnd == -1)
                    {
                        Check(item, path + element.Tag + "[" + i.ToString(CultureInfo.InvariantCulture) + "]/", depth + 1);
                    }
                }
            }
            else if (element.RawEnd == -1 && element.Length > 0 && element.Bulk is null)
            {
                if (Broken(dataset, element) is { } rule)
                {
                    throw new DicomException(DicomErrorCode.ValueInvalid, $"{path}{element.Tag} {element.VR}: {rule}");
                }
            }
        }
    }

    /// <summary>The rule that an element breaks, in words; null when it is good.</summary>
    private static string? Broken(DicomDataset dataset, in DicomElement element)
    {
        DicomVR vr = element.VR;
        if (!vr.IsKnown)
        {
            return "this is no representation of the standard.";
        }

        dataset.TryGetDictionaryEntry(element.Tag, out DicomDictionaryEntry? entry);
        if (entry is not null && vr != DicomVR.UN && !AllowsVR(entry, vr))
        {
            return $"the dictionary wants {entry.VRText}.";
        }

        if (element.Tag.Element == 0 && element.Length != 4)
        {
            return "the length of a group has four bytes.";
        }

        int count;
        if (!vr.IsText)
        {
            int unit = DicomValueNumber.Size(vr);
            int size = unit == 0 ? vr.SwapUnit : unit;
            if (element.Length % size != 0)
            {
                return $"the length {element.Length} is not a multiple of {size} bytes.";
            }

            count = unit == 0 ? 1 : (int)(element.Length / unit);
        }
        else
        {
            ReadOnlySpan<byte> bytes = element.RawValue;
            string text = IsPlain(bytes) ? CodeElement.Latin1.Decode(bytes) : dataset.CharacterSet.Decode(bytes, vr);
            string[] values = vr.IsSingleText ? [text] : text.Split('\\');
            count = values.Length;
            for (int i = 0; i < values.Length; i++)
            {
                if (DicomTextRules.Broken(vr, values[i]) is { } rule)
                {
                    return values.Length == 1 ? rule : $"value {i + 1}: {rule}";
                }
            }
        }

        return entry is null || entry.AllowsCount(count) || vr == DicomVR.UN
            ? null
            : $"there are {count} values and the dictionary allows {entry.VM}.";
    }

    private static bool AllowsVR(DicomDictionaryEntry entry, DicomVR vr)
    {
        if (entry.VR == vr || entry.VR == DicomVR.UN)
        {
            return true;
        }

        string name = vr.ToString();
        return entry.VRText.IndexOf(name, StringComparison.Ordinal) >= 0;
    }

    private static bool IsPlain(ReadOnlySpan<byte> bytes)
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
