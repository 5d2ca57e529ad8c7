using System;
using System.Collections.Generic;
using XnatTools.Import.Labels;

namespace XnatTools.Import.Campaign;

/// <summary>What project, prearchive and queue hold already, by study and by label.</summary>
internal sealed class Presence
{
    private readonly Dictionary<string, string> _studies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _queued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Uid, string Where)> _labels = new(StringComparer.OrdinalIgnoreCase);

    public Presence(IReadOnlyList<ImageSession> archived, IReadOnlyList<PrearchiveSession> prearchive)
    {
        foreach (ImageSession session in archived)
        {
            Add(session.StudyInstanceUid, session.Session, "in the archive");
        }

        foreach (PrearchiveSession session in prearchive)
        {
            Add(session.StudyInstanceUid, session.Session, "in the prearchive");
        }
    }

    public void AddQueued(ImportQueueItem item, string project)
    {
        if (!string.Equals(item.Project, project, StringComparison.Ordinal))
        {
            return;
        }

        _queued[item.StudyInstanceUid] = item.Session;

        AddLabel(item.StudyInstanceUid, item.Session, "in the queue");
    }

    /// <summary>Where the study is, in a sentence; null when it is nowhere.</summary>
    /// <param name="study">The study.</param>
    /// <param name="followQueued">One that waits in the queue, and not under another label, is not there yet.</param>
    public string? Find(PacsStudy study, bool followQueued)
    {
        if (_studies.TryGetValue(study.StudyInstanceUid, out string? where))
        {
            return where;
        }

        if (!_queued.TryGetValue(study.StudyInstanceUid, out string? label))
        {
            return null;
        }

        bool same = string.IsNullOrEmpty(label) || string.IsNullOrEmpty(study.Session) || string.Equals(LabelRules.Clean(label!), LabelRules.Clean(study.Session!), StringComparison.OrdinalIgnoreCase);
        return followQueued && same ? null : "The study waits in the server's queue already; nothing was sent.";
    }

    /// <summary>Where another study has the label; null when it is free.</summary>
    public string? LabelTaken(PacsStudy study) =>
        study.Session is string label && _labels.TryGetValue(LabelRules.Clean(label), out (string? Uid, string Where) taken)
        && !string.Equals(taken.Uid, study.StudyInstanceUid, StringComparison.Ordinal)
            ? $"The session label is taken by another study {taken.Where}."
            : null;

    private void Add(string? uid, string? label, string where)
    {
        if (!string.IsNullOrEmpty(uid) && !_studies.ContainsKey(uid!))
        {
            _studies.Add(uid!, $"The study is {where} already.");
        }

        AddLabel(uid, label, where);
    }

    /// <summary>Labels are kept as XNAT will have them: cleaned, and compared without case.</summary>
    private void AddLabel(string? uid, string? label, string where)
    {
        if (string.IsNullOrEmpty(label))
        {
            return;
        }

        string clean = LabelRules.Clean(label!);
        if (!_labels.ContainsKey(clean))
        {
            _labels.Add(clean, (uid, where));
        }
    }
}
