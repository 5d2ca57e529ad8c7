using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

public sealed class LabelTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-label-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell = new();

    public LabelTests() => _shell.Engine.Location = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_value_is_one_label_for_one_study()
    {
        PacsStudy study = Label([Study("1", "P1")], ("Subject", "TRIAL_7"), ("Session", "TRIAL_7_1")).Single();
        Assert.Equal(("TRIAL_7", "TRIAL_7_1"), (study.Subject, study.Session));
    }

    [Fact]
    public void Templates_count_patients_and_sessions_are_numbered_in_date_order()
    {
        PacsStudy[] studies = Label(
            [Study("1", "P1", "20240301"), Study("2", "P2", "20240101"), Study("3", "P1", "20240201")],
            ("Subject", "T{0:000}"), ("NumberSessions", true));
        Assert.Equal(["T001", "T002", "T001"], studies.Select(s => s.Subject));
        Assert.Equal(["T001_2", "T002_1", "T001_1"], studies.Select(s => s.Session));
    }

    [Fact]
    public void A_script_block_sees_the_study()
    {
        PacsStudy study = Label(
            [Study("1", "P1", "20240301")], ("Subject", "S1"), ("Session", Script(s => "D" + ((PacsStudy)s!).StudyDate))).Single();
        Assert.Equal("D20240301", study.Session);
    }

    [Fact]
    public void What_a_failing_script_block_says_of_the_patient_is_not_repeated()
    {
        Result result = new Shell().Engine.Run(
            [Study("1", "P1", "20240301")],
            Command("Set-XnatLabel", ("Subject", "S1"), ("Session", Script(_ => throw new InvalidOperationException("Cannot convert MARK^PATIENT.")))));
        Assert.Single(result.Errors);
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains("MARK^", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_block_that_fails_or_gives_nothing_is_an_error_of_that_study_alone()
    {
        Result result = _shell.Engine.Run(
            [Study("1", "P1"), Study("2", "P2")],
            Command("Set-XnatLabel", ("Subject", "S{0}"), ("Session", Script(s => ((PacsStudy)s!).StudyInstanceUid == "1" ? null : "OK_1"))));
        Assert.Equal("OK_1", Assert.IsType<PacsStudy>(Assert.Single(result.Output)).Session);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("XnatLabelInvalid,XnatTools.Commands.SetXnatLabelCommand", error.FullyQualifiedErrorId);
        Assert.IsType<PacsStudy>(error.TargetObject);
    }

    [Fact]
    public void One_session_label_twice_is_refused_for_the_second()
    {
        Result result = _shell.Engine.Run([Study("1", "P1"), Study("2", "P2")], Command("Set-XnatLabel", ("Subject", "S{0}"), ("Session", "SAME")));
        Assert.Single(result.Output);
        Assert.Equal("XnatLabelTaken,XnatTools.Commands.SetXnatLabelCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void An_identifier_in_a_label_is_warned_about()
    {
        Assert.Single(_shell.Engine.Run([Study("1", "P1")], Command("Set-XnatLabel", ("Subject", "{PatientId}"))).Warnings);
    }

    [Fact]
    public void Json_that_was_written_is_read_again_with_its_labels_and_series()
    {
        PacsStudy study = Label([Study("1.2.3", "P1")], ("Subject", "S1"), ("Session", "S1_1")).Single().WithSelection(["1.2.3.4"], []);
        string json = Assert.IsType<string>(Assert.Single(_shell.Engine.Run([study], Command("ConvertTo-XnatDqrJson", ("Project", "DEMO"), ("Receiver", "XNAT:8104"), ("Pacs", "3"))).Output));
        Assert.Contains("\"forceImport\": false", json, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "r.json"), "\uFEFF" + json);
        PacsStudy read = Assert.IsType<PacsStudy>(Assert.Single(_shell.Ok(Command("ConvertFrom-XnatDqrJson", ("Path", "r.json")))));
        Assert.Equal(("1.2.3", "S1", "S1_1", 3L), (read.StudyInstanceUid, read.Subject, read.Session, read.PacsId));
        Assert.Equal(["1.2.3.4"], read.SeriesInstanceUid);
        Assert.Single(_shell.Engine.Run(json.Split('\n'), Command("ConvertFrom-XnatDqrJson")).Output);
    }

    [Fact]
    public void Json_that_is_broken_is_an_error_with_its_position()
    {
        File.WriteAllText(Path.Combine(_folder, "r.json"), "[\n  { \"a\": }\n]");
        Result result = _shell.Run(Command("ConvertFrom-XnatDqrJson", ("LiteralPath", "r.json")));
        Assert.Equal("DqrJsonInvalid,XnatTools.Commands.ConvertFromXnatDqrJsonCommand", result.FailureId);
        Assert.Contains("2", ((IContainsErrorRecord)result.Failure!).ErrorRecord!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_is_made_and_not_overwritten_and_a_repair_leaves_the_original()
    {
        Assert.Single(_shell.Ok(Command("New-XnatCsv", ("Path", "t.csv"))));
        Assert.StartsWith("Accession Number", File.ReadAllText(Path.Combine(_folder, "t.csv")), StringComparison.Ordinal);
        Assert.Equal("XnatFileExists,XnatTools.Commands.NewXnatCsvCommand", Assert.Single(_shell.Run(Command("New-XnatCsv", ("Path", "t.csv"))).Errors).FullyQualifiedErrorId);
        Assert.Empty(_shell.Ok(Command("New-XnatCsv", ("Path", "u.csv"), ("WhatIf", true))));
        Assert.False(File.Exists(Path.Combine(_folder, "u.csv")));

        string damaged = "\u200BAccession Number,Study Date,Subject,Session\r\nA1,2024-02-01,S1,S1_1\r\n";
        File.WriteAllText(Path.Combine(_folder, "d.csv"), damaged);
        Result repair = _shell.Run(Command("Repair-XnatCsv", ("Path", "d.csv")));
        Assert.Empty(repair.Errors);
        Assert.Contains(repair.Output, o => o is CsvFinding { Repaired: true });
        Assert.Equal(damaged, File.ReadAllText(Path.Combine(_folder, "d.csv")));
        Assert.Equal([true], _shell.Ok(Command("Test-XnatCsv", ("Path", "d.repaired.csv"), ("Quiet", true))));
    }

    private PacsStudy[] Label(PacsStudy[] studies, params (string Name, object? Value)[] parameters)
    {
        Result result = _shell.Engine.Run(studies, Command("Set-XnatLabel", parameters));
        Assert.Empty(result.Errors);
        Assert.Null(result.Failure);
        return result.Output.Cast<PacsStudy>().ToArray();
    }

    private static PacsStudy Study(string uid, string patient, string date = "20240101") => new() { StudyInstanceUid = uid, PatientId = patient, StudyDate = date, PacsId = 1 };
}
