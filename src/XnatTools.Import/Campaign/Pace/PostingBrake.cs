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
        if (ledger.State.IsPaused)
        {
            // The process that paused is gone, and nobody asked since: an echo comes before the first post.
            _breaker.Begin();
        }

        _clearing = clearing;
    }

    /// <summary>Until when nothing is posted; null while posting is allowed.</summary>
    public DateTimeOffset? ClosedUntil => _breaker.ClosedUntil;

    private DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <summary>A study came through.</summary>
    public void Good()
    {
        _breaker.Success();
        if (_pace.Good(Now))
        {
            _ledger.Append(LedgerEntries.Pace($"At most {_pace.Studies(Now)} studies in flight after a row of good ones.", _pace.Known!));
        }
    }

    /// <summary>
    /// The server failed to retrieve studies that had not failed before. One that fails while the PACS answers has its own reason;
    /// only a PACS that does not even answer an echo was asked for too much.
    /// </summary>
    /// <param name="studies">How many.</param>
    /// <param name="inFlight">Records in the queue, with them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FailedAsync(int studies, int inFlight, CancellationToken cancellationToken)
    {
        await AskAsync(inFlight, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < studies; i++)
        {
            await TroubleAsync(study: true).ConfigureAwait(false);
        }
    }

    /// <summary>What became of a call that posts.</summary>
    /// <param name="good">Nothing is wrong with the server.</param>
    /// <param name="whole">It took all of it.</param>
    /// <param name="held">Records in the queue now, with what it took.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PostedAsync(bool good, bool whole, int held, CancellationToken cancellationToken)
    {
        if (!whole)
        {
            // The server leaves out what the PACS does not tell it the series of: perhaps the call itself was too much.
            await AskAsync(held, cancellationToken).ConfigureAwait(false);
        }

        if (good)
        {
            _breaker.Called();
        }
        else
        {
            await TroubleAsync(study: false).ConfigureAwait(false);
        }
    }

    /// <summary>A call without which nothing may be posted failed.</summary>
    public Task CallFailedAsync() => TroubleAsync(study: false);

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
        if (await AskAsync(seen.Count, cancellationToken).ConfigureAwait(false) != false)
        {
            return;
        }

        await _clearing.RelieveAsync(seen, cancellationToken).ConfigureAwait(false);
        await TroubleAsync(study: true).ConfigureAwait(false);
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

        bool answers = await AnswersAsync(cancellationToken).ConfigureAwait(false) == true;
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

    /// <summary>Asks the PACS for an echo, and lowers the bound when it gives none.</summary>
    private async Task<bool?> AskAsync(int inFlight, CancellationToken cancellationToken)
    {
        bool? answers = await AnswersAsync(cancellationToken).ConfigureAwait(false);
        if (answers == false && _pace.Refused(inFlight, Now))
        {
            _ledger.Append(LedgerEntries.Pace($"At most {_pace.Studies(Now)} studies in flight after a refusal.", _pace.Known!));
        }

        return answers;
    }

    /// <summary>Whether the PACS answers an echo; null when the server did not say, which says nothing about the PACS.</summary>
    private async Task<bool?> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool answers = await _site.Dqr.PingAsync(_ledger.State.Header.PacsId, cancellationToken).ConfigureAwait(false);
            if (answers)
            {
                _pace.Answered();
            }

            return answers;
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            return null;
        }
    }

    private async Task TroubleAsync(bool study)
    {
        if (await _breaker.TroubleAsync(study).ConfigureAwait(false))
        {
            NotePause();
        }
    }

    private void NotePause() =>
        _ledger.Append(LedgerEntries.Note(LedgerKind.Pause, $"Posting pauses for {(int)(_breaker.ClosedUntil!.Value - Now).TotalSeconds} s after trouble."));
}
