using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Bytes without structure as the text that scripts see, padding included.</summary>
internal static class BinaryText
{
    public static string Of(DicomVR vr, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        StringBuilder text = new(bytes.Length * 3);
        if (vr == DicomVR.UN)
        {
            Unknown(text, bytes);
            return text.ToString();
        }

        int unit = Math.Max(1, vr.SwapUnit);
        for (int i = 0; i + unit <= bytes.Length; i += unit)
        {
            text.Append(i > 0 ? "\\" : "").Append(Number(vr, bytes.Slice(i, unit), bigEndian));
        }

        return text.ToString();
    }

    /// <summary>Printable ASCII as it is, a backslash doubled, all else as a backslash and two digits.</summary>
    private static void Unknown(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b is < 32 or > 126)
            {
                text.Append('\\').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append((char)b).Append(b == (byte)'\\' ? "\\" : "");
            }
        }
    }

    private static string Number(DicomVR vr, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (bytes.Length)
        {
            case 1:
                return bytes[0].ToString("X2", culture);
            case 2:
                return (bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes)).ToString(culture);
            case 4:
                int word = bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
                return vr == DicomVR.OF ? JavaNumber.ToText(BitConverter.ToSingle(BitConverter.GetBytes(word), 0)) : ((uint)word).ToString(culture);
            default:
                long words = bigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
                return vr == DicomVR.OD ? JavaNumber.ToText(BitConverter.Int64BitsToDouble(words)) : ((ulong)words).ToString(culture);
        }
    }
}
