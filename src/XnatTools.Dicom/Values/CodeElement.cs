using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>One repertoire of PS3.3 tables C.12-2 to C.12-5: its code page and the escapes that call it.</summary>
internal sealed class CodeElement
{
    private const int Iso646 = -1;
    private const int JisX0201 = -2;

    private static readonly byte[] s_none = [];
    private static readonly Dictionary<string, CodeElement> s_byTerm;
    private static readonly List<CodeElement> s_all = [];

    private readonly int _codePage;
    private readonly Kind _kind;
    private readonly Lazy<Encoding> _encoding;
    private readonly Lazy<Encoding> _strict;

    static CodeElement()
    {
#if !NETFRAMEWORK
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
#endif
        Ascii = new CodeElement(Iso646, Kind.Single, "\u001b(B", "");
        Latin1 = new CodeElement(28591, Kind.Single, "\u001b(B", "\u001b-A");
        s_byTerm = new Dictionary<string, CodeElement>(StringComparer.Ordinal)
        {
            ["6"] = Ascii,
            ["100"] = Latin1,
            ["101"] = new(28592, Kind.Single, "\u001b(B", "\u001b-B"),
            ["109"] = new(28593, Kind.Single, "\u001b(B", "\u001b-C"),
            ["110"] = new(28594, Kind.Single, "\u001b(B", "\u001b-D"),
            ["144"] = new(28595, Kind.Single, "\u001b(B", "\u001b-L"),
            ["127"] = new(28596, Kind.Single, "\u001b(B", "\u001b-G"),
            ["126"] = new(28597, Kind.Single, "\u001b(B", "\u001b-F"),
            ["138"] = new(28598, Kind.Single, "\u001b(B", "\u001b-H"),
            ["148"] = new(28599, Kind.Single, "\u001b(B", "\u001b-M"),
            ["203"] = new(28605, Kind.Single, "\u001b(B", "\u001b-b"),
            ["166"] = new(874, Kind.Single, "\u001b(B", "\u001b-T"),
            ["13"] = new(JisX0201, Kind.Single, "\u001b(J", "\u001b)I"),
            ["87"] = new(20932, Kind.Jis0208, "\u001b$B", ""),
            ["159"] = new(20932, Kind.Jis0212, "\u001b$(D", ""),
            ["149"] = new(51949, Kind.MultiG1, "\u001b(B", "\u001b$)C"),
            ["58"] = new(936, Kind.MultiG1, "\u001b(B", "\u001b$)A"),
            ["192"] = new(65001, Kind.Whole, "", ""),
            ["GB18030"] = new(54936, Kind.Whole, "", ""),
            ["GBK"] = new(936, Kind.Whole, "", ""),
        };
    }

