using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Csv;
using XnatTools.Import.Json;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>
/// Imports studies from a PACS into a project through XNAT: checks, posts in chunks, compares what came back with what was asked,
/// and writes one item a study (and CSV line) with its outcome. -Wait follows each to the prearchive or archive.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "XnatDqrImport", SupportsShouldProcess = true, DefaultParameterSetName = ByStudy)]
[OutputType(typeof(ImportItem))]
public sealed class InvokeXnatDqrImportCommand : XnatConnectedCmdlet
{
    private const string ByStudy = "Study";
    private const string ByCsv = "Csv";
    private const string ByJson = "Json";

    private readonly List<PacsStudy> _studies = [];
    private readonly List<ImportItem> _ended = [];

    /// <summary>Studies of Find-PacsStudy, Select-PacsSeries or Set-XnatLabel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>A CSV file: its rows are asked for, dose reports left out, and what is found is imported with the file's labels.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCsv)]
    public string? Csv { get; set; }

    /// <summary>A saved batch answer or import request.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByJson)]
    public string? Json { get; set; }

    /// <summary>The project to import into.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string Project { get; set; } = "";

    /// <summary>The PACS, by number, name or AE title; without it the studies' own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>XNAT's receiver as AE:port; without it the only one that can relabel.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReceiverCompleter))]
    public string? Receiver { get; set; }

    /// <summary>Format of dates in the CSV file that are not year first, such as dd/MM/yyyy.</summary>
    [Parameter(ParameterSetName = ByCsv)]
    public string? DateFormat { get; set; }

    /// <summary>Studies in one request.</summary>
    [Parameter]
    [ValidateRange(1, ImportOptions.MaximumChunkSize)]
    public int ChunkSize { get; set; } = 25;

    /// <summary>Import studies without subject or session label too; they keep the patient's own identifiers.</summary>
    [Parameter]
    public SwitchParameter AllowUnlabelled { get; set; }

    /// <summary>Import again what project or prearchive already have.</summary>
    [Parameter]
    public SwitchParameter AllowPresent { get; set; }

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
        switch (ParameterSetName)
        {
            case ByCsv:
                ReadCsv(ResolveLiteral(Csv!));
                break;
            case ByJson:
                ReadJson(ResolveLiteral(Json!));
                break;
            default:
                _studies.Add(InputObject!);
                break;
        }
    }

    private protected override void End()
    {
        // First, because an obstacle to the import ends the pipeline, and these lines have their outcome all the same.
        foreach (ImportItem item in _ended)
        {
            Write(item);
        }

        if (_studies.Count > 0)
        {
            Import(MakeOptions());
        }
    }

    private void Import(ImportOptions options)
    {
        ShowProgress("Importing", "checking");
        PreflightReport report = Run(token => new ImportPreflight(Gateway, Gateway, Gateway, options).RunAsync(_studies, token));
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

    private ImportOptions MakeOptions()
    {
        long own = Pacs is null ? _studies[0].PacsId : 0;
        return new ImportOptions
        {
            PacsId = own > 0 ? own : Run(token => PacsChoice.FindAsync(Client, Pacs, token)).Id,
            Project = Project,
            Receiver = Receiver,
            Force = Force,
            AllowUnlabelled = AllowUnlabelled,
            AllowPresent = AllowPresent,
            ChunkSize = ChunkSize,
        };
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

    private void ReadCsv(string path)
    {
        XnatPacs pacs = Run(token => PacsChoice.FindAsync(Client, Pacs, token));
        Pacs = pacs.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        StudyFinder finder = new(Gateway, pacs.Id);
        SeriesSelector selector = new(Gateway);
        List<PacsStudy> found = [];
        Stream(token => finder.FindAsync(CsvSheetReader.Read(path, new CsvReadOptions { DateFormat = DateFormat }), token), result => Take(result, found));
        Stream(token => selector.SelectAsync(found, token), result => Take(result, _studies));
    }

    private void ReadJson(string path)
    {
        DqrJsonDocument document = DqrJsonReader.ReadFile(path);
        _studies.AddRange(document.Studies);
        foreach (ImportRow row in document.EmptyRows)
        {
            _ended.Add(ImportItems.WithoutStudy(row, path));
        }
    }

    private void Take(FindResult result, List<PacsStudy> studies)
    {
        ShowProgress("Importing", "asking the PACS");
        if (result.Study is PacsStudy study)
        {
            studies.Add(study);
        }
        else
        {
            _ended.Add(result.Failure!);
        }
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
