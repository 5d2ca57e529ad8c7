using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Posts studies in requests of bounded size, one request at a time for a PACS, and gives each study exactly one outcome. What
/// the server leaves out is asked for again, but never before its queue and history were read.
/// </summary>
public sealed class ImportPoster
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_onePerPacs = new(StringComparer.Ordinal);

    private readonly IDqrGateway _gateway;
    private readonly ImportOptions _options;
    private readonly XnatReceiver _receiver;
    private readonly Reconciler _reconciler;
    private readonly IProgress<ImportProgress>? _progress;
    private readonly Queue<PostBatch> _work = new();
    private readonly List<ImportItem> _settled = [];
    private int _chunk;
    private int _troubleInARow;
    private int _done;
    private int _total;

    public ImportPoster(IDqrGateway gateway, ImportOptions options, XnatReceiver receiver, IProgress<ImportProgress>? progress = null)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _receiver = receiver ?? throw new ArgumentNullException(nameof(receiver));
        _progress = progress;
        _reconciler = new Reconciler(gateway, options);
    }

    /// <summary>Posts; a study UID stands once in the list. Outcomes come as they are known.</summary>
    public async IAsyncEnumerable<ImportItem> PostAsync(IReadOnlyList<PacsStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _total = studies.Count;
        for (int start = 0; start < studies.Count; start += _options.ChunkSize)
        {
            List<PacsStudy> chunk = [];
            for (int i = start; i < Math.Min(studies.Count, start + _options.ChunkSize); i++)
            {
                chunk.Add(studies[i]);
            }

            _work.Enqueue(new PostBatch(chunk, 0, DateTimeOffset.MinValue));
        }

        while (_work.Count > 0)
        {
            await PostNextAsync(_work.Dequeue(), cancellationToken).ConfigureAwait(false);
            foreach (ImportItem item in _settled)
            {
                yield return item;
            }

            _settled.Clear();
        }
    }

    private async Task PostNextAsync(PostBatch batch, CancellationToken cancellationToken)
    {
        await Pause.ForAsync(_options.Time, batch.NotBefore - _options.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        Report($"posting {batch.Studies.Count} studies");
        DateTimeOffset? since = null;
        string requestId = _options.JobId + "/" + (++_chunk).ToString("00", CultureInfo.InvariantCulture);
        bool sent = false;
        try
        {
            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            since = _gateway.ServerTime;
            SemaphoreSlim gate = s_onePerPacs.GetOrAdd(_gateway.Site + "|" + _options.PacsId.ToString(CultureInfo.InvariantCulture), _ => new SemaphoreSlim(1, 1));
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ImportQueueItem> answer;
            try
            {
                sent = true;
                answer = await _gateway.ImportAsync(
                    new ImportPost
                    {
                        PacsId = _options.PacsId,
                        Project = _options.Project,
                        ReceiverAETitle = _receiver.AETitle,
                        ReceiverPort = _receiver.Port,
                        Force = _options.Force,
                        RequestId = requestId,
                        Studies = batch.Studies,
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }

            await AcceptAsync(batch, answer, requestId, since, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault)
        {
            await HandleAsync(batch, fault, sent, requestId, since, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync(PostBatch batch, IReadOnlyList<ImportQueueItem> answer, string requestId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        Dictionary<string, ImportQueueItem> accepted = new(StringComparer.Ordinal);
        foreach (ImportQueueItem item in answer)
        {
            accepted[item.StudyInstanceUid] = item;
        }

        List<PacsStudy> missing = Take(batch.Studies, accepted, requestId);
        _troubleInARow = missing.Count == batch.Studies.Count ? _troubleInARow + 1 : 0;
        if (missing.Count > 0)
        {
            await AskAgainAsync(batch with { Studies = missing }, null, requestId, since, sent: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(PostBatch batch, XnatException fault, bool sent, string requestId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (Faults.IsFatal(fault) && !sent || Faults.IsFatal(fault) && Faults.IsRefusal(fault) || fault.Code == XnatErrorCode.AuthenticationFailed || fault.Code == XnatErrorCode.SessionLost)
        {
            // Neither these nor any later study can succeed.
            EndAll(batch, ImportOutcome.Blocked, fault.Code, "The server refuses the import: " + fault.Code.Advice);
        }
        else if (Faults.IsRefusal(fault))
        {
            if (batch.Studies.Count > 1)
            {
                Halve(batch);
            }
            else
            {
                End(batch.Studies, ImportOutcome.Blocked, fault.Code, "The server refuses this study.");
            }
        }
        else
        {
            await AskAgainAsync(batch, fault, requestId, since, sent, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what the server holds of these studies, and puts only the rest back in line.</summary>
    private async Task AskAgainAsync(PostBatch batch, XnatException? fault, string requestId, DateTimeOffset? since, bool sent, CancellationToken cancellationToken)
    {
        Report(fault is null ? "the server left some out: reading queue and history" : "the call failed: reading queue and history");
        Dictionary<string, ImportQueueItem>? held;
        try
        {
            held = fault is not null
                ? await _reconciler.SettleAsync(batch.Uids(), since, cancellationToken).ConfigureAwait(false)
                : await _reconciler.HeldAsync(batch.Uids(), since, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException)
        {
            held = await _reconciler.SettleAsync(batch.Uids(), since, cancellationToken).ConfigureAwait(false);
        }

        if (held is null)
        {
            End(batch.Studies, sent ? ImportOutcome.Unknown : ImportOutcome.NotAccepted, XnatErrorCode.OutcomeUnknown, "The call failed, and neither queue nor history can be read: nothing was sent again.");
            _troubleInARow++;
            return;
        }

        List<PacsStudy> rest = Take(batch.Studies, held, requestId);
        if (rest.Count == 0)
        {
            _troubleInARow = 0;
            return;
        }

        if (fault is not null)
        {
            _troubleInARow = rest.Count < batch.Studies.Count ? 0 : _troubleInARow + 1;
        }

        if (_troubleInARow > _options.Attempts + 10)
        {
            EndAll(batch with { Studies = rest }, ImportOutcome.NotAccepted, fault?.Code ?? XnatErrorCode.ImportNotAccepted, "Given up: the server keeps failing. What it has not taken was not sent again.");
            return;
        }

        bool poisoned = fault is { Status: >= 500 } && rest.Count > 1;
        if (poisoned)
        {
            // One study can fail the whole request; halves find it.
            Halve(batch with { Studies = rest, NotBefore = await NextTryAsync(batch.Attempt, cancellationToken).ConfigureAwait(false) });
        }
        else if (batch.Attempt + 1 >= _options.Attempts)
        {
            End(rest, ImportOutcome.NotAccepted, fault?.Code ?? XnatErrorCode.ImportNotAccepted, fault is null
                ? $"Asked for {batch.Attempt + 1} times; the server leaves it out without saying why."
                : $"Asked for {batch.Attempt + 1} times; the call fails and the server holds nothing of it.");
        }
        else
        {
            _work.Enqueue(new PostBatch(rest, batch.Attempt + 1, await NextTryAsync(batch.Attempt, cancellationToken).ConfigureAwait(false)));
        }
    }

    /// <summary>Asks the PACS for an echo and says when to try again: later, when it does not answer.</summary>
    private async Task<DateTimeOffset> NextTryAsync(int attempt, CancellationToken cancellationToken)
    {
        bool answers;
        try
        {
            answers = await _gateway.PingAsync(_options.PacsId, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException)
        {
            answers = false;
        }

        return _options.Time.GetUtcNow() + Pause.Nth(_options.Pauses, answers ? attempt : attempt + 1);
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        int failed = 0;
        while (true)
        {
            try
            {
                int count = await _gateway.QueueCountAsync(cancellationToken).ConfigureAwait(false);
                if (count < _options.QueueLimit)
                {
                    return;
                }

                Report($"waiting: {count} studies are in the server's queue");
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault) && failed++ < _options.Attempts)
            {
                Report("waiting: the server does not answer");
            }

            await Pause.ForAsync(_options.Time, _options.QueuePoll, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Halve(PostBatch batch)
    {
        int half = batch.Studies.Count / 2;
        _work.Enqueue(batch with { Studies = batch.Studies.GetRange(0, half) });
        _work.Enqueue(batch with { Studies = batch.Studies.GetRange(half, batch.Studies.Count - half) });
    }

    /// <summary>Settles the studies that the server holds; returns the others.</summary>
    private List<PacsStudy> Take(List<PacsStudy> studies, Dictionary<string, ImportQueueItem> held, string requestId)
    {
        List<PacsStudy> rest = [];
        foreach (PacsStudy study in studies)
        {
            if (!held.TryGetValue(study.StudyInstanceUid, out ImportQueueItem? record))
            {
                rest.Add(study);
                continue;
            }

            ImportItem item = Outcome.Of(study, _options.Project, record.IsHistory ? ImportOutcome.Retrieving : ImportOutcome.Queued, null, null, _options.Time.GetUtcNow());
            Settle(new ImportItem(item)
            {
                PacsId = _options.PacsId,
                RequestId = record.RequestId ?? requestId,
                QueueId = record.IsHistory ? null : record.Id,
                QueuedTime = record.QueuedTime,
                SeriesAsked = record.SeriesInstanceUid.Length > 0 ? record.SeriesInstanceUid.Length : item.SeriesAsked,
            });
        }

        return rest;
    }

    private void EndAll(PostBatch batch, ImportOutcome outcome, XnatErrorCode code, string reason)
    {
        End(batch.Studies, outcome, code, reason);
        while (_work.Count > 0)
        {
            End(_work.Dequeue().Studies, outcome, code, reason);
        }
    }

    private void End(List<PacsStudy> studies, ImportOutcome outcome, XnatErrorCode code, string reason)
    {
        foreach (PacsStudy study in studies)
        {
            Settle(new ImportItem(Outcome.Of(study, _options.Project, outcome, code, reason, _options.Time.GetUtcNow())) { PacsId = _options.PacsId });
        }
    }

    private void Settle(ImportItem item)
    {
        _settled.Add(item);
        _done++;
    }

    private void Report(string activity) => _progress?.Report(new ImportProgress(activity, _done, _total));
}
