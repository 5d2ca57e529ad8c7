using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Import.Diagnosis;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;
using XnatTools.Import.Tests.Fakes;

namespace XnatTools.Import.Tests.Diagnosis;

/// <summary>Each cause of a standstill has its own verdict.</summary>
public sealed class ImportDiagnosisTests : IDisposable
{
    private readonly MadeLedger _ledger = new(3);

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void What_moves_or_has_ended_is_left_alone()
    {
        Planned().Post("s1", "s2");
        Assert.Empty(Diagnose(XnatImportStatus.Running));
        Assert.Empty(ImportDiagnosis.Diagnose(_ledger.Note(LedgerKind.End).Later(60).State, XnatImportStatus.Ended, Now, ImportDiagnosis.DefaultStallAfter, null));
    }

    [Theory]
    [InlineData(XnatImportStatus.Interrupted, null, "Campaign", "Interrupted")]
    [InlineData(XnatImportStatus.Planning, null, "Campaign", "PlanningBroke")]
    [InlineData(XnatImportStatus.WaitingForApproval, null, "Approval", "SampleWaits")]
    [InlineData(XnatImportStatus.Stopped, null, "Campaign", "Stopped")]
    [InlineData(XnatImportStatus.Stopped, "XnatSessionLost", "Login", "SessionEnded")]
    [InlineData(XnatImportStatus.Stopped, "XnatReceiverNotFound", "Campaign", "XnatReceiverNotFound")]
    public void Nobody_runs_it(XnatImportStatus status, string? code, string link, string verdict)
    {
        Planned().Note(LedgerKind.Stop, "Stopped.", code);

        ImportStall stall = Assert.Single(Diagnose(status));

        Assert.Equal((link, verdict), (stall.Link, stall.Code));
        Assert.NotEmpty(stall.Cure);
    }

    [Fact]
    public void A_shut_window_and_a_pause_are_named_at_once()
    {
        Planned().Note(LedgerKind.Window, "The window is shut.", "WindowShut");
        Assert.Equal("WindowShut", Assert.Single(Diagnose(XnatImportStatus.Running)).Code);
        _ledger.Note(LedgerKind.Window, "The window opened.").Note(LedgerKind.Pause, "Posting pauses.");
        Assert.Equal("PacsRefuses", Assert.Single(Diagnose(XnatImportStatus.Running)).Code);
        _ledger.Later(3).Note(LedgerKind.Wake);
        Assert.Empty(Diagnose(XnatImportStatus.Running));
    }

