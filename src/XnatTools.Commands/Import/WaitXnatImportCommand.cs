using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;

namespace XnatTools.Commands;

/// <summary>Waits until an import that another process runs has ended, or until items of Invoke-XnatDqrImport have come to rest.</summary>
[Cmdlet(VerbsLifecycle.Wait, "XnatImport", DefaultParameterSetName = ByItem)]
[OutputType(typeof(XnatImport), typeof(ImportItem))]
public sealed class WaitXnatImportCommand : LedgerCmdlet
{
    private const string ByItem = "Item";
    private const string ByLedger = "Ledger";

    private readonly List<ImportItem> _items = [];

    /// <summary>Items of Invoke-XnatDqrImport without -Wait: each is followed to the prearchive or archive.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByItem)]
    public ImportItem? InputObject { get; set; }

    /// <summary>The ledger, or the CSV file beside which it lies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLedger)]
    [Alias("Path", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Ledger { get; set; } = [];

    /// <summary>Longest wait, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>Time between two looks, in seconds: 10 at a ledger, 60 at the server unless given.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollSec { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == ByItem)
        {
            _items.Add(InputObject!);
            return;
        }

        foreach (string path in ResolveLedgers(Ledger))
        {
            Guard(() => Follow(path), path);
        }
    }

    private protected override void End()
    {
        if (_items.Count == 0)
        {
            return;
        }

        XnatGateway gateway = new((XnatClient)CurrentConnection.Require(Connection).Client);
        WatchOptions options = new()
        {
            PollInterval = TimeSpan.FromSeconds(PollSec > 0 ? PollSec : 60),
            Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null,
        };
        Run(async (pump, token) =>
        {
            PumpProgress<ImportProgress> progress = new(pump, p => ShowProgress("Import", p.Activity, p.Done, p.Total));
            await foreach (ImportItem item in new ImportWatcher(gateway, gateway, options).WatchAsync(_items, progress, token).ConfigureAwait(false))
            {
                await pump.PostAsync(() => Write(item)).ConfigureAwait(false);
            }
        });
    }

    private void Write(ImportItem item)
    {
        WriteObject(item);
        if (!item.IsSuccess && item.Outcome is not (ImportOutcome.Excluded or ImportOutcome.Planned))
        {
            ReportOutcome(item);
        }
    }

    private void Follow(string path)
    {
        DateTimeOffset? end = TimeoutSec > 0 ? DateTimeOffset.Now.AddSeconds(TimeoutSec) : null;
        TimeSpan pause = TimeSpan.FromSeconds(PollSec > 0 ? PollSec : 10);
        while (true)
        {
            XnatImport import = Look(path, TimeSpan.FromMinutes(10), askServer: false, out _, out _);
            if (import.Status != XnatImportStatus.Running)
            {
                WriteObject(import);
                if (!import.IsEnded && import.Stalls.Length > 0)
                {
                    WriteWarning($"{import.Stalls[0].Message} {import.Stalls[0].Cure}");
                }

                return;
            }

            if (DateTimeOffset.Now >= end)
            {
                WriteObject(import);
                throw new XnatException(XnatErrorCode.ImportTimedOut, "The time to wait is up; the import goes on.") { Advice = "Get-XnatImport shows how it stands." };
            }

            ShowProgress("Import", $"{import.InFlight} in flight, {import.Arriving} arriving, {import.Failed} failed", import.Complete + import.Failed, import.Studies);
            Run(token => Task.Delay(end - DateTimeOffset.Now is TimeSpan left && left < pause && left > TimeSpan.Zero ? left : pause, token));
        }
    }
}
