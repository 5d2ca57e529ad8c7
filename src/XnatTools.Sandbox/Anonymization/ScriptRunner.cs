using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using XnatTools.Dicom;
using XnatTools.DicomEdit;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.Sandbox.Anonymization;

/// <summary>
/// Runs DicomEdit scripts on the sandbox's files as XNAT's own engine does, defects included; whoever wants to be safe must not
/// rely on the server. A file is replaced only when its script went through.
/// </summary>
internal sealed class ScriptRunner
{
    private static readonly DicomEditOptions s_asXnat = new() { Compatibility = DicomEditCompatibility.Exact };
    private readonly ConcurrentDictionary<string, DicomEditScript?> _compiled = new(StringComparer.Ordinal);

    // The server's engine remembers new UIDs for as long as it runs.
    private readonly DicomUidMap _uids = new();
    private readonly DicomUidMap _references = new();

    /// <summary>Runs a script on a file in place.</summary>
    internal ScriptOutcome Run(string path, string script, string project, string subject, string session)
    {
        if (_compiled.GetOrAdd(script, Compile) is not DicomEditScript compiled)
        {
            return ScriptOutcome.Failed;
        }

        try
        {
            using DicomFile file = DicomFile.Open(path);

            // The server writes whatever a script assigns.
            file.IsStrict = false;
            PixelMask mask = new(file.TransferSyntaxUid);
            DicomEditContext context = new(
            [
                new KeyValuePair<string, string>("project", project),
                new KeyValuePair<string, string>("subject", subject),
                new KeyValuePair<string, string>("session", session),
            ])
            {
                UidMap = _uids,
                ReferencedUidMap = _references,
                PixelEditor = mask.Edit,
            };
            DicomEditResult result = compiled.Apply(file, context);
            if (!result.IsSuccess)
            {
                return result.Outcome == DicomEditOutcome.Rejected ? ScriptOutcome.Rejected : ScriptOutcome.Failed;
            }

            file.Save(path, mask.TransferSyntaxUid);
            return ScriptOutcome.Done;
        }
        catch (Exception error) when (error is DicomException or IOException)
        {
            return ScriptOutcome.Failed;
        }
    }

    private static DicomEditScript? Compile(string script) => DicomEditScript.TryCompile(script, s_asXnat, out DicomEditScript? compiled, out _) ? compiled : null;
}