    private CodeElement(int codePage, Kind kind, string g0, string g1)
    {
        _codePage = codePage;
        _kind = kind;
        EscapeG0 = Encoding.ASCII.GetBytes(g0);
        EscapeG1 = Encoding.ASCII.GetBytes(g1);
        _encoding = new Lazy<Encoding>(() => Encoding.GetEncoding(codePage));
        _strict = new Lazy<Encoding>(() => Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback));
        if (kind != Kind.Whole)
        {
            s_all.Add(this);
        }
    }

    private enum Kind
    {
        Single,
        Jis0208,
        Jis0212,
        MultiG1,
        Whole,
    }

    public static CodeElement Ascii { get; }

    public static CodeElement Latin1 { get; }

    /// <summary>Escape that puts it (or the ASCII that goes with it) into the lower half.</summary>
    public byte[] EscapeG0 { get; }

    /// <summary>Escape that puts it into the upper half.</summary>
    public byte[] EscapeG1 { get; }

    /// <summary>Characters are pairs of bytes below 0x80.</summary>
    public bool IsMultiByteG0 => _kind is Kind.Jis0208 or Kind.Jis0212;

    /// <summary>May be a second or later term: not the sets without extension.</summary>
    public bool CanExtend => _kind != Kind.Whole;

    /// <summary>Finds a defined term; the number decides, whatever stands before it.</summary>
    public static CodeElement? Find(string term)
    {
        if (term.Length == 0)
        {
            return Ascii;
        }

        if (s_byTerm.TryGetValue(term, out CodeElement? found))
        {
            return found;
        }

        int i = term.Length;
        while (i > 0 && term[i - 1] is >= '0' and <= '9')
        {
            i--;
        }

        string start = term.Substring(0, i).TrimEnd(' ', '_', '-');
        bool iso = start.StartsWith("ISO", StringComparison.OrdinalIgnoreCase) && start.EndsWith("IR", StringComparison.OrdinalIgnoreCase);
        return iso && s_byTerm.TryGetValue(term.Substring(i), out found) ? found : null;
    }

    /// <summary>Reads an escape sequence; returns its length.</summary>
    public static int FindEscape(ReadOnlySpan<byte> bytes, out CodeElement? set, out bool upper)
    {
        foreach (CodeElement candidate in s_all)
        {
            if (candidate.EscapeG1.Length > 0 && bytes.StartsWith(candidate.EscapeG1))
            {
                set = candidate;
                upper = true;
                return candidate.EscapeG1.Length;
            }

            if ((candidate == Ascii || candidate._codePage == JisX0201 || candidate.IsMultiByteG0) && bytes.StartsWith(candidate.EscapeG0))
            {
                set = candidate;
                upper = false;
                return candidate.EscapeG0.Length;
            }
        }

        set = null;
        upper = false;
        int length = 1;
        while (length < bytes.Length && bytes[length] is >= 0x20 and <= 0x2F)
        {
            length++;
        }

        return Math.Min(length + 1, bytes.Length);
    }

    /// <summary>Decodes bytes of the upper half, or of the whole code where it has no halves.</summary>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        switch (_codePage)
        {
            case Iso646:
                // Without a character set bytes above 0x7E should not be there; Latin 1 loses none of them.
                return DecodeLatin1(bytes);
            case 28591:
                return DecodeLatin1(bytes);
            case JisX0201:
                return DecodeJisX0201(bytes);
            default:
                if (IsMultiByteG0)
                {
                    return DecodeLatin1(bytes);
                }

                byte[] copy = bytes.ToArray();
                return _encoding.Value.GetString(copy);
        }
    }

    /// <summary>Decodes bytes of the lower half.</summary>
    public string DecodeG0(ReadOnlySpan<byte> bytes)
    {
        if (!IsMultiByteG0)
        {
            return DecodeLatin1(bytes);
        }

        // Code page 20932 has both sets of JIS: 0208 with both bytes up, 0212 with the first one up only.
        byte[] copy = bytes.ToArray();
        for (int i = 0; i < copy.Length; i++)
        {
            if (copy[i] >= 0x21 && (_kind == Kind.Jis0208 || i % 2 == 0))
            {
                copy[i] |= 0x80;
            }
        }

        return _encoding.Value.GetString(copy);
    }

    /// <summary>Encodes text in the form of the upper half; false when a character is missing.</summary>
    public bool TryEncode(string text, out byte[] bytes)
    {
        bytes = s_none;
        if (_codePage == Iso646)
        {
            bytes = Encoding.ASCII.GetBytes(text);
            return DicomCharacterSet.IsAscii(text);
        }

        if (_codePage == JisX0201)
        {
            return TryEncodeJisX0201(text, out bytes);
        }

        try
        {
            bytes = _strict.Value.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        // Best-fit tables of code pages (an accent dropped in silence) must not pass for the character.
        if (_encoding.Value.GetString(bytes) != text)
        {
            return false;
        }

        return _kind switch
        {
            Kind.Jis0208 => bytes.Length == 2 && bytes[0] >= 0xA1 && bytes[1] >= 0xA1,
            Kind.Jis0212 => bytes.Length == 2 && bytes[0] >= 0xA1 && bytes[1] < 0x80,
            Kind.MultiG1 => bytes.Length == 2 && bytes[0] >= 0xA1 && bytes[1] >= 0xA1,
            _ => true,
        };
    }

    private static string DecodeLatin1(ReadOnlySpan<byte> bytes)
    {
#if NETFRAMEWORK
        char[] chars = new char[bytes.Length];
        for (int i = 0; i < chars.Length; i++)
        {
            chars[i] = (char)bytes[i];
        }

        return new string(chars);
#else
        return Encoding.Latin1.GetString(bytes);
#endif
    }

    private static string DecodeJisX0201(ReadOnlySpan<byte> bytes)
    {
        char[] chars = new char[bytes.Length];
        for (int i = 0; i < chars.Length; i++)
        {
            byte b = bytes[i];
            chars[i] = b is >= 0xA1 and <= 0xDF ? (char)(0xFF61 + b - 0xA1) : b == 0x7E ? '\u203E' : (char)b;
        }

        return new string(chars);
    }

    private static bool TryEncodeJisX0201(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= '\uFF61' and <= '\uFF9F')
            {
                bytes[i] = (byte)(c - 0xFF61 + 0xA1);
            }
            else if (c < 0x7E)
            {
                bytes[i] = (byte)c;
            }
            else if (c == '\u203E')
            {
                bytes[i] = 0x7E;
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
