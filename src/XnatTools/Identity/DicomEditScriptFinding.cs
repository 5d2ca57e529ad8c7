using System.Globalization;

namespace XnatTools;

/// <summary>Something found in a DicomEdit script, and where.</summary>
public sealed class DicomEditScriptFinding
{
    /// <summary>Weight.</summary>
    public DicomEditScriptSeverity Severity { get; internal init; }

    /// <summary>One word for scripts: Syntax, UnknownFunction, UnknownTag, Undone, NeverActs, GuessableHash, LeftAlone ...</summary>
    public string Rule { get; internal init; } = "";

    /// <summary>Line in the script, from 1; 0 for the script as a whole.</summary>
    public int Line { get; internal init; }

    /// <summary>Column in that line, from 1; 0 for the script as a whole.</summary>
    public int Column { get; internal init; }

    /// <summary>What is wrong.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>What could have stood there, or null.</summary>
    public string? Expected { get; internal init; }

    /// <summary>The line of the script, or null.</summary>
    public string? LineText { get; internal init; }

    /// <summary>The attribute that it is about, where there is one: (gggg,eeee).</summary>
    public string? Tag { get; internal init; }

    /// <summary>Its keyword.</summary>
    public string? Keyword { get; internal init; }

    /// <summary>Code of PS3.15 Table E.1-1 with its option, where that is what is missed.</summary>
    public string? Code { get; internal init; }

    /// <summary>The script.</summary>
    public string? Source { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : string.Format(CultureInfo.InvariantCulture, "Line {0}, column {1}: {2}", Line, Column, Message);
}
