using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

public sealed class ImportPreflightTests
{
    private readonly FakeSite _site = new(new JumpingClock());

    [Fact]
    public async Task A_good_plan_is_ready_and_the_only_receiver_that_relabels_is_taken()
    {
        _site.Receivers.Insert(0, new XnatReceiver { Id = 9, AETitle = "XNAT", Port = 9999, Enabled = true, CustomProcessing = false, Identifier = "dicomObjectIdentifier" });

        PreflightReport report = await RunAsync([Study(1), Study(2)]);

        Assert.Null(report.Obstacle);
        Assert.Equal(8104, report.Receiver?.Port);
        Assert.Equal(2, report.Ready.Count);
        Assert.Empty(report.Settled);
    }

    [Theory]
    [InlineData("plugin", "XnatDqrNotInstalled")]
    [InlineData("pacs", "XnatPacsNotFound")]
    [InlineData("queryable", "XnatPacsNotQueryable")]
    [InlineData("down", "PacsUnreachable")]
    [InlineData("project", "XnatNotFound")]
    [InlineData("dqr", "XnatDqrNotEnabled")]
    [InlineData("receiver", "XnatReceiverNotFound")]
    [InlineData("disabled", "XnatReceiverNotFound")]
    [InlineData("relabel", "XnatRelabelImpossible")]
    public async Task Each_obstacle_has_its_name_and_blocks_everything(string obstacle, string code)
    {
        long pacs = obstacle == "pacs" ? 2 : 1;
        string project = obstacle == "project" ? "OTHER" : "DEMO";
        string? receiver = obstacle switch { "receiver" => "XNAT:51621", "disabled" => "OFF", "relabel" => "PLAIN:8105", _ => null };
        _site.DqrVersion = obstacle == "plugin" ? null : "2.4.0";
        _site.PacsIsQueryable = obstacle != "queryable";
        _site.PacsUp = obstacle != "down";
        _site.DqrEnabled = obstacle != "dqr";
        _site.Receivers.Add(new XnatReceiver { AETitle = "OFF", Port = 1, CustomProcessing = true, Identifier = "dqrObjectIdentifier" });
        _site.Receivers.Add(new XnatReceiver { AETitle = "PLAIN", Port = 8105, Enabled = true });
        ImportOptions options = new() { PacsId = pacs, Project = project, Receiver = receiver };

        PreflightReport report = await RunAsync([Study(1)], options);
        List<ImportItem> items = [];
        await foreach (ImportItem item in new ImportRunner(_site, options).RunAsync(report))
        {
            items.Add(item);
        }

        Assert.Equal(code, report.Obstacle?.Code);
        Assert.NotEmpty(report.Obstacle!.Cure);
        ImportItem only = Assert.Single(items);
        Assert.Equal(ImportOutcome.Blocked, only.Outcome);
        Assert.Empty(_site.Posts);
    }

    [Fact]
    public async Task Force_turns_the_lost_relabelling_into_a_loud_warning()
    {
        _site.Receivers[0] = new XnatReceiver { AETitle = "PLAIN", Port = 8105, Enabled = true };

        PreflightReport report = await RunAsync([Study(1)], new ImportOptions { PacsId = 1, Project = "DEMO", Receiver = "PLAIN", Force = true });

        Assert.Null(report.Obstacle);
        Assert.Contains(report.Findings, f => f.Code == "XnatRelabelImpossible" && f.Severity == FindingSeverity.Warning);
    }

    [Fact]
    public async Task The_same_study_twice_is_posted_once_with_the_series_of_both()
    {
        PacsStudy first = Study(1).WithSelection(["a", "b"], []);
        PacsStudy again = Study(1, row: 9).WithSelection(["b", "c"], []);

        PreflightReport report = await RunAsync([first, again]);

        Assert.Equal(["a", "b", "c"], Assert.Single(report.Ready).SeriesInstanceUid.OrderBy(s => s));
        ImportItem duplicate = Assert.Single(report.Settled);
        Assert.Equal((ImportOutcome.Duplicate, 9), (duplicate.Outcome, duplicate.Row));
        Assert.Contains("line 1", duplicate.Reason);
    }

    [Fact]
    public async Task The_same_study_with_two_labels_is_blocked_in_both_lines()
    {
        PreflightReport report = await RunAsync([Study(1), Study(1, row: 9, session: "OTHER"), Study(2)]);

        Assert.Equal(2, report.Settled.Count);
        Assert.All(report.Settled, i => Assert.Equal((ImportOutcome.Blocked, "XnatImportBlocked"), (i.Outcome, i.Code)));
        Assert.Equal("1.2", Assert.Single(report.Ready).StudyInstanceUid);
    }

    [Theory]
    [InlineData("S 1", "X")]
    [InlineData("S1", "X/1")]
    [InlineData("", "X")]
    [InlineData("S1", "\u00C9")]
    [InlineData(null, "X")]
    [InlineData("S1", null)]
    public async Task A_label_that_xnat_would_change_or_that_is_missing_blocks_the_study(string? subject, string? session)
    {
        PacsStudy study = Study(1).WithLabels(new RelabelMap { Subject = subject, Session = session });

        PreflightReport report = await RunAsync([study, Study(2)]);

        ImportItem blocked = Assert.Single(report.Settled);
        Assert.Equal("XnatLabelInvalid", blocked.Code);
        Assert.Single(report.Ready);
        Assert.Null(report.Obstacle);
    }

