using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Csv;
using XnatTools.Import.Gateway;
using XnatTools.Import.Prearchive;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Sandbox.Demo;

/// <summary>The whole job, step by step.</summary>
internal sealed class DemoJob(DemoOptions options, DemoScreen screen, string folder)
{
    private const string Project = SandboxSeed.Project;
    private readonly Dictionary<int, ImportItem> _items = [];

    /// <summary>True when every line has the outcome that it should have.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        screen.Step("Start a practice XNAT");
        await using SandboxHost host = await SandboxHost.StartAsync(Sandbox(), cancellationToken).ConfigureAwait(false);
        await DemoSettings.HurryAsync(host, cancellationToken).ConfigureAwait(false);
        DemoSource? source = Describe(host);
        (string csv, IReadOnlyList<DemoLine>? lines) = WriteCsv(source);
        List<ImportRow> rows = CheckCsv(csv, lines);

        XnatClientOptions connection = new() { Uri = host.Url, Credential = XnatCredential.Basic("imaging", "imaging"), AllowInsecure = true, UseProxy = false };
        using XnatClient client = await XnatClient.ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
        XnatGateway gateway = new(client);
        long pacs = (await client.Pacs.ListAsync(cancellationToken).ConfigureAwait(false))[0].Id;
        List<PacsStudy> found = await FindAsync(gateway, pacs, rows, cancellationToken).ConfigureAwait(false);
        List<PacsStudy> selected = await SelectAsync(gateway, found, cancellationToken).ConfigureAwait(false);
        List<PacsStudy> labelled = await LabelAsync(gateway, selected, cancellationToken).ConfigureAwait(false);
        List<ImportItem> posted = await ImportAsync(gateway, pacs, labelled, cancellationToken).ConfigureAwait(false);
        await WatchAsync(gateway, posted, cancellationToken).ConfigureAwait(false);
        await ReviewAsync(client, cancellationToken).ConfigureAwait(false);
        await ArchiveAsync(gateway, cancellationToken).ConfigureAwait(false);
        bool equal = await CompareAsync(client, source, cancellationToken).ConfigureAwait(false);
        bool expected = DemoTable.Show(screen, rows, lines, _items);
        await client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
        return equal && expected;
    }

    private SandboxOptions Sandbox() => new()
    {
        DicomFolder = options.Pacs is null ? options.DicomFolder : null,
        MadeStudies = options.Pacs is null && options.DicomFolder is null,
        Pacs = options.Pacs,
        StateFolder = Path.Combine(folder, "state"),
        ReceiverPort = options.ReceiverPort,
        QueueTick = TimeSpan.FromMilliseconds(500),
        StageTime = TimeSpan.FromMilliseconds(30),
        QueueThreads = 3,
    };

    private DemoSource? Describe(SandboxHost host)
    {
        SandboxPacs pacs;
        SandboxReceiver receiver;
        lock (host.State.Sync)
        {
            pacs = host.State.Pacs.OrderBy(p => p.Id).First();
            receiver = host.State.Receivers.First(r => r.Enabled);
        }

        screen.Say($"XNAT is at {host.Url.GetLeftPart(UriPartial.Authority)}, project {Project}; you are the user 'imaging', who may import from the PACS.");
        screen.Say(string.Create(CultureInfo.InvariantCulture, $"PACS      {pacs.AeTitle} at {pacs.Host}:{pacs.QueryRetrievePort}"));
        screen.Say(string.Create(CultureInfo.InvariantCulture, $"Receiver  {receiver.AeTitle} on port {receiver.Port}: XNAT takes in here what the PACS sends."));
        if (options.Pacs is not null)
        {
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"Your PACS must know the move destination {receiver.AeTitle} = 127.0.0.1:{receiver.Port} (choose the port with --receiver)."));
        }

        string? files = options.DicomFolder ?? (options.Pacs is null ? host.Context.DicomFolder : null);
        if (files is null)
        {
            return null;
        }

        DemoSource source = DemoSource.Read(files);
        screen.Say(string.Create(CultureInfo.InvariantCulture, $"The PACS has {source.Index.Studies.Count} studies with {source.SeriesCount} series and {source.InstanceCount} images ({source.Index.SkippedCount} files are no readable DICOM objects, or repeat one)."));
        return source;
    }

    private (string Path, IReadOnlyList<DemoLine>? Lines) WriteCsv(DemoSource? source)
    {
        screen.Step("The CSV file: which studies, and which labels they shall get");
        if (options.CsvFile is string own)
        {
            screen.Say($"Using {own}");
            return (own, null);
        }

        DemoSheet sheet = options.DicomFolder is not null ? DemoSheet.OfEveryStudy(source!.Index) : DemoSheet.OfCohort(source!.Index);
        string path = Path.Combine(folder, "cohort.csv");
        sheet.Write(path);
        screen.Say($"Wrote {path}");
        screen.Say($"{sheet.Lines.Count} lines, saved the way a spreadsheet does it: byte order mark, semicolons, invisible characters, dates with dashes ...");
        return (path, sheet.Lines);
    }

    private List<ImportRow> CheckCsv(string csv, IReadOnlyList<DemoLine>? lines)
    {
        screen.Step("Check the CSV file (Test-XnatCsv)");
        List<CsvFinding> findings = [.. CsvCheck.Run(csv)];
        foreach (IGrouping<(string Code, FindingSeverity Severity, string Message), CsvFinding> group in findings.GroupBy(f => (f.Code, f.Severity, f.Severity == FindingSeverity.Error ? f.Message : "")).OrderByDescending(g => g.Key.Severity).ThenBy(g => g.Key.Code, StringComparer.Ordinal).Take(30))
        {
            string message = group.First().Message;
            screen.Say(string.Create(CultureInfo.InvariantCulture, $"{group.Key.Severity,-11} {group.Count(),3} x {group.Key.Code}: {message}"));
        }

        List<ImportRow> rows = DemoRepair.Read(screen, csv, folder, lines);
        return lines is not null && rows.Count != lines.Count
            ? throw new XnatException(XnatErrorCode.Unexpected, $"The file has {lines.Count} lines, but {rows.Count} were read.")
            : rows;
    }

    private async Task<List<PacsStudy>> FindAsync(XnatGateway gateway, long pacs, List<ImportRow> rows, CancellationToken cancellationToken)
    {
        screen.Step("Find the studies on the PACS (Find-PacsStudy)");
        List<PacsStudy> found = [];
        int done = 0;
        await foreach (FindResult result in new StudyFinder(gateway, pacs).FindAsync(rows, cancellationToken).ConfigureAwait(false))
        {
            Keep(result, found);
            screen.Bar(++done, rows.Count, "lines asked");
        }

        screen.Say($"{found.Count} of {rows.Count} lines have exactly one study. The others:");
        SayOutcomes(_items.Values);
        return found;
    }

    private async Task<List<PacsStudy>> SelectAsync(XnatGateway gateway, List<PacsStudy> found, CancellationToken cancellationToken)
    {
        screen.Step("Choose the series (Select-PacsSeries)");
        bool all = options.DicomFolder is not null;
        List<PacsStudy> selected = [];
        await foreach (FindResult result in new SeriesSelector(gateway, new SeriesPolicy { UseDefaults = !all }).SelectAsync(found, cancellationToken).ConfigureAwait(false))
        {
            Keep(result, selected);
            screen.Bar(selected.Count, found.Count, "studies listed");
        }

        int excluded = selected.Sum(s => s.ExcludedSeries.Length);
        screen.Say(all
            ? $"All {selected.Sum(s => s.SeriesInstanceUid.Length)} series of {selected.Count} studies, because the folder is to arrive whole."
            : $"{selected.Sum(s => s.SeriesInstanceUid.Length)} series of {selected.Count} studies; {excluded} left out: dose reports and patient protocols show the patient's name.");
        return selected;
    }

    private async Task<List<PacsStudy>> LabelAsync(XnatGateway gateway, List<PacsStudy> selected, CancellationToken cancellationToken)
    {
        screen.Step("Number the sessions of each subject by date (Set-XnatLabel)");
        List<PacsStudy> labelled = await DemoLabels.NumberAsync(gateway, Project, selected, cancellationToken).ConfigureAwait(false);
        screen.Say($"{labelled.Select(s => s.Subject).Distinct().Count()} subjects, {labelled.Select(s => s.Session).Distinct().Count()} sessions, such as {labelled.FirstOrDefault()?.Session}.");
        return labelled;
    }

    private async Task<List<ImportItem>> ImportAsync(XnatGateway gateway, long pacs, List<PacsStudy> selected, CancellationToken cancellationToken)
    {
        screen.Step("Check, then ask XNAT to import (Invoke-XnatDqrImport)");
        ImportOptions import = new()
        {
            PacsId = pacs,
            Project = Project,
            QueuePoll = TimeSpan.FromSeconds(1),
            Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)],
            SettlePause = TimeSpan.FromSeconds(2),
        };
        PreflightReport report = await new ImportPreflight(gateway, gateway, gateway, import).RunAsync(selected, cancellationToken).ConfigureAwait(false);
        foreach (PreflightFinding finding in report.Findings.Where(f => f.Study is null).Take(10))
        {
            screen.Say($"{finding.Severity,-11} {finding.Check}: {finding.Message}");
        }

        screen.Say($"{report.Ready.Count} studies are ready; receiver {report.Receiver?.ToString() ?? "none"} can relabel, so no patient's name will arrive.");
        List<ImportItem> posted = [];
        Progress progress = new(p => screen.Bar(p.Done, p.Total, p.Activity));
        await foreach (ImportItem item in new ImportRunner(gateway, import).RunAsync(report, progress, cancellationToken).ConfigureAwait(false))
        {
            posted.Add(item);
            screen.Bar(posted.Count, selected.Count, "studies posted");
        }

        SayOutcomes(posted);
        return posted;
    }

    private async Task WatchAsync(XnatGateway gateway, List<ImportItem> posted, CancellationToken cancellationToken)
    {
        screen.Step("Wait until everything has arrived (-Wait)");
        Progress progress = new(p => screen.Bar(p.Done, p.Total, p.Activity));
        WatchOptions watch = new() { PollInterval = TimeSpan.FromMilliseconds(500), Grace = TimeSpan.FromSeconds(15), Timeout = TimeSpan.FromMinutes(10) };
        List<ImportItem> seen = [];
        await foreach (ImportItem item in new ImportWatcher(gateway, gateway, watch).WatchAsync(posted, progress, cancellationToken).ConfigureAwait(false))
        {
            _items[item.Row] = item;
            seen.Add(item);
        }

        SayOutcomes(seen);
        screen.Say($"{seen.Sum(i => i.InstancesFound ?? 0)} images in {seen.Sum(i => i.SeriesFound ?? 0)} series lie in the prearchive.");
    }

    private async Task ReviewAsync(XnatClient client, CancellationToken cancellationToken)
    {
        screen.Step("Review the prearchive (Get-XnatDicomHeader)");
        int good = 0;
        List<ImportItem> waiting = [.. _items.Values.Where(i => i.Outcome == ImportOutcome.InPrearchive)];
        foreach (ImportItem item in waiting)
        {
            string? trouble = await DemoReview.FindTroubleAsync(client, item, cancellationToken).ConfigureAwait(false);
            if (trouble is null)
            {
                good++;
            }
            else
            {
                _items[item.Row] = new ImportItem(item) { Outcome = ImportOutcome.Blocked, Code = XnatErrorCode.ImportBlocked.Id, Reason = trouble };
            }

            screen.Bar(good, waiting.Count, "headers read");
        }

        screen.Say($"{good} of {waiting.Count} sessions carry the new labels in patient name, patient ID, study ID and accession number, and nothing of the old ones.");
    }

    private async Task ArchiveAsync(XnatGateway gateway, CancellationToken cancellationToken)
    {
        screen.Step("Archive (Move-XnatPrearchive -Archive)");
        MoveOptions move = new() { Archive = true, PollInterval = TimeSpan.FromMilliseconds(200), Timeout = TimeSpan.FromMinutes(2) };
        Dictionary<string, PrearchiveSession> sessions = (await gateway.PrearchiveAsync(Project, cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Url, StringComparer.Ordinal);
        List<ImportItem> waiting = [.. _items.Values.Where(i => i.Outcome == ImportOutcome.InPrearchive)];
        int done = 0;
        foreach (ImportItem item in waiting)
        {
            MoveResult result = await new PrearchiveMover(gateway, move).MoveAsync(sessions[item.PrearchiveUrl!], cancellationToken).ConfigureAwait(false);
            _items[item.Row] = new ImportItem(item) { Outcome = result.Outcome, Code = result.Code?.Id, Reason = result.Reason, SessionId = result.Archived?.Id };
            screen.Bar(++done, waiting.Count, "sessions archived");
        }

        SayOutcomes(_items.Values);
    }

    private async Task<bool> CompareAsync(XnatClient client, DemoSource? source, CancellationToken cancellationToken)
    {
        screen.Step("Compare the archive with the source files");
        List<ImportItem> archived = [.. _items.Values.Where(i => i.Outcome == ImportOutcome.Archived)];
        if (source is null)
        {
            screen.Say("The files that the PACS was filled from are not known; give them with --dicom to compare.");
            return true;
        }

        DemoComparison comparison = new(client, source);
        int done = 0;
        foreach (ImportItem item in archived)
        {
            if (await comparison.CompareAsync(item, cancellationToken).ConfigureAwait(false) is string trouble)
            {
                _items[item.Row] = new ImportItem(item) { Outcome = ImportOutcome.Incomplete, Code = XnatErrorCode.ImportIncomplete.Id, Reason = trouble };
            }

            screen.Bar(++done, archived.Count, "sessions compared");
        }

        screen.Say(string.Create(CultureInfo.InvariantCulture, $"{comparison.Same} of {comparison.Expected} images are in the archive with pixel data equal to the source, byte for byte."));
        return comparison.Same == comparison.Expected;
    }

    private void Keep(FindResult result, List<PacsStudy> studies)
    {
        if (result.Study is PacsStudy study)
        {
            studies.Add(study);
        }
        else
        {
            _items[result.Row] = result.Failure!;
        }
    }

    private void SayOutcomes(IEnumerable<ImportItem> items)
    {
        foreach (IGrouping<(ImportOutcome Outcome, string? Reason), ImportItem> group in items.GroupBy(i => (i.Outcome, i.Reason)).OrderBy(g => g.Key.Outcome))
        {
            screen.Say($"{group.Count(),4}  {group.Key.Outcome}{(group.Key.Reason is string reason ? ": " + reason : "")}");
        }
    }

    /// <summary>Reports in the thread that reports, so that lines come in order.</summary>
    private sealed class Progress(Action<ImportProgress> show) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => show(value);
    }
}
