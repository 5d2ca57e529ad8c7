using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// Searches all bytes of a file for known identifiers: long values and pixel data, and whatever the walk through the elements did
/// not see, such as doubled elements and bytes after the last one.
/// </summary>
internal static class ByteSearch
{
    public static void Search(DicomFile file, KnownTerms known, List<(DicomElement Element, string Path)> left, ObjectFindings findings, int limit)
    {
        if ((file.Layout.DatasetSource ?? file.Layout.Source) is not { } source)
        {
            return;
        }

        List<(long Start, long End, DicomElement Element, string Path)> regions = Regions(left, source);
        bool inflated = file.Layout.Source != source;
        int reported = 0;
        using Stream stream = source.OpenView(0, source.Length);
        known.SearchStream(stream, hit =>
        {
            (long Start, long End, DicomElement Element, string Path) region = Find(regions, hit.Position);
            if (region.Path is null)
            {
                if (findings.Found.Contains(hit.Term.Identifier))
                {
                    return true;
                }

                string place = string.Format(CultureInfo.InvariantCulture, "byte {0} of the {1}, outside of the values that were read,", hit.Position, inflated ? "inflated data set" : "file");
                findings.Found.Add(hit.Term.Identifier);
                findings.Add(ObjectAudit.Weigh(hit), "KnownIdentifier", "", ObjectAudit.Explain(hit, "At " + place + " it"));
            }
            else if (hit.Term.Length >= KnownTerms.ShortestInPixels || !IsImage(region.Element.Tag))
            {
                findings.Add(ObjectAudit.Weigh(hit), "KnownIdentifier", region.Path, ObjectAudit.Explain(hit, "The value"), KeywordOf(region.Element.Tag));
            }

            return ++reported < limit;
        });
    }

    private static bool IsImage(DicomTag tag) => tag == DicomTags.PixelData || tag == DicomTags.FloatPixelData || tag == DicomTags.DoubleFloatPixelData;

    private static string? KeywordOf(DicomTag tag) => DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry) ? entry.Keyword : null;

    private static List<(long Start, long End, DicomElement Element, string Path)> Regions(List<(DicomElement Element, string Path)> left, DicomSource source)
    {
        List<(long Start, long End, DicomElement Element, string Path)> regions = [];
        foreach ((DicomElement element, string path) in left)
        {
            if (element.Bulk is { } bulk && bulk.Source == source)
            {
                regions.Add((bulk.Offset, bulk.Offset + bulk.Length, element, path));
            }
            else if (element.Fragments is { } fragments)
            {
                for (int i = 0; i < fragments.PartCount; i++)
                {
                    DicomFragments.Part part = fragments.GetPart(i);
                    if (part.Bytes is null && part.Source == source)
                    {
                        regions.Add((part.Offset, part.Offset + part.Length, element, path));
                    }
                }
            }
        }

        regions.Sort((a, b) => a.Start.CompareTo(b.Start));
        return regions;
    }

    private static (long Start, long End, DicomElement Element, string Path) Find(List<(long Start, long End, DicomElement Element, string Path)> regions, long position)
    {
        int low = 0;
        int high = regions.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (position < regions[middle].Start)
            {
                high = middle - 1;
            }
            else if (position >= regions[middle].End)
            {
                low = middle + 1;
            }
            else
            {
                return regions[middle];
            }
        }

        return default;
    }
}
