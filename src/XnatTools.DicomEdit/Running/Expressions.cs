using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>A value of the script, ready to be worked out. Values are text, lists, booleans, nothing, or null.</summary>
internal abstract class Expression(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    /// <summary>The value; a path is read.</summary>
    public abstract object? Evaluate(Run run);

    /// <summary>The value as an argument; a path stays one, and the function reads it.</summary>
    public virtual object? Argument(Run run) => Evaluate(run);
}

internal sealed class ConstantExpression(SourcePosition position, string text, bool isNumber) : Expression(position)
{
    public string Text { get; } = text;

    public bool IsNumber { get; } = isNumber;

    public override object? Evaluate(Run run) => Text;
}

internal sealed class VariableExpression(SourcePosition position, string name, int slot) : Expression(position)
{
    public string Name { get; } = name;

    public override object? Evaluate(Run run) => run.Variables[slot];
}

internal sealed class PathExpression(SourcePosition position, TagPath path) : Expression(position)
{
    public TagPath Path { get; } = path;

    public override object? Evaluate(Run run) => run.Read(Path);

    public override object? Argument(Run run) => Path;
}

internal sealed class ListExpression(SourcePosition position, Expression[] entries) : Expression(position)
{
    public Expression[] Entries { get; } = entries;

    public override object? Evaluate(Run run)
    {
        List<object?> values = new(Entries.Length);
        foreach (Expression entry in Entries)
        {
            values.Add(entry.Argument(run));
        }

        run.Step(values.Count);
        return values;
    }
}

internal sealed class CallExpression(SourcePosition position, FunctionInfo function, Expression[] arguments) : Expression(position)
{
    private readonly Arguments _arguments = new(function, arguments);

    public FunctionInfo Function { get; } = function;

    public Expression[] Parts { get; } = arguments;

    public override object? Evaluate(Run run)
    {
        run.Step();
        return Function.Body(run, _arguments);
    }
}
