using System.Collections.Generic;
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
}
