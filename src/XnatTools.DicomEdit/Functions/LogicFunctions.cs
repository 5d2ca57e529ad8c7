using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Functions of truth.</summary>
internal static class LogicFunctions
{
    public static object? And(Run run, Arguments arguments)
    {
        foreach (object? value in arguments.Flat(run))
        {
            if (!Values.ToBoolean(Read(run, value)))
            {
                return Nothing.s_false;
            }
        }

        return Nothing.s_true;
    }

    public static object? Or(Run run, Arguments arguments)
    {
        foreach (object? value in arguments.Flat(run))
        {
            if (Values.ToBoolean(Read(run, value)))
            {
                return Nothing.s_true;
            }
        }

        return Nothing.s_false;
    }

    public static object? AllEqual(Run run, Arguments arguments)
    {
        List<object?> values = arguments.Flat(run);
        if (values.Count < 2)
        {
            return Nothing.s_false;
        }

        string? first = Values.ToText(Read(run, values[0]));
        for (int i = 1; i < values.Count; i++)
        {
            if (Values.ToText(Read(run, values[i])) != first)
            {
                return Nothing.s_false;
            }
        }

        return Nothing.s_true;
    }

    public static object? Reject(Run run, Arguments arguments)
    {
        bool rejects = arguments.Count == 0 || Values.ToBoolean(Read(run, arguments.Raw(run, 0)));
        return rejects && !run.Context.IgnoreRejection ? throw new Rejection() : Nothing.s_value;
    }

    private static object? Read(Run run, object? value) => value is TagPath path ? run.Read(path) : value;
}
