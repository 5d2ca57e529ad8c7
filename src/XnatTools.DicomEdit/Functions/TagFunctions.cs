using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Functions that act on elements.</summary>
internal static class TagFunctions
{
    public static object? RemoveTags(Run run, Arguments arguments)
    {
        foreach (TagPath path in arguments.Paths(run))
        {
            Deletion.Delete(run, path);
        }

        return Nothing.s_value;
    }

    public static object? RetainPrivate(Run run, Arguments arguments)
    {
        List<TagPath> paths = arguments.Paths(run);
        foreach (TagPath path in paths)
        {
            if (!path.HasPrivate)
            {
                throw new Fault($"retainPrivateTags takes private tags, and {path} is public.");
            }
        }

        PrivateTags.Retain(run, paths);
        return Nothing.s_value;
    }

    public static object? CollectValues(Run run, Arguments arguments)
    {
        List<object?> values = [];
        foreach (object? entry in arguments.Flat(run))
        {
            if (entry is not TagPath path)
            {
                values.Add(Values.ToText(entry));
                continue;
            }

            List<PathMatch> matches = run.Find(path, path.Steps, withCreators: run.Options.IsExact);
            foreach (PathMatch match in matches)
            {
                if (match.Tag.IsPrivateCreator)
                {
                    run.Note("Private creators are collected and blanked as values.");
                }

                if (match.Dataset.TryGet(match.Tag, out DicomElement element) && ElementText.IsReadable(element))
                {
                    values.Add(ElementText.Read(match.Dataset, element));
                }
            }

            run.Return(matches);
        }

        run.Step(values.Count);
        return values;
    }

    public static object? BlankValues(Run run, Arguments arguments)
    {
        HashSet<string> known = new(System.StringComparer.Ordinal);
        foreach (object? value in (List<object?>)CollectValues(run, arguments)!)
        {
            if (value is string { Length: > 0 } text)
            {
                known.Add(text);
            }
        }

        if (known.Count > 0)
        {
            Blank(run, run.Meta, known);
            Blank(run, run.Dataset, known);
        }

        return Nothing.s_value;
    }

    public static object? Delete(Run run, Arguments arguments)
    {
        List<(DicomTag Tag, int Item)> steps = DirectAddress.Parse(arguments.Needed(run, 0));
        DicomDataset place = run.RootOf(steps[0].Tag.Group);
        for (int i = 0; i < steps.Count - 1; i++)
        {
            if (!place.TryGet(steps[i].Tag, out DicomElement element) || element.Items is not { } items || steps[i].Item >= items.Count)
            {
                return Nothing.s_value;
            }

            place = items[steps[i].Item];
        }

        run.Remove(place, steps[steps.Count - 1].Tag);
        return Nothing.s_value;
    }

    public static object? Set(Run run, Arguments arguments)
    {
        List<(DicomTag Tag, int Item)> steps = DirectAddress.Parse(arguments.Needed(run, 0));
        string? text = Values.ToText(arguments.Raw(run, 1));
        if (text is null)
        {
            return Nothing.s_value;
        }

        DicomDataset place = run.RootOf(steps[0].Tag.Group);
        for (int i = 0; i < steps.Count - 1; i++)
        {
            place = run.ItemOf(place, steps[i].Tag, steps[i].Item);
        }

        run.Set(place, steps[steps.Count - 1].Tag, text);
        return Nothing.s_value;
    }

    public static object? IsPresent(Run run, Arguments arguments)
    {
        foreach (TagPath path in arguments.Paths(run))
        {
            if (!IsThere(run, path))
            {
                return Nothing.s_false;
            }
        }

        return Nothing.s_true;
    }

    public static object? ValueAt(Run run, Arguments arguments) => run.Read(arguments.ToPath(run, arguments.Raw(run, 0)));

    private static bool IsThere(Run run, TagPath path)
    {
        if (run.Options.IsExact && path is { IsSingular: true, Steps.Length: 1, HasPrivate: true } && PrivateBlocks.Find(run.Dataset, path.Last.Group, path.Last.Creator!, 0) is null)
        {
            run.Note("isPresent looks into the first block when the creator is not there.");
            return run.Dataset.Contains(new DicomTag(path.Last.Group, (ushort)(0x1000 | (path.Last.Bits & 0xFF))));
        }

        if (run.Options.IsExact && path.IsItem)
        {
            throw run.NoteFault("isPresent does not take items.");
        }

        if (path.IsSingular)
        {
            return run.TryFind(path, out _, out _);
        }

        // Version 6.7 also asks for an item.
        if (path.IsItem && path.TryGetItemElement(out TagPath? element))
        {
            return run.TryFind(element, out _, out DicomElement found) && found.Items is { } items && path.ItemIndex < items.Count;
        }

        throw new Fault($"{path} may lead to several elements; isPresent takes one.");
    }

    private static void Blank(Run run, DicomDataset dataset, HashSet<string> known)
    {
        // Emptying moves no element, so the loop may go on.
        System.ReadOnlySpan<DicomElement> elements = dataset.AsSpan();
        for (int i = 0; i < elements.Length; i++)
        {
            DicomElement element = elements[i];
            if (element.Items is { } items)
            {
                for (int item = 0; item < items.Count; item++)
                {
                    Blank(run, items[item], known);
                }
            }
            else if ((run.Options.IsExact || !element.Tag.IsPrivateCreator) && ElementText.IsReadable(element) && known.Contains(ElementText.Read(dataset, element)))
            {
                run.Empty(dataset, element.Tag);
            }
        }
    }
}
