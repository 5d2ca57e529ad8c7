using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <summary>
/// Imports studies from a PACS into a project through XNAT: checks, writes a ledger, posts as PACS and queue bear it, compares what
/// came back with what was asked, and writes one item a study (and CSV line) with its outcome. -Wait runs the whole campaign, to
/// the prearchive or archive.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "XnatDqrImport", SupportsShouldProcess = true, DefaultParameterSetName = ByStudy)]
[OutputType(typeof(ImportItem))]
public sealed partial class InvokeXnatDqrImportCommand : ImportSourceCmdlet
{
    private LedgerFile? _resumed;

    /// <summary>Studies of Find-PacsStudy, Select-PacsSeries or Set-XnatLabel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>The ledger: a file that is written before and after each call, and with which the import can be resumed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Ledger { get; set; }

    /// <summary>Most studies in one request.</summary>
    [Parameter]
    [ValidateRange(1, ImportOptions.MaximumChunkSize)]
    public int ChunkSize { get; set; } = 25;

    /// <summary>Studies in the server's queue at a time.</summary>
    [Parameter]
    [ValidateRange(1, 500)]
    public int MaxStudies { get; set; }

    /// <summary>The same by night and at weekends.</summary>
    [Parameter]
    [ValidateRange(1, 500)]
    public int MaxStudiesAtNight { get; set; }

    /// <summary>Images in the server's queue at a time.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 2)]
    public int MaxImages { get; set; }

    /// <summary>The same by night and at weekends.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 2)]
    public int MaxImagesAtNight { get; set; }

    /// <summary>How often a study is tried.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int RetryCount { get; set; }

    /// <summary>Post single studies, which overtake everybody else's requests.</summary>
    [Parameter]
    public SwitchParameter Priority { get; set; }

    /// <summary>Stop after so many studies of each modality, for a person's sign-off.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Sample { get; set; }

    /// <summary>Do not send the first study alone and read its header before others follow.</summary>
    [Parameter]
    public SwitchParameter NoCanary { get; set; }

    /// <summary>Follow each study until it lies in the prearchive or archive.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Longest wait, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>Time between two looks at the server while waiting, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollSec { get; set; } = 60;

