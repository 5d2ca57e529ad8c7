using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Runs a ledger: posts what is planned as PACS and queue bear it, follows each study until it has come to rest, proves it
/// complete, and hands out one item for each line and study. A ledger that was run before goes on where it was: what the server
/// may hold is looked for before anything is posted.
/// </summary>
public sealed class ImportCampaign
{
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly ILedgerStore _store;
    private readonly CampaignLoop _loop;
    private readonly List<StudyMemory> _studies = [];

    public ImportCampaign(CampaignSite site, LedgerFile ledger, CampaignOptions? options = null, ILedgerStore? store = null)
    {
        _ledger = ledger ?? throw new ArgumentNullException(nameof(ledger));
        _options = options ?? new CampaignOptions();
        _store = store ?? DiskLedgerStore.Instance;
        if (!ledger.State.IsPlanned)
        {
            throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger broke off while it was planned; nothing was posted.") { Advice = "Delete it and begin again." };
        }

        foreach (LedgerStudy study in ledger.State.Studies)
        {
            _studies.Add(new StudyMemory(study, CampaignItems.StudyOf(study, ledger.State.Header.PacsId), _studies.Count));
        }

        _loop = new CampaignLoop(site ?? throw new ArgumentNullException(nameof(site)), _options, ledger, _studies);
    }

    /// <summary>Why it ended before every study had its end; null when all have, or while it runs.</summary>
    public CampaignEnd? Ended { get; private set; }

    /// <summary>
    /// Runs to the end, the time-out, a stop, or an obstacle, which is thrown after all items are out. Each line and study comes
    /// once: when it is final, or with how far it has come when the run ends before.
    /// </summary>
    public async IAsyncEnumerable<ImportItem> RunAsync(IProgress<CampaignProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LedgerHeader header = _ledger.State.Header;
        foreach (LedgerLine line in _ledger.State.Ended)
        {
            yield return CampaignItems.Of(line, header);
        }

        XnatException? obstacle = null;
        bool stopped = true;
        try
        {
            Begin();
            while (Ended is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    Ended = await _loop.StepAsync(_store.IsStopAsked(_ledger.Path), cancellationToken).ConfigureAwait(false);
                }
                catch (XnatException fault)
                {
                    obstacle = fault;
                    Ended = CampaignEnd.Obstacle;
                }

                foreach (StudyMemory memory in _studies)
                {
                    if (memory.Study.IsFinal && !memory.Emitted)
                    {
                        memory.Emitted = true;
                        yield return CampaignItems.Of(memory.Study, header);
                    }
                }

                progress?.Report(_loop.Progress());
                if (Ended is null)
                {
                    await Pause.ForAsync(_options.Time, _loop.NextStep(), cancellationToken).ConfigureAwait(false);
                }
            }

            stopped = false;
            Finish(obstacle);
        }
        finally
        {
            if (stopped)
            {
                // Ctrl+C, or nobody wants more items. What the server holds stays there.
                Note(LedgerEntries.Note(LedgerKind.Stop, "Stopped; what the server holds goes on there."));
            }
        }

        foreach (StudyMemory memory in _studies)
        {
            if (!memory.Emitted)
            {
                memory.Emitted = true;
                yield return Unfinished(memory, header, obstacle);
            }
        }

