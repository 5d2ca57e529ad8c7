using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>The arguments of one call in a script. What is fixed in them is prepared once.</summary>
internal sealed class Arguments(FunctionInfo function, Expression[] expressions)
{
    // Filled by the first run; racing threads write the same.
    private readonly Regex?[] _regexes = new Regex?[expressions.Length];

    public int Count => expressions.Length;

    public string FunctionName => function.Name;

    /// <summary>The value; a path as a path.</summary>
    public object? Raw(Run run, int index) =>
        index < expressions.Length ? expressions[index].Argument(run) : throw new Fault($"{function.Name} has too few arguments.");

    /// <summary>The value as text; a path is read. Null when the element is not there.</summary>
    public string? Text(Run run, int index)
    {
        object? value = Raw(run, index);
        return value is TagPath path ? run.Read(path) : Values.ToText(value);
    }

    /// <summary>The value as text; null is a fault.</summary>
    public string Needed(Run run, int index) =>
        Text(run, index) ?? throw new Fault($"{function.Name} has no value for argument {index + 1}: the element or variable is missing.");

    /// <summary>The value as a whole number.</summary>
    public int Integer(Run run, int index)
    {
        if (!run.Options.IsExact || Raw(run, index) is not TagPath path)
        {
            return ToInteger(Needed(run, index));
        }

        run.Note("A tag where a number is wanted counts as the number that its digits make.");
        return ToInteger(path.ToPlainText());
    }

    public int ToInteger(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new Fault($"{function.Name} takes a whole number here.");

    /// <summary>A regular expression for the whole value, or for a part of it.</summary>
    public Regex Regex(Run run, int index, bool whole)
    {
        if (index < _regexes.Length && _regexes[index] is { } known)
        {
            return known;
        }

        string pattern = Needed(run, index);
        Regex regex = whole ? run.Program.Regexes.Whole(pattern) : run.Program.Regexes.Part(pattern);
        if (expressions[index] is ConstantExpression)
        {
            _regexes[index] = regex;
        }

        return regex;
    }

    /// <summary>Every argument in order, lists opened, paths left as paths.</summary>
    public List<object?> Flat(Run run, int from = 0)
    {
        List<object?> flat = [];
        for (int i = from; i < expressions.Length; i++)
        {
            Add(flat, expressions[i].Argument(run), 0);
        }

        run.Step(flat.Count);
        return flat;
    }

    /// <summary>Every argument as a path; texts must hold paths.</summary>
    public List<TagPath> Paths(Run run, int from = 0)
    {
        List<TagPath> paths = [];
        foreach (object? value in Flat(run, from))
        {
            paths.Add(ToPath(run, value));
        }

        return paths;
    }

    public TagPath ToPath(Run run, object? value) => value switch
    {
        TagPath path => path,
        null => throw new Fault($"{function.Name} has no value where a tag is wanted."),
        _ => run.Program.PathOf(Values.ToText(value)!) ?? throw new Fault($"{function.Name} takes tags, and a text is none."),
    };

    private static void Add(List<object?> flat, object? value, int depth)
    {
        if (value is not List<object?> list)
        {
            if (flat.Count >= Limits.ListEntries)
            {
                throw new Fault("A list grows beyond all measure.");
            }

            flat.Add(value);
            return;
        }

        if (depth > 100)
        {
            throw new Fault("Lists are nested too deeply.");
        }

        foreach (object? entry in list)
        {
            Add(flat, entry, depth + 1);
        }
    }
}
