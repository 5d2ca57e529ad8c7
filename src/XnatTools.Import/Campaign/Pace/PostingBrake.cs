using System;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>Turns what becomes of studies and calls into less, or no, posting: the breaker, the bound on what is in flight, and relief.</summary>
internal sealed class PostingBrake
{
    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly CampaignPace _pace;
    private readonly CampaignBreaker _breaker;
    private readonly QueueClearing _clearing;
    private DateTimeOffset? _standsSince;

    public PostingBrake(CampaignSite site, CampaignOptions options, LedgerFile ledger, CampaignPace pace, QueueClearing clearing)
    {
        _site = site;
        _options = options;
        _ledger = ledger;
        _pace = pace;
        _breaker = new CampaignBreaker(options);
        _clearing = clearing;
    }

    /// <summary>Until when nothing is posted; null while posting is allowed.</summary>
    public DateTimeOffset? ClosedUntil => _breaker.ClosedUntil;

    private DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <summary>What the fate of a study says.</summary>
    /// <param name="signal">Good or trouble.</param>
    /// <param name="count">Records in the queue.</param>
    public async Task SignalAsync(VerdictSignal signal, int count)
    {
        if (signal == VerdictSignal.Good)
        {
            _breaker.Success();
            _pace.Good();
        }
        else if (signal == VerdictSignal.Trouble)
        {
            Lower(Math.Max(count, 1) + 1);
            await TroubleAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Something failed that is not a study's own fault.</summary>
    public async Task TroubleAsync()
    {
        if (await _breaker.TroubleAsync().ConfigureAwait(false))
        {
            NotePause();
        }
    }

    /// <summary>Gives a PACS air that has so much before it that it answers nobody.</summary>
    public async Task RelieveAsync(CampaignSnapshot seen, bool moved, CancellationToken cancellationToken)
    {
        if (moved || !_clearing.OnlyWaits(seen))
        {
            _standsSince = null;
            return;
        }

        _standsSince ??= Now;
        if (Now - _standsSince < _options.StandstillTime)
        {
            return;
        }

        _standsSince = Now;
        if (await _site.Dqr.PingAsync(_ledger.State.Header.PacsId, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        Lower(await _clearing.RelieveAsync(seen, cancellationToken).ConfigureAwait(false));
        await TroubleAsync().ConfigureAwait(false);
    }

    /// <summary>Whether the breaker lets posts through; once its pause is over, an echo decides.</summary>
    /// <param name="wanted">Something is to be posted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> AllowsAsync(bool wanted, CancellationToken cancellationToken)
    {
        if (_breaker.ClosedUntil is null)
        {
            return true;
        }

        if (!_breaker.WantsEcho || !wanted)
        {
            return false;
        }

        bool answers;
        try
        {
            answers = await _site.Dqr.PingAsync(_ledger.State.Header.PacsId, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            answers = false;
        }

        _breaker.Echo(answers);
        if (answers)
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Wake, "The PACS answers an echo: posting goes on."));
        }
        else
        {
            NotePause();
        }

        return answers;
    }

    private void Lower(int inFlight)
    {
        if (_pace.Refused(inFlight, Now))
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Pace, $"At most {_pace.Studies(Now)} studies in flight after a refusal."));
        }
    }

    private void NotePause() =>
        _ledger.Append(LedgerEntries.Note(LedgerKind.Pause, $"Posting pauses for {(int)(_breaker.ClosedUntil!.Value - Now).TotalSeconds} s after trouble."));
}
