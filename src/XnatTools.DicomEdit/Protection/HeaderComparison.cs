using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>Holds two headers side by side, element by element, items by their place.</summary>
public static class HeaderComparison
{
    private const int LongestText = 1024 * 1024;
    private const int DeepestNesting = 64;

    /// <summary>Compares two files.</summary>
    /// <param name="before">The reference.</param>
    /// <param name="after">The file.</param>
    /// <param name="withKept">Elements that are as they were come too.</param>
    /// <param name="source">Path of the file, for the results.</param>
    /// <param name="reference">Path of the reference, for the results.</param>
    public static List<DicomHeaderDifference> Compare(DicomFile before, DicomFile after, bool withKept = false, string? source = null, string? reference = null)
    {
        Walk walk = new(withKept, source, reference);
        walk.Compare((before ?? throw new ArgumentNullException(nameof(before))).Meta, (after ?? throw new ArgumentNullException(nameof(after))).Meta, "", 0);
        walk.Compare(before.Dataset, after.Dataset, "", 0);
        return walk.Result;
    }

    /// <summary>Tells whether two values are the same bytes in the same representation.</summary>
    internal static bool IsSame(in DicomElement before, in DicomElement after)
    {
        if (before.VR != after.VR || before.Length != after.Length)
        {
            return false;
        }

        if (before.Fragments is null && !before.IsBulk && !after.IsBulk)
        {
            return Plain(before).SequenceEqual(Plain(after));
        }

        using Stream first = before.OpenValue();
        using Stream second = after.OpenValue();
        byte[] one = new byte[81920];
        byte[] two = new byte[81920];
        while (true)
        {
            int got = Fill(first, one);
            if (got != Fill(second, two) || !one.AsSpan(0, got).SequenceEqual(two.AsSpan(0, got)))
            {
                return false;
            }

            if (got < one.Length)
            {
                return true;
            }
        }
    }

    /// <summary>The bytes in little endian.</summary>
    private static ReadOnlySpan<byte> Plain(in DicomElement element)
    {
        if (!element.IsBigEndian || element.VR.SwapUnit == 1)
        {
            return element.RawValue;
        }

        byte[] bytes = element.ToBytes();
        DicomOutput.Swap(bytes, element.VR.SwapUnit);
        return bytes;
    }

    private static int Fill(Stream stream, byte[] buffer)
    {
        int total = 0;
        int got;
        while (total < buffer.Length && (got = stream.Read(buffer, total, buffer.Length - total)) > 0)
        {
            total += got;
        }

        return total;
    }

    private sealed class Walk(bool withKept, string? source, string? reference)
    {
        public List<DicomHeaderDifference> Result { get; } = [];

        public void Compare(DicomDataset before, DicomDataset after, string path, int depth)
        {
            int i = 0;
            int j = 0;
            while (i < before.Count || j < after.Count)
            {
                uint old = i < before.Count ? before.AsSpan()[i].Tag.Value : uint.MaxValue;
                uint now = j < after.Count ? after.AsSpan()[j].Tag.Value : uint.MaxValue;
                if (i < before.Count && (j == after.Count || old < now))
                {
                    Add(DicomDifferenceKind.Removed, before, before.AsSpan()[i++], null, default, path);
                }
                else if (j < after.Count && (i == before.Count || now < old))
                {
                    DicomElement added = after.AsSpan()[j++];
                    Add(DicomDifferenceKind.Added, null, default, after, added, path);
                }
                else
                {
                    Both(before, before.AsSpan()[i++], after, after.AsSpan()[j++], path, depth);
                }
            }
        }

        private void Both(DicomDataset before, DicomElement old, DicomDataset after, DicomElement now, string path, int depth)
        {
            IReadOnlyList<DicomDataset>? oldItems = old.Items;
            IReadOnlyList<DicomDataset>? newItems = now.Items;
            if (oldItems is null || newItems is null || depth >= DeepestNesting)
            {
                bool same = oldItems is null && newItems is null && IsSame(old, now) && (!old.VR.UsesCharacterSet || Text(before, old) == Text(after, now));
                Add(same ? DicomDifferenceKind.Kept : DicomDifferenceKind.Changed, before, old, after, now, path);
                return;
            }

            int count = Result.Count;
            string place = path + old.Tag;
            DicomDataset empty = new();
            for (int item = 0; item < Math.Max(oldItems.Count, newItems.Count); item++)
            {
                Compare(item < oldItems.Count ? oldItems[item] : empty, item < newItems.Count ? newItems[item] : empty, place + "[" + item.ToString(CultureInfo.InvariantCulture) + "].", depth + 1);
            }

            if (oldItems.Count != newItems.Count)
            {
                Result.Insert(count, Make(DicomDifferenceKind.Changed, before, old, after, now, path));
            }
        }

        private void Add(DicomDifferenceKind kind, DicomDataset? before, in DicomElement old, DicomDataset? after, in DicomElement now, string path)
        {
            if (kind != DicomDifferenceKind.Kept || withKept)
            {
                Result.Add(Make(kind, before, old, after, now, path));
            }
        }

        private DicomHeaderDifference Make(DicomDifferenceKind kind, DicomDataset? before, in DicomElement old, DicomDataset? after, in DicomElement now, string path)
        {
            DicomDataset home = before ?? after!;
            DicomElement element = before is null ? now : old;
            home.TryGetDictionaryEntry(element.Tag, out DicomDictionaryEntry? entry);
            return new DicomHeaderDifference
            {
                Action = kind,
                Tag = path + element.Tag,
                Keyword = string.IsNullOrEmpty(entry?.Keyword) ? entry?.Name : entry!.Keyword,
                VR = element.IsSequence ? "SQ" : element.VR.ToString(),
                Before = before is null ? null : Text(before, old),
                After = after is null ? null : Text(after, now),
                Source = source,
                Reference = reference,
            };
        }

        private static string? Text(DicomDataset dataset, in DicomElement element)
        {
            if (element.Items is { } items)
            {
                return items.Count == 1 ? "(1 item)" : $"({items.Count} items)";
            }

            if (element.Fragments is { } fragments)
            {
                return $"({fragments.TotalLength} bytes in {fragments.Count} fragments)";
            }

            return element.Length > LongestText || (element.VR.IsBinary && element.Length > 0) ? $"({element.Length} bytes)" : dataset.GetText(element, LongestText);
        }
    }
}
