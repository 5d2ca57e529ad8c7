using System;
using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <summary>Text of a whole data set brought from one character set into another; nothing is changed unless all of it can be.</summary>
internal static class CharacterSetConversion
{
    public static void Convert(DicomDataset dataset, string name)
    {
        DicomCharacterSet target = DicomCharacterSet.Get(name);
        if (!target.IsKnown)
        {
            throw new DicomException(DicomErrorCode.CharacterSet, "The name is not one of the standard's character sets.");
        }

        List<(DicomDataset Place, DicomElement Element)> changes = [];
        Collect(dataset, target, "", changes, 0);
        Commit(dataset, changes, target, 0);
    }

    private static void Collect(DicomDataset dataset, DicomCharacterSet target, string path, List<(DicomDataset, DicomElement)> changes, int depth)
    {
        DicomCharacterSet source = dataset.CharacterSet;
        if (!source.IsKnown)
        {
            throw new DicomException(DicomErrorCode.CharacterSet, $"The character set of {(path.Length == 0 ? "the data set" : path)} is not one of the standard's.");
        }

        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            string place = path.Length == 0 ? element.Tag.ToString() : path + "/" + element.Tag;
            if (element.VR.UsesCharacterSet && element.Length > 0)
            {
                byte[] before = element.ToBytes();
                byte[] after = Encode(before, element, source, target, place);
                if (!before.AsSpan().SequenceEqual(after))
                {
                    changes.Add((dataset, new DicomElement(element.Tag, element.VR, after)));
                }
            }
            else if (depth < 64 && dataset.GetItems(element.Tag) is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    Collect(items[i], target, place + "[" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]", changes, depth + 1);
                }
            }
        }
    }

    private static byte[] Encode(byte[] before, DicomElement element, DicomCharacterSet source, DicomCharacterSet target, string place)
    {
        string text = source.Decode(before, element.VR);
        if (text.IndexOf('\uFFFD') >= 0)
        {
            throw new DicomException(DicomErrorCode.CharacterSet, $"The text of {place} is not written in the character set that the data set names.");
        }

        if (source.IsAsciiOnly && !DicomCharacterSet.IsAscii(text))
        {
            throw new DicomException(DicomErrorCode.CharacterSet, $"The text of {place} has bytes beyond ASCII, and the data set names no character set for them.");
        }

        if (!target.TryEncode(text, element.VR, out byte[] bytes))
        {
            throw new DicomException(DicomErrorCode.CharacterSet, $"A character of {place} is not in the character set {(target.Name.Length == 0 ? "ISO 646 (ASCII)" : target.Name)}.");
        }

        if (bytes.Length % 2 != 0)
        {
            // What was of odd length in a lenient file and needs no change stays so.
            if (before.AsSpan().SequenceEqual(bytes))
            {
                return before;
            }

            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[bytes.Length - 1] = element.VR.Padding;
        }

        return bytes;
    }

    private static void Commit(DicomDataset dataset, List<(DicomDataset Place, DicomElement Element)> changes, DicomCharacterSet target, int depth)
    {
        foreach ((DicomDataset place, DicomElement element) in changes)
        {
            place.Set(element);
        }

        RemoveNested(dataset, depth);
        if (target.Name.Length == 0)
        {
            dataset.Remove(DicomTags.SpecificCharacterSet);
        }
        else if (!string.Equals(string.Join("\\", dataset.GetStrings(DicomTags.SpecificCharacterSet)), target.Name, StringComparison.Ordinal))
        {
            dataset.SetString(DicomTags.SpecificCharacterSet, target.Name.Split('\\'));
        }
    }

    /// <summary>Items follow what is around them now.</summary>
    private static void RemoveNested(DicomDataset dataset, int depth)
    {
        DicomElement[] elements = dataset.AsSpan().ToArray();
        foreach (DicomElement element in elements)
        {
            if (depth < 64 && dataset.GetItems(element.Tag) is { } items)
            {
                foreach (DicomDataset item in items)
                {
                    if (item.Contains(DicomTags.SpecificCharacterSet))
                    {
                        item.Remove(DicomTags.SpecificCharacterSet);
                    }

                    RemoveNested(item, depth + 1);
                }
            }
        }
    }
}
