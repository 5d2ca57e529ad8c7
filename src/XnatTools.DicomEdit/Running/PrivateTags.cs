using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Removal of private data, whole or but for what is named.</summary>
internal static class PrivateTags
{
    public static void RemoveAll(Run run) => RemoveAll(run, run.Dataset);

    /// <summary>Keeps what matches and all beneath it, with the creators and the private sequences around it.</summary>
    public static void Retain(Run run, List<TagPath> paths)
    {
        if (paths.Count == 0)
        {
            RemoveAll(run);
            return;
        }

        HashSet<PlaceKey> kept = [];
        foreach (TagPath path in paths)
        {
            List<PathMatch> matches = run.Find(path);
            foreach (PathMatch match in matches)
            {
                kept.Add(new PlaceKey(match.Dataset, match.Tag));
            }

            run.Return(matches);
        }

        Sweep(run, run.Dataset, kept);
    }

    private static void RemoveAll(Run run, DicomDataset dataset)
    {
        List<DicomTag>? doomed = null;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (element.Tag.IsPrivate)
            {
                (doomed ??= []).Add(element.Tag);
            }
            else if (element.Items is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    RemoveAll(run, items[i]);
                }
            }
        }

        Remove(run, dataset, doomed);
    }

    /// <summary>Tells whether anything was kept in a data set.</summary>
    private static bool Sweep(Run run, DicomDataset dataset, HashSet<PlaceKey> kept)
    {
        List<DicomTag>? doomed = null;
        HashSet<DicomTag> creators = [];
        bool any = false;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (kept.Contains(new PlaceKey(dataset, element.Tag)))
            {
                // All beneath it stays, too.
                any = true;
                creators.Add(element.Tag.PrivateCreatorTag);
                continue;
            }

            bool inside = false;
            if (element.Items is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    inside |= Sweep(run, items[i], kept);
                }
            }

            any |= inside;
            if (!element.Tag.IsPrivate)
            {
                continue;
            }

            if (inside)
            {
                creators.Add(element.Tag.PrivateCreatorTag);
            }
            else
            {
                (doomed ??= []).Add(element.Tag);
            }
        }

        doomed?.RemoveAll(creators.Contains);
        Remove(run, dataset, doomed);
        return any;
    }

    private static void Remove(Run run, DicomDataset dataset, List<DicomTag>? doomed)
    {
        if (doomed is null)
        {
            return;
        }

        for (int i = doomed.Count - 1; i >= 0; i--)
        {
            run.Remove(dataset, doomed[i]);
        }
    }

    /// <summary>An element of one data set; data sets are compared by identity.</summary>
    private readonly struct PlaceKey(DicomDataset dataset, DicomTag tag) : System.IEquatable<PlaceKey>
    {
        private readonly DicomDataset _dataset = dataset;
        private readonly DicomTag _tag = tag;

        public bool Equals(PlaceKey other) => ReferenceEquals(_dataset, other._dataset) && _tag == other._tag;

        public override bool Equals(object? obj) => obj is PlaceKey other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_dataset) ^ _tag.GetHashCode();
    }
}
