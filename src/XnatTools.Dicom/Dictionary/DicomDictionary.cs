using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;

namespace XnatTools.Dicom;

/// <summary>The data elements of PS3.6 and those private blocks that their makers published.</summary>
public sealed class DicomDictionary
{
    private static readonly Lazy<DicomDictionary> s_standard = new(Load);
    private static readonly DicomDictionaryEntry s_privateCreator = new(new DicomTag(0x0009, 0x0010), "LO", "1", "", "Private Creator", false);

    private readonly Dictionary<uint, DicomDictionaryEntry> _byTag = new(5300);
    private readonly Dictionary<string, DicomDictionaryEntry> _byKeyword = new(5300, StringComparer.OrdinalIgnoreCase);
    private readonly List<Pattern> _patterns = [];
    private readonly Lazy<PrivateDictionary> _private = new(PrivateDictionary.Load, LazyThreadSafetyMode.ExecutionAndPublication);

    private DicomDictionary()
    {
    }

    /// <summary>The dictionary that comes with this library.</summary>
    public static DicomDictionary Standard => s_standard.Value;

    /// <summary>Every standard element, repeating groups once.</summary>
    public IReadOnlyCollection<DicomDictionaryEntry> Entries => _byKeyword.Values;

    /// <summary>Finds a standard element; also group lengths, repeating groups (50xx, 60xx, 7Fxx) and private creators.</summary>
    public bool TryGet(DicomTag tag, [NotNullWhen(true)] out DicomDictionaryEntry? entry)
    {
        if (_byTag.TryGetValue(tag.Value, out entry))
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
        _byKeyword.TryGetValue(keyword, out entry);

    /// <summary>Has the dictionary read on another thread, if it is not yet, while the caller does what comes before its use.</summary>
    internal static void BeginLoad()
    {
        if (!s_standard.IsValueCreated)
        {
            ThreadPool.QueueUserWorkItem(static _ => _ = s_standard.Value);
        }
    }

    /// <summary>The representation of a standard tag, or UN. Does not allocate.</summary>
    internal DicomVR VROf(DicomTag tag)
    {
        if (_byTag.TryGetValue(tag.Value, out DicomDictionaryEntry? entry))
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
        using Stream stream = typeof(DicomDictionary).Assembly.GetManifestResourceStream("XnatTools.Dicom." + name)
            ?? throw new InvalidOperationException("The dictionary is missing from the library.");
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
        foreach (string line in ReadLines("standard.txt"))
        {
            string[] part = line.Split('|');
            ReadTag(part[0], out uint bits, out uint mask);
            DicomDictionaryEntry entry = new(new DicomTag(bits), part[1], part[2], part[3], part[4], part.Length > 5);
            dictionary._byKeyword[entry.Keyword] = entry;
            if (mask == uint.MaxValue)
            {
                dictionary._byTag[bits] = entry;
            }
            else
            {
                dictionary._patterns.Add(new Pattern(mask, bits, entry));
            }
        }

        return dictionary;
    }

    private static void ReadTag(string text, out uint bits, out uint mask)
    {
        bits = 0;
        mask = 0;
        foreach (char c in text)
        {
            bits <<= 4;
            mask <<= 4;
            if (c != 'x')
            {
                bits |= (uint)(c <= '9' ? c - '0' : c - 'A' + 10);
                mask |= 0xF;
            }
        }
    }

    private readonly struct Pattern(uint mask, uint bits, DicomDictionaryEntry entry)
    {
        public uint Mask { get; } = mask;

        public uint Bits { get; } = bits;

        public DicomDictionaryEntry Entry { get; } = entry;
    }
}
