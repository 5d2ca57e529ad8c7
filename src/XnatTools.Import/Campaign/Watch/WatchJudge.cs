using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Campaign;

/// <summary>Decides, from one look, what has become of a study.</summary>
internal sealed class WatchJudge
{
    private readonly IPrearchiveGateway _prearchive;
    private readonly WatchOptions _options;
    private readonly WatchSnapshot _seen;

    public WatchJudge(IPrearchiveGateway prearchive, WatchOptions options, WatchSnapshot seen)
    {
        _prearchive = prearchive;
        _options = options;
        _seen = seen;
    }

    public async Task JudgeAsync(WatchState state, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        ImportItem item = state.Item;
        _seen.Queue.TryGetValue(state.Uid, out ImportQueueItem? queued);
        ImportQueueItem? history = _seen.NewestHistory(item);
        int? asked = Asked(item, queued ?? history);
        if (queued is not null)
        {
            // While the record is in the queue the retrieve has not ended, whatever has arrived.
            bool running = string.Equals(queued.Status, "PROCESSING", StringComparison.OrdinalIgnoreCase);
            state.Moved(new ImportItem(item)
            {
                Outcome = running ? ImportOutcome.Retrieving : ImportOutcome.Queued,
                QueueId = queued.Id,
                SeriesAsked = asked,
                Reason = !running && queued.Retries > 0 ? $"will retry ({queued.Retries})" : null,
                Time = now,
            });
            return;
        }

        if (_seen.Archived(item) is ImageSession session)
        {
            SessionCount count = await _prearchive.CountArchivedAsync(session, cancellationToken).ConfigureAwait(false);
            Weigh(state, asked, count, ImportOutcome.Archived, new ImportItem(item) { SessionId = session.Id }, now, settled: true);
            return;
        }

        bool failed = string.Equals(history?.Status, "FAILED", StringComparison.OrdinalIgnoreCase);
        if (_seen.Prearchive.TryGetValue(state.Uid, out PrearchiveSession? arrived))
        {
            await JudgePrearchiveAsync(state, arrived, asked, failed, now, cancellationToken).ConfigureAwait(false);
        }
        else if (failed)
        {
            Finish(state, ImportOutcome.Failed, XnatErrorCode.ImportFailed, history!.ErrorMessage is null
                ? "The server gave up without a reason; a wrong receiver AE title or port looks like this."
                : "The server gave up; its history has the reason.", now);
        }
        else
        {
            JudgeUnseen(state, history, asked, now);
        }
    }

    private async Task JudgePrearchiveAsync(WatchState state, PrearchiveSession arrived, int? asked, bool failed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ImportItem item = new(state.Item) { PrearchiveUrl = arrived.Url, SeriesAsked = asked };
        switch (arrived.Status)
        {
            case "READY":
                IReadOnlyList<PrearchiveScan> scans = await _prearchive.PrearchiveScansAsync(arrived, cancellationToken).ConfigureAwait(false);
                Weigh(state, asked, Count(scans), ImportOutcome.InPrearchive, item, now, settled: !failed);
                if (failed && !state.IsFinal)
                {
                    Finish(state, ImportOutcome.Failed, XnatErrorCode.ImportFailed, "The server gave up; a part of the study is in the prearchive.", now);
                }

                break;
            case "CONFLICT":
                state.Update(item);
                Finish(state, ImportOutcome.Conflict, XnatErrorCode.Conflict, "It is in the prearchive and in conflict with what is archived.", now);
                break;
            case "ERROR":
                state.Update(item);
                Finish(state, ImportOutcome.Failed, XnatErrorCode.PrearchiveFailed, "It is in the prearchive, but building the session failed.", now);
                break;
            default:
                state.Moved(new ImportItem(item) { Outcome = ImportOutcome.Arriving, Reason = $"in the prearchive, {arrived.Status}", Time = now });
                break;
        }
    }

    /// <summary>Compares what lies there with what was asked. Complete needs all series, all instances where known, and no more change.</summary>
    private void Weigh(WatchState state, int? asked, SessionCount count, ImportOutcome success, ImportItem item, DateTimeOffset now, bool settled)
    {
        ImportItem found = new(item) { SeriesAsked = asked, SeriesFound = count.Scans, InstancesFound = count.Files, Time = now };
        state.GoneSince = null;
        bool still = state.Count(count.Scans, count.Files, now);
        int? instances = state.InstancesAsked;
        bool all = count.Files > 0 && (asked is null || count.Scans >= asked) && (instances is null || count.Files >= instances);
        if (all && (instances is not null || still))
        {
            state.Finish(new ImportItem(found) { Outcome = success, Code = null, Reason = null });
        }
        else if (!all && settled && still && now - state.StillSince >= _options.Grace)
        {
            state.Finish(new ImportItem(found)
            {
                Outcome = ImportOutcome.Incomplete,
                Code = XnatErrorCode.ImportIncomplete.Id,
                Reason = count.Files == 0
                    ? "The session is there without a single file."
                    : $"{count.Scans} of {Number(asked)} series and {count.Files} of {Number(instances)} instances arrived.",
            });
        }
        else
        {
            state.Update(new ImportItem(found) { Outcome = ImportOutcome.Arriving, Reason = null });
        }
    }

    private void JudgeUnseen(WatchState state, ImportQueueItem? history, int? asked, DateTimeOffset now)
    {
        ImportItem item = new(state.Item)
        {
            Outcome = history is null ? state.Item.Outcome : string.Equals(history.Status, "RECEIVED", StringComparison.OrdinalIgnoreCase) ? ImportOutcome.Arriving : ImportOutcome.Retrieving,
            SeriesAsked = asked,
            Reason = history is null ? "It is neither in the queue nor in the history." : "Retrieved by the PACS, but not seen in the project yet.",
            Time = now,
        };
        state.Update(item);
        state.GoneSince ??= now;
        if (now - state.GoneSince < _options.Grace)
        {
            return;
        }

        if (history is null)
        {
            Finish(state, ImportOutcome.Unknown, XnatErrorCode.OutcomeUnknown, "It left the queue without a trace: somebody may have removed it, or the server was restarted.", now);
        }
        else
        {
            Finish(state, ImportOutcome.Incomplete, XnatErrorCode.ImportIncomplete, "The retrieve ended and nothing is in prearchive or archive of the project: look into Unassigned, and at the receiver.", now);
        }
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static int? Asked(ImportItem item, ImportQueueItem? record) =>
        record?.SeriesInstanceUid.Length > 0 ? record.SeriesInstanceUid.Length : item.SeriesAsked;

    private static SessionCount Count(IReadOnlyList<PrearchiveScan> scans)
    {
        int withFiles = 0;
        int files = 0;
        foreach (PrearchiveScan scan in scans)
        {
            files += scan.FileCount ?? 0;
            withFiles += scan.FileCount > 0 ? 1 : 0;
        }

        return new SessionCount(withFiles, files);
    }

    private static void Finish(WatchState state, ImportOutcome outcome, XnatErrorCode code, string reason, DateTimeOffset now) =>
        state.Finish(new ImportItem(state.Item) { Outcome = outcome, Code = code.Id, Reason = reason, Time = now });
}
