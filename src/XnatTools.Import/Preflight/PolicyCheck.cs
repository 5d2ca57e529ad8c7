using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Campaign;

namespace XnatTools.Import.Preflight;

/// <summary>Judges whether identifiers other than the labels will be taken out of the headers.</summary>
internal static class PolicyCheck
{
    public static void Run(ImportPolicy policy, XnatReceiver? receiver, ImportOptions options, List<PreflightFinding> findings)
    {
        Tell(policy.Site, "The site's", findings);
        Tell(policy.Project, "The project's", findings);
        bool projectRuns = policy.Project is { InForce: true };
        bool siteRuns = policy.Site is { InForce: true };
        if (policy.Project is null && !siteRuns)
        {
            findings.Add(Finding("AnonymizationUnseen", FindingSeverity.Warning, "The project's anonymisation script cannot be seen with your rights: whether identifiers other than the labels are removed is not known.", "Ask a project owner whether the project has an anonymisation script that is switched on."));
        }
        else if (!projectRuns && !siteRuns)
        {
            findings.Add(Finding(
                "AnonymizationMissing",
                options.RequireAnonymization ? FindingSeverity.Error : FindingSeverity.Warning,
                "Neither site nor project has an anonymisation script in force: only the labels are replaced, and birth dates, names of staff and all other identifiers stay in the headers.",
                "Give the project an anonymisation script (Manage, Anonymization) and switch it on before anything is imported."));
        }
        else if (!projectRuns && policy.Project is not null)
        {
            findings.Add(Finding("ProjectScriptMissing", FindingSeverity.Warning, "The project has no anonymisation script in force; only the site's runs.", "Give the project its own script unless the site's is meant to be enough."));
        }

        if (receiver is { AnonymizationEnabled: false })
        {
            findings.Add(Finding(
                "AnonymizationBypassed",
                options.RequireAnonymization ? FindingSeverity.Error : FindingSeverity.Warning,
                $"Receiver {receiver} marks everything as not to be anonymised: neither the site's nor the project's script will run on it.",
                "Ask an administrator to enable anonymisation on the receiver, or name another."));
        }
    }

    private static void Tell(XnatAnonScript? script, string whose, List<PreflightFinding> findings)
    {
        if (script?.Hash is null)
        {
            return;
        }

        string changed = script.Changed is System.DateTime time ? ", stored " + time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";
        findings.Add(new PreflightFinding
        {
            Check = "Anonymization",
            Code = script.Project is null ? "SiteScript" : "ProjectScript",
            Severity = FindingSeverity.Information,
            Message = $"{whose} anonymisation script is {(script.Enabled ? "on" : "off")}: SHA-256 {script.Hash.Substring(0, 12)}{changed}.",
        });
    }

    private static PreflightFinding Finding(string code, FindingSeverity severity, string message, string cure) =>
        new() { Check = "Anonymization", Code = severity == FindingSeverity.Error ? XnatErrorCode.AnonymizationMissing.Id : code, Severity = severity, Message = message, Cure = cure };
}
