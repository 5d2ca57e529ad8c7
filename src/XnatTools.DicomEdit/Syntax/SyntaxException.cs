using System;

namespace XnatTools.DicomEdit;

/// <summary>Ends the reading of a statement. Never leaves the parser.</summary>
internal sealed class SyntaxException(SourcePosition position, string rule, string message, string? expected) : Exception(message)
{
    public SourcePosition Position { get; } = position;

    public string Rule { get; } = rule;

    public string? Expected { get; } = expected;
}
