using System;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Queue;

/// <summary>How records go through their tries: taken, issued, done, failed, put back or given up.</summary>
internal sealed class QueueTries(DqrStore store, DqrSettings settings, TimeProvider time)
{
    /// <summary>The first waiting record by priority, then by age, marked as in work; null when none waits.</summary>
    public QueueRecord? TakeNext(long pacsId) => store.Write(document =>
    {
        QueueRecord? first = null;
        foreach (QueueRecord record in document.Queue)
        {
            if (record.PacsId == pacsId && record.Status == QueueStatus.Queued
                && (first is null || record.Priority < first.Priority || (record.Priority == first.Priority && record.QueuedTime < first.QueuedTime)))
            {
                first = record;
            }
        }

        if (first is not null)
        {
            first.Status = QueueStatus.Processing;
        }

        return first;
    });

    /// <summary>Stores the script for the study and writes the history record of this try, before anything is retrieved.</summary>
    public HistoryRecord Issue(QueueRecord record) => store.Write(document =>
    {
        if (record.RemappingScript is not null)
        {
            document.Scripts[record.StudyInstanceUid] = record.RemappingScript;
        }

        HistoryRecord history = new()
        {
            Id = document.Next("history"),
            Username = record.Username,
            PacsId = record.PacsId,
            XnatProject = record.XnatProject,
            StudyInstanceUid = record.StudyInstanceUid,
            SeriesIds = record.SeriesIds,
            DestinationAeTitle = record.DestinationAeTitle,
            Status = QueueStatus.Issued,
            QueuedTime = record.QueuedTime,
            StudyDate = record.StudyDate,
            StudyId = record.StudyId,
            AccessionNumber = record.AccessionNumber,
            PatientName = record.PatientName,
            RequestId = record.RequestId,
            ExecutedTime = time.GetUtcNow(),
        };
        document.History.Add(history);
        return history;
    });

    public void Done(QueueRecord record) => store.Write(document => document.Queue.RemoveAll(other => other.Id == record.Id));

    public void Fail(HistoryRecord history, string? message) => store.Write(_ =>
    {
        history.Status = QueueStatus.Failed;
        history.ErrorMessage = message;
    });

    /// <summary>Counts the failed try. False when it was the last one and the record is gone.</summary>
    public bool PutBack(QueueRecord record)
    {
        int maximum = settings.MaximumAttempts;
        return store.Write(document =>
        {
            record.Retries = (record.Retries ?? 0) + 1;
            if (record.Retries < maximum)
            {
                record.Status = QueueStatus.Queued;
                return true;
            }

            document.Queue.RemoveAll(other => other.Id == record.Id);
            return false;
        });
    }

    /// <summary>An object of a study arrived: its newest history record, issued within the last hour, becomes received.</summary>
    public void Arrived(string studyInstanceUid)
    {
        DateTimeOffset now = time.GetUtcNow();
        store.Write(document =>
        {
            HistoryRecord? newest = document.History.FindLast(record => record.StudyInstanceUid == studyInstanceUid);
            if (newest?.Status == QueueStatus.Issued && now - newest.ExecutedTime <= TimeSpan.FromHours(1))
            {
                newest.Status = QueueStatus.Received;
            }
        });
    }
}
