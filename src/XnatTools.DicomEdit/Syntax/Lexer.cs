using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>
/// Cuts a preprocessed script into tokens: the longest match wins, as in the grammar that scripts are written for. So a
/// bracket with four hexadecimal digits is always a group, wherever it stands.
/// </summary>
internal sealed class Lexer(SourceText source, FindingList findings, bool exact)
{
    private static readonly HashSet<string> s_keywords =
    [
        "if", "elseif", "else", "describe", "hidden", "const", "immutable", "export", "echo", "removeAllPrivateTags", "version",
    ];

    private readonly string _text = source.Text;
    private readonly List<Token> _tokens = [];

    public static bool IsHex(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';

    /// <summary>A digit of a tag, or a wildcard for one.</summary>
    public static bool IsAnyHex(char c) => IsHex(c) || c is 'X' or 'x' or '#' or '@';

    public static bool IsLetter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z';

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public List<Token> Read()
    {
        int start = 0;
        while (start < _text.Length)
        {
            int end = _text.IndexOf('\n', start);
            end = end < 0 ? _text.Length : end + 1;
            ReadLine(start, end);
            start = end;
        }

        _tokens.Add(new Token(TokenKind.End, _text.Length, 0));
        return _tokens;
    }

    // By lines: a loop over the whole text would have the runtime compile it a second time while it runs.
    private void ReadLine(int i, int end)
    {
        int line = i;
        while (i < end)
        {
            char c = _text[i];
            if (c is ' ' or '\t')
            {
                i++;
                continue;
            }

            int length = Next(i, line, out TokenKind kind);
            if (kind != TokenKind.End)
            {
                _tokens.Add(new Token(kind, i, length));
            }

            i += length;
        }
    }

    private int Next(int i, int line, out TokenKind kind)
    {
        char c = _text[i];
        char next = i + 1 < _text.Length ? _text[i + 1] : '\0';
        switch (c)
        {
            case '\n':
                kind = TokenKind.NewLine;
                return 1;
            case '"':
                return Text(i, out kind);
            case '(' when Digits(i + 1, 4):
                char last = _text[i + 4];
                if (last is not ('X' or 'x'))
                {
                    kind = IsOdd(last) ? TokenKind.PrivateGroup : TokenKind.PublicGroup;
                    return 5;
                }

                findings.Error(source.PositionOf(i + 4), "GroupWildcard", "The last digit of a group tells public from private and cannot be X.", "@ for an even digit, # for an odd one");
                kind = TokenKind.PublicGroup;
                return 5;
            case '{' when PrivateElement(i) is { } length and > 0:
                kind = TokenKind.PrivateElement;
                return length;
            case '/' when next == '/':
                kind = TokenKind.End;
                return RestOfLine(i);
        }

        if (IsAnyHex(c) && Digits(i, 4) && i + 4 < _text.Length && _text[i + 4] == ')')
        {
            kind = TokenKind.PublicElement;
            return 5;
        }

        if (IsLetter(c) || c == '_')
        {
            return Word(i, out kind);
        }

        if (IsDigit(c) || (c == '-' && IsDigit(next)))
        {
            int length = Number(i, out kind);
            if (length > 0)
            {
                return length;
            }
        }

        kind = Symbol(c, next, out int size);
        if (kind != TokenKind.End)
        {
            return size;
        }

        Unknown(i, line);
        return 1;
    }

    private static bool IsOdd(char c) => c == '#' || (c != '@' && (Convert.ToInt32(c.ToString(), 16) & 1) != 0);

    private static TokenKind Symbol(char c, char next, out int length)
    {
        length = 2;
        switch (c)
        {
            case ':' when next == '=':
                return TokenKind.Assign;
            case '?' when next == '=':
                return TokenKind.IfExists;
            case '!' when next == '=':
                return TokenKind.NotEqual;
            case '!' when next == '~':
                return TokenKind.NoMatch;
        }

        length = 1;
        return c switch
        {
            '-' => TokenKind.Delete,
            '=' => TokenKind.Equal,
            '~' => TokenKind.Match,
            '?' => TokenKind.Test,
            ':' => TokenKind.Colon,
            ',' => TokenKind.Comma,
            '/' => TokenKind.Slash,
            '(' => TokenKind.LeftParen,
            ')' => TokenKind.RightParen,
            '[' => TokenKind.LeftBracket,
            ']' => TokenKind.RightBracket,
            '{' => TokenKind.LeftBrace,
            '}' => TokenKind.RightBrace,
            '%' => TokenKind.Percent,
            '*' or '+' or '.' => TokenKind.Level,
            _ => TokenKind.End,
        };
    }

    private bool Digits(int start, int count)
    {
        if (start + count > _text.Length)
        {
            return false;
        }

        for (int i = start; i < start + count; i++)
        {
            if (!IsAnyHex(_text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Length of <c>{creator}ee)</c>, or 0.</summary>
    private int PrivateElement(int start)
    {
        int i = start + 1;
        if (i >= _text.Length || !IsLetter(_text[i]))
        {
            return 0;
        }

        while (i < _text.Length && (IsLetter(_text[i]) || IsDigit(_text[i]) || _text[i] is ' ' or '-' or '_' or '.' or ':'))
        {
            i++;
        }

        return i + 3 < _text.Length && _text[i] == '}' && Digits(i + 1, 2) && _text[i + 3] == ')' ? i + 4 - start : 0;
    }

    private int Word(int start, out TokenKind kind)
    {
        int i = start;
        while (i < _text.Length && (IsLetter(_text[i]) || IsDigit(_text[i]) || _text[i] == '_'))
        {
            i++;
        }

        int length = i - start;
        if (length == 1 && _text[start] is 'x' or 'X' && length == 1)
        {
            kind = TokenKind.LetterX;
        }
        else
        {
            kind = length <= 20 && s_keywords.Contains(_text.Substring(start, length)) ? TokenKind.Keyword : TokenKind.Identifier;
        }

        return length;
    }

    /// <summary>Length of a number, or 0 for a minus sign that is none.</summary>
    private int Number(int start, out TokenKind kind)
    {
        kind = TokenKind.Integer;
        int i = start;
        bool minus = _text[i] == '-';
        if (minus)
        {
            i++;
        }

        bool zero = _text[i] == '0';
        i++;
        while (!zero && i < _text.Length && IsDigit(_text[i]))
        {
            i++;
        }

        if (i + 1 < _text.Length && _text[i] == '.' && IsDigit(_text[i + 1]))
        {
            kind = TokenKind.Float;
            i++;
            while (i < _text.Length && IsDigit(_text[i]))
            {
                i++;
            }

            return i - start;
        }

        return minus && zero ? 0 : i - start;
    }

    private int Text(int start, out TokenKind kind)
    {
        kind = TokenKind.Text;
        int i = start + 1;
        bool good = true;
        while (i < _text.Length && _text[i] != '"' && _text[i] != '\n')
        {
            if (_text[i] == '\\')
            {
                char escaped = i + 1 < _text.Length ? _text[i + 1] : '\n';
                if (escaped is not ('n' or 'r' or 't' or 'b' or 'f' or '(' or ')' or '\\') && !IsOctal(i + 1) && good)
                {
                    good = false;
                    findings.Error(source.PositionOf(i), "Escape", "A backslash in a text starts an escape, and this is none.", "\\\\ for a backslash");
                }

                i += escaped is '"' or '\n' ? 1 : 2;
                continue;
            }

            i++;
        }

        // A text that does not end was reported where its line was read.
        return Math.Min(i + 1, _text.Length) - start - (i < _text.Length && _text[i] == '\n' ? 1 : 0);
    }

    /// <summary>Three octal digits, the first at most 3.</summary>
    private bool IsOctal(int i) =>
        i + 2 < _text.Length && _text[i] is >= '0' and <= '3' && _text[i + 1] is >= '0' and <= '7' && _text[i + 2] is >= '0' and <= '7';

    private int RestOfLine(int start)
    {
        int end = _text.IndexOf('\n', start);
        return (end < 0 ? _text.Length : end) - start;
    }

    private void Unknown(int i, int line)
    {
        bool first = _text.Substring(line, i - line).Trim().Length == 0;
        if (_text[i] == '#' && first)
        {
            findings.Error(source.PositionOf(i), "Hash", "A comment starts with //, not with #.", "//");
        }
        else if (!exact)
        {
            findings.Warn(source.PositionOf(i), "UnknownCharacter", "This character means nothing here and is passed over.");
        }
    }
}
