using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>What a script says, as it was written.</summary>
internal sealed class ScriptSyntax(IReadOnlyList<StatementSyntax> statements, string[] lines)
{
    public IReadOnlyList<StatementSyntax> Statements { get; } = statements;

    /// <summary>The author's lines.</summary>
    public string[] Lines { get; } = lines;
}

internal abstract class StatementSyntax(SourcePosition position)
{
    public SourcePosition Position { get; } = position;
}

internal sealed class VersionSyntax(SourcePosition position, string version) : StatementSyntax(position)
{
    public string Version { get; } = version;
}

/// <summary><c>path := value</c>, or <c>path ?= value</c> where it exists.</summary>
internal sealed class AssignSyntax(SourcePosition position, TagPath path, ValueSyntax value, bool onlyExisting) : StatementSyntax(position)
{
    public TagPath Path { get; } = path;

    public ValueSyntax Value { get; } = value;

    public bool OnlyExisting { get; } = onlyExisting;
}

internal sealed class InitSyntax(SourcePosition position, string name, ValueSyntax value) : StatementSyntax(position)
{
    public string Name { get; } = name;

    public ValueSyntax Value { get; } = value;
}

internal sealed class DeleteSyntax(SourcePosition position, TagPath path) : StatementSyntax(position)
{
    public TagPath Path { get; } = path;
}

internal sealed class CallStatementSyntax(SourcePosition position, CallSyntax call) : StatementSyntax(position)
{
    public CallSyntax Call { get; } = call;
}

internal sealed class EchoSyntax(SourcePosition position, ValueSyntax? value) : StatementSyntax(position)
{
    public ValueSyntax? Value { get; } = value;
}

internal sealed class RemoveAllPrivateSyntax(SourcePosition position) : StatementSyntax(position);

internal sealed class DescribeSyntax(SourcePosition position, string name, string kind, string? text) : StatementSyntax(position)
{
    public string Name { get; } = name;

    /// <summary><c>hidden</c>, <c>const</c>, <c>immutable</c>, or empty where a text stands.</summary>
    public string Kind { get; } = kind;

    public string? Text { get; } = text;
}

internal sealed class ExportSyntax(SourcePosition position, string name, string field) : StatementSyntax(position)
{
    public string Name { get; } = name;

    public string Field { get; } = field;
}

/// <summary><c>condition ? action : action</c>, and <c>if</c> with its branches.</summary>
internal sealed class IfSyntax(SourcePosition position, IReadOnlyList<BranchSyntax> branches, IReadOnlyList<StatementSyntax> otherwise, bool isTernary) : StatementSyntax(position)
{
    public IReadOnlyList<BranchSyntax> Branches { get; } = branches;

    public IReadOnlyList<StatementSyntax> Otherwise { get; } = otherwise;

    public bool IsTernary { get; } = isTernary;
}

internal sealed class BranchSyntax(ConditionSyntax condition, IReadOnlyList<StatementSyntax> statements)
{
    public ConditionSyntax Condition { get; } = condition;

    public IReadOnlyList<StatementSyntax> Statements { get; } = statements;
}

/// <summary>A comparison, or a call alone.</summary>
internal sealed class ConditionSyntax(SourcePosition position, ValueSyntax left, TokenKind comparison, ValueSyntax? right)
{
    public SourcePosition Position { get; } = position;

    public ValueSyntax Left { get; } = left;

    /// <summary>Equal, NotEqual, Match or NoMatch; End for a call alone.</summary>
    public TokenKind Comparison { get; } = comparison;

    public ValueSyntax? Right { get; } = right;
}

internal abstract class ValueSyntax(SourcePosition position)
{
    public SourcePosition Position { get; } = position;
}

internal sealed class NumberSyntax(SourcePosition position, string text) : ValueSyntax(position)
{
    public string Text { get; } = text;
}

internal sealed class TextSyntax(SourcePosition position, string written) : ValueSyntax(position)
{
    /// <summary>As it stands between the quotes.</summary>
    public string Written { get; } = written;

    /// <summary>Doubled backslashes made single, nothing else.</summary>
    public string Text { get; } = TokenReader.Unescape(written);
}

internal sealed class VariableSyntax(SourcePosition position, string name) : ValueSyntax(position)
{
    public string Name { get; } = name;
}

internal sealed class CallSyntax(SourcePosition position, string name, IReadOnlyList<ValueSyntax> arguments) : ValueSyntax(position)
{
    public string Name { get; } = name;

    public IReadOnlyList<ValueSyntax> Arguments { get; } = arguments;
}

internal sealed class PathSyntax(SourcePosition position, TagPath path) : ValueSyntax(position)
{
    public TagPath Path { get; } = path;
}

internal sealed class ListSyntax(SourcePosition position, IReadOnlyList<ValueSyntax> entries) : ValueSyntax(position)
{
    public IReadOnlyList<ValueSyntax> Entries { get; } = entries;
}
