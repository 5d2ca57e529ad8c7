using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Pixels;

/// <summary>
/// The regions of an ultrasound image that were scanned (0018,6011): what lies outside of them is where banners are. Offered, never
/// applied unasked.
/// </summary>
public static class UltrasoundRegions
{
    private static readonly DicomTag s_regions = new(0x00186011);
    private static readonly DicomTag s_left = new(0x00186018);
    private static readonly DicomTag s_top = new(0x0018601A);
    private static readonly DicomTag s_right = new(0x0018601C);
    private static readonly DicomTag s_bottom = new(0x0018601E);

    /// <summary>The regions to keep, cut to the image; empty when the object has none.</summary>
    public static IReadOnlyList<DicomPixelRegion> ToKeep(DicomDataset dataset)
    {
        List<DicomPixelRegion> keep = [];
        int rows = dataset?.GetInt32(DicomTags.Rows) ?? 0;
        int columns = dataset?.GetInt32(DicomTags.Columns) ?? 0;
        foreach (DicomDataset item in dataset?.GetItems(s_regions) ?? [])
        {
            if (item.GetInt32(s_left) is not { } left || item.GetInt32(s_top) is not { } top || item.GetInt32(s_right) is not { } right || item.GetInt32(s_bottom) is not { } bottom)
            {
                continue;
            }

            // The standard counts the last column and row in (PS3.3 C.8.5.5.1.2).
            DicomPixelRegion region = new(Math.Max(0, left), Math.Max(0, top), Math.Min(columns, right + 1), Math.Min(rows, bottom + 1));
            if (region.Left < region.Right && region.Top < region.Bottom)
            {
                keep.Add(region);
            }
        }

        return keep;
    }

    /// <summary>Rectangles that cover everything but the regions; empty when the object has no regions.</summary>
    public static IReadOnlyList<DicomPixelRegion> ToBlackOut(DicomDataset dataset)
    {
        IReadOnlyList<DicomPixelRegion> keep = ToKeep(dataset);
        if (keep.Count == 0)
        {
            return [];
        }

        int columns = dataset.GetInt32(DicomTags.Columns) ?? 0;
        int rows = dataset.GetInt32(DicomTags.Rows) ?? 0;

        // Bands of rows between which nothing changes; in each the columns that no region covers.
        SortedSet<int> edges = [0, rows];
        foreach (DicomPixelRegion region in keep)
        {
            edges.Add(region.Top);
            edges.Add(region.Bottom);
        }

        List<DicomPixelRegion> result = [];
        int previous = -1;
        foreach (int edge in edges)
        {
            if (previous >= 0)
            {
                AddBand(result, keep, previous, edge, columns);
            }

            previous = edge;
        }

        return result;
    }

    /// <summary>The line of a DicomEdit 6 script that blacks out a rectangle.</summary>
    public static string ToScriptLine(DicomPixelRegion region) =>
        FormattableString.Invariant($"alterPixels[\"rectangle\", \"l={region.Left}, t={region.Top}, r={region.Right}, b={region.Bottom}\", \"solid\", \"v=0\"]");

    private static void AddBand(List<DicomPixelRegion> result, IReadOnlyList<DicomPixelRegion> keep, int top, int bottom, int columns)
    {
        List<(int Left, int Right)> covered = [];
        foreach (DicomPixelRegion region in keep)
        {
            if (region.Top <= top && region.Bottom >= bottom)
            {
                covered.Add((region.Left, region.Right));
            }
        }

        covered.Sort();
        int from = 0;
        foreach ((int left, int right) in covered)
        {
            Add(result, from, top, left, bottom);
            from = Math.Max(from, right);
        }

        Add(result, from, top, columns, bottom);
    }

    private static void Add(List<DicomPixelRegion> result, int left, int top, int right, int bottom)
    {
        if (left >= right || top >= bottom)
        {
            return;
        }

        // A band that goes on where the one above ended is the same rectangle.
        for (int i = 0; i < result.Count; i++)
        {
            if (result[i].Left == left && result[i].Right == right && result[i].Bottom == top)
            {
                result[i] = new DicomPixelRegion(left, result[i].Top, right, bottom);
                return;
            }
        }

        result.Add(new DicomPixelRegion(left, top, right, bottom));
    }
}
