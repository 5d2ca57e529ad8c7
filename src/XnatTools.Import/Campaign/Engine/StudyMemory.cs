using System;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>A study while this process runs: what its ledger says, and what the last looks showed.</summary>
internal sealed class StudyMemory
{
    public StudyMemory(LedgerStudy study, PacsStudy pacs, int index)
    {
        Study = study;
        Pacs = pacs;
        Index = index;
    }

    public LedgerStudy Study { get; }

    /// <summary>The study as it is posted.</summary>
    public PacsStudy Pacs { get; }

    /// <summary>Its place in the plan.</summary>
    public int Index { get; }

    /// <summary>How often it had its turn already: the failing ones go to the back.</summary>
    public int Turn => Study.Failures + Study.Refetches;

    public string Uid => Pacs.StudyInstanceUid;

    /// <summary>Looks in a row in which it was in no complete listing of the queue.</summary>
    public int Absent { get; set; }

    /// <summary>Since when nothing of it is to be seen; null while there is something.</summary>
    public DateTimeOffset? GoneSince { get; set; }

    public int LastScans { get; private set; } = -1;

    public int LastFiles { get; private set; } = -1;

    /// <summary>Since when the counts are what they are.</summary>
    public DateTimeOffset StillSince { get; private set; }

    /// <summary>Since when it is being processed without anything arriving; null while it is not.</summary>
    public DateTimeOffset? ProcessingSince { get; set; }

    /// <summary>Since when its session in the prearchive is busy; null while it is not.</summary>
    public DateTimeOffset? BusySince { get; set; }

    /// <summary>Since when it is complete in the prearchive while the project should archive it.</summary>
    public DateTimeOffset? CompleteSince { get; set; }

    /// <summary>When its record was asked to be deleted; null when it was not.</summary>
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>True when a try of it was seen to have failed while its record was still in the queue.</summary>
    public bool WasSeenFailing { get; set; }

    /// <summary>True when its record is taken back because the campaign was stopped.</summary>
    public bool Cancelled { get; set; }

    /// <summary>Why its waiting record was taken back, when that was not its own fault: it goes back in line without blame. Null: it was not.</summary>
    public XnatErrorCode? Relieved { get; set; }

    /// <summary>True when the call that posted it is known to have ended at the server.</summary>
    public bool CallEnded { get; set; }

    /// <summary>Since when its call is over on our side, or anything of its request was found last.</summary>
    public DateTimeOffset UnknownSince { get; set; }

    /// <summary>Why its call was refused; null when it was not.</summary>
    public XnatErrorCode? Refused { get; set; }

    /// <summary>It is under way on the direct route: what the server holds says nothing about it.</summary>
    public bool IsDirect { get; set; }

    /// <summary>The request of several that was refused with it: one of them is the reason, and halves of them are asked for until it is found. Null: none.</summary>
    public string? SuspectOf { get; set; }

    /// <summary>The one of which a part with it was refused again: the other part is no longer suspected. Null: none.</summary>
    public string? Explains { get; set; }

    /// <summary>Studies of that request that go together at most; of the last refused request with it, how many it had.</summary>
    public int Together { get; set; }

    /// <summary>True once its final item was handed out.</summary>
    public bool Emitted { get; set; }

    /// <summary>Notes a count; true when it is the same as the last one.</summary>
    public bool Note(int scans, int files, DateTimeOffset now)
    {
        bool same = scans == LastScans && files == LastFiles;
        if (!same)
        {
            StillSince = now;
        }

        LastScans = scans;
        LastFiles = files;
        return same;
    }

    /// <summary>What was counted before no longer holds.</summary>
    public void Forget()
    {
        LastScans = -1;
        LastFiles = -1;
        Absent = 0;
        GoneSince = null;
        ProcessingSince = null;
        ClearedAt = null;
        WasSeenFailing = false;
        Relieved = null;
        CompleteSince = null;
    }
}
