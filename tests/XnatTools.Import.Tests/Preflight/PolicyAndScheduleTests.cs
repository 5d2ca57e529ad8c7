using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Preflight;
using XnatTools.Import.Schedule;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Preflight;

public sealed class PolicyAndScheduleTests
{
    private readonly FakeSite _site = new(new JumpingClock());
    private readonly FakePolicy _policy = new();

    [Theory]
    [InlineData("none", "none", false, "AnonymizationMissing", FindingSeverity.Warning)]
    [InlineData("none", "none", true, "XnatAnonymizationMissing", FindingSeverity.Error)]
    [InlineData("off", "off", true, "XnatAnonymizationMissing", FindingSeverity.Error)]
    [InlineData("on", "none", true, "ProjectScriptMissing", FindingSeverity.Warning)]
    [InlineData("none", "unseen", true, "AnonymizationUnseen", FindingSeverity.Warning)]
    [InlineData("none", "on", true, null, FindingSeverity.Information)]
    [InlineData("unseen", "on", true, null, FindingSeverity.Information)]
    public async Task Scripts_in_force_are_told_and_none_is_a_warning_or_forbids(string site, string project, bool require, string? code, FindingSeverity severity)
    {
        _policy.Site = Script(site, null);
        _policy.Project = Script(project, "DEMO");

        PreflightReport report = await RunAsync([Study(1)], new ImportOptions { PacsId = 1, Project = "DEMO", RequireAnonymization = require });

        PreflightFinding[] trouble = [.. report.Findings.Where(f => f.Check == "Anonymization" && f.Severity != FindingSeverity.Information)];
        Assert.Equal(code is null ? [] : new[] { (code, severity) }, trouble.Select(f => (f.Code, f.Severity)));
        Assert.All(trouble, f => Assert.NotEmpty(f.Cure));
        Assert.Equal(severity == FindingSeverity.Error, report.Obstacle is not null);
        Assert.Equal(site is "on" or "off", report.Findings.Any(f => f.Code == "SiteScript" && f.Message.Contains("SHA-256 0123456789ab", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_receiver_that_bypasses_the_scripts_is_found()
    {
        _policy.Project = FakePolicy.Script("DEMO");
        _site.Receivers[0] = new XnatReceiver { AETitle = "XNAT", Port = 8104, Enabled = true, CustomProcessing = true, Identifier = "dqrObjectIdentifier", AnonymizationEnabled = false, DirectArchive = true };

        PreflightReport report = await RunAsync([Study(1)]);

        Assert.Contains(report.Findings, f => f.Code == "AnonymizationBypassed");
        Assert.Contains(report.Findings, f => f.Code == "DirectArchive");
    }

    [Fact]
    public async Task Whoever_may_only_read_the_project_is_stopped()
    {
        _policy.MayEdit = false;

        PreflightReport report = await RunAsync([Study(1)]);

        Assert.Equal("XnatPermissionDenied", report.Obstacle?.Code);
    }

    [Fact]
    public async Task The_fingerprint_changes_with_whatever_changes_the_headers()
    {
        XnatReceiver receiver = new() { AETitle = "XNAT", Port = 8104, Enabled = true };
        HashSet<string> prints = [await PrintAsync(receiver)];
        _policy.Project = FakePolicy.Script("DEMO");
        Assert.True(prints.Add(await PrintAsync(receiver)));
        _policy.Project = FakePolicy.Script("DEMO", hash: "fedcba9876543210");
        Assert.True(prints.Add(await PrintAsync(receiver)));
        _policy.Site = FakePolicy.Script(null);
        Assert.True(prints.Add(await PrintAsync(receiver)));
        Assert.False(prints.Add(await PrintAsync(receiver)));
        Assert.True(prints.Add(await PrintAsync(new XnatReceiver { AETitle = "XNAT", Port = 8104, Enabled = true, AnonymizationEnabled = false })));
        _policy.Site = FakePolicy.Script(null, enabled: false);
        Assert.False(prints.Add(await PrintAsync(receiver)));
    }

    [Fact]
    public async Task A_label_on_its_way_through_the_queue_is_taken_and_compared_as_xnat_cleans_it()
    {
        _site.Archive.Add(new ImageSession { Project = "DEMO", Session = "S2 1", StudyInstanceUid = "9.9" });
        _site.Pacs.Add(Study(7).WithSeries([]));
        await _site.ImportAsync(new ImportPost { PacsId = 1, Project = "DEMO", Studies = [Study(7, session: "s1_1")] }, CancellationToken.None);

        PreflightReport report = await RunAsync([Study(1), Study(2), Study(3)]);

        Assert.Equal("1.3", Assert.Single(report.Ready).StudyInstanceUid);
        Assert.All(report.Settled, i => Assert.Equal("XnatLabelTaken", i.Code));
    }

    [Fact]
    public async Task Labels_that_only_look_alike_are_warned_of()
    {
        PreflightReport report = await RunAsync([Study(1, session: "S10_1"), Study(2, session: "SlO_1"), Study(3)]);

        Assert.Equal(3, report.Ready.Count);
        Assert.Equal(2, Assert.Single(report.Findings, f => f.Code == "LabelsLookAlike").Row);
    }

    [Fact]
    public async Task Windows_that_never_meet_forbid_the_import_and_a_schedule_that_never_opens_is_said()
    {
        ImportOptions nights = new() { PacsId = 1, Project = "DEMO", Schedule = ImportSchedule.Parse(["19:00-07:00"], false, TimeZoneInfo.Utc), ServerZone = TimeZoneInfo.Utc };
        _site.Windows = [.. Days(9, 17)];
        PreflightReport never = await RunAsync([Study(1)], nights);
        _site.Windows = [.. Days(6, 17)];
        PreflightReport meets = await RunAsync([Study(1)], nights);
        _site.Windows = [];
        PreflightReport closed = await RunAsync([Study(1)]);

        Assert.Equal(("Schedule", "XnatImportBlocked"), (never.Obstacle?.Check, never.Obstacle?.Code));
        Assert.Null(meets.Obstacle);
        Assert.Contains(closed.Findings, f => f.Code == "WindowNever" && f.Severity == FindingSeverity.Warning);
    }

    private static IEnumerable<PacsWindow> Days(int from, int to)
    {
        for (int day = 0; day < 7; day++)
        {
            yield return new PacsWindow { Day = (DayOfWeek)day, Start = TimeSpan.FromHours(from), End = TimeSpan.FromHours(to), Threads = 1 };
        }
    }

    private static XnatAnonScript? Script(string state, string? project) => state switch
    {
        "unseen" => null,
        "none" => new XnatAnonScript { Project = project },
        _ => FakePolicy.Script(project, enabled: state == "on"),
    };

    private static PacsStudy Study(int number, string? session = null) =>
        FakeSite.Study("1." + number, "A" + number, "P" + number).ForRow(FakeSite.Row(number, "A" + number, "S" + number, session ?? "S" + number + "_1"), 1);

    private async Task<string> PrintAsync(XnatReceiver receiver) => (await ImportPolicy.ReadAsync(_policy, "DEMO", receiver, CancellationToken.None)).Fingerprint;

    private Task<PreflightReport> RunAsync(List<PacsStudy> studies, ImportOptions? options = null) =>
        new ImportPreflight(_site, _site, _site, options ?? new ImportOptions { PacsId = 1, Project = "DEMO" }, _policy).RunAsync(studies);
}
