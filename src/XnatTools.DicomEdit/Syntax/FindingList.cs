using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>Collects what is found in a script; many are cut off, but never the errors for the warnings before them.</summary>
internal sealed class FindingList(string[] lines)
{
    private const int Maximum = 500;

    private readonly List<DicomEditFinding> _findings = [];
    private bool[]? _closed;
    private int _hashLine;

    public bool HasErrors { get; private set; }

    public int ErrorCount { get; private set; }

    public void Error(SourcePosition position, string rule, string message, string? expected = null) =>
        Add(DicomEditSeverity.Error, position, rule, message, expected);

    public void Warn(SourcePosition position, string rule, string message) =>
        Add(DicomEditSeverity.Warning, position, rule, message, null);

    /// <summary>Lines that could not be read take no further errors: what is said of the rest of them would mislead.</summary>
    public void CloseLinesWithErrors()
    {
        foreach (DicomEditFinding finding in _findings)
        {
            if (finding.Severity == DicomEditSeverity.Error)
            {
                _closed ??= new bool[lines.Length + 2];
                _closed[Math.Min(finding.Line, lines.Length + 1)] = true;
            }
        }
    }

    /// <summary>Everything found, in the order of the script.</summary>
    public IReadOnlyList<DicomEditFinding> ToSorted(DicomEditSeverity? only = null)
    {
        List<DicomEditFinding> sorted = [];
        foreach (DicomEditFinding finding in _findings)
        {
            if (only is null || finding.Severity == only)
            {
                sorted.Add(finding);
            }
        }

        // Stable: of two at one place the first found stays first.
        for (int i = 1; i < sorted.Count; i++)
        {
            DicomEditFinding moving = sorted[i];
            int j = i - 1;
            while (j >= 0 && Compare(sorted[j], moving) > 0)
            {
                sorted[j + 1] = sorted[j];
                j--;
            }

            sorted[j + 1] = moving;
        }

        return sorted;
    }

    private static int Compare(DicomEditFinding left, DicomEditFinding right) =>
        left.Line != right.Line ? left.Line.CompareTo(right.Line) : left.Column.CompareTo(right.Column);

    private void Add(DicomEditSeverity severity, SourcePosition position, string rule, string message, string? expected)
    {
        if (_closed is not null && _closed[Math.Min(position.Line, lines.Length + 1)])
        {
            return;
        }

        if (_hashLine == position.Line && severity == DicomEditSeverity.Error)
        {
            return;
        }

        if (rule == "Hash")
        {
            // The rest of the line is words for people: what the parser makes of them helps nobody.
            _hashLine = position.Line;
        }

        HasErrors |= severity == DicomEditSeverity.Error;
        ErrorCount += severity == DicomEditSeverity.Error ? 1 : 0;
        if (_findings.Count < Maximum || (severity == DicomEditSeverity.Error && ErrorCount < Maximum))
        {
            string line = position.Line >= 1 && position.Line <= lines.Length ? lines[position.Line - 1] : "";
            _findings.Add(new DicomEditFinding(severity, rule, position.Line, position.Column, message, expected, line));
        }
    }
}
