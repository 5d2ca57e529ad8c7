using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;

namespace XnatTools.Dicom;

/// <summary>The data elements of PS3.6 and those private blocks that their makers published.</summary>
public sealed class DicomDictionary
{
    private const int TagDigits = 8;

    private static readonly Lazy<DicomDictionary> s_standard = new(Load);
    private static readonly DicomDictionaryEntry s_privateCreator = new(new DicomTag(0x0009, 0x0010), "LO", "1", "", "Private Creator", false);

    // By the tag as a signed number: of a dictionary with such keys the runtime has compiled code, of one with unsigned keys it
    // has none. Loading stands at the start of every cmdlet that reads DICOM, so its own compilation counts.
    private readonly Dictionary<int, DicomDictionaryEntry> _byTag = new(5300);
    private readonly List<DicomDictionaryEntry> _all = new(5300);
    private readonly List<Pattern> _patterns = [];
    private readonly Lazy<Dictionary<string, DicomDictionaryEntry>> _byKeyword;
    private readonly Lazy<PrivateDictionary> _private = new(PrivateDictionary.Load, LazyThreadSafetyMode.ExecutionAndPublication);

    private DicomDictionary() => _byKeyword = new(NameAll, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The dictionary that comes with this library.</summary>
    public static DicomDictionary Standard => s_standard.Value;

    /// <summary>Every standard element, repeating groups once.</summary>
    public IReadOnlyCollection<DicomDictionaryEntry> Entries => _byKeyword.Value.Values;

    /// <summary>Finds a standard element; also group lengths, repeating groups (50xx, 60xx, 7Fxx) and private creators.</summary>
    public bool TryGet(DicomTag tag, [NotNullWhen(true)] out DicomDictionaryEntry? entry)
    {
        if (_byTag.TryGetValue((int)tag.Value, out entry))
        {
            return true;
        }

        if (tag.IsPrivate)
        {
            entry = tag.IsPrivateCreator ? s_privateCreator : null;
            return entry is not null;
        }

        if (tag.Element == 0)
        {
            entry = new DicomDictionaryEntry(tag, "UL", "1", "GenericGroupLength", "Generic Group Length", true);
            return true;
        }

        foreach (Pattern pattern in _patterns)
        {
            if ((tag.Value & pattern.Mask) == pattern.Bits)
            {
                entry = pattern.Entry;
                return true;
            }
        }

        entry = null;
        return false;
    }

    /// <summary>Finds a private element by the maker's name of its block.</summary>
    public bool TryGetPrivate(DicomTag tag, string creator, [NotNullWhen(true)] out DicomDictionaryEntry? entry) =>
        _private.Value.TryGet(tag, creator, out entry);

    /// <summary>Finds a standard element by keyword, regardless of case.</summary>
    public bool TryGetKeyword(string keyword, [NotNullWhen(true)] out DicomDictionaryEntry? entry) =>
        _byKeyword.Value.TryGetValue(keyword, out entry);

    /// <summary>The representation of a standard tag, or UN. Does not allocate.</summary>
    internal DicomVR VROf(DicomTag tag)
    {
        if (_byTag.TryGetValue((int)tag.Value, out DicomDictionaryEntry? entry))
        {
            return entry.VR;
        }

        if (tag.Element == 0)
        {
            return DicomVR.UL;
        }

        if (tag.IsPrivate)
        {
            return tag.IsPrivateCreator ? DicomVR.LO : DicomVR.UN;
        }

        return TryGet(tag, out entry) ? entry.VR : DicomVR.UN;
    }

    internal static IEnumerable<string> ReadLines(string name)
    {
        using Stream stream = Open(name);
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static DicomDictionary Load()
    {
        DicomDictionary dictionary = new();
        string text;
        using (Stream stream = Open("standard.txt"))
        using (StreamReader reader = new(stream))
        {
            text = reader.ReadToEnd();
        }

        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            int last = end > start && text[end - 1] == '\r' ? end - 1 : end;
            if (last - start > TagDigits && text[start] != '#')
            {
                dictionary.Add(text, start, last);
            }

            start = end + 1;
        }

        return dictionary;
    }

    private void Add(string text, int start, int end)
    {
        uint bits = 0;
        uint mask = 0;
        for (int i = start; i < start + TagDigits; i++)
        {
            char c = text[i];
            bits <<= 4;
            mask <<= 4;
            if (c != 'x')
            {
                bits |= (uint)(c <= '9' ? c - '0' : c - 'A' + 10);
                mask |= 0xF;
            }
        }

        DicomDictionaryEntry entry = new(new DicomTag(bits), text, start + TagDigits + 1, end);
        _all.Add(entry);
        if (mask == uint.MaxValue)
        {
            _byTag[(int)bits] = entry;
        }
        else
        {
            _patterns.Add(new Pattern(mask, bits, entry));
        }
    }

    private Dictionary<string, DicomDictionaryEntry> NameAll()
    {
        Dictionary<string, DicomDictionaryEntry> named = new(_all.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DicomDictionaryEntry entry in _all)
        {
            named[entry.Keyword] = entry;
        }

        return named;
    }

    private static Stream Open(string name) =>
        typeof(DicomDictionary).Assembly.GetManifestResourceStream("XnatTools.Dicom." + name)
            ?? throw new InvalidOperationException("The dictionary is missing from the library.");

    private sealed class Pattern(uint mask, uint bits, DicomDictionaryEntry entry)
    {
        public uint Mask { get; } = mask;

        public uint Bits { get; } = bits;

        public DicomDictionaryEntry Entry { get; } = entry;
    }
}
