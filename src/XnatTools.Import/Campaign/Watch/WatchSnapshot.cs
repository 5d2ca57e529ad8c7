using System;
using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>Queue, history, prearchive and archive of one project at one look, by study UID.</summary>
internal sealed class WatchSnapshot
{
    private readonly Dictionary<string, List<ImportQueueItem>> _history = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageSession> _archivedByUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageSession> _archivedByLabel = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, ImportQueueItem> Queue { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PrearchiveSession> Prearchive { get; } = new(StringComparer.Ordinal);

    public void AddHistory(ImportQueueItem item)
    {
        if (!_history.TryGetValue(item.StudyInstanceUid, out List<ImportQueueItem>? records))
        {
            _history.Add(item.StudyInstanceUid, records = []);
        }

        records.Add(item);
    }

    public void AddArchived(ImageSession session)
    {
        if (!string.IsNullOrEmpty(session.StudyInstanceUid))
        {
            _archivedByUid[session.StudyInstanceUid!] = session;
        }

        _archivedByLabel[session.Session] = session;
    }

    /// <summary>The newest record of this item's own posting; its history may hold records of earlier jobs.</summary>
    public ImportQueueItem? NewestHistory(ImportItem item)
    {
        ImportQueueItem? newest = null;
        if (_history.TryGetValue(item.StudyInstanceUid ?? "", out List<ImportQueueItem>? records))
        {
            foreach (ImportQueueItem record in records)
            {
                bool ours = record.RequestId is not null && item.RequestId is not null
                    ? string.Equals(record.RequestId, item.RequestId, StringComparison.Ordinal)
                    : item.QueuedTime is null || record.QueuedTime is null || record.QueuedTime >= item.QueuedTime;
                if (ours && (newest is null || record.ExecutedTime > newest.ExecutedTime))
                {
                    newest = record;
                }
            }
        }

        return newest;
    }

    /// <summary>The archived session of the study; by label only where the server does not tell the study UID.</summary>
    public ImageSession? Archived(ImportItem item)
    {
        if (_archivedByUid.TryGetValue(item.StudyInstanceUid ?? "", out ImageSession? session))
        {
            return session;
        }

        return item.Session is not null && _archivedByLabel.TryGetValue(item.Session, out session) && string.IsNullOrEmpty(session.StudyInstanceUid) ? session : null;
    }
}