    [Theory]
    [InlineData("fault", "Server", "ServerAway")]
    [InlineData("login", "Login", "SessionEnded")]
    [InlineData("pacs", "Pacs", "PacsSilent")]
    [InlineData("schedule", "Schedule", "PacsScheduleShut")]
    [InlineData("receiver", "Receiver", "ReceiverDown")]
    [InlineData("port", "Receiver", "ReceiverWrong")]
    [InlineData("unassigned", "Receiver", "ArrivedUnassigned")]
    [InlineData("nothing", "Receiver", "NothingArrives")]
    [InlineData("blocked", "Queue", "WorkerBlocked")]
    [InlineData("asleep", "Queue", "WorkerBlocked")]
    [InlineData("stuck", "Queue", "WorkerStuck")]
    [InlineData("behind", "Queue", "QueueWaits")]
    [InlineData("building", "Session", "SessionBuilding")]
    [InlineData("conflict", "Prearchive", "PrearchiveConflict")]
    [InlineData("error", "Prearchive", "PrearchiveError")]
    public void After_a_while_the_server_shows_the_cause(string cause, string link, string code)
    {
        Planned().Post("s1", "s2").To("s1", ImportState.Queued).To("s2", ImportState.Queued);
        Assert.Empty(Diagnose(XnatImportStatus.Running, Facts(cause)));
        _ledger.Later(11);

        ImportStall[] stalls = Diagnose(XnatImportStatus.Running, Facts(cause));

        Assert.Equal((link, code), (stalls[0].Link, stalls[0].Code));
        Assert.All(stalls, s => Assert.True(s.Message.Length > 20 && s.Cure.Length > 10));
        Assert.DoesNotContain(stalls, s => s.ToString().Contains("SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_cause_it_says_so_and_without_the_server_it_asks_for_it()
    {
        Planned().Post("s1").Later(11);

        ImportStall blind = Assert.Single(Diagnose(XnatImportStatus.Running));
        ImportStall seen = Assert.Single(Diagnose(XnatImportStatus.Running, new ServerFacts { PacsAnswers = true }));

        Assert.Equal(("NothingMoves", "NothingMoves"), (blind.Code, seen.Code));
        Assert.Contains("Connect", blind.Cure, StringComparison.Ordinal);
        Assert.True(ImportDiagnosis.NeedsServer(_ledger.State, Now, ImportDiagnosis.DefaultStallAfter));
    }

    [Fact]
    public async Task Facts_are_read_from_the_server_and_joined_with_the_ledger()
    {
        FakeSite site = new(_ledger.Clock);
        for (int i = 1; i <= 3; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, "P" + i).WithSeries([]));
        }

        Planned().Post("s1", "s2", "s3").To("s1", ImportState.Arriving).To("s2", ImportState.Queued);
        await site.ImportAsync(new ImportPost { PacsId = 1, Project = "DEMO", RequestId = "job/01", Studies = [site.Pacs[1], FakeSite.Study("1.9", "A9", "P9")] }, CancellationToken.None);
        site.Waiting.Add(FakeSite.Session("DEMO", "20240307_1", "S3_1", "1.3", "READY"));
        site.PacsUp = false;

        ServerFacts facts = await ServerFacts.ReadAsync(site, site, site, _ledger.State, thorough: true, CancellationToken.None);
        XnatImport import = ImportSummary.Make(MadeLedger.Path, _ledger.State, isHeld: true, Now, facts: facts);

        Assert.Null(facts.Fault);
        Assert.False(facts.PacsAnswers);
        Assert.Equal((1, 2), (import.States[ImportState.Queued], import.States[ImportState.Arriving]));
        Assert.Equal((1, 2, 3), (import.Outcomes[ImportOutcome.Queued], import.Outcomes[ImportOutcome.Arriving], import.Outcomes.Values.Sum()));
        Assert.True(import.ServerAsked);
        Assert.Equal((1, 2, 0), (import.InFlight, import.Arriving, import.Waiting));
    }

    [Fact]
    public void The_status_follows_ledger_and_lock()
    {
        Assert.Equal(XnatImportStatus.Planning, Status(false));
        Planned();
        Assert.Equal((XnatImportStatus.Running, XnatImportStatus.Interrupted), (Status(true), Status(false)));
        _ledger.Note(LedgerKind.Stop);
        Assert.Equal(XnatImportStatus.Stopped, Status(false));
        _ledger.Note(LedgerKind.Resume).Note(LedgerKind.Sample);
        Assert.Equal(XnatImportStatus.WaitingForApproval, Status(false));
        _ledger.Note(LedgerKind.Approve).Note(LedgerKind.End);
        Assert.Equal(XnatImportStatus.Ended, Status(false));
    }

    private DateTimeOffset Now => _ledger.Clock.GetUtcNow();

    private XnatImportStatus Status(bool held) => ImportSummary.StatusOf(_ledger.State, held);

    private MadeLedger Planned() => _ledger.Note(LedgerKind.Planned);

    private ImportStall[] Diagnose(XnatImportStatus status, ServerFacts? facts = null) =>
        ImportDiagnosis.Diagnose(_ledger.State, status, Now, ImportDiagnosis.DefaultStallAfter, facts);

    private ServerFacts Facts(string cause)
    {
        ServerFacts facts = new() { PacsAnswers = cause != "pacs", ServerTime = Now, Receivers = [new XnatReceiver { AETitle = "XNAT", Port = 8104, Enabled = cause != "receiver" }] };
        switch (cause)
        {
            case "fault":
                facts.Fault = new XnatException(XnatErrorCode.ConnectionFailed, "It could not be reached.");
                break;
            case "login":
                facts.Fault = new XnatException(XnatErrorCode.SessionLost, "Out.");
                break;
            case "schedule":
                facts.Windows = [];
                facts.Queue["1.1"] = Record("QUEUED");
                break;
            case "port":
                facts.History["1.1"] = Record("FAILED");
                break;
            case "unassigned":
                facts.History["1.1"] = Record("RECEIVED");
                facts.Unassigned.Add("1.1");
                facts.Prearchive["1.2"] = Session("READY");
                break;
            case "nothing":
                facts.History["1.1"] = Record("ISSUED");
                break;
            case "blocked":
                facts.Queue["1.1"] = Record("QUEUED", retries: 2);
                facts.Queue["1.2"] = Record("QUEUED");
                break;
            case "asleep":
                // The failing record was taken out; the worker that tried it pauses all the same.
                facts.Queue["1.1"] = Record("QUEUED");
                facts.History["1.2"] = new ImportQueueItem { Status = "FAILED", StudyInstanceUid = "1.2", ErrorMessage = "refused", ExecutedTime = Now.AddMinutes(-2) };
                break;
            case "stuck":
                facts.Queue["1.1"] = Record("PROCESSING");
                break;
            case "behind":
                facts.Queue["1.1"] = Record("QUEUED");
                break;
            case "building":
                facts.Prearchive["1.1"] = Session("RECEIVING");
                break;
            case "conflict":
                facts.Prearchive["1.1"] = Session("CONFLICT");
                break;
            case "error":
                facts.Prearchive["1.1"] = Session("ERROR");
                break;
        }

        return facts;
    }

    private ImportQueueItem Record(string status, int? retries = null) => new()
    {
        Status = status, StudyInstanceUid = "1.1", Retries = retries, QueuedTime = Now.AddMinutes(-60), ExecutedTime = Now.AddMinutes(-30), PatientName = "SECRET^NAME",
    };

    private static PrearchiveSession Session(string status) => new() { Project = "DEMO", Session = "S1_1", StudyInstanceUid = "1.1", Status = status };
}
