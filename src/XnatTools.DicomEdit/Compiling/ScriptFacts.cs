using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>What is known of a script before it runs: variables that are set once, to a literal.</summary>
internal sealed class ScriptFacts
{
    private readonly Dictionary<string, string?> _constants = new(System.StringComparer.Ordinal);

    public ScriptFacts(ScriptSyntax script) => Add(script.Statements);

    /// <summary>The text that an argument is certain to have, or null.</summary>
    public string? ConstantOf(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Text,
        VariableExpression variable => ConstantOf(variable.Name),
        _ => null,
    };

    /// <summary>The text of a variable that is set once, to a literal, or null.</summary>
    public string? ConstantOf(string name) => _constants.TryGetValue(name, out string? text) ? text : null;

    private void Add(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (StatementSyntax statement in statements)
        {
            switch (statement)
            {
                case InitSyntax init:
                    string? text = init.Value switch { TextSyntax literal => literal.Text, NumberSyntax number => number.Text, _ => null };
                    _constants[init.Name] = _constants.ContainsKey(init.Name) ? null : text;
                    break;
                case IfSyntax choice:
                    foreach (BranchSyntax branch in choice.Branches)
                    {
                        Add(branch.Statements);
                    }

                    Add(choice.Otherwise);
                    break;
            }
        }
    }
}
