using System;
using System.Collections.Generic;
using XnatTools.Import.Labels;

namespace XnatTools.Import.Campaign;

/// <summary>What project, prearchive and queue hold already, by study and by label.</summary>
internal sealed class Presence
{
    private readonly Dictionary<string, (string Where, string? Label)> _studies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _queued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _waiting = new(StringComparer.Ordinal);
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
            if (session is { StudyInstanceUid: string uid, Session: { Length: > 0 } label })
            {
                _waiting[uid] = label;
            }
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
        if (_studies.TryGetValue(study.StudyInstanceUid, out (string Where, string? Label) there))
        {
            return $"The study is {there.Where} already{(IsOther(there.Label, study.Session) ? ", under another session label" : "")}.";
        }

        if (!_queued.TryGetValue(study.StudyInstanceUid, out string? label))
        {
            return null;
        }

        return followQueued && !IsOther(label, study.Session) ? null : "The study waits in the server's queue already; nothing was sent.";
    }

    /// <summary>Where another study has the label; null when it is free.</summary>
    public string? LabelTaken(PacsStudy study) =>
        study.Session is string label && _labels.TryGetValue(LabelRules.Clean(label), out (string? Uid, string Where) taken)
        && !string.Equals(taken.Uid, study.StudyInstanceUid, StringComparison.Ordinal)
            ? $"The session label is taken by another study {taken.Where}."
            : null;

    /// <summary>
    /// Why the study would not get its label; null when it would. XNAT groups by project and study UID, so what comes of a study that
    /// lies in the prearchive goes into that session, whatever its label.
    /// </summary>
    public string? Joins(PacsStudy study) =>
        _waiting.TryGetValue(study.StudyInstanceUid, out string? other) && IsOther(other, study.Session)
            ? "The study lies in the prearchive under another session label, and XNAT would put what comes into that session: archive or delete it first."
            : null;

    /// <summary>Whether both are known and not the same label, as XNAT cleans and compares them.</summary>
    private static bool IsOther(string? one, string? other) =>
        !string.IsNullOrEmpty(one) && !string.IsNullOrEmpty(other) && !string.Equals(LabelRules.Clean(one!), LabelRules.Clean(other!), StringComparison.OrdinalIgnoreCase);

    private void Add(string? uid, string? label, string where)
    {
        if (!string.IsNullOrEmpty(uid) && !_studies.ContainsKey(uid!))
        {
            _studies.Add(uid!, (where, label));
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
