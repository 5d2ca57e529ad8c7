using System;
using System.Globalization;

namespace XnatTools.DicomEdit;

/// <summary>What was found in a script, and where.</summary>
public sealed class DicomEditFinding
{
    internal DicomEditFinding(DicomEditSeverity severity, string rule, int line, int column, string message, string? expected, string text)
    {
        Severity = severity;
        Rule = rule;
        Line = line;
        Column = column;
        Message = message;
        Expected = expected;
        LineText = text;
    }

    /// <summary>Whether the script is refused for it.</summary>
    public DicomEditSeverity Severity { get; }

    /// <summary>Short fixed name of the rule, such as <c>Syntax</c> or <c>UnknownFunction</c>.</summary>
    public string Rule { get; }

    /// <summary>Line in the script, from 1.</summary>
    public int Line { get; }

    /// <summary>Column in that line, from 1.</summary>
    public int Column { get; }

    /// <summary>What is wrong.</summary>
    public string Message { get; }

    /// <summary>What could have stood there, or null.</summary>
    public string? Expected { get; }

    /// <summary>The line of the script.</summary>
    public string LineText { get; }

    /// <summary>Place and message, then the line with a mark under the column.</summary>
    public override string ToString()
    {
        string head = string.Format(CultureInfo.InvariantCulture, "Line {0}, column {1}: {2}", Line, Column, Message);
        if (LineText.Length == 0)
        {
            return head;
        }

        // A very long line is shown around the place.
        int start = Math.Max(0, Math.Min(Column - 1, LineText.Length) - 60);
        string shown = LineText.Substring(start, Math.Min(LineText.Length - start, 120)).Replace('\t', ' ');
        return head + Environment.NewLine + "    " + shown + Environment.NewLine + new string(' ', 4 + Math.Max(0, Column - 1 - start)) + "^";
    }
}
