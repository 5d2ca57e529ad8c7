using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.DicomEdit;

/// <content>Values, paths and what reads tokens.</content>
internal sealed partial class Parser
{
    private const int MaximumItem = 9999;

    private ValueSyntax Value()
    {
        SourcePosition position = Position();
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Float:
                At++;
                return new NumberSyntax(position, TextOf(token));
            case TokenKind.Text:
                return new TextSyntax(position, WrittenText());
            case TokenKind.Identifier:
                At++;
                return Current.Kind == TokenKind.LeftBracket ? Call(position, TextOf(token)) : new VariableSyntax(position, TextOf(token));
            case TokenKind.LeftBrace:
                return List(position);
            case TokenKind.PublicGroup or TokenKind.PrivateGroup or TokenKind.Level:
                return new PathSyntax(position, Path());
            case TokenKind.LetterX:
                throw new SyntaxException(position, "Syntax", "A variable cannot be called x or X: in tags they stand for any digit.", "another name");
            default:
                throw Fault("a value (a text, a number, a variable, a tag, a call or a list)");
        }
    }

    private CallSyntax Call(SourcePosition position, string name)
    {
        Enter(position);
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

        Take(TokenKind.RightBracket, arguments.Count == 0 ? "an argument or ]" : ", or ]");
        _depth--;
        return new CallSyntax(position, name, arguments);
    }

    private ListSyntax List(SourcePosition position)
    {
        Enter(position);
        At++;
        List<ValueSyntax> entries = [];
        SkipListLines(2);
        if (Current.Kind != TokenKind.RightBrace)
        {
            entries.Add(Value());
            SkipListLines(1);
            while (Current.Kind == TokenKind.Comma)
            {
                At++;
                SkipListLines(1);
                entries.Add(Value());
                SkipListLines(2);
            }
        }

        Take(TokenKind.RightBrace, entries.Count == 0 ? "an entry or }" : ", or }");
        _depth--;
        return new ListSyntax(position, entries);
    }

    /// <summary>Ends of lines inside a list. XNAT's engine takes one at each place only, so blank lines are errors to it.</summary>
    private void SkipListLines(int most)
    {
        int count = 0;
        while (Current.Kind == TokenKind.NewLine)
        {
            count++;
            if (count > most && _exact)
            {
                throw Fault("a value: a list cannot hold blank lines");
            }

            At++;
        }
    }

    private TagPath Path()
    {
        SourcePosition position = Position();
        int start = Current.Start;
        List<PathStep> steps = [Step()];
        while (Current.Kind == TokenKind.Slash)
        {
            At++;
            if (steps.Count == TagPath.MaximumSteps)
            {
                throw new SyntaxException(position, "Limit", "A path has too many steps.", null);
            }

            steps.Add(Step());
        }

        Token last = Previous;
        return new TagPath(steps, Source.Text.Substring(start, last.Start + last.Length - start), position);
    }

    private PathStep Step()
    {
        Token group = Current;
        if (group.Kind == TokenKind.Level)
        {
            At++;
            return new PathStep(TextOf(group) switch { "." => PathStepKind.AnyLevel, "+" => PathStepKind.Levels, _ => PathStepKind.AnyLevels });
        }

        if (group.Kind is not (TokenKind.PublicGroup or TokenKind.PrivateGroup))
        {
            throw Fault("a tag such as (0010,0020)");
        }

        uint bits = 0;
        uint mask = 0;
        for (int i = 1; i <= 4; i++)
        {
            PathStep.AddDigit(Source.Text[group.Start + i], ref bits, ref mask);
        }

        At++;
        Take(TokenKind.Comma, ",");
        Token element = Current;
        string? creator = null;
        if (group.Kind == TokenKind.PublicGroup)
        {
            Take(TokenKind.PublicElement, "four digits and )");
            for (int i = 0; i < 4; i++)
            {
                PathStep.AddDigit(Source.Text[element.Start + i], ref bits, ref mask);
            }
        }
        else
        {
            if (element.Kind == TokenKind.PublicElement)
            {
                throw Fault("{CREATOR} and two digits: private elements are named by their creator; delete[\"(gggg,eeee)\"] takes numbers");
            }

            Take(TokenKind.PrivateElement, "{CREATOR}, two digits and ); a creator begins with a letter");
            creator = Source.Text.Substring(element.Start + 1, element.Length - 5);

            // The block is the file's own choice.
            bits <<= 8;
            mask <<= 8;
            PathStep.AddDigit(Source.Text[element.Start + element.Length - 3], ref bits, ref mask);
            PathStep.AddDigit(Source.Text[element.Start + element.Length - 2], ref bits, ref mask);
        }

        return new PathStep(bits, mask, creator, Item());
    }

    private int Item()
    {
        if (Current.Kind != TokenKind.LeftBracket)
        {
            return PathStep.NoItem;
        }

        At++;
        Token token = Current;
        int item = PathStep.EveryItem;
        if (token.Kind == TokenKind.Integer)
        {
            if (!int.TryParse(TextOf(token), NumberStyles.None, CultureInfo.InvariantCulture, out item) || item > MaximumItem)
            {
                throw Fault("a number of an item, from 0 to 9999");
            }
        }
        else if (token.Kind != TokenKind.Percent)
        {
            throw Fault("a number of an item or %");
        }

        At++;
        Take(TokenKind.RightBracket, "]");
        return item;
    }

    private void Enter(SourcePosition position)
    {
        if (++_depth > MaximumDepth)
        {
            throw new SyntaxException(position, "Limit", "Calls, lists or blocks are nested too deeply.", null);
        }
    }
}
