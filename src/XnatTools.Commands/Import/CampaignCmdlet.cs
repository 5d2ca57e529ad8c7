using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;

namespace XnatTools.Commands;

/// <summary>A cmdlet that runs a ledger: items as they come to rest, one progress bar, and word of how to go on when it is stopped.</summary>
public abstract class CampaignCmdlet : XnatConnectedCmdlet
{
    private int _unposted;

    private protected CampaignCmdlet()
    {
    }

    /// <summary>Runs a ledger to its end, or as far as it gets. Its obstacle is thrown after every item is written.</summary>
    private protected void RunCampaign(LedgerFile ledger, CampaignOptions options, Action<ImportCampaign>? before = null)
    {
        using DirectRouteHolder direct = DirectRouteHolder.Of(CampaignSettings.Of(ledger.State.Header.Settings).Direct, Client, Gateway.Site, options.Schedule);
        ImportCampaign campaign = new(new CampaignSite(Gateway, Gateway, Gateway) { Direct = direct.Route, Policy = LedgerStart.Policy(Gateway, ledger.State.Header) }, ledger, options);
        before?.Invoke(campaign);
        WriteVerbose($"The server keeps these studies under the request id {ledger.State.Header.JobId}. Stopping this command does not take back what was posted. {HowToResume(ledger.Path)}");
        try
        {
            Run((pump, token) => WriteItemsAsync(campaign, pump, token));
        }
        catch (OperationCanceledException)
        {
            TellHost($"Posting has stopped; what XNAT holds goes on there. {HowToResume(ledger.Path)}");
            throw;
        }

        switch (campaign.Ended)
        {
            case CampaignEnd.Approval:
                WriteWarning($"The sample has arrived. Look at it, then: Resume-XnatDqrImport -Ledger {Quoted(ledger.Path)} -Approve");
                break;
            case CampaignEnd.Stopped:
                WriteWarning($"The import was stopped. {HowToResume(ledger.Path)}");
                break;
            case CampaignEnd.Timeout:
                WriteWarning($"Time is up; what XNAT holds goes on there. {HowToResume(ledger.Path)}");
                ReportUnposted();
                break;
        }
    }

    /// <summary>Every study is written; one that needs attention is an error as well, so that scripts notice.</summary>
    private protected void Write(ImportItem item)
    {
        WriteObject(item);
        if (item is { Outcome: ImportOutcome.Planned, Code: not null })
        {
            // The end of a run can leave a thousand studies unposted: that is one thing to say, not a thousand.
            _unposted++;
            return;
        }

        if (item.Code == XnatErrorCode.ImportTimedOut.Id)
        {
            // It looks like a success so far, and nobody has seen its end.
            ReportOutcome(item);
            return;
        }

        bool isOpen = item.Outcome is ImportOutcome.Excluded or ImportOutcome.Planned or ImportOutcome.Cancelled;
        if (!item.IsSuccess && (!isOpen || item.Code is not null))
        {
            ReportOutcome(item);
        }
    }

    private void ReportUnposted()
    {
        if (_unposted > 0)
        {
            string what = _unposted == 1 ? "1 study was not posted yet" : $"{_unposted} studies were not posted yet";
            ReportRow(new XnatException(XnatErrorCode.ImportTimedOut, $"Time is up: {what}; the items say which (Outcome Planned).") { Advice = "Resume-XnatDqrImport goes on with them." }, null);
        }
    }

    private async Task WriteItemsAsync(ImportCampaign campaign, PipelinePump pump, CancellationToken token)
    {
        PumpProgress<CampaignProgress> progress = new(pump, Show);
        await foreach (ImportItem item in campaign.RunAsync(progress, token).ConfigureAwait(false))
        {
            await pump.PostAsync(() => Write(item)).ConfigureAwait(false);
        }
    }

    private void Show(CampaignProgress progress)
    {
        List<string> parts = [progress.Activity, $"{progress.InFlight} in flight"];
        if (progress.Arriving > 0)
        {
            parts.Add($"{progress.Arriving} arriving");
        }

        if (progress.Failed > 0)
        {
            parts.Add($"{progress.Failed} failed");
        }

        if (progress.PerHour is double rate && progress.Left is TimeSpan left && left > TimeSpan.Zero)
        {
            parts.Add($"{rate:0} an hour");
            parts.Add(left.TotalHours >= 1 ? $"{left.TotalHours:0.0} h left" : $"{Math.Ceiling(left.TotalMinutes):0} min left");
        }

        ShowProgress("Importing", string.Join(", ", parts), progress.Done, progress.Total);
    }

    private static string HowToResume(string path) => $"To go on: Resume-XnatDqrImport -Ledger {Quoted(path)}";

    private static string Quoted(string path) => "'" + path.Replace("'", "''") + "'";

    /// <summary>Says something when the pipeline is being stopped and takes no more; hosts without a screen need not show it.</summary>
    private void TellHost(string text)
    {
        try
        {
            Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Nobody to tell.
        }
    }
}
