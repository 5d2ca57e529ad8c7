using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>Looks at the server and writes down what that says about each study, one look after another.</summary>
internal sealed class StudyLooks
{
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly StudyList _studies;
    private readonly QueueClearing _clearing;
    private readonly PostingBrake _brake;
    private readonly CampaignLook _look;
    private readonly StudyJudge _judge;
    private readonly CampaignSite _site;
    private LostLines? _lost;

    public StudyLooks(CampaignSite site, CampaignOptions options, LedgerFile ledger, StudyList studies, QueueClearing clearing, PostingBrake brake)
    {
        _options = options;
        _site = site;
        _lost = new LostLines(ledger);
        _ledger = ledger;
        _studies = studies;
        _clearing = clearing;
        _brake = brake;
        _look = new CampaignLook(site, ledger.State.Header.PacsId, ledger.State.Header.Project);
        _judge = new StudyJudge(site, options);
    }

    /// <summary>Only what frees a place or fills one.</summary>
    public async Task QueueAsync(CancellationToken cancellationToken)
    {
        CampaignSnapshot seen = await _look.QueueAsync(_studies.Wanted(), cancellationToken).ConfigureAwait(false);
        List<LedgerEntry> entries = [];
        foreach (StudyMemory memory in _studies.All)
        {
            // Absence is counted by the full looks.
            int absent = memory.Absent;
            if (!memory.IsDirect && StudyList.IsOpen(memory) && StudyJudge.JudgeQueue(memory, seen) is Verdict verdict)
            {
                entries.Add(LedgerEntries.State(verdict.Change));
            }

            memory.Absent = Math.Min(memory.Absent, absent);
        }

        _ledger.Append(entries);
    }

    /// <summary>Everything; takes out of the queue what blocks it. Whether anything moved.</summary>
    /// <param name="count">Records in the queue.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> AllAsync(int count, CancellationToken cancellationToken)
    {
        TimeSpan ahead = _site.Dqr.ServerTime - _options.Time.GetUtcNow() ?? TimeSpan.Zero;
        DateTimeOffset? since = _lost is null ? _studies.Since() : _lost.Since + ahead;
        CampaignSnapshot seen = await _look.AllAsync(_studies.Wanted(), since, cancellationToken).ConfigureAwait(false);
        _lost?.TakeUp(_studies.All, seen, ahead);
        _lost = null;
        bool moved = await JudgeAsync(seen, count, cancellationToken).ConfigureAwait(false);
        int failing = await _clearing.ClearAsync(seen, cancellationToken).ConfigureAwait(false);
        if (failing > 0)
        {
            await _brake.FailedAsync(failing, count, cancellationToken).ConfigureAwait(false);
        }

        await _brake.RelieveAsync(seen, moved, cancellationToken).ConfigureAwait(false);
        return moved;
    }

    private async Task<bool> JudgeAsync(CampaignSnapshot seen, int count, CancellationToken cancellationToken)
    {
        bool moved = false;
        HashSet<string> alive = new(StringComparer.Ordinal);
        foreach (StudyMemory memory in _studies.All)
        {
            if (memory.IsDirect || !StudyList.IsOpen(memory))
            {
                continue;
            }

            Verdict? verdict;
            try
            {
                bool wasPosting = memory.Study.State == ImportState.Posting;
                verdict = StudyJudge.JudgeQueue(memory, seen);
                Write(verdict);
                moved |= verdict is not null;
                if (memory.Study.State != ImportState.Planned)
                {
                    verdict = await _judge.JudgeAsync(memory, seen, cancellationToken).ConfigureAwait(false);
                    Write(verdict);
                    moved |= verdict is not null;
                }

                if (wasPosting && memory.Study.State is not (ImportState.Posting or ImportState.Planned) && memory.Study.RequestId is string request)
                {
                    alive.Add(request);
                }
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault) && !Faults.IsAway(fault) && fault.Code != XnatErrorCode.LedgerUnusable)
            {
                // One session that cannot be read must not hide the others.
                continue;
            }

            if (verdict?.Signal == VerdictSignal.Good)
            {
                _brake.Good();
            }
            else if (verdict?.Signal == VerdictSignal.Trouble)
            {
                // What gives up at once was in no listing any more.
                await _brake.FailedAsync(1, count, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (StudyMemory memory in _studies.All)
        {
            if (memory.Study.State == ImportState.Posting && memory.Study.RequestId is string request && alive.Contains(request))
            {
                // The server was still working through that request.
                memory.UnknownSince = _options.Time.GetUtcNow();
                memory.Absent = 0;
            }
        }

        return moved;
    }

    private void Write(Verdict? verdict)
    {
        if (verdict is not null)
        {
            _ledger.Append(LedgerEntries.State(verdict.Change));
        }
    }
}
