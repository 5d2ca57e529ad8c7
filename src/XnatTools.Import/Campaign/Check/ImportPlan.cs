using System;
using System.Collections.Generic;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// The studies of an import with each study UID once: the server refuses a request that names one twice, and the second of two
/// imports would overwrite the labels of the first.
/// </summary>
internal sealed class ImportPlan
{
    private readonly ImportOptions _options;
    private readonly List<PreflightFinding> _findings;

    private ImportPlan(ImportOptions options, List<PreflightFinding> findings)
    {
        _options = options;
        _findings = findings;
    }

    public List<PacsStudy> Ready { get; } = [];

    public List<ImportItem> Settled { get; } = [];

    /// <summary>Merges and checks labels within the plan. What it says of single studies it adds to the findings.</summary>
    public static ImportPlan Make(IReadOnlyList<PacsStudy> studies, ImportOptions options, List<PreflightFinding> findings)
    {
        ImportPlan plan = new(options, findings);
        plan.Merge(studies);
        plan.CheckLabels();
        plan.CheckSessions();
        plan.CheckSubjects();
        return plan;
    }

    /// <summary>Ends a study here.</summary>
    public void Settle(PacsStudy study, ImportOutcome outcome, XnatErrorCode? code, string reason)
    {
        Settled.Add(Outcome.Of(study, _options.Project, outcome, code, reason, _options.Time.GetUtcNow()));
        if (code is not null)
        {
            _findings.Add(new PreflightFinding { Check = "Labels", Code = code.Id, Severity = FindingSeverity.Error, Message = reason, Cure = code.Advice, Row = study.Row, Study = study });
        }
    }

    /// <summary>Ends those ready studies for which there is a reason.</summary>
    public void Block(Func<PacsStudy, (XnatErrorCode Code, string Reason)?> check)
    {
        for (int i = 0; i < Ready.Count; i++)
        {
            if (check(Ready[i]) is (XnatErrorCode code, string reason))
            {
                Settle(Ready[i], ImportOutcome.Blocked, code, reason);
                Ready.RemoveAt(i--);
            }
        }
    }

    private void Merge(IReadOnlyList<PacsStudy> studies)
    {
        Dictionary<string, List<PacsStudy>> byUid = new(StringComparer.Ordinal);
        List<List<PacsStudy>> inOrder = [];
        foreach (PacsStudy study in studies)
        {
            if (study.StudyInstanceUid.Length == 0)
            {
                Settle(study, ImportOutcome.Blocked, XnatErrorCode.ImportBlocked, "The study has no study UID.");
                continue;
            }

            if (study.PacsId != 0 && study.PacsId != _options.PacsId)
            {
                Settle(study, ImportOutcome.Blocked, XnatErrorCode.ImportBlocked, $"The study was found on PACS {study.PacsId}, the import is from PACS {_options.PacsId}.");
                continue;
            }

            if (!byUid.TryGetValue(study.StudyInstanceUid, out List<PacsStudy>? same))
            {
                byUid.Add(study.StudyInstanceUid, same = []);
                inOrder.Add(same);
            }

            same.Add(study);
        }

        foreach (List<PacsStudy> same in inOrder)
        {
            if (same.Exists(s => !s.Labels.SameAs(same[0].Labels)))
            {
                foreach (PacsStudy study in same)
                {
                    Settle(study, ImportOutcome.Blocked, XnatErrorCode.ImportBlocked, "The study is asked for more than once, with different labels.");
                }

                continue;
            }

            Ready.Add(Union(same));
            for (int i = 1; i < same.Count; i++)
            {
                Settle(same[i], ImportOutcome.Duplicate, null, same[0].Row > 0 ? $"The same study as line {same[0].Row}." : "The same study was asked for before.");
            }
        }
    }

    /// <summary>One study with every series that any of them wants; no list at all means all of them.</summary>
    private static PacsStudy Union(List<PacsStudy> same)
    {
        PacsStudy first = same[0];
        if (same.Count == 1 || first.SeriesInstanceUid.Length == 0)
        {
            return first;
        }

        HashSet<string> series = new(StringComparer.Ordinal);
        foreach (PacsStudy study in same)
        {
            if (study.SeriesInstanceUid.Length == 0)
            {
                return first.WithSelection([], []);
            }

            series.UnionWith(study.SeriesInstanceUid);
        }

        return first.WithSelection([.. series], Array.FindAll(first.ExcludedSeries, e => !series.Contains(e.SeriesInstanceUid)));
    }

    private void CheckLabels() => Block(study =>
    {
        if (!_options.AllowUnlabelled && (study.Subject is null || study.Session is null))
        {
            return (XnatErrorCode.LabelInvalid, "Subject or session label is missing: the patient's name would become the label.");
        }

        if (!LabelCheck.IsLabel(study.Subject) || !LabelCheck.IsLabel(study.Session))
        {
            return (XnatErrorCode.LabelInvalid, "A label has characters other than letters, digits, _ and -, or is empty or longer than 64.");
        }

        foreach (KeyValuePair<string, string> entry in study.Labels.ToEntries())
        {
            if (!LabelCheck.IsSafeValue(entry.Value))
            {
                return (XnatErrorCode.LabelInvalid, $"The value for '{entry.Key}' is blank, or has a quote, a backslash or a character outside ASCII: the server would leave the original, or its script would change.");
            }
        }

        return null;
    });

    private void CheckSessions()
    {
        Dictionary<string, int> count = new(StringComparer.OrdinalIgnoreCase);
        foreach (PacsStudy study in Ready)
        {
            if (study.Session is string session)
            {
                count[session] = count.TryGetValue(session, out int n) ? n + 1 : 1;
            }
        }

        Block(study => study.Session is string session && count[session] > 1
            ? (XnatErrorCode.LabelTaken, $"Session label is given to {count[session]} studies; it must be unique in the project.")
            : null);
    }

    private void CheckSubjects()
    {
        Dictionary<string, string> patientOf = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> subjectOf = new(StringComparer.Ordinal);
        HashSet<string> mixed = new(StringComparer.OrdinalIgnoreCase);
        foreach (PacsStudy study in Ready)
        {
            if (study.Subject is not string subject || string.IsNullOrEmpty(study.PatientId))
            {
                continue;
            }

            string patient = study.PatientId!.Trim();
            if (!patientOf.TryGetValue(subject, out string? other))
            {
                patientOf.Add(subject, patient);
            }
            else if (!string.Equals(other, patient, StringComparison.Ordinal))
            {
                mixed.Add(subject);
            }

            if (!subjectOf.TryGetValue(patient, out string? label))
            {
                subjectOf.Add(patient, subject);
            }
            else if (!string.Equals(label, subject, StringComparison.OrdinalIgnoreCase))
            {
                _findings.Add(new PreflightFinding
                {
                    Check = "Labels",
                    Code = "SubjectSplit",
                    Severity = FindingSeverity.Warning,
                    Message = "One patient goes under two subject labels.",
                    Cure = "Give all studies of a patient the same subject, unless that is meant.",
                    Row = study.Row,
                    Study = study,
                });
            }
        }

        Block(study => study.Subject is string subject && mixed.Contains(subject)
            ? (XnatErrorCode.ImportBlocked, "Two patients would become one subject.")
            : null);
    }
}
