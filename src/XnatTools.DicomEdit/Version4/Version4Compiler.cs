using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>Makes a program of a version 4 script.</summary>
internal sealed class Version4Compiler
{
    private readonly FindingList _findings;
    private readonly DicomEditOptions _options;
    private readonly Dictionary<string, int> _slots = new(System.StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(System.StringComparer.Ordinal);
    private readonly Dictionary<string, ExternalVariable> _externals = new(System.StringComparer.Ordinal);
    private readonly Dictionary<string, DicomEditVariable> _described = new(System.StringComparer.Ordinal);
    private readonly List<Statement4> _statements = [];

    private Version4Compiler(FindingList findings, DicomEditOptions options)
    {
        _findings = findings;
        _options = options;
    }

    public static Version4Program Compile(string[] lines, int skipped, FindingList findings, DicomEditOptions options, List<DicomEditVariable> variables, out ScriptSyntax syntax)
    {
        FindingList own = options.IsExact ? new FindingList(lines) : findings;
        syntax = Parser4.Read(lines, skipped, own, options.IsExact);
        Version4Compiler compiler = new(findings, options);
        foreach (StatementSyntax statement in syntax.Statements)
        {
            compiler.Add(statement);
        }

        foreach (ExternalVariable external in compiler._externals.Values)
        {
            compiler.Describe(external.Name).IsExternal = true;
        }

        if (own != findings && own.HasErrors)
        {
            DicomEditFinding first = own.ToSorted(DicomEditSeverity.Error)[0];
            findings.Warn(new SourcePosition(first.Line, first.Column), "Dropped", "XNAT's engine drops this and all that follows without an error: " + first.Message);
        }

        variables.AddRange(compiler._described.Values);
        return new Version4Program(compiler._statements.ToArray(), compiler._slots.Count, [.. compiler._externals.Values], options);
    }

    private void Add(StatementSyntax statement)
    {
        switch (statement)
        {
            case InitSyntax init:
                Expression initial = Value(init.Value);
                _assigned.Add(init.Name);
                _statements.Add(new Statement4(statement.Position, [], null, initial, Slot(init.Name)));
                break;
            case EchoSyntax echo:
                _statements.Add(new Statement4(statement.Position, [], null, Value(echo.Value!), -1));
                break;
            case DescribeSyntax describe:
                DicomEditVariable variable = Describe(describe.Name);
                variable.Description = describe.Text ?? variable.Description;
                variable.IsHidden |= describe.Kind == "hidden";
                break;
            case ExportSyntax export:
                Describe(export.Name).ExportField = export.Field;
                break;
            case IfSyntax choice:
                Condition[] conditions = new Condition[choice.Branches.Count];
                for (int i = 0; i < conditions.Length; i++)
                {
                    conditions[i] = Condition(choice.Branches[i].Condition);
                }

                AddAction(choice.Branches[0].Statements[0], conditions);
                break;
            default:
                AddAction(statement, []);
                break;
        }
    }

    private void AddAction(StatementSyntax action, Condition[] conditions)
    {
        TagPath path = action is AssignSyntax assign ? assign.Path : ((DeleteSyntax)action).Path;
        if (!_options.IsExact && PathFacts.IsUnknown(path) && (path.RootTag.Value & 0x10000) == 0)
        {
            _findings.Warn(path.Position, "UnknownTag", $"{path} is not in the dictionary: probably mistyped.");
        }

        Expression? value = action is AssignSyntax set ? Value(set.Value) : null;
        _statements.Add(new Statement4(action.Position, conditions, path, value, -1));
    }

    private Condition Condition(ConditionSyntax condition)
    {
        Expression right = Value(condition.Right!);
        Regex? regex = null;
        if (condition.Comparison == TokenKind.Match && right is ConstantExpression pattern)
        {
            try
            {
                regex = JavaRegex.Build(pattern.Text, whole: true, _options.RegexTimeout);
            }
            catch (Fault fault)
            {
                _findings.Error(pattern.Position, "Regex", fault.Message);
            }
        }

        return new Condition(Value(condition.Left), condition.Comparison, right, regex);
    }

    private Expression Value(ValueSyntax value)
    {
        switch (value)
        {
            case TextSyntax text:
                return new ConstantExpression(value.Position, text.Text, isNumber: false);
            case NumberSyntax number:
                return new ConstantExpression(value.Position, number.Text, isNumber: true);
            case PathSyntax path:
                return new PathExpression(value.Position, path.Path);
            case VariableSyntax variable:
                if (!_assigned.Contains(variable.Name) && !_externals.ContainsKey(variable.Name))
                {
                    _externals.Add(variable.Name, new ExternalVariable(variable.Name, Slot(variable.Name), isRequired: true));
                }

                return new VariableExpression(value.Position, variable.Name, Slot(variable.Name));
            default:
                return Call((CallSyntax)value);
        }
    }

    private CallExpression Call(CallSyntax call)
    {
        Expression[] arguments = new Expression[call.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Value(call.Arguments[i]);
        }

        FunctionInfo? function = FunctionTable4.Find(call.Name);
        if (function is null)
        {
            bool later = FunctionTable.Find(call.Name) is not null;
            _findings.Error(call.Position, "UnknownFunction", $"There is no function {call.Name} in version 4." + (later ? " Version 6 has it: add a version line." : ""), later ? "version \"6.6\" as the first line" : null);
            function = new FunctionInfo(call.Name, 0, FunctionTable.Any, false, (_, _) => throw new Fault("Unknown function."));
        }
        else if (arguments.Length < function.Least || arguments.Length > function.Most)
        {
            _findings.Error(call.Position, "Arguments", $"{function.Name} does not take {arguments.Length} argument(s).");
        }
        else if (function.Name == "getURL" && !_options.AllowUrls)
        {
            _findings.Error(call.Position, "Url", "getURL is switched off: it would send data out.");
        }

        return new CallExpression(call.Position, function, arguments);
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

    private int Slot(string name)
    {
        if (!_slots.TryGetValue(name, out int slot))
        {
            slot = _slots.Count;
            _slots.Add(name, slot);
        }

        return slot;
    }
}
