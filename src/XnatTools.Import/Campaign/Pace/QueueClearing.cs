using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Takes records out of the server's queue: one that failed and would be picked first again, holding the only worker
/// (specs/xnat-dqr-api.md 12, defect 13); one that a restart left behind as being processed; and, when the campaign is stopped,
/// all that wait.
/// </summary>
internal sealed class QueueClearing
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(2);

    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly IReadOnlyList<StudyMemory> _studies;

    public QueueClearing(CampaignSite site, CampaignOptions options, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
    {
        _site = site;
        _options = options;
        _ledger = ledger;
        _studies = studies;
    }

    /// <summary>Takes out what blocks the head of the line. How many of these failed for the first time.</summary>
    public async Task<int> ClearAsync(CampaignSnapshot seen, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        List<long> ids = [];
        List<string> keys = [];
        int failing = 0;
        foreach (StudyMemory memory in _studies)
        {
            if (memory.Study.IsFinal || seen.Queued(memory) is not ImportQueueItem item || now - memory.ClearedAt < s_again)
            {
                continue;
            }

            bool waits = string.Equals(item.Status, "QUEUED", StringComparison.OrdinalIgnoreCase);
            if (waits ? item.Retries > 0 : IsLeftBehind(memory, seen, now))
            {
                failing += waits && memory.Study.Failures == 0 && !memory.WasSeenFailing ? 1 : 0;
                memory.WasSeenFailing = waits;
                memory.ClearedAt = now;
                ids.Add(item.Id);
                keys.Add(memory.Study.Key);
            }
        }

        await RemoveAsync(ids, keys, "Failing or left behind: taken out of the queue, to be posted again later.", cancellationToken).ConfigureAwait(false);
        return failing;
    }

    /// <summary>Whether records of ours wait and none is being processed.</summary>
    public bool OnlyWaits(CampaignSnapshot seen)
    {
        bool waits = false;
        foreach (StudyMemory memory in _studies)
        {
            if (!memory.Study.IsFinal && seen.Queued(memory) is ImportQueueItem item)
            {
                if (!string.Equals(item.Status, "QUEUED", StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }

                waits = true;
            }
        }

        return waits;
    }

    /// <summary>
    /// Takes back all that waits. A PACS that was asked for too much refuses until it has less before it, and the server does not
    /// even try what waits while an echo fails: nothing would ever move again.
    /// </summary>
    public async Task<int> RelieveAsync(CampaignSnapshot seen, CancellationToken cancellationToken)
    {
        List<long> ids = [];
        List<string> keys = [];
        foreach (StudyMemory memory in _studies)
        {
            if (!memory.Study.IsFinal && seen.Queued(memory) is ImportQueueItem item)
            {
                memory.Relieved = XnatErrorCode.PacsUnreachable;
                ids.Add(item.Id);
                keys.Add(memory.Study.Key);
            }
        }

        await RemoveAsync(ids, keys, "The PACS does not answer and nothing moves: what waits is taken back, to be posted again later.", cancellationToken).ConfigureAwait(false);
        return ids.Count;
    }

    /// <summary>Takes back what waits; what was not posted is cancelled at once.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        List<long> ids = [];
        List<string> keys = [];
        List<LedgerEntry> entries = [];
        foreach (StudyMemory memory in _studies)
        {
            LedgerStudy study = memory.Study;
            if (study is { State: ImportState.Planned, IsFinal: false })
            {
                entries.Add(LedgerEntries.State(new StudyChange(study.Key, ImportState.Cancelled)
                {
                    IsFinal = true,
                    Reason = study.Attempts == 0 ? "Taken back before it began." : "Taken back before it was tried again.",
                    MissingSeries = study.MissingSeries,
                }));
            }
            else if (study.State == ImportState.Queued && study.QueueId is long id && !(now - memory.ClearedAt < s_again))
            {
                memory.ClearedAt = now;
                memory.Cancelled = true;
                ids.Add(id);
                keys.Add(study.Key);
            }
        }

        _ledger.Append(entries);
        await RemoveAsync(ids, keys, "Taken back.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes back what waits, because it would arrive under a policy that nobody has looked at; it goes back in line.</summary>
    public async Task TakeBackAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        List<long> ids = [];
        List<string> keys = [];
        foreach (StudyMemory memory in _studies)
        {
            if (memory.Study is { State: ImportState.Queued, QueueId: long id } && !(now - memory.ClearedAt < s_again))
            {
                memory.ClearedAt = now;
                memory.Relieved = XnatErrorCode.PolicyChanged;
                ids.Add(id);
                keys.Add(memory.Study.Key);
            }
        }

        await RemoveAsync(ids, keys, "The policy has changed: what waits is taken back.", cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveAsync(List<long> ids, List<string> keys, string why, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        _ledger.Append(LedgerEntries.Note(LedgerKind.Clear, why, null, keys));
        try
        {
            await _site.Campaign.RemoveQueueAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault) || fault.Code == XnatErrorCode.PermissionDenied)
        {
            // Done or not, the next look shows; what is still there is asked for again.
        }
    }

    /// <summary>Being processed for long while nothing of it moves in the prearchive.</summary>
    private bool IsLeftBehind(StudyMemory memory, CampaignSnapshot seen, DateTimeOffset now)
    {
        if (!seen.IsFull || seen.Prearchive(memory).Exists(s => !s.IsIdle))
        {
            memory.ProcessingSince = now;
            return false;
        }

        memory.ProcessingSince ??= now;
        return now - memory.ProcessingSince >= _options.StuckTime;
    }
}
