using System;
using System.Buffers.Binary;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>Values as numbers, both ways.</summary>
internal static class DicomValueNumber
{
    /// <summary>Number of values: by backslashes in text, by size in binary; 1 for bytes without structure.</summary>
    public static int Count(DicomElement element)
    {
        ReadOnlySpan<byte> bytes = element.RawValue;
        if (element.VR.IsText)
        {
            if (bytes.IsEmpty)
            {
                return 0;
            }

            int count = 1;
            if (!element.VR.IsSingleText)
            {
                foreach (byte b in bytes)
                {
                    count += b == (byte)'\\' ? 1 : 0;
                }
            }

            return count;
        }

        int size = Size(element.VR);
        return size == 0 ? (element.IsEmpty ? 0 : 1) : bytes.Length / size;
    }

    public static bool TryGetInt64(DicomElement element, int index, out long value)
    {
        value = 0;
        if (element.VR.IsText)
        {
            return TryGetText(element, index, out string text) && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
        }

        int size = Size(element.VR);
        ReadOnlySpan<byte> bytes = element.RawValue;
        if (size == 0 || (index + 1) * size > bytes.Length)
        {
            return false;
        }

        bytes = bytes.Slice(index * size, size);
        bool big = element.IsBigEndian;
        switch (element.VR.Code)
        {
            case VRCode.US:
                value = big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                return true;
            case VRCode.SS:
                value = big ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes);
                return true;
            case VRCode.UL:
                value = big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                return true;
            case VRCode.SL:
                value = big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
                return true;
            case VRCode.SV or VRCode.UV:
                value = big ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
                return true;
            case VRCode.AT:
                value = big
                    ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
                    : ((long)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(2));
                return true;
            default:
                if (TryGetDouble(element, index, out double number) && Math.Floor(number) == number && Math.Abs(number) < 9e15)
                {
                    value = (long)number;
                    return true;
                }

                return false;
        }
    }

    public static bool TryGetDouble(DicomElement element, int index, out double value)
    {
        value = 0;
        if (element.VR.IsText)
        {
            return TryGetText(element, index, out string text)
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        if (element.VR != DicomVR.FL && element.VR != DicomVR.FD)
        {
            bool whole = TryGetInt64(element, index, out long number);
            value = element.VR == DicomVR.UV ? (ulong)number : number;
            return whole;
        }

        int size = Size(element.VR);
        ReadOnlySpan<byte> bytes = element.RawValue;
        if ((index + 1) * size > bytes.Length)
        {
            return false;
        }

        bytes = bytes.Slice(index * size, size);
        bool big = element.IsBigEndian;
        if (size == 8)
        {
            long bits = big ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
            value = BitConverter.Int64BitsToDouble(bits);
        }
        else
        {
            int bits = big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            value = BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
        }

        return true;
    }

    /// <summary>The shortest text of at most 16 characters (DS) that comes nearest to a number.</summary>
    public static string ToDecimalString(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        for (int digits = 15; text.Length > 16 && digits > 0; digits--)
        {
            text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        return text;
    }

    /// <summary>Writes texts as binary numbers in little endian; hexadecimal bytes for bytes without structure.</summary>
    public static byte[] Encode(DicomTag tag, DicomVR vr, string?[] values)
    {
        int size = Size(vr);
        if (size == 0)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, $"{tag} has the representation {vr}, which is not set as text.");
        }

        byte[] bytes = new byte[size * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> place = bytes.AsSpan(i * size, size);
            if (!TryEncode(vr, (values[i] ?? "").Trim(), place))
            {
                throw new DicomException(DicomErrorCode.ValueInvalid, $"A value for {tag} is not one of the representation {vr}.");
            }
        }

        return bytes;
    }

    private static bool TryEncode(DicomVR vr, string text, Span<byte> place)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (vr.Code)
        {
            case VRCode.US:
                bool ok = ushort.TryParse(text, NumberStyles.Integer, culture, out ushort us);
                BinaryPrimitives.WriteUInt16LittleEndian(place, us);
                return ok;
            case VRCode.SS:
                ok = short.TryParse(text, NumberStyles.Integer, culture, out short ss);
                BinaryPrimitives.WriteInt16LittleEndian(place, ss);
                return ok;
            case VRCode.UL:
                ok = uint.TryParse(text, NumberStyles.Integer, culture, out uint ul);
                BinaryPrimitives.WriteUInt32LittleEndian(place, ul);
                return ok;
            case VRCode.SL:
                ok = int.TryParse(text, NumberStyles.Integer, culture, out int sl);
                BinaryPrimitives.WriteInt32LittleEndian(place, sl);
                return ok;
            case VRCode.UV:
                ok = ulong.TryParse(text, NumberStyles.Integer, culture, out ulong uv);
                BinaryPrimitives.WriteUInt64LittleEndian(place, uv);
                return ok;
            case VRCode.SV:
                ok = long.TryParse(text, NumberStyles.Integer, culture, out long sv);
                BinaryPrimitives.WriteInt64LittleEndian(place, sv);
                return ok;
            case VRCode.FL:
                ok = float.TryParse(text, NumberStyles.Float, culture, out float fl);
                BitConverter.GetBytes(fl).AsSpan().CopyTo(place);
                return ok;
            case VRCode.FD:
                ok = double.TryParse(text, NumberStyles.Float, culture, out double fd);
                BinaryPrimitives.WriteInt64LittleEndian(place, BitConverter.DoubleToInt64Bits(fd));
                return ok;
            case VRCode.AT:
                ok = DicomTag.TryParse(text, out DicomTag tag);
                BinaryPrimitives.WriteUInt16LittleEndian(place, tag.Group);
                BinaryPrimitives.WriteUInt16LittleEndian(place.Slice(2), tag.Element);
                return ok;
            default:
                return false;
        }
    }

    /// <summary>Bytes of one value; 0 where values have no fixed size.</summary>
    public static int Size(DicomVR vr) => vr.Code switch
    {
        VRCode.US or VRCode.SS => 2,
        VRCode.UL or VRCode.SL or VRCode.FL or VRCode.AT => 4,
        VRCode.FD or VRCode.SV or VRCode.UV => 8,
        _ => 0,
    };

    private static bool TryGetText(DicomElement element, int index, out string text)
    {
        string[] values = CodeElement.Latin1.Decode(element.RawValue).Split('\\');
        text = index < values.Length ? values[index].Trim(' ', '\0') : "";
        return text.Length > 0;
    }
}
