using System;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Text of scripts as the bytes of an element.</summary>
internal static class ElementBytes
{
    /// <summary>Bytes with padding; null when a character is not in the character set.</summary>
    /// <exception cref="Fault">The text is not of the representation.</exception>
    public static byte[]? Encode(DicomTag tag, DicomVR vr, string text, DicomCharacterSet characters)
    {
        if (text.Length == 0)
        {
            return [];
        }

        if (vr.IsText || vr.IsBinary)
        {
            if (!TryEncodeText(vr, text, characters, out byte[] bytes))
            {
                return null;
            }

            if ((bytes.Length & 1) != 0)
            {
                Array.Resize(ref bytes, bytes.Length + 1);

                // What is written as UN is still padded as what it is (PS3.5 6.2.2).
                bytes[bytes.Length - 1] = (vr == DicomVR.UN ? DicomDictionary.Standard.VROf(tag) : vr).Padding;
            }

            return bytes;
        }

        string[] values = text.Split('\\');
        if (vr == DicomVR.AT)
        {
            for (int i = 0; i < values.Length; i++)
            {
                string digits = values[i].Trim();
                if (digits.Length != 8 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
                {
                    throw new Fault($"{tag} takes eight hexadecimal digits.");
                }
            }
        }

        try
        {
            return DicomValueNumber.Encode(tag, vr, values);
        }
        catch (DicomException error)
        {
            throw new Fault(error.Message, error);
        }
    }

    private static bool TryEncodeText(DicomVR vr, string text, DicomCharacterSet characters, out byte[] bytes)
    {
        if (characters.TryEncode(text, vr, out bytes))
        {
            return true;
        }

        // Bytes without structure have no character set of their own; the data set's is what a reader will try.
        return vr.IsBinary && characters.TryEncode(text, DicomVR.UT, out bytes);
    }
}
