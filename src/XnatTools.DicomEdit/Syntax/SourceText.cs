using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>
/// A script after the first stage: lines joined where they end in a backslash, comments cut, each line ended by LF. Every
/// character still knows its place in the author's text.
/// </summary>
internal sealed class SourceText
{
    private readonly List<Segment> _segments = [];

    private SourceText(string[] lines) => Lines = lines;

    /// <summary>The author's lines, without their ends.</summary>
    public string[] Lines { get; }

    /// <summary>What the lexer reads.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Splits at LF, takes CR and a byte order mark away.</summary>
    public static string[] Split(string script)
    {
        string text = script.Length > 0 && script[0] == '\uFEFF' ? script.Substring(1) : script;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith("\r", StringComparison.Ordinal))
            {
                lines[i] = lines[i].Substring(0, lines[i].Length - 1);
            }
        }

        return lines;
    }

    public static SourceText Read(string[] lines, FindingList findings)
    {
        SourceText source = new(lines);
        StringBuilder text = new();
        StringBuilder joined = new();
        for (int i = 0; i < lines.Length; i++)
        {
            int start = text.Length;
            joined.Clear();
            source._segments.Add(new Segment(start, i + 1));
            while (lines[i].EndsWith("\\", StringComparison.Ordinal) && i + 1 < lines.Length)
            {
                joined.Append(lines[i], 0, lines[i].Length - 1);
                i++;
                source._segments.Add(new Segment(start + joined.Length, i + 1));
            }

            joined.Append(lines[i]);
            if (joined.Length > 0 && joined[joined.Length - 1] == '\\')
            {
                // Only the last line gets here so: there is nothing to join.
                joined.Length--;
            }

            string line = joined.ToString();
            int end = FindComment(line, out int openQuote);
            text.Append(line, 0, end).Append('\n');
            if (openQuote >= 0)
            {
                findings.Error(source.PositionOf(start + openQuote), "Quote", "A text begins here and does not end on the line. A quote cannot stand inside a text.", "\"");
            }
        }

        source.Text = text.ToString();
        return source;
    }

    /// <summary>The place in the author's text of a character of <see cref="Text"/>.</summary>
    public SourcePosition PositionOf(int offset)
    {
        int low = 0;
        int high = _segments.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_segments[middle].Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        Segment segment = _segments[low];
        return new SourcePosition(segment.Line, offset - segment.Start + 1);
    }

    /// <summary>Where the comment of a line starts: // outside a text and not right after a colon.</summary>
    private static int FindComment(string line, out int openQuote)
    {
        openQuote = -1;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                openQuote = openQuote < 0 ? i : -1;
            }
            else if (openQuote < 0 && line[i] == '/' && i + 1 < line.Length && line[i + 1] == '/' && (i == 0 || line[i - 1] != ':'))
            {
                return i;
            }
        }

        return line.Length;
    }

    private sealed class Segment(int start, int line)
    {
        public int Start { get; } = start;

        public int Line { get; } = line;
    }
}
