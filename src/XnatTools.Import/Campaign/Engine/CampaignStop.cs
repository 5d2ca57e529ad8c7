using System;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Ends a run before its work is done: what waits at the server is taken back, what runs there comes to its end.</summary>
internal sealed class CampaignStop(CampaignOptions options, LedgerFile ledger, StudyList studies, DirectWork direct, QueueClearing clearing)
{
    private bool _drains;

    /// <summary>True once somebody asked for a stop.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Somebody asked for it: what was not posted is cancelled.</summary>
    public async Task<CampaignEnd?> AskedAsync(CancellationToken cancellationToken)
    {
        if (!IsAsked)
        {
            IsAsked = true;
            ledger.Append(LedgerEntries.Note(LedgerKind.Stop, "Asked to stop: waiting records are taken back, running ones end."));
            await direct.StopAsync(options.Time.GetUtcNow()).ConfigureAwait(false);
        }

        await clearing.CancelAsync(cancellationToken).ConfigureAwait(false);
        return studies.AnyAtServer() ? null : CampaignEnd.Stopped;
    }

    /// <summary>The policy changed: what was not posted, or is taken back, waits for a resume. Throws the change when nothing is under way any more.</summary>
    public async Task DrainAsync(XnatException change, bool timeIsUp, CancellationToken cancellationToken)
    {
        if (!_drains)
        {
            _drains = true;
            await direct.StopAsync(options.Time.GetUtcNow()).ConfigureAwait(false);
        }

        await clearing.TakeBackAsync(cancellationToken).ConfigureAwait(false);
        if (timeIsUp || !options.Follow || !studies.AnyAtServer())
        {
            throw change;
        }
    }
}
