using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Sends one request. The ledger says so before the call and what came of it after; what the answer does not name stays Posting
/// until queue and history told whether the server holds it.
/// </summary>
internal sealed class CampaignPoster
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_onePerPacs = new(StringComparer.Ordinal);

    private static readonly TimeSpan s_shortestCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestCall = TimeSpan.FromSeconds(60);

    private readonly IDqrGateway _gateway;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly XnatReceiver _receiver;
    private TimeSpan _slowest;
    private int _posted;

    public CampaignPoster(IDqrGateway gateway, CampaignOptions options, LedgerFile ledger)
    {
        _gateway = gateway;
        _options = options;
        _ledger = ledger;
        _receiver = ReceiverOf(ledger.State.Header.Receiver);
    }

    /// <summary>How long the server may well go on with the last request, by what others took.</summary>
    public TimeSpan LongestCall => _slowest == TimeSpan.Zero || _slowest.Ticks * 3 * _posted >= s_longestCall.Ticks
        ? s_longestCall
        : TimeSpan.FromTicks(Math.Max(s_shortestCall.Ticks, _slowest.Ticks * 3 * _posted));

    /// <summary>How many studies of the last request the server took, by its own answer.</summary>
    public int Taken { get; private set; }

    /// <summary>Posts the studies. True when the server took some of them; false when that is trouble.</summary>
    public async Task<bool> PostAsync(List<StudyMemory> batch, CancellationToken cancellationToken)
    {
        LedgerHeader header = _ledger.State.Header;
        string request = header.JobId + "/" + (_ledger.State.Requests + 1).ToString("00", CultureInfo.InvariantCulture);
        List<PacsStudy> studies = new(batch.Count);
        foreach (StudyMemory memory in batch)
        {
            studies.Add(memory.Study.MissingSeries.Count > 0 ? memory.Pacs.WithSelection([.. memory.Study.MissingSeries], []) : memory.Pacs);
        }

        SemaphoreSlim gate = s_onePerPacs.GetOrAdd(_gateway.Site + "|" + header.PacsId.ToString(CultureInfo.InvariantCulture), static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _ledger.Append(LedgerEntries.Post(request, batch.ConvertAll(m => m.Study.Key), _gateway.ServerTime));
            foreach (StudyMemory memory in batch)
            {
                memory.Forget();
                memory.CallEnded = false;
                memory.Refused = null;
                memory.UnknownSince = _options.Time.GetUtcNow();
            }

            _posted = batch.Count;
            Taken = 0;
            DateTimeOffset begun = _options.Time.GetUtcNow();
            IReadOnlyList<ImportQueueItem> answer = await _gateway.ImportAsync(
                new ImportPost
                {
                    PacsId = header.PacsId,
                    Project = header.Project,
                    ReceiverAETitle = _receiver.AETitle,
                    ReceiverPort = _receiver.Port,
                    Force = header.Force,
                    RequestId = request,
                    Studies = studies,
                },
                cancellationToken).ConfigureAwait(false);
            TimeSpan each = TimeSpan.FromTicks((_options.Time.GetUtcNow() - begun).Ticks / batch.Count);
            _slowest = each > _slowest ? each : _slowest;
            return Take(batch, answer, request);
        }
        catch (XnatException fault)
        {
            Fail(batch, fault, request);
            if (Faults.IsFatal(fault))
            {
                throw;
            }

            // A refusal is about these studies, not about how the server is.
            return Faults.IsRefusal(fault);
        }
        finally
        {
            gate.Release();
        }
    }

    private bool Take(List<StudyMemory> batch, IReadOnlyList<ImportQueueItem> answer, string request)
    {
        Dictionary<string, ImportQueueItem> accepted = new(StringComparer.Ordinal);
        foreach (ImportQueueItem item in answer)
        {
            accepted[item.StudyInstanceUid] = item;
        }

        List<LedgerEntry> entries = [LedgerEntries.Answer(request, accepted.Count, null)];
        int taken = 0;
        foreach (StudyMemory memory in batch)
        {
            memory.CallEnded = true;
            memory.UnknownSince = _options.Time.GetUtcNow();
            if (accepted.TryGetValue(memory.Uid, out ImportQueueItem? record))
            {
                taken++;
                memory.SuspectOf = null;
                entries.Add(LedgerEntries.State(new StudyChange(memory.Study.Key, ImportState.Queued)
                {
                    QueueId = record.Id,
                    QueuedTime = record.QueuedTime,
                    RequestId = request,
                    MissingSeries = memory.Study.MissingSeries,
                }));
            }
        }

        _ledger.Append(entries);
        Taken = taken;
        return taken > 0;
    }

    private void Fail(List<StudyMemory> batch, XnatException fault, string request)
    {
        // An error that the application itself answered ends the call; a gateway's, or silence, says nothing about the server behind.
        bool ended = !fault.MayHaveActed || fault.Status is >= 400 and < 600 and not (502 or 503 or 504);
        bool refused = Faults.IsRefusal(fault) && !Faults.IsFatal(fault);
        foreach (StudyMemory memory in batch)
        {
            memory.CallEnded = ended;
            memory.Refused = refused ? fault.Code : null;
            memory.Together = refused ? batch.Count : memory.Together;
            memory.UnknownSince = _options.Time.GetUtcNow();
        }

        List<LedgerEntry> entries = [LedgerEntries.Answer(request, 0, fault.Code.Id)];
        if (Faults.IsRefusal(fault) && Faults.IsFatal(fault))
        {
            // The campaign ends here, and what becomes of these is known: nothing was queued.
            foreach (StudyMemory memory in batch)
            {
                entries.Add(LedgerEntries.State(new StudyChange(memory.Study.Key, ImportState.Planned)
                {
                    Code = fault.Code.Id,
                    Reason = "XNAT refused the request; nothing was queued.",
                    MissingSeries = memory.Study.MissingSeries,
                }));
            }
        }

        _ledger.Append(entries);
    }

    private static XnatReceiver ReceiverOf(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? new XnatReceiver { AETitle = text.Substring(0, colon), Port = port }
            : new XnatReceiver { AETitle = text };
    }
}
