using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <content>if, elseif, else and their blocks.</content>
internal sealed partial class Parser
{
    private IfSyntax If(SourcePosition position)
    {
        List<BranchSyntax> branches = [];
        List<StatementSyntax> otherwise = [];
        do
        {
            At++;
            Take(TokenKind.LeftParen, "( and a condition");
            ConditionSyntax condition = Condition();
            Take(TokenKind.RightParen, ")");
            branches.Add(new BranchSyntax(condition, Block()));
        }
        while (AfterLines("elseif"));

        if (AfterLines("else"))
        {
            At++;
            otherwise = Block();
        }

        return new IfSyntax(position, branches, otherwise, isTernary: false);
    }

    private List<StatementSyntax> Block()
    {
        SkipLines();
        SourcePosition open = Position();
        Take(TokenKind.LeftBrace, "{");
        Enter(open);
        List<StatementSyntax> statements = [];
        ReadStatements(statements, TokenKind.RightBrace);
        _depth--;
        if (Current.Kind != TokenKind.RightBrace)
        {
            throw new SyntaxException(open, "Syntax", "This block is not closed.", "}");
        }

        At++;
        return statements;
    }

    /// <summary>Tells whether a word follows, on this line or a later one; goes there if so.</summary>
    private bool AfterLines(string keyword)
    {
        int here = At;
        SkipLines();
        if (Current.Kind == TokenKind.Keyword && TextOf(Current) == keyword)
        {
            return true;
        }

        At = here;
        return false;
    }
}
