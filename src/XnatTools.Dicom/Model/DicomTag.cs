using System;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>The number of a data element: group and element, ordered as in a file.</summary>
public readonly struct DicomTag : IEquatable<DicomTag>, IComparable<DicomTag>, IComparable
{
    /// <summary>Makes a tag from its two halves.</summary>
    public DicomTag(ushort group, ushort element) => Value = ((uint)group << 16) | element;

    /// <summary>Makes a tag from <c>0xGGGGEEEE</c>.</summary>
    public DicomTag(uint value) => Value = value;

    /// <summary>Group and element as <c>0xGGGGEEEE</c>.</summary>
    public uint Value { get; }

    /// <summary>The group, 0010 in (0010,0020).</summary>
    public ushort Group => (ushort)(Value >> 16);

    /// <summary>The element, 0020 in (0010,0020).</summary>
    public ushort Element => (ushort)Value;

    /// <summary>True in odd groups, which belong to makers of equipment.</summary>
    public bool IsPrivate => (Value & 0x10000) != 0;

    /// <summary>True for (gggg,0010-00FF) in an odd group: reserves a block for a maker.</summary>
    public bool IsPrivateCreator => IsPrivate && Element >= 0x10 && Element <= 0xFF;

    /// <summary>True for (gggg,0000), the length of a group.</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>For a private data element the tag of the creator that owns its block, otherwise default.</summary>
    public DicomTag PrivateCreatorTag => IsPrivate && Element >= 0x1000 ? new DicomTag(Group, (ushort)(Element >> 8)) : default;

    public static bool operator ==(DicomTag left, DicomTag right) => left.Value == right.Value;

    public static bool operator !=(DicomTag left, DicomTag right) => left.Value != right.Value;

    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary>Reads <c>(0010,0020)</c>, <c>0010,0020</c>, <c>00100020</c> or a keyword such as <c>PatientID</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static DicomTag Parse(string text) =>
        TryParse(text, out DicomTag tag) ? tag : throw new FormatException("Not a DICOM tag: write (gggg,eeee), ggggeeee or a keyword of the dictionary.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(string? text, out DicomTag tag)
    {
        tag = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        string trimmed = text!.Trim();
        string digits = trimmed;
        if (digits.Length == 11 && digits[0] == '(' && digits[10] == ')')
        {
            digits = digits.Substring(1, 9);
        }

        if (digits.Length == 9 && digits[4] == ',')
        {
            digits = digits.Remove(4, 1);
        }

        if (digits.Length == 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            tag = new DicomTag(value);
            return true;
        }

        if (DicomDictionary.Standard.TryGetKeyword(trimmed, out DicomDictionaryEntry? entry))
        {
            tag = entry.Tag;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is DicomTag other ? CompareTo(other) : 1;

    /// <inheritdoc/>
    public bool Equals(DicomTag other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <summary>As <c>(0010,0020)</c>, upper case.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "({0:X4},{1:X4})", Group, Element);

    /// <summary>As <c>00100020</c>, upper case, the form of DICOM JSON.</summary>
    public string ToHex() => Value.ToString("X8", CultureInfo.InvariantCulture);
}
