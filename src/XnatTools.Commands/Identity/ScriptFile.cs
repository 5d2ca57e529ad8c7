using System.Collections.Generic;
using System.Text;
using XnatTools.DicomEdit;

namespace XnatTools.Commands;

/// <summary>A DicomEdit script that was read.</summary>
internal sealed class ScriptFile(string path, string text, DicomEditScript? script, IReadOnlyList<DicomEditFinding> findings)
{
    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>Null when it is refused.</summary>
    public DicomEditScript? Script { get; } = script;

    public IReadOnlyList<DicomEditFinding> Findings { get; } = findings;

    /// <summary>Reads and compiles.</summary>
    public static ScriptFile Read(string path, string text, DicomEditOptions options)
    {
        DicomEditScript.TryCompile(text, options, out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> findings);
        return new ScriptFile(path, text, script, findings);
    }

    /// <summary>The first reasons with their lines, in sentences: PowerShell joins the lines of a message.</summary>
    public string Errors()
    {
        const int Most = 3;
        StringBuilder text = new();
        int errors = 0;
        foreach (DicomEditFinding finding in Findings)
        {
            if (finding.Severity == DicomEditSeverity.Error && ++errors <= Most)
            {
                string line = finding.LineText.Trim();
                text.Append(errors == 1 ? "" : " ").Append("Line ").Append(finding.Line).Append(", column ").Append(finding.Column).Append(": ").Append(finding.Message)
                    .Append(line.Length is 0 or > 80 ? "" : " [" + line + "]");
            }
        }

        return errors > Most ? text.Append(" And ").Append(errors - Most).Append(" more.").ToString() : text.ToString();
    }
}
