using System;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// How XNAT's engine writes values, faults included: whole numbers wrap, tags may be short, and letters that the character
/// set does not have become question marks, or UTF-8 where none is declared.
/// </summary>
internal static class ExactBytes
{
    public static byte[] Encode(Run run, DicomTag tag, DicomVR vr, string text, DicomCharacterSet characters)
    {
        if (text.Length > 0 && Wrap(vr) is { } size)
        {
            return Integers(run, tag, size, text.Split('\\'));
        }

        if (text.Length > 0 && vr == DicomVR.AT)
        {
            run.Note("Tags as values need not have eight digits.");
            return Tags(tag, text.Split('\\'));
        }

        if (vr.IsBinary && !DicomCharacterSet.IsAscii(text))
        {
            run.Note("Text beyond ASCII goes into bytes as UTF-8, whatever the character set.");
            return ElementBytes.Encode(tag, vr, text, DicomCharacterSet.Utf8)!;
        }

        if (ElementBytes.Encode(tag, vr, text, characters) is { } good)
        {
            return good;
        }

        run.Note("Letters that the character set does not have are written as question marks, or undeclared.");
        if (characters.Name.Length == 0 || vr.IsBinary || !vr.UsesCharacterSet)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Array.Resize(ref bytes, bytes.Length + (bytes.Length & 1));
            if (bytes[bytes.Length - 1] == 0)
            {
                bytes[bytes.Length - 1] = vr.Padding;
            }

            return bytes;
        }

        StringBuilder replaced = new();
        foreach (char c in text)
        {
            replaced.Append(characters.TryEncode(c.ToString(), vr, out _) ? c : '?');
        }

        return ElementBytes.Encode(tag, vr, replaced.ToString(), characters)!;
    }

    private static int? Wrap(DicomVR vr) => vr.Code switch
    {
        VRCode.US or VRCode.SS => 2,
        VRCode.UL or VRCode.SL => 4,
        _ => null,
    };

    private static byte[] Integers(Run run, DicomTag tag, int size, string[] values)
    {
        byte[] bytes = new byte[size * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            string value = values[i].Trim();
            if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) || number is < int.MinValue or > uint.MaxValue)
            {
                throw new Fault($"A value for {tag} is no whole number.");
            }

            run.Note("Whole numbers are not checked against their range.");
            for (int b = 0; b < size; b++)
            {
                bytes[(i * size) + b] = (byte)(number >> (8 * b));
            }
        }

        return bytes;
    }

    private static byte[] Tags(DicomTag tag, string[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryTag(values[i], out uint number))
            {
                throw new Fault($"{tag} takes eight hexadecimal digits.");
            }

            bytes[4 * i] = (byte)(number >> 16);
            bytes[(4 * i) + 1] = (byte)(number >> 24);
            bytes[(4 * i) + 2] = (byte)number;
            bytes[(4 * i) + 3] = (byte)(number >> 8);
        }

        return bytes;
    }

    private static bool TryTag(string text, out uint number)
    {
        bool minus = text.StartsWith("-", StringComparison.Ordinal);
        bool good = uint.TryParse(minus ? text.Substring(1) : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        number = minus ? unchecked(0u - number) : number;
        return good;
    }
}
