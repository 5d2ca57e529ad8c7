using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>Tokens one after the other, and what the parsers of both versions do with them.</summary>
internal abstract class TokenReader(SourceText source, FindingList findings, bool exact)
{
    private readonly List<Token> _tokens = new Lexer(source, findings, exact).Read();
    private int _at;

    protected FindingList Findings => findings;

    protected SourceText Source => source;

    /// <summary>Number of the current token.</summary>
    protected int At
    {
        get => _at;
        set => _at = Math.Min(value, _tokens.Count - 1);
    }

    protected Token Current => _tokens[_at];

    protected Token Previous => _tokens[_at - 1];

    protected void GoToEnd() => _at = _tokens.Count - 1;

    protected void GoToEndOfLine()
    {
        while (Current.Kind is not (TokenKind.NewLine or TokenKind.End))
        {
            _at++;
        }
    }

    protected string Name()
    {
        Token token = Current;
        if (token.Kind != TokenKind.Identifier)
        {
            throw Fault("a name");
        }

        _at++;
        return TextOf(token);
    }

    /// <summary>The text of a literal: quotes dropped, doubled backslashes made single, nothing else.</summary>
    protected string StringToken() => Unescape(WrittenText());

    /// <summary>What stands between the quotes of a literal.</summary>
    protected string WrittenText()
    {
        Token token = Current;
        Take(TokenKind.Text, "a text in quotes");
        return source.Text.Substring(token.Start + 1, Math.Max(0, token.Length - 2));
    }

    internal static string Unescape(string text)
    {
        if (text.IndexOf("\\\\", StringComparison.Ordinal) < 0)
        {
            return text;
        }

        StringBuilder builder = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            builder.Append(text[i]);
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '\\')
            {
                i++;
            }
        }

        return builder.ToString();
    }

    protected TokenKind SkipLines()
    {
        while (Current.Kind == TokenKind.NewLine)
        {
            _at++;
        }

        return Current.Kind;
    }

    protected void Take(TokenKind kind, string expected)
    {
        if (Current.Kind != kind)
        {
            throw Fault(expected);
        }

        _at++;
    }

    protected SourcePosition Position() => source.PositionOf(Current.Start);

    protected string TextOf(Token token) => source.Text.Substring(token.Start, token.Length);

    protected SyntaxException Fault(string expected)
    {
        Token token = Current;
        string found = token.Kind switch
        {
            TokenKind.End => "the end of the script",
            TokenKind.NewLine => "the end of the line",
            _ => "'" + (token.Length <= 40 ? TextOf(token) : TextOf(token).Substring(0, 40) + "...") + "'",
        };
        return new SyntaxException(Position(), "Syntax", "Expected " + expected + ", but found " + found + ".", expected);
    }
}
