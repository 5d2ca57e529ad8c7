using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Functions of truth.</summary>
internal static class LogicFunctions
{
    public static object? And(Run run, Arguments arguments)
    {
        foreach (object? value in arguments.Flat(run))
        {
            if (!Truth(run, value))
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
            if (Truth(run, value))
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

        string? first = values[0] is TagPath ? null : Values.ToText(values[0]);
        for (int i = 0; i < values.Count; i++)
        {
            // Tags are not read here; the compiler refuses them.
            if (IsUnread(run, values[i]) || Values.ToText(values[i]) != first)
            {
                return Nothing.s_false;
            }
        }

        return Nothing.s_true;
    }

    public static object? Reject(Run run, Arguments arguments)
    {
        bool rejects = arguments.Count == 0 || Truth(run, arguments.Raw(run, 0));
        return rejects && !run.Context.IgnoreRejection ? throw new Rejection() : Nothing.s_value;
    }

    private static bool Truth(Run run, object? value) =>
        value is null ? throw new Fault("A value that should be true or false is missing.") : !IsUnread(run, value) && Values.ToBoolean(value);

    private static bool IsUnread(Run run, object? value)
    {
        if (value is TagPath)
        {
            run.Note("and, or, equals and reject do not read tags.");
        }

        return value is TagPath;
    }
}
