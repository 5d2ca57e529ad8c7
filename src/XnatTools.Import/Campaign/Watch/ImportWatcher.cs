using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Follows posted studies through queue, history, prearchive and archive until each has come to rest. What decides is what lies
/// in prearchive or archive: RECEIVED only says that one object came, and ISSUED may be the last word on a good import.
/// </summary>
public sealed class ImportWatcher
{
    private readonly IDqrGateway _dqr;
    private readonly IPrearchiveGateway _prearchive;
    private readonly WatchOptions _options;

    public ImportWatcher(IDqrGateway dqr, IPrearchiveGateway prearchive, WatchOptions? options = null)
    {
        _dqr = dqr ?? throw new ArgumentNullException(nameof(dqr));
        _prearchive = prearchive ?? throw new ArgumentNullException(nameof(prearchive));
        _options = options ?? new WatchOptions();
    }

    /// <summary>Yields each item once: at once when it is settled already, else when it has come to rest or time is up.</summary>
    public async IAsyncEnumerable<ImportItem> WatchAsync(IReadOnlyList<ImportItem> items, IProgress<ImportProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<WatchState> open = [];
        foreach (ImportItem item in items)
        {
            if (item.Outcome is ImportOutcome.Queued or ImportOutcome.Retrieving or ImportOutcome.Arriving && item.Project is not null)
            {
                open.Add(new WatchState(item));
            }
            else
            {
                yield return item;
            }
        }

        DateTimeOffset started = _options.Time.GetUtcNow();
        int looks = 0;
        while (open.Count > 0)
        {
            XnatException? fatal = await LookAsync(open, cancellationToken).ConfigureAwait(false);
            foreach (WatchState state in open)
            {
                if (state.IsFinal)
                {
                    yield return state.Item;
                }
            }

            open.RemoveAll(s => s.IsFinal);
            progress?.Report(new ImportProgress(Describe(open), items.Count - open.Count, items.Count));
            if (open.Count == 0)
            {
                yield break;
            }

            if (fatal is not null || _options.Time.GetUtcNow() - started >= _options.Timeout)
            {
                foreach (WatchState state in open)
                {
                    yield return new ImportItem(state.Item)
                    {
                        Code = fatal?.Code.Id ?? XnatErrorCode.ImportTimedOut.Id,
                        Reason = fatal is null ? "Time is up; this is how far it was seen to come." : "It cannot be followed any further; this is how far it was seen to come.",
                    };
                }

                yield break;
            }

            await Pause.ForAsync(_options.Time, _options.PauseBefore(++looks), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One look at everything. What it threw, when no later look can do better.</summary>
    private async Task<XnatException?> LookAsync(List<WatchState> open, CancellationToken cancellationToken)
    {
        try
        {
            List<string> projects = [];
            foreach (WatchState state in open)
            {
                if (!projects.Contains(state.Item.Project!))
                {
                    projects.Add(state.Item.Project!);
                }
            }

            foreach (string project in projects)
            {
                List<WatchState> ofProject = open.FindAll(s => s.Item.Project == project);
                WatchJudge judge = new(_prearchive, _options, await SnapshotAsync(project, ofProject, cancellationToken).ConfigureAwait(false));
                foreach (WatchState state in ofProject)
                {
                    try
                    {
                        await judge.JudgeAsync(state, cancellationToken).ConfigureAwait(false);
                    }
                    catch (XnatException fault) when (!Faults.IsFatal(fault))
                    {
                        // One session that cannot be read must not hide the others.
                    }
                }
            }

            return null;
        }
        catch (XnatException fault)
        {
            // A look that fails is a look less; the next one may succeed.
            return Faults.IsFatal(fault) ? fault : null;
        }
    }

    private async Task<WatchSnapshot> SnapshotAsync(string project, List<WatchState> open, CancellationToken cancellationToken)
    {
        WatchSnapshot snapshot = new();
        DateTimeOffset? oldest = null;
        HashSet<string> wanted = new(StringComparer.Ordinal);
        foreach (WatchState state in open)
        {
            wanted.Add(state.Uid);
            oldest = oldest is null || state.Item.QueuedTime < oldest ? state.Item.QueuedTime : oldest;
        }

        // In the order in which a study travels, so that one on its way is seen at least once.
        await foreach (ImportQueueItem item in _dqr.QueueAsync(cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains(item.StudyInstanceUid) && string.Equals(item.Project, project, StringComparison.Ordinal))
            {
                snapshot.Queue[item.StudyInstanceUid] = item;
            }
        }

        int left = 10000;
        await foreach (ImportQueueItem item in _dqr.HistoryAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.ExecutedTime < oldest || --left == 0)
            {
                break;
            }

            if (wanted.Contains(item.StudyInstanceUid) && string.Equals(item.Project, project, StringComparison.Ordinal))
            {
                snapshot.AddHistory(item);
            }
        }

        foreach (PrearchiveSession session in await _prearchive.PrearchiveAsync(project, cancellationToken).ConfigureAwait(false))
        {
            if (session.StudyInstanceUid is string uid && wanted.Contains(uid))
            {
                snapshot.Prearchive[uid] = session;
            }
        }

        foreach (ImageSession session in await _prearchive.ArchivedAsync(project, cancellationToken).ConfigureAwait(false))
        {
            snapshot.AddArchived(session);
        }

        return snapshot;
    }

    private static string Describe(List<WatchState> open)
    {
        int queued = open.FindAll(s => s.Item.Outcome == ImportOutcome.Queued).Count;
        int retrieving = open.FindAll(s => s.Item.Outcome == ImportOutcome.Retrieving).Count;
        return $"{queued} waiting, {retrieving} being retrieved, {open.Count - queued - retrieving} arriving";
    }
}
