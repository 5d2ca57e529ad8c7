using System;
using System.Collections.Generic;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Chooses the studies of the next request: fresh ones first, those that failed from the back of the line.</summary>
internal sealed class CampaignChoice
{
    private readonly CampaignOptions _options;
    private readonly CampaignPace _pace;
    private readonly CampaignGate _gate;
    private readonly IReadOnlyList<StudyMemory> _studies;
    private readonly DirectWork _direct;

    /// <param name="options">The pace.</param>
    /// <param name="pace">What is borne at present.</param>
    /// <param name="gate">Canary and sample.</param>
    /// <param name="studies">All studies.</param>
    /// <param name="direct">Takes some studies another way.</param>
    public CampaignChoice(CampaignOptions options, CampaignPace pace, CampaignGate gate, IReadOnlyList<StudyMemory> studies, DirectWork direct)
    {
        _direct = direct;
        _options = options;
        _pace = pace;
        _gate = gate;
        _studies = studies;
    }

    /// <summary>The next request; null when nothing can be posted now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="count">The user's records in the server's queue.</param>
    public List<StudyMemory>? Next(DateTimeOffset now, int count)
    {
        int held = 0;
        int images = 0;
        StudyMemory? soonest = null;
        bool alone = false;
        List<StudyMemory> due = [];
        foreach (StudyMemory memory in _studies)
        {
            LedgerStudy study = memory.Study;
            if (memory.IsDirect)
            {
                alone |= _gate.OneAtATime;
                continue;
            }

            if (study.InFlight)
            {
                held++;
                images += CampaignPace.ImagesOf(study);
            }
            else if (study.State == ImportState.Planned && !study.IsFinal && _gate.Allows(memory) && !_direct.Takes(memory))
            {
                if (study.NotBefore is DateTimeOffset time && time > now)
                {
                    soonest = soonest is null || time < soonest.Study.NotBefore ? memory : soonest;
                }
                else
                {
                    due.Add(memory);
                }
            }
        }

        if (due.Count == 0 || alone)
        {
            return null;
        }

        // The server's own count is newer than ours, and never less than what it holds of ours.
        int inFlight = Math.Min(held, count);
        int limit = _pace.Studies(now);
        int free = Math.Min(limit - inFlight, _options.QueueLimit - count);
        int least = _options.Priority || limit < _options.RequestSize ? 1 : _options.RequestSize;
        if (_gate.OneAtATime)
        {
            return held == 0 && free > 0 ? [First(due)] : null;
        }

        Acquit();
        due.Sort(static (a, b) => a.Turn != b.Turn ? a.Turn.CompareTo(b.Turn) : a.Index.CompareTo(b.Index));
        if (due[0].SuspectOf is string refused)
        {
            foreach (StudyMemory memory in _studies)
            {
                if (memory.SuspectOf == refused && memory.Study.State == ImportState.Posting)
                {
                    // The answer for the other part may acquit this one.
                    return null;
                }
            }

            List<StudyMemory> half = due.FindAll(m => m.SuspectOf == refused);
            half.RemoveRange(Math.Min(half.Count, due[0].Together), Math.Max(0, half.Count - due[0].Together));
            return free >= Math.Min(limit, half.Count) ? half : null;
        }

        due.RemoveAll(m => m.SuspectOf is not null);
        if (free < least)
        {
            return null;
        }

        int room = _pace.Images(now) - images;
        List<StudyMemory> batch = Fill(due, Math.Min(free, _options.Priority ? 1 : _options.MaxRequestSize), room, inFlight == 0);
        if (batch.Count >= least)
        {
            return _options.Priority || soonest is not null ? batch : LeavesNoneAlone(batch, due.Count, inFlight, limit);
        }

        if (batch.Count < due.Count)
        {
            // The next one has too many images: it waits until there is room for two, or goes with nothing else in flight.
            return inFlight == 0 && batch.Count > 0 ? batch : null;
        }

        // Only one is due. The next of those that pause goes with it: nothing else waits that this could be at the cost of.
        if (soonest is { SuspectOf: null } && (inFlight == 0 || CampaignPace.ImagesOf(soonest.Study) <= room - CampaignPace.ImagesOf(batch[0].Study)))
        {
            batch.Add(soonest);
        }

        return batch;
    }

    /// <summary>The last study would go alone, and overtake others: three go together, or the last but one waits for it.</summary>
    private List<StudyMemory>? LeavesNoneAlone(List<StudyMemory> batch, int due, int inFlight, int limit)
    {
        if (due - batch.Count != 1 || batch.Count < _options.RequestSize)
        {
            return batch;
        }

        if (batch.Count > _options.RequestSize)
        {
            batch.RemoveAt(batch.Count - 1);
            return batch;
        }

        return inFlight > 0 && limit > batch.Count ? null : batch;
    }

    /// <summary>When a part of a refused request was refused again, the rest of it is not the reason, as far as can be told.</summary>
    private void Acquit()
    {
        HashSet<string> explained = new(StringComparer.Ordinal);
        foreach (StudyMemory memory in _studies)
        {
            if (memory.Explains is string request)
            {
                explained.Add(request);
            }
        }

        foreach (StudyMemory memory in _studies)
        {
            if (explained.Count > 0 && memory.SuspectOf is string request && explained.Contains(request))
            {
                memory.SuspectOf = null;
            }
        }
    }

    private static List<StudyMemory> Fill(List<StudyMemory> due, int most, int images, bool empty)
    {
        List<StudyMemory> batch = [];
        foreach (StudyMemory memory in due)
        {
            int own = CampaignPace.ImagesOf(memory.Study);
            if (batch.Count >= most || (own > images && !(empty && batch.Count == 0)))
            {
                break;
            }

            images -= own;
            batch.Add(memory);
        }

        return batch;
    }

    private static StudyMemory First(List<StudyMemory> due)
    {
        StudyMemory first = due[0];
        foreach (StudyMemory memory in due)
        {
            if (memory.Turn < first.Turn)
            {
                first = memory;
            }
        }

        return first;
    }
}
