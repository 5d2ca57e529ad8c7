using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using XnatTools.Dicom;

namespace XnatTools.Import.Nodes;

/// <summary>Reads the header of a local file as objects for people. Pixel data are never loaded.</summary>
public static class FileHeaderReader
{
    /// <summary>Longest text that is read, in bytes; a longer one is told by its length.</summary>
    private const int LongestText = 1024 * 1024;

    private const int DeepestNesting = 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DicomException">It is not DICOM, or beyond the limits.</exception>
    public static FileHeader Read(string path, HeaderOptions options)
    {
        using DicomFile file = DicomFile.Open(path, Depth(options));
        List<DicomHeaderElement> elements = [];
        Add(elements, file.Meta, "", path, options, 0);
        Add(elements, file.Dataset, "", path, options, 0);
        return new FileHeader(elements, DamageOf(file));
    }

    /// <summary>Where and how a file is damaged, without values; null when it is not.</summary>
    public static string? DamageOf(DicomFile file)
    {
        foreach (DicomFinding finding in file.Findings)
        {
            if (finding.IsDamage)
            {
                string place = finding.Path.Length == 0 ? "" : " in " + finding.Path;
                return string.Format(CultureInfo.InvariantCulture, "The file is damaged at byte {0}{1}: {2}", finding.Offset, place, finding.Message);
            }
        }

        return null;
    }

    private static DicomReadOptions Depth(HeaderOptions options)
    {
        if (options.All)
        {
            return new DicomReadOptions { Depth = DicomReadDepth.All };
        }

        if (options.Nested || options.Matches is not null || options.Tags.Count == 0)
        {
            return DicomReadOptions.Header;
        }

        // Tags alone: nothing behind the last of them is of interest.
        DicomTag last = options.Tags.Max();
        return last < DicomTags.FloatPixelData
            ? new DicomReadOptions { Depth = DicomReadDepth.UpToTag, StopTag = new DicomTag(last.Value + 1) }
            : DicomReadOptions.Header;
    }

    private static void Add(List<DicomHeaderElement> elements, DicomDataset dataset, string prefix, string source, HeaderOptions options, int depth)
    {
        foreach (DicomElement element in dataset)
        {
            string tag = element.Tag.ToString();
            string path = prefix + tag;
            IReadOnlyList<DicomDataset>? items = element.Items ?? (options.Nested ? dataset.GetItems(element.Tag) : null);
            dataset.TryGetDictionaryEntry(element.Tag, out DicomDictionaryEntry? entry);
            string? keyword = string.IsNullOrEmpty(entry?.Keyword) ? null : entry!.Keyword;
            if (IsWanted(options, element.Tag, tag, keyword, path))
            {
                elements.Add(new DicomHeaderElement
                {
                    Tag = path,
                    Keyword = keyword,
                    Name = entry?.Name,
                    VR = items is null ? element.VR.ToString() : "SQ",
                    Value = items is null ? Text(dataset, element) : null,
                    Length = items is not null || element.Length < 0 ? null : element.Length,
                    ItemCount = items?.Count,
                    Source = source,
                });
            }

            for (int i = 0; options.Nested && depth < DeepestNesting && i < items?.Count; i++)
            {
                Add(elements, items[i], string.Format(CultureInfo.InvariantCulture, "{0}[{1}].", path, i), source, options, depth + 1);
            }
        }
    }

    private static bool IsWanted(HeaderOptions options, DicomTag tag, string text, string? keyword, string path)
    {
        if (options.Tags.Count == 0 && options.Matches is null)
        {
            return true;
        }

        return options.Tags.Contains(tag)
            || (options.Matches is { } matches && ((keyword is not null && matches(keyword)) || matches(text) || matches(tag.ToHex()) || (path.Length > text.Length && matches(path))));
    }

    private static string? Text(DicomDataset dataset, DicomElement element)
    {
        if (element.Fragments is not null || element.Length > LongestText || (element.VR.IsBinary && !IsPlainText(element)))
        {
            return null;
        }

        return string.Join("\\", dataset.GetStrings(element.Tag));
    }

    /// <summary>An element of unknown representation whose bytes can only be meant as text.</summary>
    private static bool IsPlainText(DicomElement element)
    {
        if (element.VR != DicomVR.UN || element.IsBulk || element.IsSequence)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = element.RawValue;
        int end = bytes.Length > 0 && bytes[bytes.Length - 1] == 0 ? bytes.Length - 1 : bytes.Length;
        for (int i = 0; i < end; i++)
        {
            if (bytes[i] is < 0x20 or > 0x7E)
            {
                return false;
            }
        }

        return end > 0;
    }
}
