using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <content>Values and calls.</content>
internal sealed partial class Compiler
{
    private Expression Value(ValueSyntax value, bool plain = true)
    {
        switch (value)
        {
            case NumberSyntax number:
                return new ConstantExpression(value.Position, number.Text, isNumber: true);
            case TextSyntax text:
                return new ConstantExpression(value.Position, text.Text, isNumber: false, text.Written);
            case VariableSyntax variable:
                if (!_assigned.Contains(variable.Name) && (plain || !_exact))
                {
                    Require(variable.Name);
                }

                return new VariableExpression(value.Position, variable.Name, Slot(variable.Name));
            case PathSyntax path:
                CheckPath(path.Path, isTarget: false);
                if (plain && !path.Path.IsSingular && !_exact)
                {
                    findings.Error(value.Position, "PluralValue", $"{path.Path} may lead to several elements and cannot be read as one value.");
                }

                return new PathExpression(value.Position, path.Path);
            case ListSyntax list:
                Expression[] entries = new Expression[list.Entries.Count];
                for (int i = 0; i < entries.Length; i++)
                {
                    entries[i] = Value(list.Entries[i], plain: false);
                }

                return new ListExpression(value.Position, entries);
            default:
                return Call((CallSyntax)value);
        }
    }

    private CallExpression Call(CallSyntax call)
    {
        Expression[] arguments = new Expression[call.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Value(call.Arguments[i], plain: false);
            CheckResult(arguments[i]);
        }

        FunctionInfo? function = FunctionTable.Find(call.Name);
        if (function is null)
        {
            string? near = FunctionTable.Nearest(call.Name);
            findings.Error(call.Position, "UnknownFunction", $"There is no function {call.Name}." + (near is null ? "" : $" Did you mean {near}?"), near);
            function = new FunctionInfo(call.Name, 0, FunctionTable.Any, false, (_, _) => throw new Fault("Unknown function."));
        }
        else if (!_exact)
        {
            CheckCall(call, function, arguments);
        }

        return new CallExpression(call.Position, function, arguments);
    }

    /// <summary>A function without result cannot stand where a value is wanted.</summary>
    private void CheckResult(Expression value)
    {
        if (!_exact && value is CallExpression { Function.IsVoid: true } call)
        {
            findings.Error(call.Position, "NoResult", $"{call.Function.Name} gives no value.");
        }
    }

    private Regex? CheckRegex(ConstantExpression pattern, bool whole)
    {
        try
        {
            return JavaRegex.Build(pattern.Text, whole, options.RegexTimeout);
        }
        catch (Fault fault)
        {
            if (!_exact)
            {
                findings.Error(pattern.Position, "Regex", fault.Message);
            }

            return null;
        }
    }

    private void CheckPath(TagPath path, bool isTarget)
    {
        if (!_exact && path.EndsInLevels)
        {
            findings.Error(path.Position, "Path", "A path cannot end in +.", "an element, or *");
        }

        if (!_exact && PathFacts.Warning(path, isTarget) is { } warning)
        {
            findings.Warn(path.Position, "UnknownTag", warning);
        }
    }
}
