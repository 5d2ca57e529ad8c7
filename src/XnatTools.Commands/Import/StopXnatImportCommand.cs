using System;
using System.Management.Automation;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;

namespace XnatTools.Commands;

/// <summary>
/// Stops an import: its waiting records are taken back, running ones end. A process that runs it is asked to do so; when nobody
/// runs it, this command takes them back itself. Resume-XnatDqrImport goes on later.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "XnatImport", SupportsShouldProcess = true)]
[OutputType(typeof(XnatImport))]
public sealed class StopXnatImportCommand : LedgerCmdlet
{
    /// <summary>The ledger, or the CSV file beside which it lies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Ledger { get; set; } = [];

    /// <summary>Wait until the process that runs it has stopped.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Longest wait, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>Write how the import stands afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        foreach (string path in ResolveLedgers(Ledger))
        {
            Guard(() => Stop(path), path);
        }
    }

    private void Stop(string path)
    {
        LedgerState state = LedgerReader.Load(path, LedgerChoice.Keys);
        if (state.IsEnded)
        {
            WriteVerbose($"{state.Header.JobId} has ended already.");
        }
        else if (ShouldProcess($"{state.Header.JobId} into project {state.Header.Project}", "Stop the import and take back what waits"))
        {
            if (LedgerFile.IsHeld(path))
            {
                DiskLedgerStore.Instance.AskStop(path, stop: true);
                WriteVerbose("The process that runs it was asked to stop. It waits for what the server is retrieving.");
                WaitForIt(path);
            }
            else
            {
                CancelHere(path, state);
            }
        }
        else
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(Look(path, TimeSpan.FromMinutes(10), askServer: true, out _, out _));
        }
    }

    private void CancelHere(string path, LedgerState state)
    {
        XnatGateway gateway = RequireGateway(state);
        using LedgerFile ledger = LedgerFile.Open(path, LedgerChoice.Keys);
        int count = Run(token => ImportStopper.CancelWaitingAsync(CampaignSite.Of(gateway), ledger, token));
        WriteVerbose($"{count} studies were taken back.");
    }

    private void WaitForIt(string path)
    {
        if (!Wait)
        {
            return;
        }

        DateTimeOffset? end = TimeoutSec > 0 ? DateTimeOffset.Now.AddSeconds(TimeoutSec) : null;
        while (LedgerFile.IsHeld(path))
        {
            if (DateTimeOffset.Now >= end)
            {
                throw new XnatException(XnatErrorCode.ImportTimedOut, "The import has not stopped yet: it waits for what the server is retrieving.") { Advice = "Get-XnatImport shows how it stands." };
            }

            ShowProgress("Import", "waiting for running retrieves to end");
            Run(token => Task.Delay(TimeSpan.FromSeconds(1), token));
        }
    }
}
