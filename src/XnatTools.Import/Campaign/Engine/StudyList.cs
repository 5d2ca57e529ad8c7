using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>The studies of a campaign, and what can be said of them together.</summary>
internal sealed class StudyList(IReadOnlyList<StudyMemory> all)
{
    public IReadOnlyList<StudyMemory> All { get; } = all;

    /// <summary>Whether a look has to judge it: what was posted, and at the first look all, because an earlier job may have queued some.</summary>
    public static bool IsOpen(StudyMemory memory) =>
        !memory.Study.IsFinal && (memory.Study.State != ImportState.Planned || memory.Study.Attempts > 0 || memory.Absent == 0);

    /// <summary>When the next study may be posted, as far as its own pause goes; null when none is planned.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (StudyMemory memory in All)
        {
            if (memory.Study is { State: ImportState.Planned, IsFinal: false } study)
            {
                DateTimeOffset due = study.NotBefore ?? now;
                next = next is null || due < next ? due : next;
            }
        }

        return next;
    }

    public bool AnyAtServer()
    {
        foreach (StudyMemory memory in All)
        {
            if (!memory.Study.IsFinal && memory.Study.State is not (ImportState.Planned or ImportState.Queried))
            {
                return true;
            }
        }

        return false;
    }

    public bool AnyUnknown()
    {
        foreach (StudyMemory memory in All)
        {
            if (memory.Study.State == ImportState.Posting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the server may still be working through a request, since some time: another is not sent beside it.</summary>
    public bool AwaitsAnswer(DateTimeOffset since)
    {
        foreach (StudyMemory memory in All)
        {
            if (memory.Study.State == ImportState.Posting && !memory.CallEnded && memory.UnknownSince > since)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Study UIDs to look for.</summary>
    public HashSet<string> Wanted()
    {
        HashSet<string> wanted = new(StringComparer.Ordinal);
        foreach (StudyMemory memory in All)
        {
            if (!memory.Study.IsFinal)
            {
                wanted.Add(memory.Uid);
            }
        }

        return wanted;
    }

    /// <summary>From when on history may tell about a study that is not at rest; null when there is none. By the server's clock.</summary>
    public DateTimeOffset? Since()
    {
        DateTimeOffset? oldest = null;
        foreach (StudyMemory memory in All)
        {
            LedgerStudy study = memory.Study;
            if (study.IsFinal || study.State is ImportState.Planned or ImportState.InPrearchive)
            {
                continue;
            }

            DateTimeOffset since = study.PostedAt ?? study.QueuedTime ?? DateTimeOffset.MinValue.AddDays(1);
            oldest = oldest is null || since < oldest ? since : oldest;
        }

        return oldest?.AddSeconds(-5);
    }
}
