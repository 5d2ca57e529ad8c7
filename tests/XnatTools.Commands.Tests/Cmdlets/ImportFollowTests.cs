using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Get-, Wait-, Stop-XnatImport and Export-XnatImportReport over a real ledger.</summary>
[Collection(CampaignSandboxCollection.Name)]
public sealed class ImportFollowTests
{
    private readonly SandboxFixture _sandbox;
    private readonly Shell _shell;

    public ImportFollowTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = sandbox.Folder;
    }

    [Fact]
    public void An_import_is_shown_waited_for_reported_and_stopped_by_its_ledger()
    {
        string ledger = Posted("follow", out PacsStudy[] studies);

        XnatImport import = Assert.IsType<XnatImport>(Assert.Single(_shell.Ok(Command("Get-XnatImport", ("Ledger", new[] { ledger })))));
        Assert.Equal((ledger, "DEMO", 2, 2), (import.Ledger, import.Project, import.Lines, import.Studies));
        Assert.Equal(2, import.Outcomes.Values.Sum());
        Assert.NotEqual(XnatImportStatus.Running, import.Status);
        Assert.Equal(2, _shell.Ok(Command("Get-XnatImport", ("Ledger", new[] { ledger }), ("Item", true))).Cast<ImportItem>().Count(i => i.Subject!.StartsWith("FW", StringComparison.Ordinal)));
        Assert.Contains(_shell.Ok(Command("Get-XnatImport")).Cast<XnatImport>(), i => i.Ledger == ledger);

        Result waited = _shell.Run(Command("Wait-XnatImport", ("Ledger", new[] { ledger }), ("TimeoutSec", 5)));
        Assert.IsType<XnatImport>(Assert.Single(waited.Output));

        string report = Path.Combine(_sandbox.Folder, "reports") + Path.DirectorySeparatorChar;
        FileInfo[] files = [.. _shell.Ok(Command("Export-XnatImportReport", ("Ledger", ledger), ("Path", report))).Cast<FileInfo>()];
        Assert.Equal(["follow.report.html", "follow.status.csv"], files.Select(f => f.Name));
        Assert.DoesNotContain(studies[0].AccessionNumber!, File.ReadAllText(files[0].FullName) + File.ReadAllText(files[1].FullName), StringComparison.Ordinal);
        Assert.All(_shell.Run(Command("Export-XnatImportReport", ("Ledger", ledger), ("Path", report))).Errors, e => Assert.StartsWith("XnatFileExists,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        files = [.. _shell.Ok(Command("Export-XnatImportReport", ("Ledger", ledger), ("Path", report), ("IncludeIdentifier", true), ("Force", true), ("StudyDescription", new[] { "no such*" }))).Cast<FileInfo>()];
        Assert.Equal(6, files.Length);
        Assert.Single(File.ReadAllLines(files[5].FullName));

        Assert.Empty(_shell.Ok(Command("Stop-XnatImport", ("Ledger", new[] { ledger }), ("WhatIf", true), ("PassThru", true))));
        XnatImport stopped = Assert.IsType<XnatImport>(Assert.Single(_shell.Ok(Command("Stop-XnatImport", ("Ledger", new[] { ledger }), ("PassThru", true)))));
        Assert.Equal(2, stopped.Outcomes.Values.Sum());
    }

    [Fact]
    public void Without_a_connection_the_ledger_alone_is_shown_and_a_missing_one_is_an_error()
    {
        string ledger = Posted("offline", out _);
        Shell apart = new();
        apart.Engine.Location = _sandbox.Folder;

        Assert.False(Assert.IsType<XnatImport>(Assert.Single(apart.Ok(Command("Get-XnatImport", ("Ledger", new[] { ledger }))))).ServerAsked);
        foreach (string name in new[] { "Get-XnatImport", "Wait-XnatImport", "Stop-XnatImport" })
        {
            Result result = apart.Run(Command(name, ("Ledger", new[] { Path.Combine(_sandbox.Folder, "nosuch.csv") })));
            Assert.StartsWith("XnatLedgerNotFound,", result.FailureId ?? result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_sandbox.Folder, "nosuch.ledger.jsonl.lock")));
    }

    [Fact]
    public void Items_without_wait_are_followed_to_their_end()
    {
        List<object> items = Invoke("items", out _);
        Result result = _shell.Engine.Run(items, Command("Wait-XnatImport", ("PollSec", 1), ("TimeoutSec", 60)));

        Assert.Equal(2, result.Output.Count);
        Assert.All(result.Output.Cast<ImportItem>(), i => Assert.Contains(i.Outcome, new[] { ImportOutcome.InPrearchive, ImportOutcome.Archived }));
    }

    private string Posted(string name, out PacsStudy[] studies)
    {
        Invoke(name, out studies);
        return Path.Combine(_sandbox.Folder, name + ".ledger.jsonl");
    }

    private List<object> Invoke(string name, out PacsStudy[] studies)
    {
        studies = [.. _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().OrderByDescending(s => s.StudyInstanceUid, StringComparer.Ordinal).Take(2)];

        // The same labels each time, and none of others': a study that lies in the prearchive under another label is not imported again.
        const string prefix = "FW";
        HashSet<string> uids = [.. studies.Select(s => s.StudyInstanceUid)];
        object[] others = [.. _shell.Ok(Command("Get-XnatPrearchive", ("Project", new[] { "DEMO" }))).Cast<PrearchiveSession>()
            .Where(s => s.StudyInstanceUid is string uid && uids.Contains(uid) && s.Session?.StartsWith(prefix, StringComparison.Ordinal) != true)];
        if (others.Length > 0)
        {
            _shell.Engine.Run(others, Command("Remove-XnatPrearchive", ("Confirm", false)));
        }

        object[] labelled = [.. studies.Select((s, i) => s.WithLabels(new RelabelMap { Subject = prefix + i, Session = prefix + "_" + i }))];
        Result result = _shell.Engine.Run(labelled, Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Ledger", Path.Combine(_sandbox.Folder, name + ".ledger.jsonl")), ("AllowPresent", true), ("Confirm", false)));
        Assert.Equal(2, result.Output.Count);
        return [.. result.Output];
    }
}
