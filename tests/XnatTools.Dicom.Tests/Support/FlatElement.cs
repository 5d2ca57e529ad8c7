using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;

namespace XnatTools.Dicom.Tests;

/// <summary>An element with its path, for comparison with what others read.</summary>
/// <param name="VR">Representation; SQ for whatever holds items.</param>
/// <param name="Length">Bytes of the value; items of a sequence; -1 for fragments.</param>
/// <param name="Hash">SHA-1 of the bytes in the file.</param>
/// <param name="Text">Values as text, where they are.</param>
internal sealed record FlatElement(string VR, long Length, string Hash, string? Text)
{
    public DicomElement Element { get; private init; }

    /// <summary>SHA-1 of the bytes in little endian.</summary>
    public string LittleHash
    {
        get
        {
            byte[] bytes = Element.ToBytes();
            DicomOutput.Swap(bytes, Element.IsBigEndian ? Element.VR.SwapUnit : 1);
            return Convert.ToHexStringLower(SHA1.HashData(bytes));
        }
    }

    /// <summary>All elements by path, such as <c>(0008,1140)[0].(0008,1155)</c>.</summary>
    public static void Flatten(DicomDataset dataset, string prefix, Dictionary<string, FlatElement> into)
    {
        foreach (DicomElement element in dataset)
        {
            string key = prefix + element.Tag;
            if (dataset.GetItems(element.Tag) is { } items)
            {
                into[key] = new FlatElement("SQ", items.Count, "", null) { Element = element };
                for (int i = 0; i < items.Count; i++)
                {
                    Flatten(items[i], key + "[" + i.ToString(CultureInfo.InvariantCulture) + "].", into);
                }
            }
            else if (element.Fragments is { } fragments)
            {
                into[key] = new FlatElement(element.VR.ToString(), -1, fragments.Count.ToString(CultureInfo.InvariantCulture), null) { Element = element };
            }
            else
            {
                byte[] bytes = element.ToBytes();
                string? text = element.VR.IsBinary ? null : string.Join("\\", dataset.GetStrings(element.Tag));
                into[key] = new FlatElement(element.VR.ToString(), bytes.Length, Convert.ToHexStringLower(SHA1.HashData(bytes)), element.VR.IsText ? text : null) { Element = element, Numbers = element.VR.IsText ? null : text };
            }
        }
    }

    /// <summary>Binary numbers as text; null for text and bytes.</summary>
    public string? Numbers { get; private init; }
}
