using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>A statement, ready to run.</summary>
internal abstract class Operation(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    public abstract void Execute(Run run);

    public static void ExecuteAll(Operation[] operations, Run run)
    {
        foreach (Operation operation in operations)
        {
            run.Position = operation.Position;
            run.Step();
            operation.Execute(run);
        }
    }
}

internal sealed class AssignOperation(SourcePosition position, TagPath path, Expression value) : Operation(position)
{
    public override void Execute(Run run)
    {
        // Null assigns nothing, not even an empty value.
        if (Values.ToText(value.Evaluate(run)) is not { } text)
        {
            // XNAT's engine refuses wildcards before it looks at the value, but does not count a missing item as one.
            if (run.Options.IsExact && !path.IsSingularToEngine)
            {
                throw new Fault($"{path} may lead to several elements and cannot be assigned.");
            }

            if (value is CallExpression { Function.Name: "lookup" })
            {
                // The old value would stay, which is what the script was to replace.
                run.Note("lookup without an entry leaves the old value.");
                if (!run.Options.IsExact && Values.ToText(new PathExpression(Position, path).Evaluate(run)) is { Length: > 0 })
                {
                    throw new Fault($"lookup finds no entry, and {path} would keep its old value.");
                }
            }
        }
        else
        {
            run.Assign(path, text);
        }
    }
}

internal sealed class AssignExistingOperation(SourcePosition position, TagPath path, Expression value) : Operation(position)
{
    public override void Execute(Run run)
    {
        // Unlike := this writes an empty value for null.
        string? text = Values.ToText(value.Evaluate(run));
        List<PathMatch> matches = run.Find(path, path.Steps, withCreators: run.Options.IsExact);
        foreach (PathMatch match in matches)
        {
            if (run.Options.IsExact && !ExactPaths.StillFits(match, path))
            {
                continue;
            }

            if (match.Dataset.TryGet(match.Tag, out Dicom.DicomElement element) && !element.IsSequence)
            {
                if (text is null && !element.VR.IsText && run.Options.IsExact)
                {
                    throw run.NoteFault("?= of null into bytes or numbers.");
                }

                if (match.Tag.IsPrivateCreator)
                {
                    run.Note("?= changes private creators, whose block number it takes for an element.");
                }

                run.Set(match.Dataset, match.Tag, text ?? "");
            }
        }

        run.Return(matches);
    }
}

internal sealed class InitOperation(SourcePosition position, int slot, Expression value) : Operation(position)
{
    public override void Execute(Run run) => run.SetVariable(slot, value.Evaluate(run));
}

internal sealed class DeleteOperation(SourcePosition position, TagPath path) : Operation(position)
{
    public override void Execute(Run run) => Deletion.Delete(run, path);
}

internal sealed class CallOperation(SourcePosition position, Expression call) : Operation(position)
{
    public override void Execute(Run run) => call.Evaluate(run);
}

internal sealed class EchoOperation(SourcePosition position, Expression value) : Operation(position)
{
    public override void Execute(Run run)
    {
        string text = Values.ToText(value.Evaluate(run)) ?? "null";
        run.Context.Echo?.Invoke(text);
    }
}

/// <summary>In XNAT's engine export makes a variable of the context known from there on.</summary>
internal sealed class ExportOperation(SourcePosition position, string name, int slot) : Operation(position)
{
    public override void Execute(Run run)
    {
        if (ReferenceEquals(run.Variables[slot], Nothing.s_undefined) && run.Context.Variables.TryGetValue(name, out string? value))
        {
            run.Variables[slot] = value;
        }
    }
}

internal sealed class FaultOperation(SourcePosition position, string message) : Operation(position)
{
    public override void Execute(Run run) => throw new Fault(message);
}

internal sealed class RemovePrivateOperation(SourcePosition position) : Operation(position)
{
    public override void Execute(Run run) => PrivateTags.RemoveAll(run);
}

internal sealed class IfOperation(SourcePosition position, Condition[] conditions, Operation[][] branches, Operation[] otherwise) : Operation(position)
{
    public override void Execute(Run run)
    {
        for (int i = 0; i < conditions.Length; i++)
        {
            if (conditions[i].IsTrue(run))
            {
                ExecuteAll(branches[i], run);
                return;
            }
        }

        ExecuteAll(otherwise, run);
    }
}

/// <summary>What stands before ? or in the brackets of if.</summary>
internal sealed class Condition(Expression left, TokenKind comparison, Expression? right, Regex? regex)
{
    public bool IsTrue(Run run)
    {
        object? value = left.Evaluate(run);
        if (comparison == TokenKind.End)
        {
            return Values.ToBoolean(value);
        }

        string? text = Values.ToText(value);
        string? other = regex is null ? Values.ToText(right!.Evaluate(run)) : null;
        bool holds = comparison is TokenKind.Equal or TokenKind.NotEqual
            ? text is not null && text == other
            : text is not null && RegexCache.IsMatch(regex ?? run.Program.Regexes.Whole(other), text);
        return comparison is TokenKind.Equal or TokenKind.Match ? holds : !holds;
    }
}
