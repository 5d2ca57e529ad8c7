using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// How XNAT's engine resolves a path, faults included: it reserves blocks and makes sequences even to read, looks for a
/// creator only up to the first free block number, and in the first item whatever item is named.
/// </summary>
internal static class ExactPaths
{
    /// <summary>The text of an element; null when it is not there.</summary>
    public static string? Read(Run run, TagPath path)
    {
        if (path.IsItem)
        {
            throw run.NoteFault("An item is read as one value.");
        }

        List<(DicomTag Tag, int Item)> chain = Resolve(run, path, reserve: false);
        return TryFollow(run, chain, out DicomDataset place, out DicomElement element) ? ElementText.Read(place, element, run.Program.TagsAreNumbers) : null;
    }

    /// <summary>Writes a value; the creator of a private element may come to lie in another item.</summary>
    public static void Assign(Run run, TagPath path, string text)
    {
        List<(DicomTag Tag, int Item)> chain = Resolve(run, path, reserve: true);
        DicomDataset place = run.RootOf(chain[0].Tag.Group);
        for (int i = 0; i < chain.Count - 1; i++)
        {
            place = run.ItemOf(place, chain[i].Tag, chain[i].Item);
        }

        run.Set(place, chain[chain.Count - 1].Tag, text);
    }

    public static bool TryFollow(Run run, List<(DicomTag Tag, int Item)> chain, out DicomDataset place, out DicomElement element)
    {
        place = run.RootOf(chain[0].Tag.Group);
        element = default;
        for (int i = 0; i < chain.Count; i++)
        {
            if (!place.TryGet(chain[i].Tag, out element))
            {
                return false;
            }

            if (i < chain.Count - 1)
            {
                if (element.Items is not { } items || chain[i].Item >= items.Count)
                {
                    return false;
                }

                place = items[chain[i].Item];
            }
        }

        return true;
    }

    public static List<(DicomTag Tag, int Item)> Resolve(Run run, TagPath path, bool reserve)
    {
        List<(DicomTag Tag, int Item)> chain = [];
        DicomDataset? place = run.RootOf(path.Steps[0].Kind == PathStepKind.Element ? path.Steps[0].Group : (ushort)0);
        for (int i = 0; i < path.Steps.Length; i++)
        {
            PathStep step = path.Steps[i];
            if (step.Kind != PathStepKind.Element)
            {
                run.Note("Level wildcards are passed over where one value is read.");
                continue;
            }

            if (!step.IsExact || (i < path.Steps.Length - 1 && step.Item < 0))
            {
                throw run.NoteFault("A path to several elements is read as one value.");
            }

            bool last = i == path.Steps.Length - 1;
            if (step.Creator is null)
            {
                chain.Add((new DicomTag(step.Bits), step.Item));
                if (!last)
                {
                    if (step.Item != 0)
                    {
                        run.Note("Paths are followed through the first item, whatever item is named.");
                    }

                    place = FirstItem(run, Known(run, place), new DicomTag(step.Bits));
                }

                continue;
            }

            DicomTag? found = ResolvePrivate(run, Known(run, place), step, last || reserve);
            if (found is { } tag)
            {
                if (!last)
                {
                    run.Note("Private sequences are not entered to resolve what follows.");
                }

                chain.Add((tag, step.Item));
                continue;
            }

            run.Note("Reading an absent private sequence makes one.");
            DicomDataset here = Known(run, place);
            DicomTag creator = new(step.Group, 0x10);
            here.SetItems(new DicomTag(step.Group, (ushort)(0x1000 | (step.Bits & 0xFF))));
            run.Set(here, creator, step.Creator);
            place = null;
            chain.Add((creator, step.Item));
        }

        return chain.Count > 0 ? chain : throw new Fault($"{path} names no element.");
    }

    /// <summary>
    /// The engine visits creators before the elements of their block, and ?= changes them: elements that were meant by the
    /// old name are not met any more.
    /// </summary>
    public static bool StillFits(PathMatch match, TagPath path) =>
        path.Last.Creator is not { } creator || match.Tag.IsPrivateCreator || PrivateBlocks.CreatorOf(match.Dataset, match.Tag) == creator;

    private static DicomDataset Known(Run run, DicomDataset? place) => place ?? throw run.NoteFault("An empty sequence is on the way.");

    private static DicomDataset? FirstItem(Run run, DicomDataset place, DicomTag tag)
    {
        if (!place.TryGet(tag, out DicomElement element))
        {
            run.Note("Reading makes sequences.");
            return run.ItemOf(place, tag, 0);
        }

        if (element.Items is not { } items)
        {
            throw new Fault($"{tag} is on the way and is no sequence.");
        }

        return items.Count > 0 ? items[0] : null;
    }

    /// <summary>The tag in the first block of the creator; looks no further than the first free block number.</summary>
    private static DicomTag? ResolvePrivate(Run run, DicomDataset place, PathStep step, bool reserve)
    {
        for (int block = 0x10; block <= 0xFF; block++)
        {
            DicomTag tag = new(step.Group, (ushort)block);
            string? creator = place.TryGet(tag, out DicomElement element) && !element.IsSequence && !element.IsEmpty ? ElementText.Read(place, element) : null;
            if (creator is null)
            {
                if (!reserve)
                {
                    return null;
                }

                run.Note("Reading reserves private blocks, and a creator is looked for up to the first free block number only.");
                run.Set(place, tag, step.Creator!);
                creator = step.Creator;
            }

            if (creator == step.Creator)
            {
                return new DicomTag(step.Group, (ushort)((block << 8) | (byte)step.Bits));
            }
        }

        throw new Fault($"Group {step.Group:X4} has no free private block.");
    }
}
