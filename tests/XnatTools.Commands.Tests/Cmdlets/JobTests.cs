using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Threading.Tasks;
using XnatTools.Sandbox.Demo;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>The main job through the shipped cmdlets, against the sandbox: every object truly travels.</summary>
[Collection(SandboxCollection.Name)]
public sealed class JobTests
{
    private readonly SandboxFixture _sandbox;
    private readonly Shell _shell;

    public JobTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = sandbox.Folder;
    }

    [Fact]
    public void A_search_by_hand_gives_all_its_studies()
    {
        Assert.True(Studies().Count >= 20);
        Assert.Equal("PacsStudyNotFound,XnatTools.Commands.FindPacsStudyCommand", Assert.Single(_shell.Run(Command("Find-PacsStudy", ("PatientId", "NOBODY"))).Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_date_alone_is_refused()
    {
        ErrorRecord error = Assert.Single(_shell.Run(Command("Find-PacsStudy", ("StudyDate", "20240201"))).Errors);
        Assert.Equal("PacsCriteriaTooBroad,XnatTools.Commands.FindPacsStudyCommand", error.FullyQualifiedErrorId);
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.FindPacsStudyCommand",
            Assert.Single(_shell.Run(Command("Find-PacsStudy", ("PatientId", "P1001"), ("StudyDate", "01/02/2024"))).Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Rows_of_Import_Csv_bind_by_their_headings_and_a_bad_one_does_not_stop_the_others()
    {
        List<PacsStudy> studies = Studies();
        Result result = _shell.Engine.Run(
            [
                Row(("Accession Number", studies[0].AccessionNumber), ("Subject", "A1"), ("Session", "A1_1")),
                Row(("Accession Number", "NOSUCH1"), ("Subject", "A2"), ("Session", "A2_1")),
                Row(("Accession Number", ""), ("Subject", "A3"), ("Session", "A3_1")),
                Row(("Patient ID", studies[1].PatientId), ("Study Date", studies[1].StudyDate), ("Subject", "A4"), ("Session", "A4_1")),
            ],
            Command("Find-PacsStudy", ("Pacs", "1")));
        Assert.Equal([1, 4], result.Output.Cast<PacsStudy>().Select(s => s.Row));
        Assert.Equal("A4_1", ((PacsStudy)result.Output[1]).Session);
        Assert.Equal(["PacsStudyNotFound", "PacsCriteriaTooBroad"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal([2, 3], result.Errors.Select(e => Assert.IsType<ImportItem>(e.TargetObject).Row));
    }

    [Fact]
    public void A_file_and_a_pipeline_of_its_rows_find_the_same()
    {
        string csv = Sheet("same.csv", Studies().Take(6));
        string[] byFile = _shell.Ok(Command("Find-PacsStudy", ("Csv", csv))).Cast<PacsStudy>().Select(s => s.StudyInstanceUid).ToArray();
        string[] byRows = _shell.Ok(Command("Import-XnatCsv", ("Path", csv)), Command("Find-PacsStudy", ("ChunkSize", 2))).Cast<PacsStudy>().Select(s => s.StudyInstanceUid).ToArray();
        Assert.Equal(6, byFile.Length);
        Assert.Equal(byFile, byRows);
        Assert.Single(_shell.Ok(Command("Import-XnatCsv", ("Path", csv)), Command("Find-PacsStudy", ("ChunkSize", 2)), First(1)));
    }

    [Fact]
    public void Series_are_listed_and_dose_pages_left_out_with_their_reason()
    {
        PacsStudy ct = Studies().First(s => s.Modality.Contains("CT"));
        PacsSeries[] all = _shell.Engine.Run([ct], Command("Get-PacsSeries")).Output.Cast<PacsSeries>().ToArray();
        Result result = _shell.Engine.Run([ct], Command("Select-PacsSeries", ("Verbose", true)));
        PacsStudy chosen = Assert.IsType<PacsStudy>(Assert.Single(result.Output));
        PacsSeries left = Assert.Single(chosen.ExcludedSeries);
        Assert.Equal(all.Length - 1, chosen.SeriesInstanceUid.Length);
        Assert.DoesNotContain(left.SeriesInstanceUid, chosen.SeriesInstanceUid);
        Assert.Contains(result.Verbose, v => v.Contains("left out", StringComparison.Ordinal));

        Result nothing = _shell.Engine.Run([ct], Command("Select-PacsSeries", ("Modality", "MR")));
        Assert.Empty(nothing.Output);
        Assert.Single(nothing.Warnings);
        Assert.IsType<ImportItem>(Assert.Single(nothing.Information).MessageData);
    }

    [Fact]
    public void WhatIf_shows_each_study_and_changes_nothing()
    {
        string csv = Sheet("whatif.csv", Studies().Skip(18).Take(3), "WI");
        string before = State();
        Result result = _shell.Run(
            Command("Import-XnatCsv", ("Path", csv)), Command("Find-PacsStudy"), Command("Select-PacsSeries"),
            Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("WhatIf", true)));
        Assert.All(result.Output, o => Assert.Equal(ImportOutcome.Planned, ((ImportItem)o).Outcome));
        Assert.Equal(3, result.Output.Count);
        Assert.Empty(result.Errors);
        Assert.Equal(3, result.Asked.Count);
        Assert.All(result.Asked, a => Assert.Contains("Import into project DEMO", a, StringComparison.Ordinal));
        Assert.Equal(before, State());
    }

    [Fact]
    public void A_study_of_a_saved_answer_is_looked_for_on_the_default_PACS_or_the_one_named()
    {
        PacsStudy saved = new() { StudyInstanceUid = Studies()[0].StudyInstanceUid };
        Assert.NotEmpty(_shell.Engine.Run([saved], Command("Get-PacsSeries")).Output);
        Assert.Equal(1, Assert.IsType<PacsStudy>(Assert.Single(_shell.Engine.Run([saved], Command("Select-PacsSeries")).Output)).PacsId);
        foreach (string name in new[] { "Get-PacsSeries", "Select-PacsSeries" })
        {
            Result elsewhere = _shell.Engine.Run([Studies()[0]], Command(name, ("Pacs", "77")));
            Assert.Empty(elsewhere.Output);
            Assert.StartsWith("XnatPacsNotFound,", elsewhere.FailureId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_session_that_was_not_relabelled_is_not_named_by_its_folder() =>
        Assert.Equal("DEMO/20260101_101010101", new PrearchiveSession { Project = "DEMO", Timestamp = "20260101_101010101", Folder = "SAMPLE_ALEX" }.ToString());

    [Fact]
    public void An_empty_cell_never_means_every_prearchive_session()
    {
        foreach (object row in new object[] { Row(("Project", "DEMO"), ("Session", "")), new ImportItem { Project = "DEMO" } })
        {
            Result result = _shell.Engine.Run([row], Command("Get-XnatPrearchive"));
            Assert.Empty(result.Output);
            Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.GetXnatPrearchiveCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        }

        Assert.Empty(_shell.Engine.Run([], Command("Get-XnatPrearchive", ("Project", "DEMO"))).Errors);
    }

    [Fact]
    public void Declined_studies_are_excluded_and_force_asks_first()
    {
        string csv = Sheet("confirm.csv", Studies().Skip(8).Take(2), "CF");
        string before = State();
        _shell.Engine.Confirm = _ => false;
        ImportItem[] items = _shell.Ok(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Confirm", true))).Cast<ImportItem>().ToArray();
        Assert.Equal([ImportOutcome.Excluded, ImportOutcome.Excluded], items.Select(i => i.Outcome));
        Result forced = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Force", true)));
        Assert.All(forced.Output, o => Assert.Equal(ImportOutcome.Excluded, ((ImportItem)o).Outcome));
        Assert.Contains("without the server's check", Assert.Single(forced.Asked), StringComparison.Ordinal);
        Assert.Equal(before, State());
    }

    [Fact]
    public void An_import_to_a_project_that_does_not_exist_ends_with_its_id_and_an_item_for_each_row()
    {
        string csv = Sheet("noproject.csv", Studies().Take(2), "NP", "NOSUCH8");
        Result result = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "NOPE"), ("Csv", csv)));
        Assert.Equal([ImportOutcome.NotFound, ImportOutcome.Blocked, ImportOutcome.Blocked], result.Output.Cast<ImportItem>().Select(i => i.Outcome));
        Assert.NotEmpty(result.Errors);
        Result ended = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Receiver", "NOPE:1"), ("Csv", csv)));
        Assert.Equal("XnatReceiverNotFound,XnatTools.Commands.InvokeXnatDqrImportCommand", ended.FailureId);
        Assert.Equal([2, 3, 4], ended.Output.Cast<ImportItem>().Select(i => i.Row).OrderBy(r => r));
    }

    [Fact]
    public void Studies_are_imported_relabelled_archived_and_every_line_has_an_outcome()
    {
        PacsStudy[] mr = Studies().Where(s => s.Modality.Contains("MR")).Take(2).ToArray();
        string csv = Sheet("job.csv", mr, "JOB", "NOSUCH9");
        Result result = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Wait", true), ("PollSec", 1), ("TimeoutSec", 120)));
        Assert.Null(result.Failure);
        ImportItem[] items = result.Output.Cast<ImportItem>().OrderBy(i => i.Row).ToArray();
        Assert.Equal([ImportOutcome.InPrearchive, ImportOutcome.InPrearchive, ImportOutcome.NotFound], items.Select(i => i.Outcome));
        Assert.Equal("PacsStudyNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        int onPacs = MadeStudies.Plan(_sandbox.Host.Options.Seed).Where(m => mr.Any(s => s.StudyInstanceUid == m.StudyInstanceUid)).Sum(m => m.Series.Sum(s => s.InstanceCount));
        Assert.Equal(onPacs, items.Sum(i => i.InstancesFound));

        PrearchiveSession[] waiting = _shell.Ok(Command("Get-XnatPrearchive", ("Project", "DEMO"), ("Session", "JOB*"))).Cast<PrearchiveSession>().ToArray();
        Assert.Equal(["JOB1_1", "JOB2_1"], waiting.Select(p => p.Session).OrderBy(s => s));
        PrearchiveScan[] scans = _shell.Engine.Run(waiting, Command("Get-XnatPrearchiveScan")).Output.Cast<PrearchiveScan>().ToArray();
        Assert.Equal(items.Sum(i => i.InstancesFound ?? 0), scans.Sum(s => s.FileCount ?? 0));
        DicomHeaderElement id = Assert.IsType<DicomHeaderElement>(Assert.Single(_shell.Engine.Run([waiting[0]], Command("Get-XnatDicomHeader", ("Field", "PatientID"))).Output));
        Assert.Equal(waiting[0].Subject, id.Value);

        string before = State();
        Result dry = _shell.Engine.Run(waiting, Command("Move-XnatPrearchive", ("Project", "DEMO"), ("Archive", true), ("WhatIf", true)));
        Assert.Equal(2, dry.Asked.Count);
        Assert.Empty(dry.Output);
        Assert.Equal(2, _shell.Engine.Run(waiting, Command("Remove-XnatPrearchive", ("WhatIf", true))).Asked.Count);
        Assert.Equal(before, State());

        Result moved = _shell.Engine.Run(waiting, Command("Move-XnatPrearchive", ("Project", "DEMO"), ("Archive", true), ("PollSec", 1)));
        Assert.Empty(moved.Errors);
        Assert.Equal(["JOB1_1", "JOB2_1"], moved.Output.Cast<ImageSession>().Select(s => s.Session).OrderBy(s => s));
        Assert.Empty(_shell.Ok(Command("Get-XnatPrearchive", ("Project", "DEMO"), ("Session", "JOB*"))));

        // The same file again: nothing is sent twice.
        ImportItem[] again = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv))).Output.Cast<ImportItem>().OrderBy(i => i.Row).ToArray();
        Assert.Equal([ImportOutcome.AlreadyPresent, ImportOutcome.AlreadyPresent, ImportOutcome.NotFound], again.Select(i => i.Outcome));
    }

    [Fact]
    public void Waiting_for_an_import_stops_within_a_second_and_says_beforehand_what_goes_on()
    {
        string csv = Sheet("stop.csv", Studies().Skip(22).Take(1), "ST");
        Result result = _shell.RunAndStop(
            TimeSpan.FromSeconds(3),
            Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Wait", true), ("PollSec", 3600), ("Verbose", true)));
        Assert.True(result.Stopped);
        Assert.InRange(result.StopTook.TotalSeconds, 0, 2.5);
        Assert.Empty(result.Errors);
        Assert.Contains(result.Verbose, v => v.Contains("request id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_runspaces_work_at_the_same_time()
    {
        Task<int>[] both = [Task.Run(() => CountIn("admin")), Task.Run(() => CountIn("admin"))];
        int[] counts = await Task.WhenAll(both);
        Assert.Equal([24, 24], counts);
    }

    [Fact]
    public void No_identifier_of_any_patient_gets_into_a_stream_an_error_or_progress()
    {
        List<PacsStudy> studies = Studies();
        string[] marks = studies.SelectMany(s => new[] { s.PatientName, s.PatientId, s.AccessionNumber, s.StudyInstanceUid, s.PatientBirthDate })
            .SelectMany(m => m is null ? [] : m.Contains('^', StringComparison.Ordinal) ? m.Split('^') : [m])
            .Where(m => m.Length > 3).Distinct().ToArray();
        Assert.True(marks.Length > 50);
        string csv = Sheet("marks.csv", studies.Skip(12).Take(4), "MK", "NOSUCH7");
        string patient = studies[0].PatientId!;
        (string, object?)[] loud = [("Verbose", true), ("Debug", true)];
        Step Loud(string name, params (string, object?)[] parameters) => Command(name, [.. parameters, .. loud]);
        List<Result> results =
        [
            _shell.Run(Loud("Test-XnatCsv", ("Path", csv))),
            _shell.Run(Loud("Import-XnatCsv", ("Path", csv)), Loud("Find-PacsStudy"), Loud("Get-PacsSeries")),
            _shell.Run(Loud("Find-PacsStudy", ("PatientId", patient))),
            _shell.Run(Loud("Find-PacsStudy", ("PatientId", patient + "x"))),
            _shell.Run(Loud("Find-PacsStudy", ("Csv", csv), ("MaximumStudies", 1)), Loud("Select-PacsSeries"),
                Loud("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Wait", true), ("PollSec", 1), ("TimeoutSec", 120))),
            _shell.Run(Loud("Get-XnatImportQueue")),
            _shell.Run(Loud("Get-XnatImportHistory")),
            _shell.Run(Loud("Get-XnatPrearchive"), Loud("Get-XnatPrearchiveScan")),
            _shell.Run(Loud("Get-XnatPrearchive"), Loud("Get-XnatDicomHeader")),
            _shell.Run(Loud("Get-XnatPrearchive", ("Session", "MK1*")), Loud("Update-XnatPrearchive", ("PollSec", 1))),
            _shell.Run(Loud("Get-XnatPrearchive", ("Session", "MK*")), Loud("Move-XnatPrearchive", ("Project", "DEMO"), ("Archive", true), ("PollSec", 1))),
        ];
        string[] words = results.SelectMany(Shell.Words).ToArray();
        Assert.True(words.Length > 60);
        Assert.DoesNotContain(words, w => marks.Any(m => w.Contains(m, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(results[4].Output, o => o is ImportItem { Outcome: ImportOutcome.InPrearchive });
    }

    private List<PacsStudy> Studies() => _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().OrderBy(s => s.AccessionNumber, StringComparer.Ordinal).ToList();

    private int CountIn(string user) =>
        new Shell().Connect(_sandbox.Url, user).Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Count;

    private string Sheet(string name, IEnumerable<PacsStudy> studies, string prefix = "S", params string[] more)
    {
        IEnumerable<string> lines = studies.Select(s => s.AccessionNumber!).Concat(more).Select((a, i) => $"{a},{prefix}{i + 1},{prefix}{i + 1}_1");
        return _sandbox.Write(name, "Accession Number,Subject,Session\r\n" + string.Join("\r\n", lines) + "\r\n");
    }

    /// <summary>What a change would change: queue, history, prearchive, archive, as the server tells it.</summary>
    private string State()
    {
        Shell other = new Shell().Connect(_sandbox.Url);
        return string.Join("\n", new[] { "Get-XnatImportQueue", "Get-XnatImportHistory", "Get-XnatPrearchive" }
            .SelectMany(c => other.Ok(Command(c)).Select(o => o + (o as PrearchiveSession)?.Status)))
            + $"\narchived {_sandbox.Host.State.Sessions.Count}, files {Directory.GetFiles(_sandbox.Host.State.ArchiveFolder, "*", SearchOption.AllDirectories).Length}";
    }
}
