using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>
/// A specific character set as (0008,0005) names it (PS3.3 C.12.1.1.2): one repertoire, or several that escape sequences
/// of ISO 2022 switch between (PS3.5 6.1.2.5).
/// </summary>
public sealed class DicomCharacterSet
{
    private static readonly ConcurrentDictionary<string, DicomCharacterSet> s_cache = new(StringComparer.Ordinal);

    private readonly CodeElement[] _sets;
    private readonly bool _extended;

    private DicomCharacterSet(string name)
    {
        Name = name;
        string[] terms = name.Split('\\');
        List<CodeElement> sets = [];
        for (int i = 0; i < terms.Length; i++)
        {
            CodeElement? set = CodeElement.Find(terms[i].Trim());
            if (set is null)
            {
                IsKnown = false;
            }
            else if (i == 0 || set.CanExtend)
            {
                sets.Add(set);
            }
        }

        if (sets.Count == 0)
        {
            sets.Add(CodeElement.Ascii);
        }

        _sets = sets.ToArray();
        _extended = terms.Length > 1 || terms[0].TrimStart().StartsWith("ISO 2022", StringComparison.Ordinal);
    }

    /// <summary>ISO 646, what holds without (0008,0005).</summary>
    public static DicomCharacterSet Default { get; } = Get("");

    /// <summary>UTF-8, ISO_IR 192.</summary>
    public static DicomCharacterSet Utf8 { get; } = Get("ISO_IR 192");

    /// <summary>The value of (0008,0005), several terms with backslashes between.</summary>
    public string Name { get; }

    /// <summary>False when a term is not one of the standard's; text is then read as far as possible.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <summary>The set of that name. Spellings such as <c>ISO-IR 100</c> or <c>ISO 2022 IR100</c> are understood.</summary>
    public static DicomCharacterSet Get(string? name)
    {
        string key = name?.Trim(' ', '\0') ?? "";
        if (s_cache.TryGetValue(key, out DicomCharacterSet? set))
        {
            return set;
        }

        set = new DicomCharacterSet(key);

        // Names come out of files: hostile ones must not fill memory.
        if (s_cache.Count < 256)
        {
            s_cache.TryAdd(key, set);
        }

        return set;
    }

    /// <summary>Decodes the bytes of a value.</summary>
    /// <param name="bytes">All values with their backslashes.</param>
    /// <param name="vr">Tells which characters end a stretch in ISO 2022 (PS3.5 6.1.2.5.3).</param>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        if (bytes.IsEmpty)
        {
            return "";
        }

        if (!vr.UsesCharacterSet)
        {
            return CodeElement.Latin1.Decode(bytes);
        }

