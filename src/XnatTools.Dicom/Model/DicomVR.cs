using System;

namespace XnatTools.Dicom;

/// <summary>A value representation of PS3.5 6.2: the two letters that say how a value is written.</summary>
public readonly struct DicomVR : IEquatable<DicomVR>
{
    public static readonly DicomVR AE = new('A', 'E');
    public static readonly DicomVR AS = new('A', 'S');
    public static readonly DicomVR AT = new('A', 'T');
    public static readonly DicomVR CS = new('C', 'S');
    public static readonly DicomVR DA = new('D', 'A');
    public static readonly DicomVR DS = new('D', 'S');
    public static readonly DicomVR DT = new('D', 'T');
    public static readonly DicomVR FD = new('F', 'D');
    public static readonly DicomVR FL = new('F', 'L');
    public static readonly DicomVR IS = new('I', 'S');
    public static readonly DicomVR LO = new('L', 'O');
    public static readonly DicomVR LT = new('L', 'T');
    public static readonly DicomVR OB = new('O', 'B');
    public static readonly DicomVR OD = new('O', 'D');
    public static readonly DicomVR OF = new('O', 'F');
    public static readonly DicomVR OL = new('O', 'L');
    public static readonly DicomVR OV = new('O', 'V');
    public static readonly DicomVR OW = new('O', 'W');
    public static readonly DicomVR PN = new('P', 'N');
    public static readonly DicomVR SH = new('S', 'H');
    public static readonly DicomVR SL = new('S', 'L');
    public static readonly DicomVR SQ = new('S', 'Q');
    public static readonly DicomVR SS = new('S', 'S');
    public static readonly DicomVR ST = new('S', 'T');
    public static readonly DicomVR SV = new('S', 'V');
    public static readonly DicomVR TM = new('T', 'M');
    public static readonly DicomVR UC = new('U', 'C');
    public static readonly DicomVR UI = new('U', 'I');
    public static readonly DicomVR UL = new('U', 'L');
    public static readonly DicomVR UN = new('U', 'N');
    public static readonly DicomVR UR = new('U', 'R');
    public static readonly DicomVR US = new('U', 'S');
    public static readonly DicomVR UT = new('U', 'T');
    public static readonly DicomVR UV = new('U', 'V');

    // What is known of the 26 x 26 pairs of letters; one lookup instead of a long switch where every element passes.
    private static readonly Traits[] s_traits = BuildTraits();

    private DicomVR(char first, char second) => Code = (ushort)((first << 8) | second);

    internal DicomVR(ushort code) => Code = code;

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Known = 1,
        LongLength = 2,
        Text = 4,
        Charset = 8,
        SingleValue = 16,
        Binary = 32,
    }

    /// <summary>First letter in the high byte, second in the low one; 0 when there is none.</summary>
    public ushort Code { get; }

    /// <summary>One of the representations of the standard.</summary>
    public bool IsKnown => (TraitsOf & Traits.Known) != 0;

    /// <summary>In explicit syntaxes the length has four bytes after two reserved ones.</summary>
    public bool HasLongLength => (TraitsOf & Traits.LongLength) != 0;

    /// <summary>Length of an element's header in explicit syntaxes; 0 for what is no representation.</summary>
    internal int HeaderLength
    {
        get
        {
            Traits traits = TraitsOf;
            return (traits & Traits.Known) == 0 ? 0 : (traits & Traits.LongLength) == 0 ? 8 : 12;
        }
    }

    /// <summary>The value is text.</summary>
    public bool IsText => (TraitsOf & Traits.Text) != 0;

    /// <summary>The text is written in the specific character set (0008,0005); other text is ASCII.</summary>
    public bool UsesCharacterSet => (TraitsOf & Traits.Charset) != 0;

    /// <summary>The backslash is an ordinary character: there is one value only (LT, ST, UT, UR).</summary>
    public bool IsSingleText => (TraitsOf & Traits.SingleValue) != 0;

    /// <summary>Bytes or words without structure that we know: OB, OW, OF, OD, OL, OV, UN.</summary>
    public bool IsBinary => (TraitsOf & Traits.Binary) != 0;

    /// <summary>Size in bytes of the unit that byte order swaps; 1 where there is nothing to swap.</summary>
    public int SwapUnit => Code switch
    {
        0x5553 or 0x5353 or 0x4F57 or 0x4154 => 2, // US SS OW AT
        0x554C or 0x534C or 0x464C or 0x4F46 or 0x4F4C => 4, // UL SL FL OF OL
        0x4644 or 0x4F44 or 0x5356 or 0x5556 or 0x4F56 => 8, // FD OD SV UV OV
        _ => 1,
    };

    /// <summary>Byte that fills a value to an even length: a blank in text, zero elsewhere and in UI.</summary>
    public byte Padding => IsText && Code != UI.Code ? (byte)' ' : (byte)0;

    private Traits TraitsOf
    {
        get
        {
            int first = (Code >> 8) - 'A';
            int second = (Code & 0xFF) - 'A';
            return (uint)first < 26 && (uint)second < 26 ? s_traits[(first * 26) + second] : Traits.None;
        }
    }

    public static bool operator ==(DicomVR left, DicomVR right) => left.Code == right.Code;

    public static bool operator !=(DicomVR left, DicomVR right) => left.Code != right.Code;

    /// <summary>The representation with these two letters.</summary>
    /// <exception cref="FormatException">The text is not a representation of the standard.</exception>
    public static DicomVR Parse(string text) =>
        text is { Length: 2 } && new DicomVR(text[0], text[1]) is { IsKnown: true } vr
            ? vr
            : throw new FormatException("Not a value representation of DICOM.");

    /// <inheritdoc/>
    public bool Equals(DicomVR other) => Code == other.Code;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomVR other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Code;

    /// <summary>The two letters.</summary>
    public override string ToString() => Code == 0 ? "" : new string([(char)(Code >> 8), (char)(Code & 0xFF)]);

    private static Traits[] BuildTraits()
    {
        Traits[] traits = new Traits[26 * 26];
        void Add(string names, Traits value)
        {
            foreach (string name in names.Split(' '))
            {
                traits[((name[0] - 'A') * 26) + name[1] - 'A'] |= value | Traits.Known;
            }
        }

        Add("AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST SV TM UC UI UL UR US UT UV OB OD OF OL OV OW SQ UN", Traits.None);
        Add("OB OD OF OL OV OW SQ SV UC UN UR UT UV", Traits.LongLength);
        Add("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT", Traits.Text);
        Add("LO LT PN SH ST UC UT", Traits.Charset);
        Add("LT ST UR UT", Traits.SingleValue);
        Add("OB OD OF OL OV OW UN", Traits.Binary);
        return traits;
    }
}
