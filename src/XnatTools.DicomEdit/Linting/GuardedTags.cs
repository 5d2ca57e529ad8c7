using System.Collections.Generic;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Paths that stand under a condition which holds only where they are there.</summary>
internal sealed class GuardedTags
{
    private readonly HashSet<(int Line, int Column)> _places = [];

    public GuardedTags(ScriptSyntax? script)
    {
        if (script is not null)
        {
            Walk(script.Statements, []);
        }
    }

    /// <summary>Tells whether the path at a place stands under such a condition.</summary>
    public bool IsGuarded(int line, int column) => _places.Contains((line, column));

    private void Walk(IReadOnlyList<StatementSyntax> statements, List<string> known)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (statement is IfSyntax choice)
            {
                foreach (BranchSyntax branch in choice.Branches)
                {
                    List<string> inside = [.. known];
                    Learn(branch.Condition, inside);
                    Walk(branch.Statements, inside);
                }

                Walk(choice.Otherwise, known);
                continue;
            }

            foreach (ValueSyntax value in SyntaxWalk.Values(statement))
            {
                if (value is PathSyntax path && known.Contains(path.Path.Text))
                {
                    _places.Add((path.Position.Line, path.Position.Column));
                }
            }
        }
    }

    /// <summary>A comparison with a text, or a match that an empty text fails, holds only for what is there; so does isPresent.</summary>
    private static void Learn(ConditionSyntax condition, List<string> known)
    {
        if (condition is { Left: PathSyntax left, Right: TextSyntax right } && condition.Comparison is TokenKind.Equal or TokenKind.Match && right.Text.Length > 0)
        {
            known.Add(left.Path.Text);
        }
        else if (condition.Left is CallSyntax { Name: "isPresent" or "and" } call)
        {
            foreach (ValueSyntax value in SyntaxWalk.Deep(call))
            {
                if (value is PathSyntax path)
                {
                    known.Add(path.Path.Text);
                }
            }
        }
    }
}
