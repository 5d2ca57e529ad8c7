using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Ways through what a script says.</summary>
internal static class SyntaxWalk
{
    /// <summary>Every value of a statement, those of its branches included, arguments and list entries too.</summary>
    public static IEnumerable<ValueSyntax> Values(StatementSyntax statement)
    {
        foreach (ValueSyntax value in Own(statement))
        {
            foreach (ValueSyntax inner in Deep(value))
            {
                yield return inner;
            }
        }

        if (statement is IfSyntax choice)
        {
            foreach (BranchSyntax branch in choice.Branches)
            {
                foreach (StatementSyntax nested in branch.Statements)
                {
                    foreach (ValueSyntax value in Values(nested))
                    {
                        yield return value;
                    }
                }
            }

            foreach (StatementSyntax nested in choice.Otherwise)
            {
                foreach (ValueSyntax value in Values(nested))
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>Every statement with those of its branches.</summary>
    public static IEnumerable<StatementSyntax> Statements(IEnumerable<StatementSyntax> statements)
    {
        foreach (StatementSyntax statement in statements)
        {
            yield return statement;
            if (statement is not IfSyntax choice)
            {
                continue;
            }

            foreach (BranchSyntax branch in choice.Branches)
            {
                foreach (StatementSyntax nested in Statements(branch.Statements))
                {
                    yield return nested;
                }
            }

            foreach (StatementSyntax nested in Statements(choice.Otherwise))
            {
                yield return nested;
            }
        }
    }

    /// <summary>A value with everything in it.</summary>
    public static IEnumerable<ValueSyntax> Deep(ValueSyntax value)
    {
        yield return value;
        IReadOnlyList<ValueSyntax> inner = value switch { CallSyntax call => call.Arguments, ListSyntax list => list.Entries, _ => Array.Empty<ValueSyntax>() };
        foreach (ValueSyntax entry in inner)
        {
            foreach (ValueSyntax deep in Deep(entry))
            {
                yield return deep;
            }
        }
    }

    private static IEnumerable<ValueSyntax> Own(StatementSyntax statement)
    {
        switch (statement)
        {
            case AssignSyntax assign:
                yield return assign.Value;
                break;
            case InitSyntax init:
                yield return init.Value;
                break;
            case CallStatementSyntax call:
                yield return call.Call;
                break;
            case EchoSyntax { Value: { } echoed }:
                yield return echoed;
                break;
            case IfSyntax choice:
                foreach (BranchSyntax branch in choice.Branches)
                {
                    yield return branch.Condition.Left;
                    if (branch.Condition.Right is { } right)
                    {
                        yield return right;
                    }
                }

                break;
        }
    }
}
