using System;
using System.Globalization;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>Values as text, both ways.</summary>
internal static class DicomValueText
{
    private static readonly string[] s_none = [];

    /// <summary>Bytes of a value that is ASCII by its representation, such as (0008,0005) itself.</summary>
    public static string AsciiOf(DicomElement element) => CodeElement.Latin1.Decode(Trim(element.RawValue));

    public static string? First(DicomElement element, DicomCharacterSet characters)
    {
        if (element.IsEmpty || element.IsSequence || element.Fragments is not null)
        {
            return null;
        }

        if (!element.VR.IsText && element.VR != DicomVR.UN)
        {
            return element.VR.IsBinary ? null : NumberText(element, 0);
        }

        string text = Decode(element, characters);
        if (!element.VR.IsSingleText)
        {
            int end = text.IndexOf('\\');
            if (end >= 0)
            {
                text = text.Substring(0, end);
            }

            text = text.Trim(' ', '\0');
        }
        else
        {
            text = text.TrimEnd(' ', '\0');
        }

        return text.Length == 0 ? null : text;
    }

    public static string[] All(DicomElement element, DicomCharacterSet characters)
    {
        if (element.IsEmpty || element.IsSequence || element.Fragments is not null)
        {
            return s_none;
        }

        if (!element.VR.IsText && element.VR != DicomVR.UN)
        {
            if (element.VR.IsBinary)
            {
                return s_none;
            }

            string[] numbers = new string[DicomValueNumber.Count(element)];
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = NumberText(element, i) ?? "";
            }

            return numbers;
        }

        string text = Decode(element, characters);
        if (element.VR.IsSingleText)
        {
            text = text.TrimEnd(' ', '\0');
            return text.Length == 0 ? s_none : [text];
        }

        string[] values = text.Split('\\');
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i].Trim(' ', '\0');
        }

        return values.Length == 1 && values[0].Length == 0 ? s_none : values;
    }

    public static string? Display(DicomElement element, DicomCharacterSet characters, int maximum)
    {
        if (element.IsSequence || element.Fragments is not null || element.VR.IsBinary || element.Length > 1024 * 1024)
        {
            return null;
        }

        if (element.VR.IsText)
        {
            string text = Decode(element, characters).TrimEnd(' ', '\0');
            return text.Length <= maximum ? text : text.Substring(0, maximum) + "...";
        }

        StringBuilder builder = new();
        int count = DicomValueNumber.Count(element);
        for (int i = 0; i < count && builder.Length <= maximum; i++)
        {
            builder.Append(i > 0 ? "\\" : "").Append(NumberText(element, i));
        }

        if (builder.Length > maximum)
        {
            builder.Length = maximum;
            builder.Append("...");
        }

        return builder.ToString();
    }

    public static byte[] Encode(DicomTag tag, DicomVR vr, string?[] values, DicomCharacterSet characters)
    {
        if (values.Length == 0 || (values.Length == 1 && string.IsNullOrEmpty(values[0])))
        {
            return [];
        }

        if (!vr.IsText)
        {
            return DicomValueNumber.Encode(tag, vr, values);
        }

        if (!vr.IsSingleText)
        {
            foreach (string? value in values)
            {
                if (value?.IndexOf('\\') >= 0)
                {
                    throw new DicomException(DicomErrorCode.ValueInvalid, $"A value of {tag} contains a backslash, which separates values; pass the values apart.");
                }
            }
        }
        else if (values.Length > 1)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, $"{tag} takes one value.");
        }

        string text = values.Length == 1 ? values[0]! : string.Join("\\", values);
        if (!characters.TryEncode(text, vr, out byte[] bytes))
        {
            string name = vr.UsesCharacterSet ? (characters.Name.Length == 0 ? "ISO 646 (ASCII)" : characters.Name) : "ASCII, which its representation wants";
            throw new DicomException(DicomErrorCode.CharacterSet, $"A character for {tag} is not in the character set {name}. Set (0008,0005) to ISO_IR 192 first.");
        }

        if (bytes.Length % 2 != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[bytes.Length - 1] = vr.Padding;
        }

        return bytes;
    }

    private static string Decode(DicomElement element, DicomCharacterSet characters)
    {
        if (element.IsBulk)
        {
            // A text that long is kept in the file; someone asks for it by name, so it is read.
            return characters.Decode(element.ToBytes(), element.VR);
        }

        return characters.Decode(element.RawValue, element.VR);
    }

    private static string? NumberText(DicomElement element, int index)
    {
        if (element.VR == DicomVR.AT)
        {
            return DicomValueNumber.TryGetInt64(element, index, out long tag) ? new DicomTag((uint)tag).ToString() : null;
        }

        if (element.VR == DicomVR.FL || element.VR == DicomVR.FD)
        {
            if (!DicomValueNumber.TryGetDouble(element, index, out double number))
            {
                return null;
            }

            return element.VR == DicomVR.FL
                ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture);
        }

        if (element.VR == DicomVR.UV)
        {
            return DicomValueNumber.TryGetInt64(element, index, out long unsigned) ? ((ulong)unsigned).ToString(CultureInfo.InvariantCulture) : null;
        }

        return DicomValueNumber.TryGetInt64(element, index, out long value) ? value.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && bytes[bytes.Length - 1] is 0x20 or 0)
        {
            bytes = bytes.Slice(0, bytes.Length - 1);
        }

        return bytes;
    }
}
