using System;
using System.Collections.Generic;
using XnatTools.Import.Labels;

namespace XnatTools.Import.Preflight;

/// <summary>Finds labels that differ for XNAT and not for the eye: O and 0, I and l and 1, - and _.</summary>
internal static class LookAlikes
{
    public static void Check(IReadOnlyList<PacsStudy> studies, List<PreflightFinding> findings)
    {
        Dictionary<string, PacsStudy> seen = new(StringComparer.Ordinal);
        int count = 0;
        PacsStudy? first = null;
        foreach (PacsStudy study in studies)
        {
            if (study.Session is not string session)
            {
                continue;
            }

            string skeleton = LabelRules.Skeleton(session);
            if (!seen.TryGetValue(skeleton, out PacsStudy? other))
            {
                seen.Add(skeleton, study);
            }
            else if (!LabelRules.Comparer.Equals(other.Session, session))
            {
                count++;
                first ??= study;
            }
        }

        if (count > 0)
        {
            findings.Add(new PreflightFinding
            {
                Check = "Labels",
                Code = "LabelsLookAlike",
                Severity = FindingSeverity.Warning,
                Message = $"{count} session labels look like another one of the plan (O and 0, I and l and 1, - and _).",
                Cure = "Choose labels that the eye can tell apart.",
                Row = first!.Row,
                Study = first,
            });
        }
    }
}
