using System.Collections.Generic;

namespace XnatTools.DicomEdit;

// Fields and lists instead of properties and interfaces, here and in the other small types of a script: the runtime compiles each
// getter by itself, and the first script of a process waits for it.

/// <summary>What a script says, as it was written.</summary>
internal sealed class ScriptSyntax(List<StatementSyntax> statements, string[] lines)
{
    public readonly List<StatementSyntax> Statements = statements;

    /// <summary>The author's lines.</summary>
    public readonly string[] Lines = lines;
}

internal abstract class StatementSyntax(SourcePosition position)
{
    public readonly SourcePosition Position = position;
}

internal sealed class VersionSyntax(SourcePosition position, string version) : StatementSyntax(position)
{
    public readonly string Version = version;
}

/// <summary><c>path := value</c>, or <c>path ?= value</c> where it exists.</summary>
internal sealed class AssignSyntax(SourcePosition position, TagPath path, ValueSyntax value, bool onlyExisting) : StatementSyntax(position)
{
    public readonly TagPath Path = path;

    public readonly ValueSyntax Value = value;

    public readonly bool OnlyExisting = onlyExisting;
}

internal sealed class InitSyntax(SourcePosition position, string name, ValueSyntax value) : StatementSyntax(position)
{
    public readonly string Name = name;

    public readonly ValueSyntax Value = value;
}

internal sealed class DeleteSyntax(SourcePosition position, TagPath path) : StatementSyntax(position)
{
    public readonly TagPath Path = path;
}

internal sealed class CallStatementSyntax(SourcePosition position, CallSyntax call) : StatementSyntax(position)
{
    public readonly CallSyntax Call = call;
}

internal sealed class EchoSyntax(SourcePosition position, ValueSyntax? value) : StatementSyntax(position)
{
    public readonly ValueSyntax? Value = value;
}

internal sealed class RemoveAllPrivateSyntax(SourcePosition position) : StatementSyntax(position);

internal sealed class DescribeSyntax(SourcePosition position, string name, string kind, string? text) : StatementSyntax(position)
{
    public readonly string Name = name;

    /// <summary><c>hidden</c>, <c>const</c>, <c>immutable</c>, or empty where a text stands.</summary>
    public readonly string Kind = kind;

    public readonly string? Text = text;
}

internal sealed class ExportSyntax(SourcePosition position, string name, string field) : StatementSyntax(position)
{
    public readonly string Name = name;

    public readonly string Field = field;
}

/// <summary><c>condition ? action : action</c>, and <c>if</c> with its branches.</summary>
internal sealed class IfSyntax(SourcePosition position, List<BranchSyntax> branches, List<StatementSyntax> otherwise, bool isTernary) : StatementSyntax(position)
{
    public readonly List<BranchSyntax> Branches = branches;

    public readonly List<StatementSyntax> Otherwise = otherwise;

    public readonly bool IsTernary = isTernary;
}

internal sealed class BranchSyntax(ConditionSyntax condition, List<StatementSyntax> statements)
{
    public readonly ConditionSyntax Condition = condition;

    public readonly List<StatementSyntax> Statements = statements;
}

/// <summary>A comparison, or a call alone.</summary>
internal sealed class ConditionSyntax(SourcePosition position, ValueSyntax left, TokenKind comparison, ValueSyntax? right)
{
    public readonly SourcePosition Position = position;

    public readonly ValueSyntax Left = left;

    /// <summary>Equal, NotEqual, Match or NoMatch; End for a call alone.</summary>
    public readonly TokenKind Comparison = comparison;

    public readonly ValueSyntax? Right = right;
}

internal abstract class ValueSyntax(SourcePosition position)
{
    public readonly SourcePosition Position = position;
}

internal sealed class NumberSyntax(SourcePosition position, string text) : ValueSyntax(position)
{
    public readonly string Text = text;
}

internal sealed class TextSyntax(SourcePosition position, string written) : ValueSyntax(position)
{
    /// <summary>As it stands between the quotes.</summary>
    public readonly string Written = written;

    /// <summary>Doubled backslashes made single, nothing else.</summary>
    public readonly string Text = TokenReader.Unescape(written);
}

internal sealed class VariableSyntax(SourcePosition position, string name) : ValueSyntax(position)
{
    public readonly string Name = name;
}

internal sealed class CallSyntax(SourcePosition position, string name, List<ValueSyntax> arguments) : ValueSyntax(position)
{
    public readonly string Name = name;

    public readonly List<ValueSyntax> Arguments = arguments;
}

internal sealed class PathSyntax(SourcePosition position, TagPath path) : ValueSyntax(position)
{
    public readonly TagPath Path = path;
}

internal sealed class ListSyntax(SourcePosition position, List<ValueSyntax> entries) : ValueSyntax(position)
{
    public readonly List<ValueSyntax> Entries = entries;
}
