using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Campaign;

/// <summary>Reads what the server holds of a campaign's studies.</summary>
internal sealed class CampaignLook
{
    private const int LongestHistory = 20_000;

    /// <summary>Older records in a row after which reading ends; one alone may be out of order.</summary>
    private const int OldInARow = 100;

    private readonly CampaignSite _site;
    private readonly long _pacsId;
    private readonly string _project;

    public CampaignLook(CampaignSite site, long pacsId, string project)
    {
        _site = site;
        _pacsId = pacsId;
        _project = project;
    }

    /// <summary>The queue alone: cheap, for filling free places.</summary>
    public async Task<CampaignSnapshot> QueueAsync(HashSet<string> wanted, CancellationToken cancellationToken)
    {
        CampaignSnapshot snapshot = new();
        await ReadQueueAsync(snapshot, wanted, cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    /// <summary>Everything, in the order in which a study travels, so that one on its way is seen at least once.</summary>
    /// <param name="wanted">Studies to look for.</param>
    /// <param name="since">History before this is not needed, by the server's clock; null when none is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CampaignSnapshot> AllAsync(HashSet<string> wanted, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        CampaignSnapshot snapshot = new();
        await ReadQueueAsync(snapshot, wanted, cancellationToken).ConfigureAwait(false);
        if (since is not null)
        {
            await ReadHistoryAsync(snapshot, wanted, since.Value, cancellationToken).ConfigureAwait(false);
        }

        foreach (PrearchiveSession session in await _site.Prearchive.PrearchiveAsync(_project, cancellationToken).ConfigureAwait(false))
        {
            if (session.StudyInstanceUid is string uid && wanted.Contains(uid))
            {
                snapshot.AddPrearchive(session);
            }
        }

        foreach (ImageSession session in await _site.Prearchive.ArchivedAsync(_project, cancellationToken).ConfigureAwait(false))
        {
            if (string.IsNullOrEmpty(session.StudyInstanceUid) || wanted.Contains(session.StudyInstanceUid!))
            {
                snapshot.AddArchived(session);
            }
        }

        snapshot.IsFull = true;
        return snapshot;
    }

    private async Task ReadQueueAsync(CampaignSnapshot snapshot, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        snapshot.Count = await _site.Dqr.QueueCountAsync(cancellationToken).ConfigureAwait(false);
        HashSet<long> listed = [];
        if (snapshot.Count > 0)
        {
            await foreach (ImportQueueItem item in _site.Dqr.QueueAsync(cancellationToken).ConfigureAwait(false))
            {
                if (listed.Add(item.Id) && wanted.Contains(item.StudyInstanceUid) && IsHere(item))
                {
                    snapshot.AddQueue(item);
                }
            }
        }

        // Pages move while they are read, so a record may be missing from the listing while it is in the queue.
        snapshot.QueueIsWhole = listed.Count >= snapshot.Count;
    }

    private async Task ReadHistoryAsync(CampaignSnapshot snapshot, HashSet<string> wanted, DateTimeOffset since, CancellationToken cancellationToken)
    {
        int read = 0;
        int old = 0;
        HashSet<long> seen = [];
        await foreach (ImportQueueItem item in _site.Dqr.HistoryAsync(cancellationToken).ConfigureAwait(false))
        {
            old = item.ExecutedTime < since ? old + 1 : 0;
            if (old >= OldInARow || ++read >= LongestHistory)
            {
                return;
            }

            if (wanted.Contains(item.StudyInstanceUid) && IsHere(item) && seen.Add(item.Id))
            {
                snapshot.AddHistory(item);
            }
        }
    }

    private bool IsHere(ImportQueueItem item) =>
        string.Equals(item.Project, _project, StringComparison.Ordinal) && (item.PacsId == 0 || item.PacsId == _pacsId);
}
