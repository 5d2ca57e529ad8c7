using System;
using System.Collections.Generic;

namespace XnatTools.Import.Labels;

/// <summary>
/// Gives a set of studies their labels by templates. One patient gets one subject label and no two patients the same; session labels
/// are unique among the studies and against everything taken. A running number skips what is taken.
/// </summary>
public sealed class LabelPlan
{
    private const int MostNumbers = 10_000_000;

    /// <summary>Template of the subject label; null keeps the labels there are. <c>{0}</c> counts patients.</summary>
    public LabelTemplate? Subject { get; init; }

    /// <summary>Template of the session label; null keeps the labels there are. <c>{0}</c> counts the subject's sessions in date order.</summary>
    public LabelTemplate? Session { get; init; }

    /// <summary>Subject labels other patients have.</summary>
    public TakenLabels TakenSubjects { get; init; } = new();

    /// <summary>Session labels in use in the project.</summary>
    public TakenLabels TakenSessions { get; init; } = new();

    /// <summary>First number of patients.</summary>
    public int Start { get; init; } = 1;

    /// <summary>Replaces characters that labels cannot hold by _ instead of refusing them.</summary>
    public bool Clean { get; init; }

    /// <summary>Labels the studies; the answer has one entry for each, in the same order.</summary>
    public IReadOnlyList<LabelledStudy> Apply(IReadOnlyList<PacsStudy> studies)
    {
        if (studies is null)
        {
            throw new ArgumentNullException(nameof(studies));
        }

        PacsStudy[] result = new PacsStudy[studies.Count];
        XnatException?[] errors = new XnatException?[studies.Count];
        LabelSubjects(studies, result, errors);
        LabelSessions(result, errors);
        List<LabelledStudy> labelled = new(result.Length);
        for (int i = 0; i < result.Length; i++)
        {
            labelled.Add(new LabelledStudy(errors[i] is null ? result[i] : studies[i], errors[i]));
        }

        return labelled;
    }

    /// <summary>What tells patients apart: the PACS and its patient ID; without one, name and birth date; without those, the study itself.</summary>
    internal static string PatientOf(PacsStudy study)
    {
        string? id = study.PatientId ?? study.Criteria?.PatientId;
        if (!string.IsNullOrEmpty(id))
        {
            return $"{study.PacsId}\u0001{id}";
        }

        return string.IsNullOrEmpty(study.PatientName) ? "\u0002" + study.StudyInstanceUid : $"\u0003{study.PatientName}\u0001{study.PatientBirthDate}";
    }

    private void LabelSubjects(IReadOnlyList<PacsStudy> studies, PacsStudy[] result, XnatException?[] errors)
    {
        Dictionary<string, string> labelOf = new(StringComparer.Ordinal);
        Dictionary<string, string> patientOf = new(LabelRules.Comparer);
        int next = Start;
        for (int i = 0; i < studies.Count; i++)
        {
            PacsStudy study = studies[i];
            result[i] = study;
            try
            {
                string patient = PatientOf(study);
                bool known = labelOf.TryGetValue(patient, out string? label);
                if (!known || Subject?.UsesNumber == false)
                {
                    string? made = Subject is null ? study.Subject : Subject.UsesNumber ? NextSubject(study, patientOf, ref next) : Subject.Format(study, 0, Clean);
                    label = CheckSubject(study, patient, made, known ? label : null, patientOf);
                }
                else if (Subject is null && study.Subject is not null)
                {
                    label = CheckSubject(study, patient, study.Subject, label, patientOf);
                }

                if (label is not null)
                {
                    labelOf[patient] = label;
                    patientOf[label] = patient;
                    result[i] = study.WithLabels(study.Labels.With(label, null));
                }
            }
            catch (XnatException e)
            {
                errors[i] = e;
            }
        }
    }

    private string NextSubject(PacsStudy study, Dictionary<string, string> patientOf, ref int next)
    {
        for (int tries = 0; tries < MostNumbers; tries++)
        {
            string label = Subject!.Format(study, next++, Clean);
            if (!TakenSubjects.Contains(label) && !patientOf.ContainsKey(label))
            {
                return label;
            }
        }

        throw new XnatException(XnatErrorCode.LabelTaken, "No free subject number was found.") { TargetObject = study };
    }

    private static string? CheckSubject(PacsStudy study, string patient, string? label, string? before, Dictionary<string, string> patientOf)
    {
        if (label is null)
        {
            return before;
        }

        if (before is not null && !LabelRules.AreSame(before, label))
        {
            throw new XnatException(XnatErrorCode.LabelTaken, $"The patient of {study} has another subject label already; one patient is one subject.") { TargetObject = study };
        }

        if (patientOf.TryGetValue(label, out string? other) && !string.Equals(other, patient, StringComparison.Ordinal))
        {
            throw new XnatException(XnatErrorCode.LabelTaken, $"The subject label of {study} belongs to another patient already.") { TargetObject = study };
        }

        return before ?? label;
    }

    private void LabelSessions(PacsStudy[] studies, XnatException?[] errors)
    {
        TakenLabels plan = new();
        Dictionary<string, int> next = new(LabelRules.Comparer);
        foreach (int i in SessionNumbering.InDateOrder(studies))
        {
            PacsStudy study = studies[i];
            if (errors[i] is not null)
            {
                continue;
            }

            try
            {
                string? label = Session is null ? study.Session : Session.UsesNumber ? NextSession(study, next, plan) : Session.Format(study, 0, Clean);
                if (label is null)
                {
                    continue;
                }

                string? where = TakenSessions.WhereIs(label) ?? plan.WhereIs(label);
                if (where is not null)
                {
                    throw new XnatException(XnatErrorCode.LabelTaken, $"The session label of {study} is in use in {where}.") { TargetObject = study };
                }

                plan.Add(label, "this plan");
                studies[i] = study.WithLabels(study.Labels.With(null, label));
            }
            catch (XnatException e)
            {
                errors[i] = e;
            }
        }
    }

    private string NextSession(PacsStudy study, Dictionary<string, int> next, TakenLabels plan)
    {
        string subject = study.Subject ?? PatientOf(study);
        int number = next.TryGetValue(subject, out int known) ? known : 1;
        for (int tries = 0; tries < MostNumbers; tries++)
        {
            string label = Session!.Format(study, number++, Clean);
            if (!TakenSessions.Contains(label) && !plan.Contains(label))
            {
                next[subject] = number;
                return label;
            }
        }

        throw new XnatException(XnatErrorCode.LabelTaken, "No free session number was found.") { TargetObject = study };
    }
}
