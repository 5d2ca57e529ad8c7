using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Collects findings about a script.</summary>
internal sealed class LintFindings(string[] lines, string? source)
{
    private readonly List<DicomEditScriptFinding> _findings = [];

    public void Add(DicomEditFinding finding) => _findings.Add(new DicomEditScriptFinding
    {
        Severity = finding.Severity == DicomEditSeverity.Error ? DicomEditScriptSeverity.Error : DicomEditScriptSeverity.Warning,
        Rule = finding.Rule,
        Line = finding.Line,
        Column = finding.Column,
        Message = finding.Message,
        Expected = finding.Expected,
        LineText = finding.LineText,
        Source = source,
    });

    public void Add(DicomEditScriptSeverity severity, string rule, SourcePosition position, string message, DicomTag tag = default, string? code = null)
    {
        string? keyword = tag != default && DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry) ? entry.Keyword : null;
        _findings.Add(new DicomEditScriptFinding
        {
            Severity = severity,
            Rule = rule,
            Line = position.Line,
            Column = position.Column,
            Message = message,
            LineText = position.Line >= 1 && position.Line <= lines.Length ? lines[position.Line - 1] : null,
            Tag = tag == default ? null : tag.ToString(),
            Keyword = keyword,
            Code = code,
            Source = source,
        });
    }

    /// <summary>In the order of the script; what is about the whole comes last.</summary>
    public IReadOnlyList<DicomEditScriptFinding> ToSorted()
    {
        // By index as the last key: the sort is not stable by itself.
        List<(DicomEditScriptFinding Finding, int Index)> sorted = [];
        for (int i = 0; i < _findings.Count; i++)
        {
            sorted.Add((_findings[i], i));
        }

        sorted.Sort(static (a, b) =>
        {
            int order = (a.Finding.Line == 0).CompareTo(b.Finding.Line == 0);
            order = order != 0 ? order : a.Finding.Line.CompareTo(b.Finding.Line);
            order = order != 0 ? order : a.Finding.Column.CompareTo(b.Finding.Column);
            return order != 0 ? order : a.Index.CompareTo(b.Index);
        });
        return sorted.ConvertAll(static pair => pair.Finding);
    }
}
