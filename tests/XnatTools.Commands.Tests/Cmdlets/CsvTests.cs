using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

public sealed class CsvTests : IDisposable
{
    private const string Headings = "Accession Number,Patient ID,Subject,Session\r\n";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-csv-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell = new();

    public CsvTests() => _shell.Engine.Location = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_stream_with_line_file_and_labels()
    {
        Write("a.csv", Headings + "A100,P1,S01,S01_1\r\nA101,P2,S02,S02_1\r\n");
        ImportRow[] rows = _shell.Ok(Command("Import-XnatCsv", ("Path", "a.csv"))).Cast<ImportRow>().ToArray();
        Assert.Equal(["A100", "A101"], rows.Select(r => r.AccessionNumber));
        Assert.Equal([2, 3], rows.Select(r => r.Row));
        Assert.Equal(Path.Combine(_folder, "a.csv"), rows[0].SourceFile);
        Assert.Equal("S01_1", rows[0].Session);
    }

    [Fact]
    public void One_bad_row_among_good_ones_is_one_error_with_its_row_and_does_not_go_on()
    {
        Write("a.csv", Headings + "A100,P1,S01,S01_1\r\n,,S02,S02_1\r\nA102,P3,S03,S03_1\r\n");
        Result result = _shell.Run(Command("Import-XnatCsv", ("Path", "a.csv")));
        Assert.Equal([2, 4], result.Output.Cast<ImportRow>().Select(r => r.Row));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("CsvRowInvalid,XnatTools.Commands.ImportXnatCsvCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(3, Assert.IsType<ImportRow>(error.TargetObject).Row);
        Assert.Equal("row 3", error.CategoryInfo.TargetName);
        Assert.Equal(3, _shell.Run(Command("Import-XnatCsv", ("Path", "a.csv"), ("IncludeInvalid", true))).Output.Count);
    }

    [Fact]
    public void First_stops_reading()
    {
        Write("a.csv", Headings + string.Concat(Enumerable.Range(0, 500).Select(i => $"A{i},P{i},S{i},S{i}_1\r\n")));
        Result result = _shell.Run(Command("Import-XnatCsv", ("Path", "a.csv")), First(1));
        Assert.Single(result.Output);
        Assert.Null(result.Failure);
    }

    [Fact]
    public void A_missing_file_does_not_hide_the_others()
    {
        Write("b.csv", Headings + "A100,P1,S01,S01_1\r\n");
        Result result = _shell.Run(Command("Test-XnatCsv", ("LiteralPath", new[] { "no.csv" })));
        Assert.Equal("CsvFileNotFound,XnatTools.Commands.TestXnatCsvCommand", result.FailureId);
    }

    [Fact]
    public void Wildcards_name_several_files_and_a_literal_path_may_have_brackets()
    {
        Write("x1.csv", Headings + "A100,P1,S01,S01_1\r\n");
        Write("x2.csv", Headings + "A101,P2,S02,S02_1\r\n");
        Write("y[1].csv", Headings + "A102,P3,S03,S03_1\r\n");
        Assert.Equal(2, _shell.Ok(Command("Import-XnatCsv", ("Path", "x*.csv"))).Count);
        Assert.Single(_shell.Ok(Command("Import-XnatCsv", ("LiteralPath", "y[1].csv"))));
    }

    [Fact]
    public void A_test_gives_findings_or_one_boolean()
    {
        Write("good.csv", Headings + "A100,P1,S01,S01_1\r\n");
        Write("bad.csv", Headings + "A100,P1,S01,S 01\r\n,,S02,S02_1\r\n");
        Assert.Equal([true], _shell.Ok(Command("Test-XnatCsv", ("Path", "good.csv"), ("Quiet", true))));
        Assert.Equal([false], _shell.Ok(Command("Test-XnatCsv", ("Path", "bad.csv"), ("Quiet", true))));
        CsvFinding[] findings = _shell.Ok(Command("Test-XnatCsv", ("Path", "bad.csv"), ("Severity", "Error"))).Cast<CsvFinding>().ToArray();
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.Equal(FindingSeverity.Error, f.Severity));
        Assert.All(findings, f => Assert.Null(f.Value));
    }

    [Fact]
    public void Files_bind_from_the_pipeline_by_their_full_name()
    {
        string path = Write("a.csv", Headings + "A100,P1,S01,S01_1\r\n");
        Result result = _shell.Engine.Run([Row(("FullName", path))], Command("Import-XnatCsv"));
        Assert.Empty(result.Errors);
        Assert.Single(result.Output);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
