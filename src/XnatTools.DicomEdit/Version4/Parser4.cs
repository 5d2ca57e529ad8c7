using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Reads the statements of version 4: one a line, tags by number, conditions before a colon.</summary>
internal sealed class Parser4 : TokenReader
{
    private const int MaximumDepth = 100;

    private readonly bool _exact;
    private int _depth;

    private Parser4(SourceText source, FindingList findings, bool exact)
        : base(source, findings, exact) => _exact = exact;

    /// <summary>Reads a script; a line to pass over, where the version stands, is given by its number from 0.</summary>
    public static ScriptSyntax Read(string[] lines, int skipped, FindingList findings, bool exact)
    {
        string[] read = lines;
        if (skipped >= 0)
        {
            read = (string[])lines.Clone();
            read[skipped] = "";
        }

        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].EndsWith("\\", System.StringComparison.Ordinal))
            {
                findings.Error(new SourcePosition(i + 1, read[i].Length), "Join", "Version 4 does not join lines.");
            }
        }

        Parser4 parser = new(SourceText.Read(read, findings), findings, exact);
        List<StatementSyntax> statements = [];
        while (parser.SkipLines() != TokenKind.End)
        {
            try
            {
                statements.Add(parser.Statement());
                if (parser.Current.Kind is not (TokenKind.NewLine or TokenKind.End))
                {
                    throw parser.Fault("the end of the line");
                }
            }
            catch (SyntaxException error)
            {
                findings.Error(error.Position, error.Rule, error.Message, error.Expected);
                parser._depth = 0;
                if (exact || findings.ErrorCount >= 100)
                {
                    // XNAT's engine drops all that follows.
                    break;
                }

                parser.GoToEndOfLine();
            }
        }

        return new ScriptSyntax(statements, lines);
    }

    private StatementSyntax Statement()
    {
        SourcePosition position = Position();
        if (Current.Kind == TokenKind.Delete)
        {
            return Action(position);
        }

        if (Current.Kind == TokenKind.Keyword)
        {
            return Keyword(position);
        }

        if (Current.Kind == TokenKind.Identifier)
        {
            string name = Name();
            Take(TokenKind.Assign, ":=");
            return new InitSyntax(position, name, Value());
        }

        TagPath tag = Tag(allowWildcards: false);
        if (Current.Kind == TokenKind.Assign)
        {
            return Assignment(position, tag);
        }

        return Constraint(position, tag);
    }

    private StatementSyntax Keyword(SourcePosition position)
    {
        string keyword = TextOf(Current);
        switch (keyword)
        {
            case "describe":
                At++;
                string name = Name();
                if (Current.Kind == TokenKind.Keyword && TextOf(Current) == "hidden")
                {
                    At++;
                    return new DescribeSyntax(position, name, "hidden", null);
                }

                return new DescribeSyntax(position, name, "", StringToken());
            case "export":
                At++;
                string exported = Name();
                return new ExportSyntax(position, exported, StringToken());
            case "echo":
                At++;
                return new EchoSyntax(position, Value());
            case "version":
                throw new SyntaxException(position, "Version", "A second version line has no meaning in version 4.", null);
            case "removeAllPrivateTags" or "if":
                throw new SyntaxException(position, "Version", $"{keyword} needs a version line: without one the script runs as version 4.", "version \"6.1\" as the first line");
            default:
                throw Fault("a statement");
        }
    }

    private StatementSyntax Constraint(SourcePosition position, TagPath tag)
    {
        List<ConditionSyntax> conditions = [];
        while (true)
        {
            TokenKind comparison = Current.Kind;
            if (comparison is TokenKind.IfExists or TokenKind.Slash or TokenKind.LeftBracket or TokenKind.NotEqual or TokenKind.NoMatch)
            {
                throw new SyntaxException(Position(), "Version", "This needs a version line: without one the script runs as version 4, which has no sequences, no ?=, no != and no !~.", "version \"6.1\" as the first line");
            }

            if (comparison is not (TokenKind.Equal or TokenKind.Match))
            {
                throw Fault(":=, = or ~");
            }

            At++;
            conditions.Add(new ConditionSyntax(tag.Position, new PathSyntax(tag.Position, tag), comparison, Value()));
            if (Current.Kind != TokenKind.Comma)
            {
                break;
            }

            At++;
            tag = Tag(allowWildcards: false);
        }

        if (Current.Kind == TokenKind.Test && _exact)
        {
            // XNAT's engine drops the condition, and the action is done to every object.
            At++;
            return Action(Position());
        }

        if (Current.Kind == TokenKind.Test)
        {
            throw new SyntaxException(Position(), "Version", "A condition with ? needs a version line: version 4 would run the action on every object.", "version \"6.1\" as the first line, or a colon");
        }

        Take(TokenKind.Colon, ": and an action");
        StatementSyntax action = Action(Position());

        // Any one of several conditions is enough.
        List<BranchSyntax> branches = [];
        foreach (ConditionSyntax condition in conditions)
        {
            branches.Add(new BranchSyntax(condition, [action]));
        }

        return new IfSyntax(position, branches, [], isTernary: true);
    }

    private StatementSyntax Action(SourcePosition position)
    {
        if (Current.Kind != TokenKind.Delete)
        {
            return Assignment(position, Tag(allowWildcards: false));
        }

        At++;
        TagPath path = Tag(allowWildcards: true);
        return Current.Kind is TokenKind.Slash or TokenKind.LeftBracket
            ? throw new SyntaxException(Position(), "Version", "A path into a sequence needs a version line: without one the script runs as version 4.", "version \"6.1\" as the first line")
            : new DeleteSyntax(position, path);
    }

    private AssignSyntax Assignment(SourcePosition position, TagPath tag)
    {
        Take(TokenKind.Assign, ":=");
        if (Current.Kind == TokenKind.Identifier && TextOf(Current) == "new")
        {
            SourcePosition place = Position();
            At++;
            if (Name() != "UID")
            {
                throw new SyntaxException(place, "Generator", "The only thing that new makes is a UID.", "new UID");
            }

            return new AssignSyntax(position, tag, new CallSyntax(place, "newUID", []), onlyExisting: false);
        }

        return new AssignSyntax(position, tag, Value(), onlyExisting: false);
    }

    private ValueSyntax Value()
    {
        SourcePosition position = Position();
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextSyntax(position, WrittenText());
            case TokenKind.Integer or TokenKind.Float:
                At++;
                return new NumberSyntax(position, TextOf(token));
            case TokenKind.PublicGroup or TokenKind.PrivateGroup:
                return new PathSyntax(position, Tag(allowWildcards: false));
            case TokenKind.Identifier:
                At++;
                return Current.Kind == TokenKind.LeftBracket ? Call(position, TextOf(token)) : new VariableSyntax(position, TextOf(token));
            case TokenKind.LeftBrace:
                throw new SyntaxException(position, "Version", "A list needs a version line: without one the script runs as version 4.", "version \"6.6\" as the first line");
            default:
                throw Fault("a value (a text, a number, a variable, a tag or a call)");
        }
    }

    private CallSyntax Call(SourcePosition position, string name)
    {
        if (++_depth > MaximumDepth)
        {
            throw new SyntaxException(position, "Limit", "Calls are nested too deeply.", null);
        }

        At++;
        List<ValueSyntax> arguments = [];
        if (Current.Kind != TokenKind.RightBracket)
        {
            arguments.Add(Value());
            while (Current.Kind == TokenKind.Comma)
            {
                At++;
                arguments.Add(Value());
            }
        }

        Take(TokenKind.RightBracket, ", or ]");
        _depth--;
        return new CallSyntax(position, name, arguments);
    }

    private TagPath Tag(bool allowWildcards)
    {
        SourcePosition position = Position();
        Token group = Current;
        if (group.Kind is not (TokenKind.PublicGroup or TokenKind.PrivateGroup))
        {
            throw Fault("a tag such as (0010,0020)");
        }

        At++;
        Take(TokenKind.Comma, ",");
        Token element = Current;
        if (element.Kind == TokenKind.PrivateElement)
        {
            throw new SyntaxException(Position(), "Version", "A private creator needs a version line: without one the script runs as version 4.", "version \"6.1\" as the first line");
        }

        Take(TokenKind.PublicElement, "four digits and )");
        uint bits = 0;
        uint mask = 0;
        string text = Source.Text.Substring(group.Start, element.Start + element.Length - group.Start);
        foreach (string digits in new[] { text.Substring(1, 4), text.Substring(text.Length - 5, 4) })
        {
            foreach (char digit in digits)
            {
                PathStep.AddDigit(digit, ref bits, ref mask);
            }
        }

        if (mask != uint.MaxValue && !allowWildcards)
        {
            throw new SyntaxException(position, "Wildcard", "A pattern can only be deleted.", "a tag without X, @ and #");
        }

        return new TagPath([new PathStep(bits, mask, null, PathStep.NoItem)], text, position);
    }
}
