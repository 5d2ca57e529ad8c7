using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <content>The DQR plugin.</content>
public sealed partial class SimSite
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        await ReadAsync("batch", cancellationToken).ConfigureAwait(false);
        List<BatchAnswer> answers = [];
        foreach (ImportRow row in rows)
        {
            if (_pacs.Answers)
            {
                answers.Add(new BatchAnswer
                {
                    AccessionNumber = row.AccessionNumber,
                    StudyInstanceUid = row.StudyInstanceUid,
                    PatientId = row.PatientId,
                    Labels = row.Labels.ToEntries().ToDictionary(e => e.Key, e => e.Value),
                    Studies = Found(row),
                });
            }
        }

        return answers;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken)
    {
        await ReadAsync("studies", cancellationToken).ConfigureAwait(false);
        return _pacs.Answers ? Found(criteria) : throw new XnatException(XnatErrorCode.PacsQueryFailed, "The PACS did not answer.") { Status = 400 };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken)
    {
        await ReadAsync("series", cancellationToken).ConfigureAwait(false);
        Dictionary<string, PacsSeries[]> series = [];
        foreach (string uid in studyInstanceUids)
        {
            SimStudy? study = _pacs.Answers ? _pacs.Find(uid) : null;
            series[uid] = study?.AnswerSeries(pacsId, _options.Counts) ?? throw new XnatException(XnatErrorCode.ServerError, "Could not find series.") { Status = 500 };
        }

        return series;
    }

    /// <inheritdoc/>
    public async Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken)
    {
        await ReadAsync("ping", cancellationToken).ConfigureAwait(false);
        return _pacs.Answers;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken)
    {
        DateTimeOffset at = _clock.GetUtcNow();
        await CallAsync("import", cancellationToken).ConfigureAwait(false);
        if (post.Studies.Select(s => s.StudyInstanceUid).Distinct(StringComparer.Ordinal).Count() != post.Studies.Count)
        {
            throw new XnatException(XnatErrorCode.ServerError, "Duplicate key.") { Status = 500 };
        }

        if (_dice.Happens(_faults.FailBefore))
        {
            throw Lie("500 before the work", XnatErrorCode.ServerError, 500, mayHaveActed: true);
        }

        // The server works through the request by itself, whatever becomes of the caller.
        List<SimRecord> taken = [];
        TimeSpan total = TimeSpan.Zero;
        int life = _queue.Life;
        foreach (PacsStudy study in post.Studies)
        {
            total += _options.ImportTime * (0.5 + _dice.Fraction());
            _clock.After(total, () =>
            {
                if (life == _queue.Life && Take(post, study, at) is SimRecord record)
                {
                    taken.Add(record);
                }
            });
        }

        if (_dice.Happens(_faults.TimeoutAfter))
        {
            await Task.Delay(total * _dice.Fraction(), _clock, cancellationToken).ConfigureAwait(false);
            throw Lie("time-out while the server works on", XnatErrorCode.Timeout, 0, mayHaveActed: true);
        }

        await Task.Delay(total + TimeSpan.FromMilliseconds(1), _clock, cancellationToken).ConfigureAwait(false);
        if (life != _queue.Life)
        {
            throw new XnatException(XnatErrorCode.ConnectionFailed, "The server went away.") { MayHaveActed = true };
        }

        if (_dice.Happens(_faults.FailAfter))
        {
            throw Lie("500 after the work", XnatErrorCode.ServerError, 500, mayHaveActed: true);
        }

        if (_dice.Happens(_faults.CutAfter))
        {
            throw Lie("answer lost after the work", XnatErrorCode.ConnectionFailed, 0, mayHaveActed: true);
        }

        List<ImportQueueItem> answer = [];
        foreach (SimRecord record in taken)
        {
            if (_dice.Happens(_faults.HideStudy))
            {
                Monitor.Lied("queued, but not in the answer");
            }
            else
            {
                answer.Add(record.InQueue(_options.RequestIds));
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public async Task<int> QueueCountAsync(CancellationToken cancellationToken)
    {
        await ReadAsync("queue count", cancellationToken).ConfigureAwait(false);
        return _queue.Records.Count;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportQueueItem> QueueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ReadAsync("queue", cancellationToken).ConfigureAwait(false);
        foreach (SimRecord record in _queue.Records.ToArray())
        {
            if (_dice.Happens(_faults.MissQueueRow))
            {
                Monitor.Lied("row missing in the queue");
            }
            else
            {
                yield return record.InQueue(_options.RequestIds);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportQueueItem> HistoryAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ReadAsync("history", cancellationToken).ConfigureAwait(false);
        SimTry[] rows = [.. _queue.History];
        Array.Reverse(rows);
        for (int i = 0; i < rows.Length; i++)
        {
            if (_dice.Happens(_faults.ShuffleHistory))
            {
                int other = Math.Min(rows.Length - 1, i + _dice.Between(1, 4));
                (rows[i], rows[other]) = (rows[other], rows[i]);
                if (_dice.Happens(20))
                {
                    yield return rows[i].InHistory(_options.RequestIds);
                }
            }

            yield return rows[i].InHistory(_options.RequestIds);
        }
    }

    private SimRecord? Take(ImportPost post, PacsStudy asked, DateTimeOffset at)
    {
        SimStudy? study = _pacs.Takes() ? _pacs.Find(asked.StudyInstanceUid) : null;
        bool drops = study is null || _dice.Happens(_faults.DropStudy);
        string[] series = asked.SeriesInstanceUid.Length > 0 ? asked.SeriesInstanceUid : [.. study?.Series.Select(s => s.Uid) ?? []];
        bool wasQueued = _queue.Records.Exists(r => r.Study.Uid == asked.StudyInstanceUid && r.Post.Project == post.Project);
        bool wasComplete = study is not null && _store.IsComplete(study, post.Project, series);
        Monitor.Posted(new SimPost(at, asked.StudyInstanceUid, post.RequestId, post.Studies.Count, series.Length, !drops, wasQueued, wasComplete));
        if (drops)
        {
            Monitor.Lied("study dropped");
            return null;
        }

        return _queue.Add(post, asked, study!, series);
    }

    private List<PacsStudy> Found(ImportRow row) => StudyFilter.Apply(row, [.. Studies.Select(s => s.Answer(_options.PacsId, _options.Counts))]);
}
