using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

internal enum PathStepKind
{
    Element,

    /// <summary>Any element, public or private: what a path ends with that ends in <c>.</c> or in an item.</summary>
    AnyElement,

    /// <summary><c>.</c>: exactly one level, a sequence and an item of it.</summary>
    AnyLevel,

    /// <summary><c>+</c>: one or more levels.</summary>
    Levels,

    /// <summary><c>*</c>: any number of levels, none included.</summary>
    AnyLevels,
}

/// <summary>One level of a path. Digits and their wildcards are bits under a mask: a comparison is one operation.</summary>
internal sealed class PathStep
{
    /// <summary>No item is named.</summary>
    public const int NoItem = -1;

    /// <summary>Every item, written %.</summary>
    public const int EveryItem = -2;

    internal static readonly PathStep s_anyLevel = new(PathStepKind.AnyLevel);
    internal static readonly PathStep s_levels = new(PathStepKind.AnyLevels);
    internal static readonly PathStep s_anyElement = new(PathStepKind.AnyElement);

    public PathStep(PathStepKind kind)
    {
        Kind = kind;
        Item = NoItem;
    }

    public PathStep(uint bits, uint mask, string? creator, int item)
    {
        Kind = PathStepKind.Element;
        Bits = bits;
        Mask = mask;
        Creator = creator;
        Item = item;
    }

    public readonly PathStepKind Kind;

    /// <summary>The known digits; of a private element without the block.</summary>
    public readonly uint Bits;

    /// <summary>Which bits count.</summary>
    public readonly uint Mask;

    /// <summary>Name of the private block, or null for a public element.</summary>
    public readonly string? Creator;

    /// <summary>Number of the item, or <see cref="NoItem"/> or <see cref="EveryItem"/>.</summary>
    public readonly int Item;

    public bool IsPrivate => Creator is not null;

    /// <summary>An element without a wildcard in its digits.</summary>
    public bool IsExact => Kind == PathStepKind.Element && Mask == (IsPrivate ? 0xFFFF00FF : uint.MaxValue);

    /// <summary>The group of an exact step.</summary>
    public ushort Group => (ushort)(Bits >> 16);

    /// <summary>Whether the digits fit; of a private step the creator is still to be compared.</summary>
    public bool FitsDigits(DicomTag tag) => (tag.Value & Mask) == Bits;

    /// <summary>Writes the step as the engine names it: <c>00081140[0]</c>, <c>0029"ACME"1002</c>.</summary>
    public void AppendPlain(StringBuilder text, bool isSequence)
    {
        if (Kind != PathStepKind.Element)
        {
            text.Append(Kind switch { PathStepKind.AnyLevel => '.', PathStepKind.Levels => '+', _ => '*' });
            return;
        }

        for (int nibble = 7; nibble >= 0; nibble--)
        {
            if (nibble == 3 && Creator is not null)
            {
                text.Append('"').Append(Creator).Append("\"10");
                nibble = 1;
            }

            uint mask = (Mask >> (nibble * 4)) & 0xF;
            uint bits = (Bits >> (nibble * 4)) & 0xF;
            text.Append(mask switch { 0xF => "0123456789ABCDEF"[(int)bits], 0 => 'X', _ => bits == 1 ? '#' : '@' });
        }

        if (Item != NoItem || isSequence)
        {
            text.Append('[').Append(Item < 0 ? "%" : Item.ToString(CultureInfo.InvariantCulture)).Append(']');
        }
    }

    /// <summary>Adds one digit to bits and mask.</summary>
    public static void AddDigit(char digit, ref uint bits, ref uint mask)
    {
        bits <<= 4;
        mask <<= 4;
        switch (digit)
        {
            case 'X' or 'x':
                return;
            case '#':
                bits |= 1;
                mask |= 1;
                return;
            case '@':
                mask |= 1;
                return;
            default:
                bits |= (uint)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
                mask |= 0xF;
                return;
        }
    }
}
