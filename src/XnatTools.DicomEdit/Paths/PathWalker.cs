using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// Finds every element that a path leads to. Where the path stands is kept as a set of its steps, one bit each, so that
/// level wildcards need no search; a sequence is entered only when a step can match in it.
/// </summary>
internal static class PathWalker
{
    /// <summary>Adds the matches in a data set, in its order, outer before inner.</summary>
    /// <param name="root">The data set.</param>
    /// <param name="steps">Steps of a path.</param>
    /// <param name="withCreators">Private creators match, too, by name and block number.</param>
    /// <param name="matches">Takes the matches.</param>
    public static void Find(DicomDataset root, PathStep[] steps, bool withCreators, List<PathMatch> matches) =>
        Walk(root, steps, Close(steps, 1), withCreators, matches);

    private static void Walk(DicomDataset dataset, PathStep[] steps, ulong states, bool withCreators, List<PathMatch> matches)
    {
        // One exact public step, which is the rule: looked up instead of walked.
        int only = SingleState(states);
        if (only >= 0 && only < steps.Length && steps[only] is { IsExact: true, IsPrivate: false } exact)
        {
            if (dataset.TryGet(new DicomTag(exact.Bits), out DicomElement found))
            {
                Meet(dataset, found, steps, states, withCreators, matches);
            }

            return;
        }

        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (withCreators || !element.Tag.IsPrivateCreator)
            {
                Meet(dataset, element, steps, states, withCreators, matches);
            }
        }
    }

    private static void Meet(DicomDataset dataset, in DicomElement element, PathStep[] steps, ulong states, bool withCreators, List<PathMatch> matches)
    {
        bool matched = false;
        bool enters = false;
        int end = steps.Length;
        for (int i = 0; i < end; i++)
        {
            if ((states & (1UL << i)) == 0 || !Fits(dataset, element.Tag, steps[i]))
            {
                continue;
            }

            enters = true;
            matched |= EndsAfter(steps, i);
        }

        if (matched)
        {
            matches.Add(new PathMatch(dataset, element.Tag));
        }

        if (!enters || element.Items is not { Count: > 0 } items)
        {
            return;
        }

        for (int item = 0; item < items.Count; item++)
        {
            ulong inner = Step(dataset, element.Tag, item, steps, states);
            if (inner != 0)
            {
                Walk(items[item], steps, inner, withCreators, matches);
            }
        }
    }

    /// <summary>The steps that may come next inside an item.</summary>
    private static ulong Step(DicomDataset dataset, DicomTag tag, int item, PathStep[] steps, ulong states)
    {
        ulong next = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            PathStep step = steps[i];
            if ((states & (1UL << i)) == 0 || !Fits(dataset, tag, step))
            {
                continue;
            }

            if (step.Kind == PathStepKind.AnyLevels)
            {
                next |= 1UL << i;
            }
            else if (step.Kind != PathStepKind.AnyElement && (step.Item < 0 || step.Item == item))
            {
                next |= i + 1 < steps.Length ? 1UL << (i + 1) : 0;
            }
        }

        return Close(steps, next);
    }

    /// <summary>Whether an element that step i fits is the end of the path: nothing may follow but levels that may be missing.</summary>
    private static bool EndsAfter(PathStep[] steps, int i)
    {
        if (steps[i].Item >= 0 || steps[i].Kind == PathStepKind.AnyLevel)
        {
            return false;
        }

        for (int j = i + 1; j < steps.Length; j++)
        {
            if (steps[j].Kind != PathStepKind.AnyLevels)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the steps after those that may stand for no level.</summary>
    private static ulong Close(PathStep[] steps, ulong states)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            if ((states & (1UL << i)) != 0 && steps[i].Kind == PathStepKind.AnyLevels)
            {
                states |= 1UL << (i + 1);
            }
        }

        return states;
    }

    private static bool Fits(DicomDataset dataset, DicomTag tag, PathStep step)
    {
        if (step.Kind != PathStepKind.Element)
        {
            return true;
        }

        if (!step.FitsDigits(tag) || tag.IsPrivate != step.IsPrivate)
        {
            return false;
        }

        if (!step.IsPrivate)
        {
            return true;
        }

        if (tag.IsPrivateCreator)
        {
            return dataset.TryGet(tag, out DicomElement creator) && !creator.IsSequence && ElementText.Read(dataset, creator) == step.Creator;
        }

        return tag.Element >= 0x1000 && PrivateBlocks.CreatorOf(dataset, tag) == step.Creator;
    }

    private static int SingleState(ulong states)
    {
        if (states == 0 || (states & (states - 1)) != 0)
        {
            return -1;
        }

        int index = 0;
        while ((states >>= 1) != 0)
        {
            index++;
        }

        return index;
    }
}
