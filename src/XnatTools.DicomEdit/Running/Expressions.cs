using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>A value of the script, ready to be worked out. Values are text, lists, booleans, nothing, or null.</summary>
internal abstract class Expression(SourcePosition position)
{
    public readonly SourcePosition Position = position;

    /// <summary>The value; a path is read.</summary>
    public abstract object? Evaluate(Run run);

    /// <summary>The value as an argument; a path stays one, and the function reads it.</summary>
    public virtual object? Argument(Run run) => Evaluate(run);
}

internal sealed class ConstantExpression(SourcePosition position, string text, bool isNumber, string? written = null) : Expression(position)
{
    /// <summary>As a text was written, with its backslashes.</summary>
    public readonly string? Written = written;

    public readonly string Text = text;

    public readonly bool IsNumber = isNumber;

    public override object? Evaluate(Run run) => Text;
}

internal sealed class VariableExpression(SourcePosition position, string name, int slot) : Expression(position)
{
    public readonly string Name = name;

    public override object? Evaluate(Run run)
    {
        object? value = run.Variables[slot];
        if (ReferenceEquals(value, Nothing.s_undefined) && run.Context.Variables.ContainsKey(Name))
        {
            throw run.NoteFault("A variable that occurs only in arguments or lists is not found.");
        }

        return ReferenceEquals(value, Nothing.s_undefined) ? throw new Fault($"Unknown variable: {Name}. No statement that ran has set it.") : value;
    }
}

internal sealed class PathExpression(SourcePosition position, TagPath path) : Expression(position)
{
    public readonly TagPath Path = path;

    public override object? Evaluate(Run run) =>
        Path.IsSingular ? run.Read(Path) : throw new Fault($"{Path} may lead to several elements and cannot be read as one value.");

    public override object? Argument(Run run) => Path;
}

internal sealed class ListExpression(SourcePosition position, Expression[] entries) : Expression(position)
{
    public readonly Expression[] Entries = entries;

    public override object? Evaluate(Run run)
    {
        List<object?> values = new(Entries.Length);
        foreach (Expression entry in Entries)
        {
            // XNAT's engine makes null of numbers in lists.
            bool lost = run.Options.IsExact && entry is ConstantExpression { IsNumber: true };
            if (lost)
            {
                run.Note("Numbers in lists become null.");
            }

            if (run.Options.IsExact && entry is ConstantExpression { Written: { } written } constant && written != constant.Text)
            {
                run.Note("Doubled backslashes stay doubled in lists.");
                values.Add(written);
                continue;
            }

            values.Add(lost ? null : entry.Argument(run));
        }

        run.Step(values.Count);
        return values;
    }
}

internal sealed class CallExpression(SourcePosition position, FunctionInfo function, Expression[] arguments) : Expression(position)
{
    private readonly Arguments _arguments = new(function, arguments);

    public readonly FunctionInfo Function = function;

    public readonly Expression[] Parts = arguments;

    public override object? Evaluate(Run run)
    {
        run.Step();
        if (Parts.Length > Function.Most)
        {
            // Only exact mode gets here: otherwise the script is refused.
            throw new Fault($"{Function.Name} has too many arguments.");
        }

        return Function.Body(run, _arguments);
    }
}
