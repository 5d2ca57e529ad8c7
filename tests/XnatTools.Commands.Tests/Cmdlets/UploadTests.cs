using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Sessions sent to the sandbox's import service.</summary>
[Collection(SandboxCollection.Name)]
public sealed class UploadTests : IDisposable
{
    private const string Mark = "MARKED";
    private readonly string _folder = Directory.CreateTempSubdirectory("xnattools-up-").FullName;
    private readonly string _uid = "1.2.826.0.2." + Random.Shared.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
    private readonly Shell _shell;
    private readonly string _session = "UP_" + Guid.NewGuid().ToString("N")[..8];

    public UploadTests(SandboxFixture sandbox)
    {
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_becomes_a_session_in_the_prearchive_and_the_files_go_only_when_asked()
    {
        Files(3);
        Result result = _shell.Run(Send(("RemoveStaged", true), ("Verbose", true)));
        SessionUploadResult sent = Assert.IsType<SessionUploadResult>(Assert.Single(result.Output));
        Assert.Equal((SessionUploadOutcome.InPrearchive, 3, true), (sent.Outcome, sent.InstancesFound, sent.IsProven));
        Assert.Empty(result.Errors);
        PrearchiveSession waiting = Assert.Single(_shell.Ok(Command("Get-XnatPrearchive")).Cast<PrearchiveSession>(), s => s.Session == _session);
        Assert.Equal(("READY", "SUBJ_1"), (waiting.Status, waiting.Subject));
        Assert.Empty(Directory.GetFiles(_folder, "*.dcm"));
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase) || w.Contains(_uid, StringComparison.Ordinal));
    }

    [Fact]
    public void A_receiver_takes_the_objects_under_the_labels_in_their_headers()
    {
        Files(2);
        SessionUploadResult sent = Assert.IsType<SessionUploadResult>(Assert.Single(_shell.Ok(Send(("Receiver", "XNAT")))));
        Assert.Equal((SessionUploadOutcome.InPrearchive, 2), (sent.Outcome, sent.InstancesFound));
        Assert.Equal(2, Directory.GetFiles(_folder, "*.dcm").Length);
        Result pacs = _shell.Run(Send(("Receiver", "DEMOPACS")));
        Assert.Equal("DicomNodeIsPacs,XnatTools.Commands.SendXnatSessionCommand", pacs.FailureId);
    }

    [Fact]
    public void WhatIf_sends_nothing_and_a_damaged_file_stops_the_session()
    {
        Files(2);
        Result what = _shell.Run(Send(("WhatIf", true)));
        Assert.Empty(what.Output);
        Assert.Empty(what.Errors);
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, "1.dcm"));
        File.WriteAllBytes(Path.Combine(_folder, Mark + ".dcm"), bytes[..^3]);
        Result refused = _shell.Run(Send());
        Assert.Empty(refused.Output);
        ErrorRecord error = Assert.Single(refused.Errors);
        Assert.Equal("DicomInvalid,XnatTools.Commands.SendXnatSessionCommand", error.FullyQualifiedErrorId);
        Assert.DoesNotContain(Shell.Words(refused), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(_shell.Ok(Command("Get-XnatPrearchive")).Cast<PrearchiveSession>(), s => s.Session == _session);
        Assert.Equal(SessionUploadOutcome.InPrearchive, Assert.IsType<SessionUploadResult>(Assert.Single(_shell.Run(Send(("SkipDamaged", true))).Output)).Outcome);
    }

    [Fact]
    public void Rows_of_a_file_are_sessions_and_a_bad_one_does_not_stop_the_next()
    {
        Files(1);
        object[] rows =
        [
            Row(("Path", Path.Combine(_folder, "nowhere")), ("Project", "DEMO"), ("Subject", "S1"), ("Session", _session)),
            Row(("Path", _folder), ("Project", "DEMO"), ("Subject", "S 1"), ("Session", _session)),
            Row(("Path", _folder), ("Project", "DEMO"), ("Subject", "S1"), ("Session", _session)),
        ];
        Result result = _shell.Engine.Run(rows, Command("Send-XnatSession", ("Confirm", false)));
        Assert.Equal(["DicomFileNotFound", "XnatLabelInvalid"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(SessionUploadOutcome.InPrearchive, Assert.IsType<SessionUploadResult>(Assert.Single(result.Output)).Outcome);
    }

    [Fact]
    public void A_study_that_waits_under_another_label_is_refused_with_what_to_do()
    {
        Files(1);
        _shell.Ok(Send());
        object[] rows = [Row(("Path", _folder), ("Project", "DEMO"), ("Subject", "SUBJ_1"), ("Session", _session + "_B"))];
        ErrorRecord error = Assert.Single(_shell.Engine.Run(rows, Command("Send-XnatSession", ("WorkFolder", Path.Combine(_folder, "work")), ("Confirm", false))).Errors);
        Assert.Equal("XnatConflict,XnatTools.Commands.SendXnatSessionCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Get-XnatPrearchive", error.ErrorDetails?.RecommendedAction ?? "", StringComparison.Ordinal);
    }

    private Step Send(params (string, object?)[] more) => Command(
        "Send-XnatSession",
        [("Path", _folder), ("Project", "DEMO"), ("Subject", "SUBJ_1"), ("Session", _session), ("WorkFolder", Path.Combine(_folder, "work")), ("Confirm", false), .. more]);

    private void Files(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            MadeFile.Write(_folder, i + ".dcm", $"{_uid}.{i}", Mark, study: _uid);
        }
    }
}
