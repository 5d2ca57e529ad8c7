using System;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Elements as the text that scripts see.</summary>
internal static class ElementText
{
    private const long MaximumLength = 1024 * 1024;

    /// <summary>Values with backslashes between, padding away; empty when there is none.</summary>
    /// <exception cref="Fault">A sequence, pixel data, or a value too long for a script.</exception>
    public static string Read(DicomDataset dataset, in DicomElement element, bool tagsAreNumbers = false)
    {
        if (element.IsSequence)
        {
            throw new Fault($"{element.Tag} is a sequence and has no text.");
        }

        if (element.Fragments is not null || element.Length > MaximumLength)
        {
            throw new Fault($"{element.Tag} is too long to be read as text.");
        }

        if (element.IsEmpty)
        {
            return "";
        }

        if (element.VR.IsText || element.VR.IsBinary)
        {
            ReadOnlySpan<byte> bytes = element.IsBulk ? element.ToBytes() : element.RawValue;
            return element.VR.IsBinary ? BinaryText.Of(element.VR, bytes, element.IsBigEndian) : Trim(dataset.CharacterSet.Decode(bytes, element.VR), element.VR);
        }

        int count = DicomValueNumber.Count(element);
        if (count == 1)
        {
            return Number(element, 0, tagsAreNumbers);
        }

        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? "\\" : "").Append(Number(element, i, tagsAreNumbers));
        }

        return text.ToString();
    }

    /// <summary>Blanks go from both ends of each value; in a long text they count in front.</summary>
    private static string Trim(string text, DicomVR vr)
    {
        if (vr.IsSingleText)
        {
            return text.TrimEnd(' ', '\0');
        }

        if (text.IndexOf('\\') < 0)
        {
            return text.Trim(' ', '\0');
        }

        string[] values = text.Split('\\');
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i].Trim(' ', '\0');
        }

        return string.Join("\\", values);
    }

    /// <summary>Has a text that a script may see.</summary>
    public static bool IsReadable(in DicomElement element) =>
        !element.IsSequence && element.Fragments is null && element.Length <= MaximumLength;

    private static string Number(in DicomElement element, int index, bool tagsAreNumbers)
    {
        if (element.VR == DicomVR.FL || element.VR == DicomVR.FD)
        {
            if (!DicomValueNumber.TryGetDouble(element, index, out double number))
            {
                return "";
            }

            return element.VR == DicomVR.FL
                ? JavaNumber.ToText((float)number)
                : JavaNumber.ToText(number);
        }

        if (!DicomValueNumber.TryGetInt64(element, index, out long value))
        {
            return "";
        }

        if (element.VR == DicomVR.AT && !tagsAreNumbers)
        {
            return new DicomTag((uint)value).ToHex();
        }

        return element.VR == DicomVR.UV ? ((ulong)value).ToString(CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
    }
}
