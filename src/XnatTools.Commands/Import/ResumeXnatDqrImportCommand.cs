using System;
using System.Management.Automation;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Schedule;

namespace XnatTools.Commands;

/// <summary>
/// Goes on with an import where its ledger says it is: what the server may hold is looked for before anything is posted again, and
/// every line comes to its one outcome.
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "XnatDqrImport", SupportsShouldProcess = true)]
[OutputType(typeof(ImportItem))]
public sealed class ResumeXnatDqrImportCommand : CampaignCmdlet
{
    /// <summary>The ledger, or the CSV file beside which it lies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Ledger { get; set; } = "";

    /// <summary>Sign the sample off: what arrived of it is as it should be.</summary>
    [Parameter]
    public SwitchParameter Approve { get; set; }

    /// <summary>Try studies again that ended without success.</summary>
    [Parameter]
    public SwitchParameter Retry { get; set; }

    /// <summary>When studies may be posted, instead of what the ledger says.</summary>
    [Parameter]
    public string[]? Window { get; set; }

    /// <summary>Post on Saturday and Sunday too, all day.</summary>
    [Parameter]
    public SwitchParameter Weekend { get; set; }

    /// <summary>Studies in the server's queue at a time, by day and night, instead of what the ledger says.</summary>
    [Parameter]
    [ValidateRange(1, 500)]
    public int MaxStudies { get; set; }

    /// <summary>How often a study is tried, instead of what the ledger says.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int RetryCount { get; set; }

    /// <summary>Longest wait, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>Time between two looks at the server, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollSec { get; set; } = 60;

    private protected override void Process()
    {
        string path = LedgerChoice.Of(ResolveLiteral(Ledger));
        LedgerState state = LedgerReader.Load(path);
        if (!string.Equals(state.Header.Site, Gateway.Site, StringComparison.Ordinal))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The ledger is of an import at another site.") { Advice = "Connect to the site of the import first." };
        }

        if (!ShouldProcess($"{state.Header.JobId} into project {state.Header.Project}", Approve ? "Sign the sample off and resume the import" : "Resume the import"))
        {
            return;
        }

        string policy = Run(token => LedgerStart.PolicyAsync(Gateway, state.Header, token));
        CampaignOptions options = Settings(state.Header).ToOptions(follow: true, policy, TimeSpan.FromSeconds(PollSec), TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null);
        using LedgerFile ledger = LedgerFile.Open(path, LedgerChoice.Keys);
        RunCampaign(ledger, options, campaign =>
        {
            if (Approve)
            {
                campaign.Approve();
            }

            if (Retry)
            {
                WriteVerbose($"{campaign.Retry()} studies are tried again.");
            }
        });
    }

    private CampaignSettings Settings(LedgerHeader header)
    {
        CampaignSettings settings = CampaignSettings.Of(header.Settings);
        if (Window is { Length: > 0 } || Weekend)
        {
            ImportSchedule schedule = ImportSchedule.Parse(Window, Weekend, TimeZoneInfo.Local);
            settings = settings with { Windows = [.. System.Linq.Enumerable.Select(schedule.Windows, w => w.ToString())], TimeZone = null };
        }

        if (MaxStudies > 0)
        {
            settings = settings with { StudiesInFlight = MaxStudies, StudiesInFlightAtNight = MaxStudies, ForgetPace = true };
        }

        return RetryCount > 0 ? settings with { RetryCount = RetryCount } : settings;
    }
}
