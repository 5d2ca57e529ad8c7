using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Finds out what the server holds of what we asked. The server refuses no duplicate, so nothing is sent twice before queue and
/// history were read (specs/xnat-dqr-api.md 14).
/// </summary>
internal sealed class Reconciler
{
    private readonly IDqrGateway _gateway;
    private readonly ImportOptions _options;

    public Reconciler(IDqrGateway gateway, ImportOptions options)
    {
        _gateway = gateway;
        _options = options;
    }

    /// <summary>The records of this job for these studies, by study UID. Times are the server's.</summary>
    public async Task<Dictionary<string, ImportQueueItem>> HeldAsync(HashSet<string> uids, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        Dictionary<string, ImportQueueItem> held = new(StringComparer.Ordinal);

        // History first: a record that leaves the queue between the two reads is then seen at least once.
        await ReadHistoryAsync(uids, since, held, cancellationToken).ConfigureAwait(false);
        await foreach (ImportQueueItem item in _gateway.QueueAsync(cancellationToken).ConfigureAwait(false))
        {
            if (uids.Contains(item.StudyInstanceUid) && IsOurs(item, since))
            {
                held[item.StudyInstanceUid] = item;
            }
        }

        await ReadHistoryAsync(uids, since, held, cancellationToken).ConfigureAwait(false);
        return held;
    }

    /// <summary>
    /// After a call whose end nobody saw: looks until nothing changes any more, because the server goes on working through the
    /// request. Null when queue and history cannot be read either.
    /// </summary>
    public async Task<Dictionary<string, ImportQueueItem>?> SettleAsync(HashSet<string> uids, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        int unchanged = 0;
        int failed = 0;
        int last = -1;
        while (true)
        {
            try
            {
                Dictionary<string, ImportQueueItem> held = await HeldAsync(uids, since, cancellationToken).ConfigureAwait(false);
                unchanged = held.Count == last ? unchanged + 1 : 1;
                last = held.Count;
                if (held.Count == uids.Count || unchanged >= _options.SettleReads)
                {
                    return held;
                }
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault))
            {
                if (++failed > _options.Attempts + _options.Pauses.Length)
                {
                    return null;
                }

                await Pause.ForAsync(_options.Time, Pause.Nth(_options.Pauses, failed - 1), cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException)
            {
                return null;
            }

            await Pause.ForAsync(_options.Time, _options.SettlePause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>True when the record came from this job: by its request id, or where the server keeps none by study and time.</summary>
    public bool IsOurs(ImportQueueItem item, DateTimeOffset? since)
    {
        if (!string.Equals(item.Project, _options.Project, StringComparison.Ordinal) || (item.PacsId != 0 && item.PacsId != _options.PacsId))
        {
            return false;
        }

        return string.IsNullOrEmpty(item.RequestId)
            ? since is DateTimeOffset start && item.QueuedTime >= start
            : item.RequestId!.StartsWith(_options.JobId + "/", StringComparison.Ordinal);
    }

    private async Task ReadHistoryAsync(HashSet<string> uids, DateTimeOffset? since, Dictionary<string, ImportQueueItem> held, CancellationToken cancellationToken)
    {
        int left = 5000;
        await foreach (ImportQueueItem item in _gateway.HistoryAsync(cancellationToken).ConfigureAwait(false))
        {
            // Newest first by record: one executed before our call, and all after it, cannot be ours.
            if (item.ExecutedTime < since || --left == 0)
            {
                return;
            }

            if (uids.Contains(item.StudyInstanceUid) && IsOurs(item, since) && !held.ContainsKey(item.StudyInstanceUid))
            {
                held.Add(item.StudyInstanceUid, item);
            }
        }
    }
}
