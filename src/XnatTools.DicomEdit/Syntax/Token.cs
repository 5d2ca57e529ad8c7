namespace XnatTools.DicomEdit;

internal enum TokenKind
{
    End,
    NewLine,
    PublicGroup,
    PrivateGroup,
    PublicElement,
    PrivateElement,
    Assign,
    IfExists,
    Delete,
    Equal,
    NotEqual,
    Match,
    NoMatch,
    Test,
    Colon,
    Comma,
    Slash,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Percent,
    Level,
    Identifier,
    Keyword,
    LetterX,
    Integer,
    Float,
    Text,
}

/// <summary>
/// A piece of the script; its text is a part of the source. A class, since lists of classes need no code of their own: the
/// runtime would compile that at the first script of each process.
/// </summary>
internal sealed class Token(TokenKind kind, int start, int length)
{
    public readonly TokenKind Kind = kind;

    public readonly int Start = start;

    public readonly int Length = length;
}
