using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Reads the statements of version 6. After an error it goes on with the next line, so that all errors are told at once.</summary>
internal sealed partial class Parser : TokenReader
{
    private const int MaximumDepth = 100;
    private const int MaximumErrors = 100;

    private readonly bool _exact;
    private int _depth;

    private Parser(SourceText source, FindingList findings, bool exact)
        : base(source, findings, exact) => _exact = exact;

    public static ScriptSyntax Read(string[] lines, FindingList findings, bool exact)
    {
        SourceText source = SourceText.Read(lines, findings);
        Parser parser = new(source, findings, exact);
        List<StatementSyntax> statements = [];
        while (parser.SkipLines() != TokenKind.End)
        {
            parser.ReadStatements(statements, TokenKind.End);
        }

        return new ScriptSyntax(statements, lines);
    }

    /// <summary>Reads a path that a text holds; null when it holds none, or more than one.</summary>
    public static TagPath? ReadPath(string text)
    {
        string[] lines = [text];
        FindingList findings = new(lines);
        if (text.Length > 4096 || text.IndexOf('\n') >= 0)
        {
            return null;
        }

        Parser parser = new(SourceText.Read(lines, findings), findings, exact: true);
        try
        {
            TagPath path = parser.Path();
            parser.SkipLines();
            return parser.Current.Kind == TokenKind.End && !findings.HasErrors ? path : null;
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private void ReadStatements(List<StatementSyntax> statements, TokenKind end)
    {
        while (true)
        {
            TokenKind kind = SkipLines();
            if (kind == end || kind == TokenKind.End)
            {
                return;
            }

            int depth = _depth;
            try
            {
                statements.Add(Statement());
            }
            catch (SyntaxException error)
            {
                Findings.Error(error.Position, error.Rule, error.Message, error.Expected);
                if (Findings.ErrorCount >= MaximumErrors)
                {
                    GoToEnd();
                    return;
                }

                _depth = depth;
                GoToEndOfLine();
            }
        }
    }

    private StatementSyntax Statement()
    {
        SourcePosition position = Position();
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Keyword:
                return KeywordStatement(position);
            case TokenKind.Delete:
                At++;
                return new DeleteSyntax(position, Path());
            case TokenKind.PublicGroup or TokenKind.PrivateGroup or TokenKind.Level or TokenKind.Identifier
                or TokenKind.Text or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBrace:
                return ActionOrCondition(position);
            default:
                throw Fault("a statement");
        }
    }

    private StatementSyntax KeywordStatement(SourcePosition position)
    {
        string keyword = TextOf(Current);
        switch (keyword)
        {
            case "version":
                At++;
                return new VersionSyntax(position, StringToken());
            case "describe":
                return Describe(position);
            case "export":
                At++;
                string name = Name();
                return new ExportSyntax(position, name, StringToken());
            case "if":
                return If(position);
            case "removeAllPrivateTags":
                At++;
                return new RemoveAllPrivateSyntax(position);
            case "echo":
                return Echo(position);
            default:
                throw Fault("a statement");
        }
    }

    private DescribeSyntax Describe(SourcePosition position)
    {
        At++;
        string name = Name();
        if (Current.Kind == TokenKind.Keyword && TextOf(Current) is "hidden" or "const" or "immutable")
        {
            string kind = TextOf(Current);
            At++;
            return new DescribeSyntax(position, name, kind, null);
        }

        if (Current.Kind != TokenKind.Text)
        {
            throw Fault("a text in quotes, hidden, const or immutable");
        }

        return new DescribeSyntax(position, name, "", StringToken());
    }

    private EchoSyntax Echo(SourcePosition position)
    {
        At++;
        bool value = Current.Kind is TokenKind.PublicGroup or TokenKind.PrivateGroup or TokenKind.Level or TokenKind.Identifier
            or TokenKind.Text or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBrace;
        return new EchoSyntax(position, value ? Value() : null);
    }

    /// <summary>A statement that begins with a value: an assignment, a call, or a condition with its actions.</summary>
    private StatementSyntax ActionOrCondition(SourcePosition position)
    {
        ValueSyntax left = Value();
        switch (Current.Kind)
        {
            case TokenKind.Assign or TokenKind.IfExists when left is PathSyntax target:
                bool onlyExisting = Current.Kind == TokenKind.IfExists;
                At++;
                return new AssignSyntax(position, target.Path, Value(), onlyExisting);
            case TokenKind.Assign when left is VariableSyntax variable:
                At++;
                return new InitSyntax(position, variable.Name, Value());
            case TokenKind.Equal or TokenKind.NotEqual or TokenKind.Match or TokenKind.NoMatch:
                return Ternary(position, Condition(left));
            case TokenKind.Test when left is CallSyntax:
                return Ternary(position, Condition(left));
        }

        if (left is CallSyntax call)
        {
            return new CallStatementSyntax(position, call);
        }

        throw Fault(left switch
        {
            PathSyntax => ":=, ?= or a comparison (=, !=, ~, !~)",
            VariableSyntax => ":=, [ or a comparison (=, !=, ~, !~)",
            _ => "a comparison (=, !=, ~, !~)",
        });
    }

    private IfSyntax Ternary(SourcePosition position, ConditionSyntax condition)
    {
        if (Current.Kind != TokenKind.Test)
        {
            throw Fault("? and an action");
        }

        At++;
        StatementSyntax action = Action();
        List<StatementSyntax> otherwise = [];
        if (Current.Kind == TokenKind.Colon)
        {
            At++;
            otherwise.Add(Action());
        }

        return new IfSyntax(position, [new BranchSyntax(condition, [action])], otherwise, isTernary: true);
    }

    /// <summary>One of the statements that may follow ? and :.</summary>
    private StatementSyntax Action()
    {
        SourcePosition position = Position();
        switch (Current.Kind)
        {
            case TokenKind.Delete:
                At++;
                return new DeleteSyntax(position, Path());
            case TokenKind.Keyword when TextOf(Current) == "echo":
                return Echo(position);
            case TokenKind.PublicGroup or TokenKind.PrivateGroup or TokenKind.Level:
                TagPath path = Path();
                if (Current.Kind is not (TokenKind.Assign or TokenKind.IfExists))
                {
                    throw Fault(":= or ?=");
                }

                bool onlyExisting = Current.Kind == TokenKind.IfExists;
                At++;
                return new AssignSyntax(position, path, Value(), onlyExisting);
            case TokenKind.Identifier:
                ValueSyntax value = Value();
                if (value is CallSyntax call)
                {
                    return new CallStatementSyntax(position, call);
                }

                if (Current.Kind != TokenKind.Assign)
                {
                    throw Fault(":= or [");
                }

                At++;
                return new InitSyntax(position, ((VariableSyntax)value).Name, Value());
            default:
                throw Fault("an action (an assignment, a deletion, a call or echo)");
        }
    }

    private ConditionSyntax Condition(ValueSyntax? left = null)
    {
        SourcePosition position = left?.Position ?? Position();
        left ??= Value();
        TokenKind kind = Current.Kind;
        if (kind is TokenKind.Equal or TokenKind.NotEqual or TokenKind.Match or TokenKind.NoMatch)
        {
            At++;
            return new ConditionSyntax(position, left, kind, Value());
        }

        return left is CallSyntax ? new ConditionSyntax(position, left, TokenKind.End, null) : throw Fault("a comparison (=, !=, ~, !~)");
    }
}
