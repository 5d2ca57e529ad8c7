using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>The direct route through the shipped cmdlets: the sandbox's PACS is asked from here, and its XNAT gets the studies sent.</summary>
[Collection(CampaignSandboxCollection.Name)]
public sealed class DirectRouteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xnattools-direct-").FullName;
    private readonly Shell _shell;
    private readonly string _node;

    public DirectRouteTests(SandboxFixture sandbox)
    {
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = _folder;
        XnatPacs pacs = _shell.Ok(Command("Get-XnatPacs")).Cast<XnatPacs>().Single(p => p.IsDefault);
        _node = $"{pacs.AETitle}@{pacs.HostName}:{pacs.Port}";
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_node_is_asked_without_a_connection_and_gives_the_same_studies()
    {
        PacsStudy[] through = _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().ToArray();
        Shell alone = new();
        alone.Engine.Location = _folder;
        PacsStudy[] direct = alone.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true), ("Node", _node), ("IncludeSeries", true))).Cast<PacsStudy>().ToArray();
        Assert.Equal(through.Select(s => (s.StudyInstanceUid, s.AccessionNumber, s.PatientId)).Order(), direct.Select(s => (s.StudyInstanceUid, s.AccessionNumber, s.PatientId)).Order());
        Assert.All(direct, s => Assert.Equal((_node, 0), (s.Node, s.PacsId)));
        Assert.All(direct, s => Assert.Equal(s.InstanceCount, s.Series!.Sum(one => one.InstanceCount)));
        PacsSeries[] series = alone.Engine.Run([direct[0]], Command("Get-PacsSeries", ("Node", _node))).Output.Cast<PacsSeries>().ToArray();
        Assert.Equal(direct[0].Series!.Select(s => s.SeriesInstanceUid), series.Select(s => s.SeriesInstanceUid));

        Result rows = alone.Engine.Run(
            [Row(("Accession Number", direct[0].AccessionNumber)), Row(("Accession Number", "NOSUCH1")), Row(("Accession Number", ""))],
            Command("Find-PacsStudy", ("Node", _node)));
        Assert.Equal(direct[0].StudyInstanceUid, Assert.IsType<PacsStudy>(Assert.Single(rows.Output)).StudyInstanceUid);
        Assert.Equal(["PacsStudyNotFound", "PacsCriteriaTooBroad"], rows.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("DicomNodeInvalid,XnatTools.Commands.FindPacsStudyCommand", _shell.Run(Command("Find-PacsStudy", ("AccessionNumber", "A"), ("Node", _node), ("Pacs", "1"))).FailureId);
    }

    [Fact]
    public void Studies_are_received_once_and_counted()
    {
        PacsStudy[] studies = Studies(3);
        Result result = _shell.Engine.Run(studies, Command("Receive-PacsStudy", ("StagingPath", "staging"), ("MinimumFreeSpace", 0L), ("Confirm", false)));
        Assert.Empty(result.Errors);
        ReceivedStudy[] received = result.Output.Cast<ReceivedStudy>().ToArray();
        Assert.Equal(3, received.Length);
        Assert.All(received, r => Assert.Equal((ReceiveOutcome.Complete, "C-GET", r.Expected), (r.Outcome, r.Method, (int?)r.Received)));
        Assert.Equal(received.Sum(r => r.Received), Directory.GetFiles(Path.Combine(_folder, "staging"), "*.dcm", SearchOption.AllDirectories).Length);
        Assert.All(_shell.Engine.Run(studies, Command("Receive-PacsStudy", ("StagingPath", "staging"), ("MinimumFreeSpace", 0L))).Output.Cast<ReceivedStudy>(), r => Assert.Equal((0, 0), (r.New, r.Requests)));

        Assert.Empty(_shell.Engine.Run(studies, Command("Receive-PacsStudy", ("StagingPath", "nowhere"), ("WhatIf", true))).Output);
        Assert.False(Directory.Exists(Path.Combine(_folder, "nowhere")));
        Result none = _shell.Run(Command("Receive-PacsStudy", ("StudyInstanceUid", "1.2.3.4"), ("Node", _node), ("StagingPath", "staging"), ("MinimumFreeSpace", 0L)));
        Assert.Equal(ReceiveOutcome.NotFound, Assert.IsType<ReceivedStudy>(Assert.Single(none.Output)).Outcome);
        Assert.Equal("PacsStudyNotFound,XnatTools.Commands.ReceivePacsStudyCommand", Assert.Single(none.Errors).FullyQualifiedErrorId);
        Assert.Equal("XnatArgumentInvalid", Assert.Single(_shell.Run(Command("Receive-PacsStudy", ("StudyInstanceUid", "1.2.3.4"), ("StagingPath", "staging"))).Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void One_command_brings_studies_the_direct_way_into_the_prearchive()
    {
        string mark = "D" + Guid.NewGuid().ToString("N")[..6];
        PacsStudy[] studies = _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>()
            .Skip(4).Take(2).Select((s, i) => s.WithLabels(new RelabelMap { Subject = mark + i, Session = mark + i + "_1" })).ToArray();
        Result result = _shell.Engine.Run(studies, Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Route", "Direct"), ("Node", _node), ("StagingPath", "staging"),
            ("Ledger", "direct.jsonl"), ("Wait", true), ("PollSec", 1), ("TimeoutSec", 90), ("RemoveStaged", true), ("AllowPresent", true), ("Confirm", false)));
        Assert.True(result.Errors.Count == 0 && result.Failure is null, string.Join(" | ", result.Errors.Select(e => e.Exception.Message)) + result.Failure?.Message);
        ImportItem[] items = result.Output.Cast<ImportItem>().ToArray();
        Assert.Equal(2, items.Length);
        Assert.All(items, i => Assert.True(i.IsSuccess, i.Reason));
        Assert.All(items, i => Assert.Equal("direct", i.RequestId));
        PrearchiveSession[] waiting = _shell.Ok(Command("Get-XnatPrearchive")).Cast<PrearchiveSession>().Where(s => s.Session?.StartsWith(mark, StringComparison.Ordinal) == true).ToArray();
        Assert.Equal([mark + "0_1", mark + "1_1"], waiting.Select(s => s.Session).Order());
        Assert.All(waiting, s => Assert.Equal("READY", s.Status));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "staging"), "*.dcm", SearchOption.AllDirectories));

        // The PACS's own identifiers do not travel.
        foreach (PrearchiveSession session in waiting)
        {
            DicomHeaderElement[] header = _shell.Engine.Run([session], Command("Get-XnatDicomHeader", ("Field", new[] { "00100010", "00100020", "00080050" }))).Output.Cast<DicomHeaderElement>().ToArray();
            Assert.DoesNotContain(header, e => studies.Any(s => e.Value == s.PatientId || e.Value == s.AccessionNumber || e.Value == s.PatientName));
        }
    }

    [Fact]
    public void A_node_goes_by_the_name_of_its_profile()
    {
        string profiles = Path.Combine(_folder, "pacs.json");
        File.WriteAllText(profiles, $$$"""{"pacs":[{"name":"Main","node":{"address":"{{{_node}}}","callingAETitle":"RESEARCH1"} },{"name":"Bare"}]}""");
        Shell alone = new();
        alone.Engine.Location = _folder;
        Assert.True(Assert.IsType<DicomNodeStatus>(Assert.Single(alone.Ok(Command("Test-DicomNode", ("Node", "Main"), ("Profile", "pacs.json"))))).Answers);
        PacsStudy found = alone.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true), ("Node", "main"), ("Profile", "pacs.json"))).Cast<PacsStudy>().First();
        Assert.Equal(_node, found.Node);
        Assert.NotEmpty(alone.Engine.Run([found], Command("Get-PacsSeries", ("Node", "Main"), ("Profile", "pacs.json"))).Output);
        Assert.True(Assert.IsType<ReceivedStudy>(Assert.Single(alone.Engine.Run(
            [found], Command("Receive-PacsStudy", ("Node", "Main"), ("Profile", "pacs.json"), ("StagingPath", "named"), ("MinimumFreeSpace", 0L), ("Confirm", false))).Output)).IsComplete);
        foreach (string name in new[] { "Bare", "Nobody" })
        {
            Assert.Equal("DicomNodeInvalid,XnatTools.Commands.FindPacsStudyCommand", alone.Run(Command("Find-PacsStudy", ("AccessionNumber", "A"), ("Node", name), ("Profile", "pacs.json"))).FailureId);
        }
    }

    [Fact]
    public void A_node_that_cannot_be_asked_is_found_before_a_ledger_is_begun()
    {
        string mark = "N" + Guid.NewGuid().ToString("N")[..6];
        PacsStudy[] studies = [Studies(1)[0].WithLabels(new RelabelMap { Subject = mark, Session = mark + "_1" })];
        foreach ((string node, string code) in new[] { ("NOBODY@127.0.0.1:1", "PacsUnreachable"), ("WRONG" + _node.Substring(_node.IndexOf('@')), "PacsCalledAETitleUnknown") })
        {
            Result result = _shell.Engine.Run(studies, Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Route", "Direct"), ("Node", node), ("StagingPath", "unasked"),
                ("Ledger", "unasked.jsonl"), ("Wait", true), ("AllowPresent", true), ("Confirm", false)));
            Assert.Equal((ImportOutcome.Blocked, code), (Assert.IsType<ImportItem>(Assert.Single(result.Output)).Outcome, ((ImportItem)result.Output[0]).Code));
            Assert.Contains(result.Errors, e => e.FullyQualifiedErrorId.StartsWith(code + ",", StringComparison.Ordinal) && e.Exception.Message.StartsWith("Nothing can be received", StringComparison.Ordinal));
            Assert.Empty(Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void What_is_gone_on_with_says_that_it_keeps_to_its_ledger()
    {
        string mark = "K" + Guid.NewGuid().ToString("N")[..6];
        string csv = Path.Combine(_folder, "cohort.csv");
        File.WriteAllLines(csv, ["Accession Number,Subject,Session", $"{Studies(3)[2].AccessionNumber},{mark},{mark}_1"]);
        Result Import(string staging, params (string, object?)[] more) => _shell.Run(Command("Invoke-XnatDqrImport",
            [("Project", "DEMO"), ("Csv", csv), ("Route", "Direct"), ("Node", _node), ("StagingPath", staging), ("Wait", true), ("PollSec", 1), ("AllowPresent", true), ("Confirm", false), .. more]));

        // The window is shut: nothing is received, and the ledger stays open.
        string shut = DateTime.Now.AddHours(12).ToString("HH:00", System.Globalization.CultureInfo.InvariantCulture);
        string after = DateTime.Now.AddHours(13).ToString("HH:00", System.Globalization.CultureInfo.InvariantCulture);
        Result begun = Import("begun", ("Window", new[] { shut + "-" + after }), ("TimeoutSec", 1));
        Assert.Equal(ImportOutcome.Planned, Assert.IsType<ImportItem>(Assert.Single(begun.Output)).Outcome);
        Assert.Contains(Import("other", ("TimeoutSec", 1)).Warnings, text => text.Contains("goes on as it was begun", StringComparison.Ordinal));
        Assert.DoesNotContain(Import("begun", ("TimeoutSec", 1)).Warnings, text => text.Contains("goes on as it was begun", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_complete_is_not_sent()
    {
        PacsStudy[] studies = Studies(1);
        ReceivedStudy received = Assert.IsType<ReceivedStudy>(Assert.Single(_shell.Engine.Run(studies, Command("Receive-PacsStudy", ("StagingPath", "part"), ("MinimumFreeSpace", 0L), ("Confirm", false))).Output));
        ReceivedStudy part = new() { Outcome = ReceiveOutcome.Incomplete, Study = studies[0].WithLabels(new RelabelMap { Subject = "PART1", Session = "PART1_1" }), Path = received.Path };
        Result refused = _shell.Engine.Run([part], Command("Send-XnatSession", ("Project", "DEMO"), ("Confirm", false)));
        Assert.Empty(refused.Output);
        Assert.Equal("PacsReceiveIncomplete,XnatTools.Commands.SendXnatSessionCommand", Assert.Single(refused.Errors).FullyQualifiedErrorId);
        Result sent = _shell.Engine.Run([part], Command("Send-XnatSession", ("Project", "DEMO"), ("AllowIncomplete", true), ("Confirm", false)));
        Assert.True(Assert.IsType<SessionUploadResult>(Assert.Single(sent.Output)).IsProven);
    }

    [Fact]
    public void A_receiver_of_XNAT_can_be_handed_to_instead()
    {
        string mark = "R" + Guid.NewGuid().ToString("N")[..6];
        PacsStudy[] studies = [_shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().Skip(8).First().WithLabels(new RelabelMap { Subject = mark, Session = mark + "_1" })];
        Result result = _shell.Engine.Run(studies, Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Route", "Direct"), ("Node", _node), ("StagingPath", "stored"), ("UseReceiver", true),
            ("Ledger", "stored.jsonl"), ("Wait", true), ("PollSec", 1), ("TimeoutSec", 90), ("AllowPresent", true), ("Confirm", false)));
        Assert.True(result.Errors.Count == 0 && result.Failure is null, string.Join(" | ", result.Errors.Select(e => e.Exception.Message)) + result.Failure?.Message);
        ImportItem item = Assert.IsType<ImportItem>(Assert.Single(result.Output));
        Assert.True(item.IsSuccess, item.Reason);
        Assert.Equal("direct", item.RequestId);
        Assert.Equal("READY", Assert.Single(_shell.Ok(Command("Get-XnatPrearchive")).Cast<PrearchiveSession>(), s => s.Session == mark + "_1").Status);
    }

    private PacsStudy[] Studies(int count) =>
        [.. _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true), ("Node", _node))).Cast<PacsStudy>().Take(count)];
}
