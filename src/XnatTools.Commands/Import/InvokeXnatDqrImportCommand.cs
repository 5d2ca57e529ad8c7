using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;

namespace XnatTools.Commands;

/// <summary>
/// Imports studies from a PACS into a project through XNAT: checks, posts in chunks, compares what came back with what was asked,
/// and writes one item a study (and CSV line) with its outcome. -Wait follows each to the prearchive or archive.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "XnatDqrImport", SupportsShouldProcess = true, DefaultParameterSetName = ByStudy)]
[OutputType(typeof(ImportItem))]
public sealed class InvokeXnatDqrImportCommand : ImportSourceCmdlet
{
    /// <summary>Studies of Find-PacsStudy, Select-PacsSeries or Set-XnatLabel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Studies in one request.</summary>
    [Parameter]
    [ValidateRange(1, ImportOptions.MaximumChunkSize)]
    public int ChunkSize { get; set; } = 25;

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
        if (!ReadSource())
        {
            Studies.Add(InputObject!);
        }
    }

    private protected override void End()
    {
        // First, because an obstacle to the import ends the pipeline, and these lines have their outcome all the same.
        foreach (ImportItem item in Ended)
        {
            Write(item);
        }

        if (Studies.Count > 0)
        {
            Import(MakeOptions(Force, ChunkSize));
        }
    }

    private void Import(ImportOptions options)
    {
        ShowProgress("Importing", "checking");
        PreflightReport report = Run(token => new ImportPreflight(Gateway, Gateway, Gateway, options, Gateway).RunAsync(Studies, token));
        Tell(report);
        PreflightReport asked = Ask(report);
        WriteVerbose($"The server keeps these studies under the request id {options.JobId}. Stopping this command does not take back what was posted.");
        Run((pump, token) => RunAsync(asked, options, pump, token));
        if (report.Obstacle is PreflightFinding obstacle)
        {
            throw new XnatException(XnatErrorCode.FromId(obstacle.Code), obstacle.Message) { Advice = obstacle.Cure.Length > 0 ? obstacle.Cure : null };
        }
    }

    private async Task RunAsync(PreflightReport report, ImportOptions options, PipelinePump pump, CancellationToken token)
    {
        PumpProgress<ImportProgress> progress = new(pump, p => ShowProgress("Importing", p.Activity, p.Done, p.Total));
        List<ImportItem> posted = [];
        await foreach (ImportItem item in new ImportRunner(Gateway, options).RunAsync(report, progress, token).ConfigureAwait(false))
        {
            if (Wait)
            {
                posted.Add(item);
            }
            else
            {
                await pump.PostAsync(() => Write(item)).ConfigureAwait(false);
            }
        }

        if (posted.Count > 0)
        {
            WatchOptions watch = new()
            {
                PollInterval = TimeSpan.FromSeconds(PollSec),
                Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null,
            };
            await foreach (ImportItem item in new ImportWatcher(Gateway, Gateway, watch).WatchAsync(posted, progress, token).ConfigureAwait(false))
            {
                await pump.PostAsync(() => Write(item)).ConfigureAwait(false);
            }
        }
    }

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
        if (report.Obstacle is not null)
        {
            return report;
        }

        string action = $"Import into project {Project}";
        List<PacsStudy> ready = [];
        List<ImportItem> settled = [.. report.Settled];
        foreach (PacsStudy study in report.Ready)
        {
            string target = $"{study} as {study.Labels}";
            if (ShouldProcess($"Performing the operation \"{action}\" on target \"{target}\".", $"{action}: {target}?", "Confirm", out ShouldProcessReason reason))
            {
                ready.Add(study);
            }
            else
            {
                settled.Add(reason == ShouldProcessReason.WhatIf
                    ? ImportItems.NotDone(study, Project, ImportOutcome.Planned, "Not imported: -WhatIf.")
                    : ImportItems.NotDone(study, Project, ImportOutcome.Excluded, "Declined when asked."));
            }
        }

        if (ready.Count > 0 && !MayForce())
        {
            settled.AddRange(ready.ConvertAll(study => ImportItems.NotDone(study, Project, ImportOutcome.Excluded, "Importing without the server's check was declined.")));
            ready.Clear();
        }

        return new PreflightReport { Findings = report.Findings, Receiver = report.Receiver, Ready = ready, Settled = settled };
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

    /// <summary>Every study is written; one that needs attention is an error as well, so that scripts notice.</summary>
    private void Write(ImportItem item)
    {
        WriteObject(item);
        if (!item.IsSuccess && item.Outcome is not (ImportOutcome.Excluded or ImportOutcome.Planned))
        {
            ReportOutcome(item);
        }
    }
}
