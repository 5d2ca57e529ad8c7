using System.Collections.Generic;

namespace XnatTools.Import.Preflight;

/// <summary>Says what the project does with a session that has arrived.</summary>
internal static class ProjectCheck
{
    public static void Mode(XnatProject project, XnatReceiver? receiver, List<PreflightFinding> findings)
    {
        if (receiver is { DirectArchive: true })
        {
            Warn(findings, "DirectArchive", $"Receiver {receiver} archives directly: what arrives is never in the prearchive, where it could be looked at first.", "Name a receiver without direct archiving, or check the first studies in the archive.");
            return;
        }

        switch (project.PrearchiveCode)
        {
            case 0:
                findings.Add(new PreflightFinding { Check = "Project", Code = "PrearchiveHold", Severity = FindingSeverity.Information, Message = "The project holds what arrives in the prearchive until somebody archives it." });
                break;
            case 4:
                Warn(findings, "PrearchiveAuto", "The project archives by itself what arrives: it may be archived before anybody has looked at it.", "Set the project to hold in the prearchive (Manage, prearchive settings) unless that is meant.");
                break;
            case 5:
                Warn(findings, "PrearchiveOverwrite", "The project archives by itself and OVERWRITES sessions of the same label.", "Set the project to hold in the prearchive (Manage, prearchive settings).");
                break;
            default:
                findings.Add(new PreflightFinding { Check = "Project", Code = "PrearchiveUnseen", Severity = FindingSeverity.Information, Message = "Whether the project archives by itself cannot be seen." });
                break;
        }
    }

    private static void Warn(List<PreflightFinding> findings, string code, string message, string cure) =>
        findings.Add(new PreflightFinding { Check = "Project", Code = code, Severity = FindingSeverity.Warning, Message = message, Cure = cure });
}
