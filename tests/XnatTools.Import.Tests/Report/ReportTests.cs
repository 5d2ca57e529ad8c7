using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;
using XnatTools.Import.Csv;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;
using XnatTools.Import.Tests.Fakes;

namespace XnatTools.Import.Tests.Report;

public sealed class ReportTests : IDisposable
{
    private readonly MadeLedger _ledger = new(6);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "xt-report-" + Guid.NewGuid().ToString("N"));

    public ReportTests()
    {
        Directory.CreateDirectory(_folder);
        _ledger.Add(LedgerEntries.Line(9, 0, ImportOutcome.NotFound, "PacsStudyNotFound", "The PACS has nothing.", null, new LedgerIdentifiers { Criteria = new ImportRow { Row = 9, AccessionNumber = "SECRETACC9", StudyDate = "20240101", Labels = new RelabelMap { Subject = "S9", Session = "S9_1", PatientName = "" } } }));
        _ledger.Add(LedgerEntries.Line(10, 0, ImportOutcome.Duplicate, null, "As line 2.", "s1", null));
        _ledger.Note(LedgerKind.Planned).Post("s1", "s2", "s3").Later(5).Note(LedgerKind.Pause, "A <b>pause</b>.").Later(10).Note(LedgerKind.Wake)
            .To("s1", ImportState.Archived, final: true, series: 2, files: 30)
            .To("s2", ImportState.Incomplete, ImportOutcome.Incomplete, final: true, series: 1, files: 10, missing: ["series 2 (0 of 20)"], code: "XnatImportIncomplete", reason: "1 of 2 series.")
            .Post("s4", "s5").Later(10)
            .To("s3", ImportState.InPrearchive, final: true, series: 2, files: 30)
            .To("s4", ImportState.Failed, ImportOutcome.Failed, final: true, code: "XnatImportFailed", reason: "Given up.")
            .To("s5", ImportState.Retrieving);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Figures_count_every_line_once()
    {
        ReportFigures figures = ReportFigures.Of(_ledger.State);

        Assert.Equal(8, figures.Lines.Values.Sum());
        Assert.Equal(1, figures.Lines[ImportOutcome.Archived]);
        Assert.Equal(1, figures.Lines[ImportOutcome.Duplicate]);
        Assert.Equal((6, 2), (figures.Studies, figures.Complete));
        Assert.Equal((12, 5), (figures.SeriesExpected, figures.SeriesFound));
        Assert.Equal(1, figures.SeriesLeftOut);
        Assert.Equal((180L, 70L), (figures.InstancesExpected, figures.InstancesFound));
        Assert.Equal((4, 1), figures.Modalities["MR"]);
        Assert.Equal((2, 1), figures.Modalities["CT"]);
        Assert.Equal("s2", Assert.Single(figures.Missing).Key);
        Assert.Equal(2, figures.Requests);
    }

    [Fact]
    public void Each_line_is_in_one_group_and_the_files_are_read_back_as_they_were_asked()
    {
        List<int> lines = [];
        foreach (OutcomeGroup group in Enum.GetValues<OutcomeGroup>())
        {
            string path = Path.Combine(_folder, group + ".csv");
            ReportFile.Write(path, replace: false, writer => ReportTables.WriteLines(writer, _ledger.State, group));
            foreach (ImportRow row in CsvSheetReader.Read(path))
            {
                Assert.True(row.IsValid, string.Join("; ", row.Findings.Select(f => f.Message)));
                int line = int.Parse(row.Other["Line"]);
                lines.Add(line);
                Assert.Equal("SECRETACC" + (line == 9 ? 9 : line == 10 ? 1 : line - 1), row.AccessionNumber);
                Assert.Equal(group, OutcomeGroups.Of(Enum.Parse<ImportOutcome>(row.Other["Outcome"])));
                if (line == 9)
                {
                    Assert.Equal(("", "20240101", "S9_1"), (row.Labels.PatientName, row.StudyDate, row.Session));
                }
            }
        }

        Assert.Equal([2, 3, 4, 5, 6, 7, 9, 10], lines.Order());
    }

    [Fact]
    public void Every_outcome_has_its_group()
    {
        Assert.Equal(
            ["AlreadyPresent", "Archived", "Duplicate", "InPrearchive"],
            Enum.GetValues<ImportOutcome>().Where(o => OutcomeGroups.Of(o) == OutcomeGroup.Ok).Select(o => o.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(OutcomeGroup.Review, OutcomeGroups.Of(ImportOutcome.Incomplete));
    }

    [Fact]
    public void Status_and_page_hold_labels_and_no_identifiers_and_add_up()
    {
        string status = Written(writer => ReportTables.WriteStatus(writer, _ledger.State));
        string page = Page(false);

        Assert.DoesNotContain("SECRET", status + page, StringComparison.Ordinal);
        Assert.Contains("S2_1", status, StringComparison.Ordinal);
        Assert.Equal(9, status.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("series 2 (0 of 20)", page, StringComparison.Ordinal);
        Assert.Contains(",series 2 (0 of 20),series 501 (SR),", status, StringComparison.Ordinal);
        Assert.Contains("<p id=\"left-out\">1 series were left out", page, StringComparison.Ordinal);
        Assert.Contains("A &lt;b&gt;pause&lt;/b&gt;.", page, StringComparison.Ordinal);
        XElement outcomes = Table(page, "outcomes");
        int[] counts = [.. outcomes.Elements("tr").Skip(1).Select(r => int.Parse(r.Elements().ElementAt(1).Value))];
        Assert.Equal(8, counts[^1]);
        Assert.Equal(counts[^1], counts[..^1].Sum());
        Assert.Equal("2", Table(page, "completeness").Elements("tr").ElementAt(1).Elements().ElementAt(2).Value);
        Assert.Single(Table(page, "missing").Elements("tr").Skip(1));
        Assert.Equal([3, 5, 9], Table(page, "attention").Elements("tr").Skip(1).Select(r => int.Parse(r.Elements().First().Value)));
    }

    [Fact]
    public void The_page_needs_nothing_else_and_has_a_chart()
    {
        string page = Page(false);

        Assert.DoesNotMatch(@"(?i)<script|src=|href=|url\(|@import", page);
        XElement svg = XElement.Parse(Regex.Match(page, "<svg.*?</svg>", RegexOptions.Singleline).Value);
        Assert.Equal(["posted", "left", "complete", "failed"], svg.Elements("polyline").Select(p => p.Attribute("class")!.Value));
        Assert.Single(svg.Elements("rect"));
        Assert.All(svg.Elements("polyline"), p => Assert.Matches(@"^(\d+\.\d,\d+\.\d ?)+$", p.Attribute("points")!.Value));
    }

    [Fact]
    public void Identifiers_come_only_when_asked_and_the_trace_can_be_filtered()
    {
        Assert.Contains("SECRETACC2", Page(true), StringComparison.Ordinal);
        string all = Written(writer => ReportTables.WriteTrace(writer, _ledger.State));
        string knees = Written(writer => ReportTables.WriteTrace(writer, _ledger.State, d => d == "Knee"));

        Assert.Equal(7, all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(4, knees.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("SECRETACC1,SECRETPID1,20240307,Knee,MR,DEMO,S1,S1_1,", knees, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_cannot_read_the_identifiers_gets_a_report_all_the_same()
    {
        LedgerState foreign = LedgerReader.Load(MadeLedger.Path, new TestKeys(2), _ledger.Store);
        string page = Written(writer => ReportPage.Write(writer, foreign, ImportSummary.Make(MadeLedger.Path, foreign, false, _ledger.Clock.GetUtcNow()), false));
        string status = Written(writer => ReportTables.WriteStatus(writer, foreign));

        Assert.Contains("series 2 (0 of 20)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("S2_1", page + status, StringComparison.Ordinal);
        Assert.Equal(8, ReportFigures.Of(foreign).Lines.Values.Sum());
    }

    [Fact]
    public void Files_are_written_whole_by_the_owner_only_and_not_over_others()
    {
        string path = Path.Combine(_folder, "a.csv");
        Assert.Throws<InvalidOperationException>(() => ReportFile.Write(path, false, _ => throw new InvalidOperationException()));
        Assert.Empty(Directory.GetFiles(_folder));
        ReportFile.Write(path, false, writer => writer.Write("1"));
        Assert.Equal(XnatErrorCode.FileExists, Assert.Throws<XnatException>(() => ReportFile.Write(path, false, writer => writer.Write("2"))).Code);
        ReportFile.Write(path, true, writer => writer.Write("3"));
        Assert.Equal("3", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static XElement Table(string page, string id) => XElement.Parse(Regex.Match(page, $"<table id=\"{id}\">.*?</table>", RegexOptions.Singleline).Value);

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new();
        write(writer);
        return writer.ToString();
    }

    private string Page(bool identifiers) =>
        Written(writer => ReportPage.Write(writer, _ledger.State, ImportSummary.Make(MadeLedger.Path, _ledger.State, isHeld: true, _ledger.Clock.GetUtcNow()), identifiers));
}
