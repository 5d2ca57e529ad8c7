using System;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Prearchive;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

public sealed class PrearchiveMoverTests
{
    private readonly JumpingClock _clock = new();
    private readonly FakeSite _site;

    public PrearchiveMoverTests()
    {
        _site = new FakeSite(_clock);
        _site.Waiting.Add(FakeSite.Session("Unassigned", "20240307_1", "x", "1.1", "READY"));
    }

    [Fact]
    public async Task A_session_is_moved_then_archived_with_its_own_labels()
    {
        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Subject = "S1", Session = "S1_1", Archive = true, Time = _clock });

        Assert.Null(result.Code);
        Assert.Equal(ImportOutcome.Archived, result.Outcome);
        Assert.Equal(("DEMO", "S1_1", "S1"), (result.Archived!.Project, result.Archived.Session, result.Archived.Subject));
        Assert.Empty(_site.Waiting);
    }

    [Fact]
    public async Task A_conflict_is_told_from_a_failure_and_nothing_is_overwritten()
    {
        _site.Archive.Add(new ImageSession { Id = "E", Project = "DEMO", Session = "S1_1", StudyInstanceUid = "9" });

        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Session = "S1_1", Archive = true, Time = _clock });

        Assert.Equal((ImportOutcome.Conflict, XnatErrorCode.Conflict), (result.Outcome, result.Code));
        Assert.Single(_site.Archive);
        Assert.Equal("DEMO", Assert.Single(_site.Waiting).Project);
    }

    [Fact]
    public async Task A_stranger_of_the_same_label_is_not_taken_for_ours()
    {
        _site.ArchivesAs = "9";

        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Session = "S1_1", Archive = true, Time = _clock });

        Assert.Equal((ImportOutcome.Failed, XnatErrorCode.OutcomeUnknown), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task Of_several_sessions_of_one_study_the_one_just_archived_is_told()
    {
        _site.Archive.Add(new ImageSession { Id = "E", Project = "DEMO", Session = "OLDER", StudyInstanceUid = "1.1" });

        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Session = "S1_1", Archive = true, Time = _clock });

        Assert.Equal((ImportOutcome.Archived, "S1_1"), (result.Outcome, result.Archived!.Session));
    }

    [Fact]
    public async Task Overwriting_happens_only_when_told()
    {
        _site.Archive.Add(new ImageSession { Id = "E", Project = "DEMO", Session = "S1_1", StudyInstanceUid = "9" });

        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Session = "S1_1", Archive = true, Overwrite = ArchiveOverwrite.Append, Time = _clock });

        Assert.Equal(ImportOutcome.Archived, result.Outcome);
    }

    [Fact]
    public async Task Moving_alone_leaves_it_ready_in_the_other_project()
    {
        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Time = _clock });

        Assert.Equal(ImportOutcome.InPrearchive, result.Outcome);
        Assert.Equal(("DEMO", "READY"), (result.Prearchive!.Project, result.Prearchive.Status));
        Assert.Empty(_site.Archive);
    }

    [Fact]
    public async Task A_session_that_stays_busy_is_given_up_in_time()
    {
        _site.Waiting[0] = FakeSite.Session("Unassigned", "20240307_1", "x", "1.1", "RECEIVING");

        MoveResult result = await MoveAsync(new MoveOptions { Project = "DEMO", Archive = true, Timeout = TimeSpan.FromMinutes(2), Time = _clock });

        Assert.Equal(XnatErrorCode.PrearchiveBusy, result.Code);
        Assert.Contains("RECEIVING", result.Reason);
    }

    [Fact]
    public async Task A_session_that_has_gone_and_a_bad_label_have_their_names()
    {
        PrearchiveSession gone = FakeSite.Session("DEMO", "1", "y", "1.2", "READY");
        MoveResult lost = await new PrearchiveMover(_site, new MoveOptions { Archive = true, Time = _clock }).MoveAsync(gone);
        MoveResult bad = await MoveAsync(new MoveOptions { Archive = true, Session = "a b", Time = _clock });

        Assert.Equal(XnatErrorCode.NotFound, lost.Code);
        Assert.Equal(XnatErrorCode.LabelInvalid, bad.Code);
    }

    private Task<MoveResult> MoveAsync(MoveOptions options) => new PrearchiveMover(_site, options).MoveAsync(_site.Waiting[0]);
}
