using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>
/// A place in a data set, in words: <c>(0008,1140)[0]/(0008,1155)</c>, <c>ReferencedImageSequence[*]/ReferencedSOPInstanceUID</c>,
/// <c>(0019,"MAKER",0A)</c> for an element of a private block. A sequence before a slash names its item; <c>[*]</c>, or no number,
/// means every item. A path that ends in brackets means the item itself.
/// </summary>
public sealed class DicomPath
{
    /// <summary>Stands for every item of a sequence.</summary>
    public const int EveryItem = -1;

    private const int NoItem = -2;
    private const int MaxSteps = 64;

    private readonly Step[] _steps;

    private DicomPath(Step[] steps) => _steps = steps;

    /// <summary>Number of levels: 1 for an element of the data set itself.</summary>
    public int Depth => _steps.Length;

    /// <summary>The path ends in the number of an item, and means that item.</summary>
    public bool IsItem => _steps[_steps.Length - 1].Item != NoItem;

    /// <summary>Reads a path. Levels are parted by <c>/</c> or, as findings write them, by a full stop.</summary>
    /// <exception cref="FormatException">The text is no path.</exception>
    public static DicomPath Parse(string text) =>
        TryParse(text, out DicomPath? path) ? path! : throw new FormatException("Not a path of DICOM: write (gggg,eeee)[item]/(gggg,eeee), or keywords.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(string? text, out DicomPath? path)
    {
        path = null;
        List<Step> steps = [];
        foreach (string part in Split(text ?? ""))
        {
            if (steps.Count == MaxSteps || !TryParseStep(part.Trim(), out Step step))
            {
                return false;
            }

            steps.Add(step);
        }

        if (steps.Count == 0)
        {
            return false;
        }

        for (int i = 0; i < steps.Count - 1; i++)
        {
            if (steps[i].Item == NoItem)
            {
                steps[i] = new Step(steps[i].Tag, steps[i].Creator, EveryItem);
            }
        }

        path = new DicomPath(steps.ToArray());
        return true;
    }

    /// <summary>The path in its first form, with tags.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (Step step in _steps)
        {
            text.Append(text.Length > 0 ? "/" : "");
            if (step.Creator is null)
            {
                text.Append(step.Tag);
            }
            else
            {
                text.Append('(').Append(step.Tag.Group.ToString("X4", CultureInfo.InvariantCulture)).Append(",\"").Append(step.Creator).Append("\",")
                    .Append((step.Tag.Element & 0xFF).ToString("X2", CultureInfo.InvariantCulture)).Append(')');
            }

            if (step.Item != NoItem)
            {
                text.Append('[').Append(step.Item == EveryItem ? "*" : step.Item.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return text.ToString();
    }

    internal Step this[int index] => _steps[index];

    private static List<string> Split(string text)
    {
        List<string> parts = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            if (!quoted && text[i] is '/' or '.')
            {
                parts.Add(text.Substring(start, i - start));
                start = i + 1;
            }
        }

        parts.Add(text.Substring(start));
        return parts;
    }

    private static bool TryParseStep(string text, out Step step)
    {
        step = default;
        int item = NoItem;
        if (text.EndsWith("]", StringComparison.Ordinal))
        {
            int open = text.LastIndexOf('[');
            string number = open < 0 ? "" : text.Substring(open + 1, text.Length - open - 2).Trim();
            if (number == "*")
            {
                item = EveryItem;
            }
            else if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out item))
            {
                return false;
            }

            text = text.Substring(0, open).TrimEnd();
        }

        int quote = text.IndexOf('"');
        if (quote < 0)
        {
            bool good = DicomTag.TryParse(text, out DicomTag tag);
            step = new Step(tag, null, item);
            return good;
        }

        // (gggg,"MAKER",ee)
        int end = text.LastIndexOf('"');
        string group = text.Substring(0, quote).Trim(' ', '(', ',');
        string element = text.Substring(end + 1).Trim(' ', ')', ',');
        if (end <= quote + 1
            || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort groupNumber)
            || !byte.TryParse(element, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte low)
            || (groupNumber & 1) == 0)
        {
            return false;
        }

        step = new Step(new DicomTag(groupNumber, (ushort)(0x1000 | low)), text.Substring(quote + 1, end - quote - 1), item);
        return true;
    }

    /// <summary>One level of a path.</summary>
    internal readonly struct Step(DicomTag tag, string? creator, int item)
    {
        public DicomTag Tag { get; } = tag;

        /// <summary>The maker whose block it is in; null when the tag stands as it is.</summary>
        public string? Creator { get; } = creator;

        public int Item { get; } = item;

        public bool HasItem => Item != NoItem;

        /// <summary>The tag in a data set; null when it has no such block.</summary>
        public DicomTag? TagIn(DicomDataset dataset) =>
            Creator is null ? Tag : dataset.FindPrivate(Tag.Group, Creator, (byte)Tag.Element);
    }
}