    /// <summary>Skip the server's own check that the receiver relabels: original identifiers may then arrive. Asks first.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        // A file whose campaign did not come to its end is gone on with; nothing is asked again.
        if (ParameterSetName == ByCsv && LedgerStart.IsUnfinished(LedgerPath(null), ResolveLiteral(Csv!), Gateway.Site, Project)
            && ShouldProcess($"project {Project}", "Go on with the import of this file, which has not come to its end"))
        {
            _resumed = LedgerFile.Open(LedgerPath(null), LedgerChoice.Keys);
            TellDifference(CampaignSettings.Of(_resumed.State.Header.Settings).Direct);
        }
        else if (!ReadSource())
        {
            Studies.Add(InputObject!);
        }
    }

    private protected override void End()
    {
        if (_resumed is LedgerFile ledger)
        {
            WriteVerbose("The ledger of this file is not at its end: the import goes on.");
            RunCampaign(ledger, ToOptions(CampaignSettings.Of(ledger.State.Header.Settings), Run(token => LedgerStart.PolicyAsync(Gateway, ledger.State.Header, token))));
        }
        else if (Studies.Count > 0)
        {
            Import(MakeOptions(Force, ChunkSize));
        }
        else
        {
            Ended.ForEach(Write);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _resumed?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Import(ImportOptions options)
    {
        ShowProgress("Importing", "checking");
        PreflightReport report = Run(token => new ImportPreflight(Gateway, Gateway, Gateway, options, Gateway).RunAsync(Studies, token));
        Tell(report);
        PreflightFinding? found = report.Obstacle ?? CheckNode(report.Receiver?.ToString());
        PreflightReport asked = found is null ? Ask(report) : report;
        List<ImportItem> settled = [.. Ended, .. asked.Settled];
        if (found is PreflightFinding obstacle)
        {
            settled.ForEach(Write);
            foreach (PacsStudy study in report.Ready)
            {
                Write(ImportItems.Blocked(study, Project, obstacle));
            }

            throw new XnatException(XnatErrorCode.FromId(obstacle.Code), obstacle.Message) { Advice = obstacle.Cure.Length > 0 ? obstacle.Cure : null };
        }

        if (!settled.Exists(i => i.Outcome is not (ImportOutcome.Planned or ImportOutcome.Excluded)) && asked.Ready.Count == 0)
        {
            // Declined, or only tried: nothing to keep a ledger for.
            settled.ForEach(Write);
            return;
        }

        CampaignSettings settings = MakeSettings(asked.Ready.Count, Run(token => Gateway.FindProjectAsync(Project, token)), asked.Receiver?.ToString());
        using LedgerFile ledger = Plan(asked, settled, options, settings);
        RunCampaign(ledger, ToOptions(settings, report.Policy?.Fingerprint ?? ""));
    }

    private LedgerFile Plan(PreflightReport asked, List<ImportItem> settled, ImportOptions options, CampaignSettings settings)
    {
        ShowProgress("Importing", "counting");
        NodeProfile? node = CountingNode(settings.Direct);
        CampaignPlan plan = new()
        {
            Ready = asked.Ready,
            Counts = Run(token => CountAsync(asked.Ready, options.PacsId, node, token)),
            Settled = settled,
        };
        string path = LedgerPath(options.JobId);
        LedgerStart.MakeRoom(path);
        return plan.Write(
            path,
            new LedgerHeader
            {
                JobId = options.JobId,
                Site = Gateway.Site,
                PacsId = options.PacsId,
                Project = Project,
                Receiver = asked.Receiver?.ToString() ?? "",
                CsvHash = Csv is null ? null : LedgerStart.HashOf(ResolveLiteral(Csv)),
                Module = typeof(InvokeXnatDqrImportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
                Force = Force,
                Settings = settings.ToTexts(),
            },
            LedgerChoice.Keys);
    }

    /// <summary>The ledger named; else the one beside the CSV file; else one of the job in the user's own folder.</summary>
    private string LedgerPath(string? jobId)
    {
        if (Ledger is not null)
        {
            return LedgerChoice.Of(ResolveLiteral(Ledger));
        }

        return Csv is not null ? LedgerChoice.Beside(ResolveLiteral(Csv)) : LedgerChoice.In(LedgerStart.Folder, jobId!);
    }

    private CampaignSettings MakeSettings(int studies, XnatProject? project, string? receiver)
    {
        (IReadOnlyList<string> windows, IReadOnlyList<string> nights, string? zone) = ScheduleTexts();
        return new CampaignSettings
        {
            Windows = windows,
            NightWindows = nights,
            TimeZone = zone,
            StudiesInFlight = MaxStudies > 0 ? MaxStudies : PacsProfile?.Day.Studies,
            StudiesInFlightAtNight = MaxStudiesAtNight > 0 ? MaxStudiesAtNight : MaxStudies > 0 ? MaxStudies : PacsProfile?.Night.Studies,
            ImagesInFlight = MaxImages > 0 ? MaxImages : PacsProfile?.Day.Images,
            ImagesInFlightAtNight = MaxImagesAtNight > 0 ? MaxImagesAtNight : MaxImages > 0 ? MaxImages : PacsProfile?.Night.Images,
            ChunkSize = ChunkSize,
            RetryCount = RetryCount > 0 ? RetryCount : null,
            Sample = Sample,
            Canary = !NoCanary && studies > 1,
            Priority = Priority,
            AwaitArchive = project?.PrearchiveCode is 4 or 5,
            Direct = MakeDirect(receiver),
        };
    }

    private CampaignOptions ToOptions(CampaignSettings settings, string policy) =>
        settings.ToOptions(Wait, policy, TimeSpan.FromSeconds(PollSec), TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null);

    private void Tell(PreflightReport report)
    {
        foreach (PreflightFinding finding in report.Findings)
        {
            if (finding.Severity == FindingSeverity.Warning)
            {
                WriteWarning((finding.Row > 0 ? $"Row {finding.Row}: " : "") + finding.Message);
            }
            else if (finding.Severity == FindingSeverity.Information)
            {
                WriteVerbose($"{finding.Check}: {finding.Message}");
            }
        }
    }

    /// <summary>Asks for each study. What is declined is Excluded, what is only tried with -WhatIf stays Planned: every line has its outcome.</summary>
    private PreflightReport Ask(PreflightReport report)
    {
        string action = $"Import into project {Project}";
        List<PacsStudy> ready = [];
        List<ImportItem> settled = [.. report.Settled];
        bool whatIf = false;
        foreach (PacsStudy study in report.Ready)
        {
            string target = $"{study} as {study.Labels}";
            if (ShouldProcess($"Performing the operation \"{action}\" on target \"{target}\".", $"{action}: {target}?", "Confirm", out ShouldProcessReason reason))
            {
                ready.Add(study);
            }
            else
            {
                whatIf |= reason == ShouldProcessReason.WhatIf;
                settled.Add(reason == ShouldProcessReason.WhatIf
                    ? ImportItems.NotDone(study, Project, ImportOutcome.Planned, "Not imported: -WhatIf.")
                    : ImportItems.NotDone(study, Project, ImportOutcome.Excluded, "Declined when asked."));
            }
        }

        foreach (PreflightFinding finding in report.Findings)
        {
            if (whatIf && finding.Check == "Forecast")
            {
                WriteInformation("What if: " + finding.Message, ["PSHOST"]);
            }
        }

        if (ready.Count > 0 && !MayForce())
        {
            settled.AddRange(ready.ConvertAll(study => ImportItems.NotDone(study, Project, ImportOutcome.Excluded, "Importing without the server's check was declined.")));
            ready.Clear();
        }

        return new PreflightReport { Findings = report.Findings, Receiver = report.Receiver, Ready = ready, Settled = settled, Policy = report.Policy };
    }

    private bool MayForce()
    {
        if (!Force || (MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && confirm is SwitchParameter { IsPresent: false }))
        {
            return true;
        }

        return ShouldContinue(
            "The server will not check that its receiver can relabel: studies may arrive with the patients' own identifiers. Go on?",
            "Import without the server's check");
    }
}
