using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Decides, from one look, what has become of a study. What lies in prearchive or archive decides: RECEIVED only says that one
/// object came, and ISSUED may be the last word on a good import.
/// </summary>
internal sealed class StudyJudge
{
    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly BackInLine _back;
    private readonly SessionJudge _sessions;

    public StudyJudge(CampaignSite site, CampaignOptions options)
    {
        _site = site;
        _options = options;
        _back = new BackInLine(options);
        _sessions = new SessionJudge(options, _back);
    }

    /// <summary>What the queue alone says; null for nothing new.</summary>
    public static Verdict? JudgeQueue(StudyMemory memory, CampaignSnapshot seen)
    {
        LedgerStudy study = memory.Study;
        if (seen.Queued(memory) is ImportQueueItem item)
        {
            memory.Absent = 0;
            memory.GoneSince = null;
            bool running = string.Equals(item.Status, "PROCESSING", StringComparison.OrdinalIgnoreCase);
            ImportState state = running ? ImportState.Retrieving : ImportState.Queued;
            if (!running)
            {
                memory.ProcessingSince = null;
            }

            if (study.State == state && study.QueueId == item.Id)
            {
                return null;
            }

            return new Verdict(new StudyChange(study.Key, state)
            {
                QueueId = item.Id,
                QueuedTime = item.QueuedTime,
                RequestId = item.RequestId,
                Reason = !running && item.Retries > 0 ? "It failed before and waits for another try." : null,
                MissingSeries = study.MissingSeries,
            });
        }

        if (!seen.QueueIsWhole)
        {
            return null;
        }

        memory.Absent++;
        return study.State is ImportState.Queued or ImportState.Retrieving
            ? new Verdict(new StudyChange(study.Key, ImportState.Arriving) { MissingSeries = study.MissingSeries })
            : null;
    }

    /// <summary>What everything says of a study that is not in the queue; null for nothing new.</summary>
    public async Task<Verdict?> JudgeAsync(StudyMemory memory, CampaignSnapshot seen, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        if (!seen.QueueIsWhole || seen.Queued(memory) is not null)
        {
            return null;
        }

        ImportQueueItem? history = seen.Newest(memory);
        if (memory.Study.State == ImportState.Posting)
        {
            return JudgePosting(memory, history, now);
        }

        if (memory.Relieved is not null && memory.Absent >= 2 && history is null)
        {
            return _back.Relieved(memory, now);
        }

        bool failed = memory.Absent >= 2 && string.Equals(history?.Status, "FAILED", StringComparison.OrdinalIgnoreCase);
        List<PrearchiveSession> waiting = seen.Prearchive(memory);
        ImageSession? archived = seen.Archived(memory);
        if (waiting.Count > 0 || archived is not null)
        {
            memory.GoneSince = null;
            List<Found> found = await CountAsync(waiting, archived, cancellationToken).ConfigureAwait(false);
            return _sessions.Judge(memory, found, failed, now);
        }

        if (memory.Cancelled && memory.Absent >= 2 && (history is null || failed))
        {
            return new Verdict(new StudyChange(memory.Study.Key, ImportState.Cancelled) { IsFinal = true, Reason = "Taken back while it waited in the queue." });
        }

        return failed ? _back.Failed(memory, history!.ErrorMessage is null, null, now) : JudgeUnseen(memory, history, now);
    }

    /// <summary>A study whose answer was not seen: found, or certainly not taken.</summary>
    private Verdict? JudgePosting(StudyMemory memory, ImportQueueItem? history, DateTimeOffset now)
    {
        if (history is not null)
        {
            return new Verdict(new StudyChange(memory.Study.Key, ImportState.Arriving)
            {
                QueuedTime = history.QueuedTime,
                RequestId = history.RequestId,
                MissingSeries = memory.Study.MissingSeries,
            });
        }

        bool certain = memory.CallEnded ? memory.Absent >= 2 : memory.Absent >= 3 && now - memory.UnknownSince >= _options.SettleTime;
        return certain ? _back.NotTaken(memory, now) : null;
    }

    private Verdict? JudgeUnseen(StudyMemory memory, ImportQueueItem? history, DateTimeOffset now)
    {
        memory.GoneSince ??= now;
        if (now - memory.GoneSince < _options.Grace || memory.Absent < 2)
        {
            return null;
        }

        return history is null
            ? _back.Vanished(memory, now)
            : _back.Incomplete(memory, null, "The retrieve ended and nothing is in prearchive or archive of the project: look into Unassigned, and at the receiver.", now);
    }

    private async Task<List<Found>> CountAsync(List<PrearchiveSession> waiting, ImageSession? archived, CancellationToken cancellationToken)
    {
        List<Found> found = [];
        foreach (PrearchiveSession session in waiting)
        {
            IReadOnlyList<PrearchiveScan> scans = session.IsIdle ? await _site.Prearchive.PrearchiveScansAsync(session, cancellationToken).ConfigureAwait(false) : [];
            found.Add(new Found(session, null, scans));
        }

        if (archived is not null)
        {
            found.Add(new Found(null, archived, await _site.Campaign.ArchivedScansAsync(archived, cancellationToken).ConfigureAwait(false)));
        }

        return found;
    }
}