    [Fact]
    public async Task A_blank_value_that_the_server_would_take_for_none_is_refused_and_an_empty_one_is_not()
    {
        PreflightReport report = await RunAsync(
        [
            Study(1).WithLabels(new RelabelMap { Subject = "S", Session = "X1", PatientName = " " }),
            Study(2).WithLabels(new RelabelMap { Subject = "S2", Session = "X2", AccessionNumber = "" }),
        ]);

        Assert.Equal("X2", Assert.Single(report.Ready).Session);
        Assert.Equal("XnatLabelInvalid", Assert.Single(report.Settled).Code);
    }

    [Fact]
    public async Task A_quote_in_a_relabelled_tag_never_reaches_the_servers_script()
    {
        PreflightReport report = await RunAsync([Study(1).WithLabels(new RelabelMap { Subject = "S", Session = "X", StudyId = "1\"\n(0010,0010) := \"x" })]);

        Assert.Equal("XnatLabelInvalid", Assert.Single(report.Settled).Code);
    }

    [Fact]
    public async Task One_session_label_for_two_studies_blocks_both()
    {
        PreflightReport report = await RunAsync([Study(1, session: "Same"), Study(2, session: "SAME"), Study(3)]);

        Assert.Equal(2, report.Settled.Count);
        Assert.All(report.Settled, i => Assert.Equal("XnatLabelTaken", i.Code));
    }

    [Fact]
    public async Task Two_patients_never_become_one_subject_and_a_split_patient_is_noted()
    {
        PreflightReport report = await RunAsync([Study(1, subject: "S"), Study(2, subject: "s"), Study(3, patient: "P9"), Study(4, patient: "P9")]);

        Assert.Equal(2, report.Settled.Count);
        Assert.All(report.Settled, i => Assert.Equal("XnatImportBlocked", i.Code));
        Assert.Contains(report.Findings, f => f.Code == "SubjectSplit" && f.Severity == FindingSeverity.Warning);
    }

    [Fact]
    public async Task What_is_there_is_not_imported_again_and_its_label_is_not_given_away()
    {
        _site.Archive.Add(new ImageSession { Project = "DEMO", Session = "S1_1", StudyInstanceUid = "1.1" });
        _site.Archive.Add(new ImageSession { Project = "DEMO", Session = "s2_1", StudyInstanceUid = "9.9" });
        _site.Waiting.Add(FakeSite.Session("DEMO", "20240307_1", "S3_1", "1.3", "READY"));

        PreflightReport report = await RunAsync([Study(1), Study(2), Study(3), Study(4)]);

        Dictionary<int, ImportItem> items = report.Settled.ToDictionary(i => i.Row);
        Assert.Equal(ImportOutcome.AlreadyPresent, items[1].Outcome);
        Assert.Equal("XnatLabelTaken", items[2].Code);
        Assert.Equal(ImportOutcome.AlreadyPresent, items[3].Outcome);
        Assert.Equal("1.4", Assert.Single(report.Ready).StudyInstanceUid);
    }

    /// <summary>XNAT groups by project and study UID: a study that lies in the prearchive keeps the label it has there, whatever is asked for.</summary>
    [Fact]
    public async Task A_study_that_waits_under_another_label_is_not_imported_into_that_session()
    {
        _site.Waiting.Add(FakeSite.Session("DEMO", "20240307_1", "OLD_1", "1.1", "READY"));
        _site.Waiting.Add(FakeSite.Session("DEMO", "20240307_2", "s2_1", "1.2", "READY"));

        PreflightReport present = await RunAsync([Study(1), Study(2)]);
        PreflightReport again = await RunAsync([Study(1), Study(2)], new ImportOptions { PacsId = 1, Project = "DEMO", AllowPresent = true });

        Assert.Equal([true, false], present.Settled.Select(i => i.Reason!.Contains("under another session label", StringComparison.Ordinal)));
        Assert.All(present.Settled, i => Assert.Equal(ImportOutcome.AlreadyPresent, i.Outcome));
        ImportItem item = Assert.Single(again.Settled);
        Assert.Equal((ImportOutcome.Blocked, "XnatLabelTaken"), (item.Outcome, item.Code));
        Assert.DoesNotContain("OLD_1", item.Reason, StringComparison.Ordinal);
        Assert.Equal("1.2", Assert.Single(again.Ready).StudyInstanceUid);
    }

    [Fact]
    public async Task A_shut_schedule_and_the_midnight_defect_are_warned_of()
    {
        // The fake clock stands at 20:00 on a Thursday, and its server 37 minutes behind.
        _site.Windows = [new PacsWindow { Day = DayOfWeek.Thursday, Start = TimeSpan.FromHours(19), End = TimeSpan.FromHours(7), Threads = 1 }];

        PreflightReport report = await RunAsync([Study(1)]);

        Assert.Null(report.Obstacle);
        Assert.Contains(report.Findings, f => f.Code == "WindowCrossesMidnight");
        Assert.Equal(!_site.Windows[0].IsOpen(DayOfWeek.Thursday, TimeSpan.FromHours(20)), report.Findings.Any(f => f.Code == "WindowShut"));
        Assert.True(_site.Windows[0].IsOpen(DayOfWeek.Thursday, TimeSpan.FromHours(12)));
    }

    private static PacsStudy Study(int number, int row = 0, string? subject = null, string? session = null, string? patient = null) =>
        FakeSite.Study("1." + number, "A" + number, patient ?? "P" + number)
            .ForRow(FakeSite.Row(row == 0 ? number : row, "A" + number, subject ?? "S" + number, session ?? "S" + number + "_1"), 1);

    private Task<PreflightReport> RunAsync(List<PacsStudy> studies, ImportOptions? options = null) =>
        new ImportPreflight(_site, _site, _site, options ?? new ImportOptions { PacsId = 1, Project = "DEMO" }).RunAsync(studies);
}
