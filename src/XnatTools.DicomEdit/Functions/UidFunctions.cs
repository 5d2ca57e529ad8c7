using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Functions that make UIDs.</summary>
internal static class UidFunctions
{
    public static object? Hash(Run run, Arguments arguments) => arguments.Text(run, 0) is { } text ? UidText.Hash(text) : null;

    public static object? New(Run run, Arguments arguments) => UidText.New(run);

    public static object? HashList(Run run, Arguments arguments)
    {
        ReplaceEach(run, arguments.Paths(run), UidText.Hash);
        return Nothing.s_value;
    }

    public static object? Map(Run run, Arguments arguments)
    {
        string? text = run.Options.IsExact ? Values.ToText(arguments.Raw(run, 0)) : arguments.Text(run, 0);
        if (run.Options.IsExact)
        {
            run.Note("mapUID does not read tags.");
        }

        string prefix = arguments.Needed(run, 1);
        return text is null ? null : run.Context.UidMap.GetOrAdd(text, prefix, p => UidText.NewUnder(run, p));
    }

    public static object? MapReferenced(Run run, Arguments arguments)
    {
        string prefix = arguments.Needed(run, 0);
        ReplaceEach(run, arguments.Paths(run, 1), text => run.Context.ReferencedUidMap.GetOrAdd(text, prefix, p => UidText.NewUnder(run, p)));
        return Nothing.s_value;
    }

    /// <summary>Replaces each value of each matching element in place.</summary>
    private static void ReplaceEach(Run run, List<TagPath> paths, Func<string, string> replace)
    {
        // One element that several paths lead to is replaced once.
        HashSet<PathMatch> seen = [];
        foreach (TagPath path in paths)
        {
            List<PathMatch> matches = run.Find(path);
            foreach (PathMatch match in matches)
            {
                seen.Add(match);
            }

            run.Return(matches);
        }

        foreach (PathMatch match in seen)
        {
            if (!match.Dataset.TryGet(match.Tag, out DicomElement element) || element.IsSequence || element.IsEmpty)
            {
                continue;
            }

            string text = ElementText.Read(match.Dataset, element);
            if (element.VR.IsSingleText || element.VR.IsBinary)
            {
                run.Set(match.Dataset, match.Tag, replace(text));
                continue;
            }

            string[] values = text.Split('\\');
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = replace(values[i]);
            }

            run.Set(match.Dataset, match.Tag, string.Join("\\", values));
        }
    }
}