        if (obstacle is not null)
        {
            throw obstacle;
        }
    }

    /// <summary>Signs the sample off, under the policy in force.</summary>
    public void Approve()
    {
        if (!_ledger.State.AwaitsApproval)
        {
            throw _ledger.State is { VoidedAt: not null, ApprovedPolicy: null, IsEnded: false }
                ? new XnatException(XnatErrorCode.ArgumentInvalid, "The policy changed since the sample was taken, so that it no longer counts: there is none that waits for a sign-off.") { Advice = "Resume the import without -Approve: a new sample is taken under the policy in force." }
                : new XnatException(XnatErrorCode.ArgumentInvalid, "The campaign has no sample that waits for a sign-off.") { Advice = "Get-XnatImport shows how it stands; resume it without -Approve." };
        }

        if (_options.Policy.Length == 0 && !string.IsNullOrEmpty(_ledger.State.SamplePolicy))
        {
            throw new XnatException(XnatErrorCode.ServerBusy, "The policy in force cannot be read now, so that nothing can be signed off under it.");
        }

        if (_ledger.State.SamplePolicy is string seen && !string.Equals(seen, _options.Policy, StringComparison.Ordinal))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The sample arrived under another policy than the one in force now (receiver, labels or anonymisation scripts): it cannot be signed off for the rest.")
            {
                Advice = "Resume the import without -Approve: a new sample is taken under the policy in force.",
            };
        }

        _ledger.Append(LedgerEntries.Note(LedgerKind.Approve, "The sample was signed off.", null, null, _options.Policy));
    }

    /// <summary>Puts studies that ended without success back in line.</summary>
    /// <returns>How many.</returns>
    public int Retry()
    {
        List<LedgerEntry> entries = [];
        foreach (StudyMemory memory in _studies)
        {
            LedgerStudy study = memory.Study;
            if (study is { IsFinal: true, State: ImportState.Failed or ImportState.Incomplete or ImportState.Blocked })
            {
                entries.Add(LedgerEntries.State(new StudyChange(study.Key, ImportState.Planned) { Again = true, Reason = "To be tried again." }));
            }
        }

        _ledger.Append(entries);
        return entries.Count;
    }

    private void Begin()
    {
        _store.AskStop(_ledger.Path, stop: false);
        bool before = _ledger.State.Requests > 0 || _ledger.State.IsStopped || _ledger.State.IsEnded || _ledger.State.AwaitsApproval
            || _studies.Exists(static memory => memory.Study.RequestId == DirectWork.Request);
        if (!before)
        {
            return;
        }

        List<LedgerEntry> entries = [LedgerEntries.Note(LedgerKind.Resume)];
        foreach (StudyMemory memory in _studies)
        {
            // What was taken back before it began may begin now.
            bool received = memory.Study is { RequestId: DirectWork.Request, State: ImportState.Retrieving, IsFinal: false };
            if (memory.Study.State == ImportState.Cancelled || received)
            {
                entries.Add(LedgerEntries.State(new StudyChange(memory.Study.Key, ImportState.Planned) { MissingSeries = memory.Study.MissingSeries }));
            }

            memory.UnknownSince = memory.Study.Changed;
        }

        _ledger.Append(entries);
    }

    private void Finish(XnatException? obstacle)
    {
        switch (Ended)
        {
            case CampaignEnd.Done:
                if (!_ledger.State.IsEnded)
                {
                    _ledger.Append(LedgerEntries.Note(LedgerKind.End));
                }

                break;
            case CampaignEnd.Approval:
                _ledger.Append(LedgerEntries.Note(LedgerKind.Sample, "The sample has arrived and waits for a person's sign-off.", null, null, _loop.Policy));
                break;
            case CampaignEnd.Obstacle:
                Note(LedgerEntries.Note(LedgerKind.Stop, obstacle!.Message, obstacle.Code.Id));
                break;
            default:
                Note(LedgerEntries.Note(LedgerKind.Stop, Ended == CampaignEnd.Timeout ? "Time is up; what the server holds goes on there." : "Stopped."));
                break;
        }
    }

    private void Note(LedgerEntry entry)
    {
        try
        {
            _ledger.Append(entry);
        }
        catch (XnatException)
        {
            // The disk is full, perhaps; the ledger is right as far as it goes, and that is what a resume needs.
        }
    }

    private ImportItem Unfinished(StudyMemory memory, LedgerHeader header, XnatException? obstacle)
    {
        ImportItem item = CampaignItems.Of(memory.Study, header);
        return Ended switch
        {
            CampaignEnd.Obstacle when _loop.PolicyChange is string change => new ImportItem(item)
            {
                Code = obstacle!.Code.Id,
                Reason = (item.Outcome == ImportOutcome.Planned ? "Not posted" : "This is how far it came") + $": the policy changed while the import ran ({change}).",
            },
            CampaignEnd.Obstacle => new ImportItem(item) { Code = obstacle!.Code.Id, Reason = "It cannot go on; this is how far it came." },
            CampaignEnd.Timeout => new ImportItem(item) { Code = XnatErrorCode.ImportTimedOut.Id, Reason = (item.Outcome == ImportOutcome.Planned ? "Time was up before it was posted." : "Time is up; this is how far it was seen to come.") + Before(item) },
            CampaignEnd.Approval => new ImportItem(item) { Reason = "It waits for the sign-off of the sample." },
            _ => item,
        };
    }

    /// <summary>Why it was not done at the last try, which the end of time must not hide.</summary>
    private static string Before(ImportItem item) => item.Code is not null && item.Reason is { Length: > 0 } reason ? " Before: " + reason : "";
}
