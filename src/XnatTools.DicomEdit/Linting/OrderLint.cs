using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Statements that are undone by later ones, or come too late to do anything.</summary>
internal sealed class OrderLint(DicomEditScript script, LintFindings findings)
{
    private readonly bool _isVersion4 = script.Version.StartsWith("4", System.StringComparison.Ordinal);

    public void Check()
    {
        CheckConditions();
        CheckVariables();
        List<StatementSyntax> statements = script.Syntax.Statements;
        for (int i = 0; i < statements.Count; i++)
        {
            if (TargetOf(statements[i]) is not { } target || !target.IsSingular)
            {
                continue;
            }

            for (int j = i + 1; j < statements.Count; j++)
            {
                if (TargetOf(statements[j]) is { } later && Covers(later, target, statements[j] is DeleteSyntax))
                {
                    Tell(statements[i], statements[j], target);
                    break;
                }

                // What is read or searched in between has seen the earlier one.
                if (!_isVersion4 && MayRead(statements[j], target))
                {
                    break;
                }
            }
        }

        CheckPrivate(statements);
    }

    private void Tell(StatementSyntax earlier, StatementSyntax later, TagPath target)
    {
        bool reads = !_isVersion4 && MayRead(later, target);
        if (_isVersion4)
        {
            findings.Add(DicomEditScriptSeverity.Warning, "NeverActs", later.Position, $"In version 4 the earlier statement of one tag wins: line {earlier.Position.Line} decides {target}.", TagOf(target));
        }
        else if (earlier is DeleteSyntax)
        {
            if (later is DeleteSyntax || later is AssignSyntax { OnlyExisting: true })
            {
                findings.Add(DicomEditScriptSeverity.Warning, "NeverActs", later.Position, $"{target} is gone since line {earlier.Position.Line}.", TagOf(target));
            }
            else if (reads)
            {
                findings.Add(DicomEditScriptSeverity.Warning, "NeverActs", later.Position, $"{target} is read here and gone since line {earlier.Position.Line}.", TagOf(target));
            }
        }
        else if (!reads && later is not AssignSyntax { OnlyExisting: true, Value: PathSyntax })
        {
            findings.Add(DicomEditScriptSeverity.Warning, "Undone", earlier.Position, $"Line {later.Position.Line} undoes this.", TagOf(target));
        }
    }

    /// <summary>Private elements that are taken away one by one after, or before, all of them go.</summary>
    private void CheckPrivate(List<StatementSyntax> statements)
    {
        int all = -1;
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i] is RemoveAllPrivateSyntax || statements[i] is CallStatementSyntax { Call: { Name: "retainPrivateTags", Arguments.Count: 0 } })
            {
                all = i;
            }

            bool byName = statements[i] is DeleteSyntax { Path: { HasPrivate: true } };
            bool byNumber = statements[i] is CallStatementSyntax { Call: { Name: "delete", Arguments: { Count: > 0 } arguments } }
                && arguments[0] is TextSyntax text && DirectAddress.TryParse(text.Text) is not null && IsPrivateAddress(text.Text);
            bool inVersion4 = _isVersion4 && statements[i] is DeleteSyntax { Path: { IsRootTag: true } path } && path.RootTag.IsPrivate;
            if (all >= 0 && i > all && (byName || byNumber))
            {
                findings.Add(DicomEditScriptSeverity.Warning, "NeverActs", statements[i].Position, $"Everything private is gone since line {statements[all].Position.Line}.");
            }
            else if (byNumber || inVersion4)
            {
                findings.Add(DicomEditScriptSeverity.Warning, "PrivateByNumber", statements[i].Position, "A private element by number is whichever maker's block has that number in the object: name the creator (version 6), or remove everything private.");
            }
        }
    }

    private static bool IsPrivateAddress(string text)
    {
        int open = text.LastIndexOf('(');
        return open >= 0 && text.Length > open + 4 && "13579bBdDfF".IndexOf(text[open + 4]) >= 0;
    }

    private void CheckConditions()
    {
        foreach (StatementSyntax statement in SyntaxWalk.Statements(script.Syntax.Statements))
        {
            if (statement is not IfSyntax choice)
            {
                continue;
            }

            foreach (BranchSyntax branch in choice.Branches)
            {
                if (branch.Condition.Left is TextSyntax or NumberSyntax && branch.Condition.Right is TextSyntax or NumberSyntax)
                {
                    findings.Add(DicomEditScriptSeverity.Warning, "ConstantCondition", branch.Condition.Position, "The condition is the same for every object.");
                }
            }
        }
    }

    private void CheckVariables()
    {
        HashSet<string> used = new(System.StringComparer.Ordinal);
        foreach (StatementSyntax statement in script.Syntax.Statements)
        {
            foreach (ValueSyntax value in SyntaxWalk.Values(statement))
            {
                if (value is VariableSyntax variable)
                {
                    used.Add(variable.Name);
                }
            }
        }

        foreach (StatementSyntax statement in SyntaxWalk.Statements(script.Syntax.Statements))
        {
            if (statement is InitSyntax init && used.Add(init.Name))
            {
                findings.Add(DicomEditScriptSeverity.Warning, "UnusedVariable", init.Position, $"The variable {init.Name} is set and never used.");
            }
        }
    }

    private static TagPath? TargetOf(StatementSyntax statement) => statement switch
    {
        AssignSyntax assign => assign.Path,
        DeleteSyntax delete => delete.Path,
        _ => null,
    };

    private static DicomTag TagOf(TagPath path) => path.IsRootTag ? path.RootTag : default;

    /// <summary>Tells whether a statement on one path decides all that another path stands for.</summary>
    private static bool Covers(TagPath later, TagPath target, bool isDelete)
    {
        if (later.Text == target.Text)
        {
            return true;
        }

        // A pattern of digits at the root, or a deletion of the sequence around it.
        PathStep first = target.Steps[0];
        return later.Steps.Length == 1 && later.Steps[0].Kind == PathStepKind.Element && !later.Steps[0].IsPrivate && !first.IsPrivate
            && (first.Bits & later.Steps[0].Mask) == later.Steps[0].Bits
            && (target.Steps.Length == 1 || isDelete);
    }

    private static bool MayRead(StatementSyntax statement, TagPath target)
    {
        foreach (ValueSyntax value in SyntaxWalk.Values(statement))
        {
            // A call that searches the object may find it anywhere.
            if ((value is PathSyntax path && (!path.Path.IsSingular || path.Path.Text == target.Text))
                || value is CallSyntax { Name: "collectValues" or "blankValues" or "hashUIDList" or "shiftDateTimeListByIncrement" or "shiftDateTimeSequenceByIncrement" or "mapReferencedUIDs" or "scalePatientAgeAndDobFromStudyDate" })
            {
                return true;
            }
        }

        return false;
    }
}
