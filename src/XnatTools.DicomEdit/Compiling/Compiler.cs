using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Makes operations of statements, finds external variables, and refuses what is certain to fail.</summary>
internal sealed partial class Compiler(FindingList findings, DicomEditOptions options, ScriptFacts facts)
{
    private readonly Dictionary<string, int> _slots = new(System.StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(System.StringComparer.Ordinal);
    private readonly Dictionary<string, ExternalVariable> _externals = new(System.StringComparer.Ordinal);
    private readonly Dictionary<string, DicomEditVariable> _described = new(System.StringComparer.Ordinal);
    private readonly bool _exact = options.IsExact;
    private readonly HashSet<string> _guarded = new(System.StringComparer.OrdinalIgnoreCase);

    public Version6Program Compile(ScriptSyntax script, List<DicomEditVariable> variables)
    {
        Operation[] operations = Compile(script.Statements);
        foreach (ExternalVariable external in _externals.Values)
        {
            if (external.IsRequired)
            {
                Describe(external.Name).IsExternal = true;
            }
        }

        variables.AddRange(_described.Values);
        return new Version6Program(operations, _slots.Count, [.. _externals.Values], options);
    }

    private Operation[] Compile(List<StatementSyntax> statements)
    {
        List<Operation> operations = new(statements.Count);
        foreach (StatementSyntax statement in statements)
        {
            if (Compile(statement) is { } operation)
            {
                operations.Add(operation);
            }
        }

        return operations.ToArray();
    }

    private Operation? Compile(StatementSyntax statement)
    {
        SourcePosition position = statement.Position;
        switch (statement)
        {
            case VersionSyntax version:
                return Version(version);
            case AssignSyntax assign:
                return Assign(assign);
            case InitSyntax init:
                Expression initial = Value(init.Value);
                CheckResult(initial);
                _assigned.Add(init.Name);
                return new InitOperation(position, Slot(init.Name), initial);
            case DeleteSyntax delete:
                CheckPath(delete.Path, isTarget: true);
                return new DeleteOperation(position, delete.Path);
            case CallStatementSyntax call:
                return new CallOperation(position, Call(call.Call));
            case RemoveAllPrivateSyntax:
                return new RemovePrivateOperation(position);
            case EchoSyntax { Value: { } value }:
                Expression echoed = Value(value);
                CheckResult(echoed);
                return new EchoOperation(position, echoed);
            case EchoSyntax:
                return Certain(position, "Echo", "echo needs a value.");
            case IfSyntax choice:
                return If(choice);
            case DescribeSyntax describe:
                return Describe(describe);
            case ExportSyntax export:
                Describe(export.Name).ExportField = export.Field;
                if (_exact)
                {
                    return new ExportOperation(position, export.Name, Slot(export.Name));
                }

                return null;
            default:
                return null;
        }
    }

    private FaultOperation? Version(VersionSyntax version) =>
        VersionLine.IsSupported(version.Version, _exact)
            ? null
            : Certain(version.Position, "Version", "This is not a version that a version 6 script may declare.");

    private Operation? Assign(AssignSyntax assign)
    {
        CheckPath(assign.Path, isTarget: true);
        Expression value = Value(assign.Value);
        CheckResult(value);
        if (assign.OnlyExisting)
        {
            if (assign.Path.IsItem && !_exact)
            {
                findings.Error(assign.Position, "ItemPath", $"{assign.Path} means an item, which takes no value.", $"{assign.Path}/* for all that is in it");
            }

            return new AssignExistingOperation(assign.Position, assign.Path, value);
        }

        if (!assign.Path.IsSingular && !_exact)
        {
            return Certain(assign.Position, "PluralTarget", $"{assign.Path} may lead to several elements and cannot be assigned; ?= assigns those that exist.");
        }

        if (!_exact && PathFacts.IsSequence(assign.Path))
        {
            findings.Warn(assign.Path.Position, "SequenceTarget", $"{assign.Path} is a sequence: an assignment fails on every object. To empty it, delete it.");
        }

        return new AssignOperation(assign.Position, assign.Path, value);
    }

    private IfOperation If(IfSyntax choice)
    {
        Condition[] conditions = new Condition[choice.Branches.Count];
        Operation[][] branches = new Operation[conditions.Length][];
        for (int i = 0; i < conditions.Length; i++)
        {
            conditions[i] = Condition(choice.Branches[i].Condition);
            bool guards = _guarded.Add(GuardOf(choice.Branches[i].Condition) ?? "");
            branches[i] = Compile(choice.Branches[i].Statements);
            _ = guards && _guarded.Remove(GuardOf(choice.Branches[i].Condition) ?? "");
        }

        Operation[] otherwise = Compile(choice.Otherwise);
        return new IfOperation(choice.Position, conditions, branches, otherwise);
    }

    private Condition Condition(ConditionSyntax condition)
    {
        Expression left = Value(condition.Left);
        Expression? right = condition.Right is null ? null : Value(condition.Right);
        CheckResult(left);
        System.Text.RegularExpressions.Regex? regex = null;
        if (condition.Comparison is TokenKind.Match or TokenKind.NoMatch && right is ConstantExpression pattern)
        {
            regex = CheckRegex(pattern, whole: true);
        }

        return new Condition(left, condition.Comparison, right, regex);
    }

    /// <summary>The path that is sure to have a value where a condition holds, or null.</summary>
    private string? GuardOf(ConditionSyntax condition)
    {
        if (condition.Left is not PathSyntax { Path: { IsSingular: true } path })
        {
            return null;
        }

        if (condition.Comparison == TokenKind.Equal)
        {
            return condition.Right is TextSyntax { Text.Length: 0 } ? null : path.ToPlainText();
        }

        string? pattern = condition.Right switch { TextSyntax text => text.Text, VariableSyntax variable => facts.ConstantOf(variable.Name), _ => null };
        try
        {
            bool takesNothing = pattern is null || RegexCache.IsMatch(JavaRegex.Build(pattern, whole: true, options.RegexTimeout), "");
            return condition.Comparison == TokenKind.Match && !takesNothing ? path.ToPlainText() : null;
        }
        catch (Fault)
        {
            return null;
        }
    }

    private Operation? Describe(DescribeSyntax describe)
    {
        DicomEditVariable variable = Describe(describe.Name);
        if (describe.Text is { } text)
        {
            variable.Description = text;
            return null;
        }

        variable.IsHidden |= describe.Kind == "hidden";
        Require(describe.Name);
        return null;
    }

    private DicomEditVariable Describe(string name)
    {
        if (!_described.TryGetValue(name, out DicomEditVariable? variable))
        {
            variable = new DicomEditVariable(name);
            _described.Add(name, variable);
        }

        return variable;
    }

    private void Require(string name)
    {
        if (!_externals.TryGetValue(name, out ExternalVariable? known) || !known.IsRequired)
        {
            _externals[name] = new ExternalVariable(name, Slot(name), isRequired: true);
        }
    }

    private int Slot(string name)
    {
        if (!_slots.TryGetValue(name, out int slot))
        {
            slot = _slots.Count;
            _slots.Add(name, slot);
        }

        return slot;
    }

    /// <summary>A statement that fails on every object: refused, or left to fail at run time where XNAT's engine does so.</summary>
    private FaultOperation? Certain(SourcePosition position, string rule, string message)
    {
        if (_exact)
        {
            return new FaultOperation(position, message);
        }

        findings.Error(position, rule, message);
        return null;
    }
}
