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

        Kept kept = new();
        foreach (TagPath path in paths)
        {
            List<PathMatch> matches = path.IsItem ? run.FindDeleted(path) : run.Find(path, path.Steps, withCreators: run.Options.IsExact);
            foreach (PathMatch match in matches)
            {
                if (path.IsItem)
                {
                    kept.Items.Add(match.Dataset);
                }
                else
                {
                    if (match.Tag.IsPrivateCreator)
                    {
                        run.Note("retainPrivateTags takes the block number of a creator for an element.");
                    }

                    kept.Elements.Add(match);
                }
            }

            run.Return(matches);
        }

        Sweep(run, run.Dataset, kept, inPrivate: false);
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

    /// <summary>Tells whether anything was kept in a data set. Within private sequences public elements go, too.</summary>
    private static bool Sweep(Run run, DicomDataset dataset, Kept kept, bool inPrivate)
    {
        List<DicomTag>? doomed = null;
        List<DicomTag>? trimmed = null;
        HashSet<DicomTag> creators = [];
        bool any = false;
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (kept.Elements.Contains(new PathMatch(dataset, element.Tag)))
            {
                // All beneath it stays, too.
                any = true;
                creators.Add(element.Tag.PrivateCreatorTag);
                continue;
            }

            bool swept = inPrivate || element.Tag.IsPrivate;
            bool inside = false;
            if (element.Items is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    inside |= kept.Items.Contains(items[i]) || Sweep(run, items[i], kept, swept);
                }
            }

            any |= inside;
            if (!swept)
            {
                continue;
            }

            if (inside)
            {
                creators.Add(element.Tag.PrivateCreatorTag);
                (trimmed ??= []).Add(element.Tag);
            }
            else
            {
                (doomed ??= []).Add(element.Tag);
            }
        }

        doomed?.RemoveAll(tag => tag.IsPrivateCreator && creators.Contains(tag));
        Remove(run, dataset, doomed);
        foreach (DicomTag tag in trimmed ?? [])
        {
            Run.TrimItems(dataset, tag);
        }

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

    /// <summary>What is to stay: elements, and items with all that is in them.</summary>
    private sealed class Kept
    {
        public HashSet<PathMatch> Elements { get; } = [];

        public HashSet<DicomDataset> Items { get; } = [];
    }
}
