using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Pseudonyms that can be guessed, UIDs hashed by halves, dates that the server will shift again.</summary>
internal sealed class ValueLint(DicomEditScript script, LintFindings findings)
{
    private static readonly HashSet<uint> s_linked = [0x0020000D, 0x0020000E, 0x00200052, 0x00080018];

    public void Check()
    {
        List<(DicomTag Tag, SourcePosition Position)> hashed = [];
        bool nested = false;
        SourcePosition? shift = null;
        bool pixels = false;
        foreach (StatementSyntax statement in SyntaxWalk.Statements(script.Syntax.Statements))
        {
            if (statement is IfSyntax)
            {
                continue; // its branches come by themselves
            }

            foreach (ValueSyntax value in SyntaxWalk.Values(statement))
            {
                if (value is not CallSyntax call)
                {
                    continue;
                }

                switch (call.Name)
                {
                    case "hashUID" when call.Arguments.Count > 0 && call.Arguments[0] is PathSyntax { Path: { IsSingular: true } path }:
                        CheckGuessable(path, call.Position);
                        break;
                    case "hashUIDList" or "mapReferencedUIDs":
                        nested |= ReachesItems(call);
                        break;
                    case "shiftDateByIncrement" or "shiftDateTimeByIncrement" or "shiftDateTimeListByIncrement" or "shiftDateTimeSequenceByIncrement":
                        shift ??= call.Position;
                        break;
                    case "alterPixels":
                        pixels = true;
                        break;
                }
            }

            if (statement is AssignSyntax { Path: { IsRootTag: true } target, Value: CallSyntax { Name: "hashUID" or "mapUID" or "newUID" } } && s_linked.Contains(target.RootTag.Value))
            {
                hashed.Add((target.RootTag, statement.Position));
            }
        }

        if (hashed.Count > 0 && !nested)
        {
            findings.Add(DicomEditScriptSeverity.Warning, "HalfHashed", hashed[0].Position, "UIDs are replaced at the root, and the same UIDs in items stay: links break and the old UIDs can be read there. Use hashUIDList with */ paths.", hashed[0].Tag);
        }

        if (shift is { } place)
        {
            findings.Add(DicomEditScriptSeverity.Information, "Shift", place, "Dates are shifted: running the script again, on the desk and at the server, shifts twice.");
        }

        if (!pixels)
        {
            findings.Add(DicomEditScriptSeverity.Information, "Pixels", default, "The script does nothing to pixels: what is burned in stays.");
        }
    }

    private void CheckGuessable(TagPath path, SourcePosition position)
    {
        DicomVR vr = PathFacts.VROf(path);
        if (vr != DicomVR.UI)
        {
            findings.Add(DicomEditScriptSeverity.Warning, "GuessableHash", position, $"A hash of {path} has no key: whoever has a list of names or numbers finds the one that gives it.", path.IsRootTag ? path.RootTag : default);
        }
    }

    private static bool ReachesItems(CallSyntax call)
    {
        foreach (ValueSyntax value in SyntaxWalk.Deep(call))
        {
            TagPath? path = value switch { PathSyntax written => written.Path, TextSyntax text => Parser.ReadPath(text.Text), _ => null };
            if (path is { Steps.Length: > 1 })
            {
                return true;
            }
        }

        return false;
    }
}