        // Most files have names of several sets by the book and escape nothing: one pass with the first set then.
        return _extended && bytes.IndexOf((byte)0x1B) >= 0 ? DecodeExtended(bytes, vr) : _sets[0].Decode(bytes);
    }

    /// <summary>Encodes text, values with backslashes between; false when a character is not in the set.</summary>
    public bool TryEncode(string text, DicomVR vr, out byte[] bytes)
    {
        if (IsAscii(text))
        {
            bytes = Encoding.ASCII.GetBytes(text);
            return true;
        }

        if (!vr.UsesCharacterSet)
        {
            bytes = [];
            return false;
        }

        if (!_extended)
        {
            return _sets[0].TryEncode(text, out bytes);
        }

        return TryEncodeExtended(text, vr, out bytes);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>No bytes above 0x7E have a meaning in it.</summary>
    internal bool IsAsciiOnly => !_extended && _sets[0] == CodeElement.Ascii;

    internal static bool IsAscii(string text)
    {
        foreach (char c in text)
        {
            if (c > 0x7E)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReset(byte b, DicomVR vr) =>
        b is 0x0A or 0x0C or 0x0D or 0x09 || (b == (byte)'\\' && !vr.IsSingleText) || (vr == DicomVR.PN && b is (byte)'^' or (byte)'=');

    private string DecodeExtended(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        StringBuilder text = new(bytes.Length);
        CodeElement g0 = _sets[0];
        CodeElement g1 = _sets[0];
        int start = 0;
        int i = 0;
        while (i < bytes.Length)
        {
            byte b = bytes[i];
            if (b == 0x1B)
            {
                Append(text, bytes.Slice(start, i - start), g0, g1);
                int length = CodeElement.FindEscape(bytes.Slice(i), out CodeElement? set, out bool upper);
                if (set is not null)
                {
                    if (upper)
                    {
                        g1 = set;
                    }
                    else
                    {
                        g0 = set;
                    }
                }

                // An unknown escape is dropped with its intermediate bytes; what follows is read as before.
                i += Math.Max(1, length);
                start = i;
                continue;
            }

            if (IsReset(b, vr) && (b < 0x20 || !g0.IsMultiByteG0))
            {
                Append(text, bytes.Slice(start, i - start), g0, g1);
                text.Append((char)b);
                g0 = _sets[0];
                g1 = _sets[0];
                i++;
                start = i;
                continue;
            }

            i += g0.IsMultiByteG0 && b < 0x80 && i + 1 < bytes.Length && b >= 0x21 && bytes[i + 1] != 0x1B ? 2 : 1;
        }

        Append(text, bytes.Slice(Math.Min(start, bytes.Length)), g0, g1);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, CodeElement g0, CodeElement g1)
    {
        int i = 0;
        while (i < bytes.Length)
        {
            bool upper = bytes[i] >= 0x80;
            int end = i + 1;
            while (end < bytes.Length && bytes[end] >= 0x80 == upper)
            {
                end++;
            }

            text.Append(upper ? g1.Decode(bytes.Slice(i, end - i)) : g0.DecodeG0(bytes.Slice(i, end - i)));
            i = end;
        }
    }

    private bool TryEncodeExtended(string text, DicomVR vr, out byte[] bytes)
    {
        List<byte> output = new(text.Length * 2);
        CodeElement g0 = _sets[0];
        CodeElement g1 = _sets[0];
        for (int i = 0; i < text.Length; i++)
        {
            string c = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? text.Substring(i++, 2) : text.Substring(i, 1);
            if (c[0] < 0x80)
            {
                if (g0.IsMultiByteG0)
                {
                    CodeElement ascii = _sets[0].IsMultiByteG0 ? CodeElement.Ascii : _sets[0];
                    output.AddRange(ascii.EscapeG0);
                    g0 = ascii;
                }

                output.Add((byte)c[0]);
                if (IsReset((byte)c[0], vr))
                {
                    g0 = _sets[0];
                    g1 = _sets[0];
                }

                continue;
            }

            if (!TryEncodeOne(c, output, ref g0, ref g1))
            {
                bytes = [];
                return false;
            }
        }

        if (g0.IsMultiByteG0)
        {
            output.AddRange((_sets[0].IsMultiByteG0 ? CodeElement.Ascii : _sets[0]).EscapeG0);
        }

        bytes = output.ToArray();
        return true;
    }

    private bool TryEncodeOne(string c, List<byte> output, ref CodeElement g0, ref CodeElement g1)
    {
        foreach (CodeElement set in _sets)
        {
            if (!set.TryEncode(c, out byte[] encoded))
            {
                continue;
            }

            if (set.IsMultiByteG0)
            {
                if (g0 != set)
                {
                    output.AddRange(set.EscapeG0);
                    g0 = set;
                }

                foreach (byte b in encoded)
                {
                    output.Add((byte)(b & 0x7F));
                }
            }
            else
            {
                if (g1 != set)
                {
                    output.AddRange(set.EscapeG1);
                    g1 = set;
                }

                output.AddRange(encoded);
            }

            return true;
        }

        return false;
    }
}
