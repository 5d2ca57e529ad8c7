using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>A script that is refused. The message shows the first reason; <see cref="Findings"/> has all.</summary>
public sealed class DicomEditException : Exception
{
    internal DicomEditException(IReadOnlyList<DicomEditFinding> findings)
        : base(Describe(findings)) => Findings = findings;

    /// <summary>Every reason, in the order of the script, warnings included.</summary>
    public IReadOnlyList<DicomEditFinding> Findings { get; }

    /// <summary>Line of the first error, from 1.</summary>
    public int Line => First(Findings).Line;

    /// <summary>Column of the first error, from 1.</summary>
    public int Column => First(Findings).Column;

    /// <summary>What could have stood there, or null.</summary>
    public string? Expected => First(Findings).Expected;

    /// <summary>The line of the first error.</summary>
    public string LineText => First(Findings).LineText;

    private static DicomEditFinding First(IReadOnlyList<DicomEditFinding> findings)
    {
        foreach (DicomEditFinding finding in findings)
        {
            if (finding.Severity == DicomEditSeverity.Error)
            {
                return finding;
            }
        }

        return findings[0];
    }

    private static string Describe(IReadOnlyList<DicomEditFinding> findings)
    {
        int errors = 0;
        foreach (DicomEditFinding finding in findings)
        {
            errors += finding.Severity == DicomEditSeverity.Error ? 1 : 0;
        }

        string first = First(findings).ToString();
        return errors > 1 ? first + Environment.NewLine + $"({errors} errors in all.)" : first;
    }
}
