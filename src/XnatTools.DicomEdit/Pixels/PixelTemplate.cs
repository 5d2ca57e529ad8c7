using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>
/// Rectangles by kind of image, from a text file: sections of <c>[Keyword=value, Keyword=value]</c>, each with lines
/// <c>left,top,right,bottom</c> or <c>regions</c> for all outside of the ultrasound regions. <c>#</c> starts a comment, <c>*</c> in
/// a value stands for anything. The first section that fits an image counts.
/// </summary>
public sealed class PixelTemplate
{
    private readonly List<Section> _sections = [];

    private PixelTemplate()
    {
    }

    /// <summary>Number of sections.</summary>
    public int Count => _sections.Count;

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">A line is not understood; the message has its number.</exception>
    public static PixelTemplate Parse(string text)
    {
        PixelTemplate template = new();
        string[] lines = (text ?? throw new ArgumentNullException(nameof(text))).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int comment = line.IndexOf('#');
            line = (comment < 0 ? line : line.Substring(0, comment)).Trim().TrimStart('\uFEFF');
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '[')
            {
                template._sections.Add(new Section(Conditions(line, i + 1)));
            }
            else if (template._sections.Count == 0)
            {
                throw Bad(i + 1, "Rectangles stand under a section in brackets");
            }
            else
            {
                Fill(template._sections[template._sections.Count - 1], line, i + 1);
            }
        }

        foreach (Section section in template._sections)
        {
            if (section.Regions.Count == 0 && !section.OutsideRegions && !section.Nothing)
            {
                throw new FormatException("A section has no rectangles; write none where an image is to stay as it is.");
            }
        }

        return template;
    }

    /// <summary>
    /// The rectangles for an image; null when no section fits it. A section of <c>regions</c> fits only an image that has some.
    /// </summary>
    public IReadOnlyList<DicomPixelRegion>? Find(DicomDataset dataset)
    {
        foreach (Section section in _sections)
        {
            if (!section.Fits(dataset))
            {
                continue;
            }

            List<DicomPixelRegion> regions = [.. section.Regions];
            if (section.OutsideRegions)
            {
                IReadOnlyList<DicomPixelRegion> outside = UltrasoundRegions.ToBlackOut(dataset);
                if (UltrasoundRegions.ToKeep(dataset).Count == 0)
                {
                    continue;
                }

                regions.AddRange(outside);
            }

            return regions;
        }

        return null;
    }

    private static List<(DicomTag Tag, string Value)> Conditions(string line, int number)
    {
        if (line[line.Length - 1] != ']')
        {
            throw Bad(number, "A section ends with a bracket");
        }

        List<(DicomTag, string)> conditions = [];
        foreach (string part in line.Substring(1, line.Length - 2).Split(';', ','))
        {
            if (part.Trim().Length == 0)
            {
                continue;
            }

            int equals = part.IndexOf('=');
            if (equals < 0 || !DicomTag.TryParse(part.Substring(0, equals).Trim(), out DicomTag tag))
            {
                throw Bad(number, "A condition is Keyword=value with a keyword of the dictionary");
            }

            conditions.Add((tag, part.Substring(equals + 1).Trim()));
        }

        return conditions;
    }

    private static void Fill(Section section, string line, int number)
    {
        if (string.Equals(line, "regions", StringComparison.OrdinalIgnoreCase))
        {
            section.OutsideRegions = true;
            return;
        }

        if (string.Equals(line, "none", StringComparison.OrdinalIgnoreCase))
        {
            section.Nothing = true;
            return;
        }

        string[] parts = line.Split(',');
        int[] sides = new int[4];
        for (int i = 0; i < 4; i++)
        {
            if (parts.Length != 4 || !int.TryParse(parts[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]))
            {
                throw Bad(number, "A rectangle is left,top,right,bottom in whole numbers");
            }
        }

        if (sides[0] >= sides[2] || sides[1] >= sides[3])
        {
            throw Bad(number, "A rectangle's right and bottom lie beyond its left and top");
        }

        section.Regions.Add(new DicomPixelRegion(sides[0], sides[1], sides[2], sides[3]));
    }

    private static FormatException Bad(int line, string reason) => new($"Line {line} of the rectangles template: {reason}.");

    private sealed class Section(List<(DicomTag Tag, string Value)> conditions)
    {
        public List<DicomPixelRegion> Regions { get; } = [];

        public bool OutsideRegions { get; set; }

        public bool Nothing { get; set; }

        public bool Fits(DicomDataset dataset)
        {
            foreach ((DicomTag tag, string value) in conditions)
            {
                if (!IsLike(dataset.GetString(tag) ?? "", value))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsLike(string text, string pattern)
        {
            string[] parts = pattern.Split('*');
            if (parts.Length == 1)
            {
                return string.Equals(text, pattern, StringComparison.OrdinalIgnoreCase);
            }

            if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            int at = parts[0].Length;
            for (int i = 1; i < parts.Length - 1; i++)
            {
                int found = text.IndexOf(parts[i], at, StringComparison.OrdinalIgnoreCase);
                if (found < 0)
                {
                    return false;
                }

                at = found + parts[i].Length;
            }

            string last = parts[parts.Length - 1];
            return text.Length - at >= last.Length && text.EndsWith(last, StringComparison.OrdinalIgnoreCase);
        }
    }
}
