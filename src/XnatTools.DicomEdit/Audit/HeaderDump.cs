using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>A header as XNAT lists it, made a data set again: one level of nesting, values cut at 255 characters.</summary>
public static class HeaderDump
{
    /// <summary>Makes a data set of listed elements. A nested tag that comes again begins a new item.</summary>
    public static DicomDataset ToDataset(IReadOnlyList<DicomHeaderElement> elements)
    {
        if (elements is null)
        {
            throw new ArgumentNullException(nameof(elements));
        }

        DicomDataset dataset = new();

        // The server has decoded the text; its own character set no longer matters.
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        Dictionary<DicomTag, List<DicomDataset>> sequences = [];
        foreach (DicomHeaderElement element in elements)
        {
            int dot = element.Tag.IndexOf('.');
            string first = dot < 0 ? element.Tag : element.Tag.Substring(0, dot);
            int bracket = first.IndexOf('[');
            if (!DicomTag.TryParse(bracket < 0 ? first : first.Substring(0, bracket), out DicomTag tag) || tag == DicomTags.SpecificCharacterSet)
            {
                continue;
            }

            if (dot < 0)
            {
                if (element.VR != "SQ")
                {
                    Set(dataset, tag, element);
                }

                continue;
            }

            string last = element.Tag.Substring(element.Tag.LastIndexOf('.') + 1);
            if (!DicomTag.TryParse(last, out DicomTag nested))
            {
                continue;
            }

            if (!sequences.TryGetValue(tag, out List<DicomDataset>? items))
            {
                sequences[tag] = items = [new DicomDataset()];
            }

            if (items[items.Count - 1].Contains(nested))
            {
                items.Add(new DicomDataset());
            }

            Set(items[items.Count - 1], nested, element, DicomCharacterSet.Utf8);
        }

        foreach (KeyValuePair<DicomTag, List<DicomDataset>> sequence in sequences)
        {
            dataset.SetItems(sequence.Key, sequence.Value.ToArray());
        }

        return dataset;
    }

    private static void Set(DicomDataset dataset, DicomTag tag, DicomHeaderElement element, DicomCharacterSet? characters = null)
    {
        string text = element.Value ?? "";
        DicomVR vr;
        try
        {
            vr = element.VR is { Length: 2 } name && name is not ("SQ" or "UN" or "??") ? DicomVR.Parse(name) : DicomVR.UT;
        }
        catch (FormatException)
        {
            vr = DicomVR.UT;
        }

        // Values are for searching, not for calculating: what is not text becomes some.
        if (!vr.IsText)
        {
            vr = DicomVR.UT;
        }

        DicomCharacterSet set = characters ?? dataset.CharacterSet;
        if (!set.TryEncode(text, vr, out byte[] bytes))
        {
            vr = DicomVR.UT;
            DicomCharacterSet.Utf8.TryEncode(text, vr, out bytes);
        }

        dataset.Set(new DicomElement(tag, vr, bytes));
    }
}
