using System;
using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <content>Reading and editing by path.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// The data sets that the last level of a path is in: this one, or items. With <c>[*]</c> there may be many; a level that
    /// is missing gives none. For a path that ends in an item these are the items.
    /// </summary>
    public IReadOnlyList<DicomDataset> Find(DicomPath path)
    {
        List<DicomDataset> found = [];
        Walk(path ?? throw new ArgumentNullException(nameof(path)), 0, path.IsItem ? path.Depth : path.Depth - 1, found);
        return found;
    }

    /// <summary>The first value at the first place of a path, as text; null when there is none.</summary>
    public string? GetString(DicomPath path)
    {
        foreach (DicomDataset place in Find(path))
        {
            if (!path.IsItem && path[path.Depth - 1].TagIn(place) is { } tag && place.GetString(tag) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Every value at the first place of a path that has the element; empty when there is none.</summary>
    public string[] GetStrings(DicomPath path)
    {
        foreach (DicomDataset place in Find(path))
        {
            if (!path.IsItem && path[path.Depth - 1].TagIn(place) is { } tag && place.Contains(tag))
            {
                return place.GetStrings(tag);
            }
        }

        return [];
    }

    /// <summary>
    /// Sets values at every place that a path names. A sequence that is missing is made, and so is the item behind the last
    /// one, when the path names them by number; <c>[*]</c> makes none.
    /// </summary>
    /// <returns>Number of places that were set.</returns>
    /// <exception cref="DicomException">As with <see cref="SetString(DicomTag, string?[])"/>, or the path leads through what is no sequence.</exception>
    public int SetString(DicomPath path, params string?[]? values)
    {
        if ((path ?? throw new ArgumentNullException(nameof(path))).IsItem)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, "The path names an item, which takes no value.");
        }

        MakeWay(path, 0);
        int count = 0;
        foreach (DicomDataset place in Find(path))
        {
            if (path[path.Depth - 1].TagIn(place) is { } tag)
            {
                place.SetString(tag, values);
                count++;
            }
        }

        return count;
    }

    /// <summary>Takes away the element at every place that a path names, or the items it ends in.</summary>
    /// <returns>Number of elements or items that were there.</returns>
    public int Remove(DicomPath path)
    {
        if (path is null)
        {
            throw new ArgumentNullException(nameof(path));
        }

        List<DicomDataset> places = [];
        Walk(path, 0, path.Depth - 1, places);
        DicomPath.Step last = path[path.Depth - 1];
        int count = 0;
        foreach (DicomDataset place in places)
        {
            if (last.TagIn(place) is not { } tag)
            {
                continue;
            }

            if (last.HasItem)
            {
                count += place.RemoveItems(tag, last.Item);
            }
            else if (place.Remove(tag))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Puts an item behind the last one of a sequence, which is made when it is missing; other items keep their bytes.</summary>
    /// <returns>The item as it is in the sequence: a copy, when the one given has a place already.</returns>
    /// <exception cref="DicomException">The element is no sequence.</exception>
    public DicomDataset AddItem(DicomTag tag, DicomDataset item)
    {
        if (item is null)
        {
            throw new ArgumentNullException(nameof(item));
        }

        DicomSequence sequence = EditableSequence(tag);
        DicomDataset added = item._parent is null && item != this ? item : item.Clone();
        added._parent = this;
        sequence.Items.Add(added);
        sequence.HasOtherItems = true;
        return added;
    }

    private int RemoveItems(DicomTag tag, int item)
    {
        int there = GetItems(tag)?.Count ?? 0;
        if (there == 0 || item >= there)
        {
            return 0;
        }

        List<DicomDataset> items = EditableSequence(tag).Items;
        int count = item == DicomPath.EveryItem ? there : 1;
        items.RemoveRange(item == DicomPath.EveryItem ? 0 : item, count);
        return count;
    }

    /// <summary>The sequence to be changed, in its place and marked so.</summary>
    private DicomSequence EditableSequence(DicomTag tag)
    {
        DicomSequence? sequence = null;
        if (TryGet(tag, out DicomElement element))
        {
            sequence = element.Sequence ?? ReadUnknown(element);
            if (sequence is null && !element.IsEmpty)
            {
                throw new DicomException(DicomErrorCode.ValueInvalid, $"{tag} is no sequence.");
            }
        }

        if (sequence is null)
        {
            sequence = new DicomSequence();
            Set(new DicomElement(tag, sequence));
        }
        else if (element.IsSequence)
        {
            Touch(tag);
        }
        else
        {
            Set(element.WithSequence(sequence));
        }

        sequence.HasOtherItems = true;
        return sequence;
    }

    private void Walk(DicomPath path, int level, int end, List<DicomDataset> found)
    {
        if (level == end)
        {
            found.Add(this);
            return;
        }

        DicomPath.Step step = path[level];
        if (step.TagIn(this) is not { } tag || GetItems(tag) is not { } items)
        {
            return;
        }

        for (int i = 0; i < items.Count; i++)
        {
            if (step.Item == DicomPath.EveryItem || step.Item == i)
            {
                items[i].Walk(path, level + 1, end, found);
            }
        }
    }

    /// <summary>Makes the sequences and items that a path names by number and that are the next ones to come.</summary>
    private void MakeWay(DicomPath path, int level)
    {
        if (level >= path.Depth - 1 || path[level].TagIn(this) is not { } tag)
        {
            return;
        }

        int wanted = path[level].Item;
        IReadOnlyList<DicomDataset> items = GetItems(tag) ?? [];
        if (wanted == items.Count)
        {
            AddItem(tag, new DicomDataset()).MakeWay(path, level + 1);
            return;
        }

        for (int i = 0; i < items.Count; i++)
        {
            if (wanted == DicomPath.EveryItem || wanted == i)
            {
                items[i].MakeWay(path, level + 1);
            }
        }
    }
}
