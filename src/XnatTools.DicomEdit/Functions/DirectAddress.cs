using System.Collections.Generic;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Addresses of delete and set: plain numbers, items named, no creators and no wildcards.</summary>
internal static class DirectAddress
{
    private const int MaximumItem = 9999;

    public static List<(DicomTag Tag, int Item)> Parse(string text) =>
        TryParse(text) ?? throw new Fault("An address is written (gggg,eeee), or (gggg,eeee)[n]/(gggg,eeee) inside a sequence.");

    /// <summary>The steps, or null when the text is no address.</summary>
    public static List<(DicomTag Tag, int Item)>? TryParse(string text)
    {
        List<(DicomTag Tag, int Item)> steps = [];
        string[] parts = text.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i].Trim();
            bool last = i == parts.Length - 1;
            int item = -1;
            int bracket = part.IndexOf('[');
            if (bracket >= 0)
            {
                string number = part.EndsWith("]", System.StringComparison.Ordinal) ? part.Substring(bracket + 1, part.Length - bracket - 2) : "";
                if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out item) || item > MaximumItem)
                {
                    return null;
                }

                part = part.Substring(0, bracket);
            }

            if (last != (item < 0) || parts.Length > TagPath.MaximumSteps || !TryTag(part, out DicomTag tag))
            {
                return null;
            }

            steps.Add((tag, item));
        }

        return steps;
    }

    private static bool TryTag(string text, out DicomTag tag)
    {
        tag = default;
        if (text.Length < 11 || text[0] != '(' || text[text.Length - 1] != ')')
        {
            return false;
        }

        string[] halves = text.Substring(1, text.Length - 2).Split(',');
        if (halves.Length != 2)
        {
            return false;
        }

        string digits = halves[0].TrimEnd(' ') + halves[1].TrimStart(' ');
        if (digits.Length != 8 || halves[0].TrimEnd(' ').Length != 4 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return false;
        }

        tag = new DicomTag(value);
        return true;
    }
}
