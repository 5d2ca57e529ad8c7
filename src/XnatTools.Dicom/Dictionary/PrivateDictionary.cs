using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>Private blocks by the name that their creator writes into (gggg,00bb).</summary>
internal sealed class PrivateDictionary
{
    private readonly Dictionary<string, Dictionary<uint, DicomDictionaryEntry>> _blocks = new(StringComparer.Ordinal);

    public bool TryGet(DicomTag tag, string creator, [NotNullWhen(true)] out DicomDictionaryEntry? entry)
    {
        // The block number in the high byte of the element is the file's own choice.
        uint key = ((uint)tag.Group << 8) | (byte)tag.Element;
        if (tag.IsPrivate && tag.Element >= 0x1000 && _blocks.TryGetValue(creator.Trim(), out Dictionary<uint, DicomDictionaryEntry>? block))
        {
            return block.TryGetValue(key, out entry);
        }

        entry = null;
        return false;
    }

    public static PrivateDictionary Load()
    {
        PrivateDictionary dictionary = new();
        Dictionary<uint, DicomDictionaryEntry> block = [];
        string creator = "";
        foreach (string line in DicomDictionary.ReadLines("private.txt"))
        {
            if (line[0] == '=')
            {
                creator = line.Substring(1).Trim();
                if (!dictionary._blocks.TryGetValue(creator, out Dictionary<uint, DicomDictionaryEntry>? found))
                {
                    found = [];
                    dictionary._blocks.Add(creator, found);
                }

                block = found;
                continue;
            }

            string[] part = line.Split('|');
            uint key = uint.Parse(part[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            DicomTag first = new((ushort)(key >> 8), (ushort)(0x1000 | (key & 0xFF)));
            block[key] = new DicomDictionaryEntry(first, part[1], part[2], "", part.Length > 3 ? part[3] : "", false, creator);
        }

        return dictionary;
    }
}
