using System;
using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>Queue, history, prearchive and archive of the project at one look, by study UID.</summary>
internal sealed class CampaignSnapshot
{
    private readonly Dictionary<string, List<ImportQueueItem>> _queue = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ImportQueueItem>> _history = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PrearchiveSession>> _prearchive = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageSession> _archivedByUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageSession> _archivedByLabel = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The user's records in the queue, as the server counts them.</summary>
    public int Count { get; set; }

    /// <summary>True when the listing had as many records as the count: what is not in it is not in the queue.</summary>
    public bool QueueIsWhole { get; set; }

    /// <summary>True when history, prearchive and archive were read too.</summary>
    public bool IsFull { get; set; }

    public void AddQueue(ImportQueueItem item) => Add(_queue, item.StudyInstanceUid, item);

    public void AddHistory(ImportQueueItem item) => Add(_history, item.StudyInstanceUid, item);

    public void AddPrearchive(PrearchiveSession session)
    {
        if (!string.IsNullOrEmpty(session.StudyInstanceUid))
        {
            Add(_prearchive, session.StudyInstanceUid!, session);
        }
    }

    public void AddArchived(ImageSession session)
    {
        if (!string.IsNullOrEmpty(session.StudyInstanceUid))
        {
            _archivedByUid[session.StudyInstanceUid!] = session;
        }
        else
        {
            _archivedByLabel[session.Session] = session;
        }
    }

    /// <summary>All records of a study, in history and queue.</summary>
    public IEnumerable<ImportQueueItem> Records(StudyMemory memory)
    {
        foreach (Dictionary<string, List<ImportQueueItem>> place in new[] { _history, _queue })
        {
            foreach (ImportQueueItem record in place.TryGetValue(memory.Uid, out List<ImportQueueItem>? records) ? records : [])
            {
                yield return record;
            }
        }
    }

    /// <summary>The record of a study in the queue: that of its last request, else any.</summary>
    public ImportQueueItem? Queued(StudyMemory memory)
    {
        if (!_queue.TryGetValue(memory.Uid, out List<ImportQueueItem>? records))
        {
            return null;
        }

        return records.Find(r => r.RequestId is not null && string.Equals(r.RequestId, memory.Study.RequestId, StringComparison.Ordinal)) ?? records[0];
    }

    /// <summary>The newest try of a study's last request; its history may hold tries of earlier ones.</summary>
    public ImportQueueItem? Newest(StudyMemory memory)
    {
        if (!_history.TryGetValue(memory.Uid, out List<ImportQueueItem>? records))
        {
            return null;
        }

        ImportQueueItem? newest = null;
        foreach (ImportQueueItem record in records)
        {
            if (IsOurs(record, memory) && (newest is null || Later(record, newest)))
            {
                newest = record;
            }
        }

        return newest;
    }

    public List<PrearchiveSession> Prearchive(StudyMemory memory) => _prearchive.TryGetValue(memory.Uid, out List<PrearchiveSession>? sessions) ? sessions : [];

    /// <summary>The archived session of the study; by label only where the server does not tell study UIDs.</summary>
    public ImageSession? Archived(StudyMemory memory)
    {
        if (_archivedByUid.TryGetValue(memory.Uid, out ImageSession? session))
        {
            return session;
        }

        return memory.Pacs.Session is string label && _archivedByLabel.TryGetValue(label, out session) ? session : null;
    }

    /// <summary>Request ids tell; where the server keeps none, the time does, by its own clock (whole seconds).</summary>
    private static bool IsOurs(ImportQueueItem record, StudyMemory memory)
    {
        if (!string.IsNullOrEmpty(record.RequestId) && memory.Study.RequestId is string request)
        {
            return string.Equals(record.RequestId, request, StringComparison.Ordinal);
        }

        DateTimeOffset? since = memory.Study.PostedAt ?? memory.Study.QueuedTime;
        return since is null || record.QueuedTime is null || record.QueuedTime >= since.Value.AddSeconds(-2);
    }

    private static bool Later(ImportQueueItem one, ImportQueueItem other) =>
        one.ExecutedTime == other.ExecutedTime ? one.Id > other.Id : one.ExecutedTime > other.ExecutedTime;

    private static void Add<T>(Dictionary<string, List<T>> lists, string key, T item)
    {
        if (!lists.TryGetValue(key, out List<T>? list))
        {
            lists.Add(key, list = []);
        }

        list.Add(item);
    }
}
