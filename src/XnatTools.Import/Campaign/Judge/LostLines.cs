using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// A ledger that lost its last lines (a backup that was played back, a disk that lost its last writes) looks like one whose process ended there.
/// The server tells: its queue and history hold requests of this job with numbers that the ledger never gave, or, where it keeps no
/// request ids, studies that were queued after the ledger's last line. Such studies are followed, and not posted again.
/// </summary>
internal sealed class LostLines
{
    // No import asks so often; a larger number was not ours, and the next one must still be a number.
    private const int LargestRequest = 1_000_000_000;

    private readonly LedgerFile _ledger;
    private readonly string _job;
    private readonly int _requests;
    private readonly DateTimeOffset _lastLine;

    /// <summary>To be made before this run writes anything.</summary>
    public LostLines(LedgerFile ledger)
    {
        _ledger = ledger;
        _job = ledger.State.Header.JobId + "/";
        _requests = ledger.State.Requests;
        _lastLine = ledger.State.LastTime;
    }

    /// <summary>From when on history is read for it, by this computer's clock.</summary>
    public DateTimeOffset Since => _ledger.State.Header.Started.AddMinutes(-1);

    /// <summary>Takes up at the first look what the ledger does not know of.</summary>
    /// <param name="studies">All studies.</param>
    /// <param name="seen">The look, with history since the import began.</param>
    /// <param name="ahead">By how much the server's clock is ahead of this computer's.</param>
    public void TakeUp(IReadOnlyList<StudyMemory> studies, CampaignSnapshot seen, TimeSpan ahead)
    {
        List<LedgerEntry> entries = [];
        List<string> keys = [];
        int highest = _requests;
        foreach (StudyMemory memory in studies)
        {
            ImportQueueItem? newest = null;
            foreach (ImportQueueItem record in seen.Records(memory))
            {
                int number = NumberOf(record.RequestId);
                highest = Math.Max(highest, number);
                bool unknown = string.IsNullOrEmpty(record.RequestId) ? record.QueuedTime > _lastLine + ahead : number > _requests;
                if (unknown && (newest is null || record.QueuedTime >= newest.QueuedTime))
                {
                    newest = record;
                }
            }

            if (newest is null || memory.Study is not { State: ImportState.Planned, IsFinal: false })
            {
                continue;
            }

            keys.Add(memory.Study.Key);
            entries.Add(LedgerEntries.State(new StudyChange(memory.Study.Key, newest.IsHistory ? ImportState.Arriving : ImportState.Queued)
            {
                RequestId = newest.RequestId,
                QueueId = newest.IsHistory ? null : newest.Id,
                QueuedTime = newest.QueuedTime,
                MissingSeries = memory.Study.MissingSeries,
            }));
        }

        if (keys.Count > 0)
        {
            entries.Insert(0, LedgerEntries.Lost(highest, $"The server holds {keys.Count} studies of this import that its ledger does not know of: the last lines of the ledger were lost. They are followed, and not posted again.", keys));
            _ledger.Append(entries);
        }
    }

    /// <summary>The number of a request of this job; 0 for others.</summary>
    private int NumberOf(string? request) =>
        request is not null && request.StartsWith(_job, StringComparison.Ordinal) && int.TryParse(request.Substring(_job.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= LargestRequest ? number : 0;
}
