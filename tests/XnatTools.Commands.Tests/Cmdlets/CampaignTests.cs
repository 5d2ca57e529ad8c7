using System;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Imports with their ledger through the shipped cmdlets: posted, gone on with, and moved aside.</summary>
[Collection(CampaignSandboxCollection.Name)]
public sealed class CampaignTests
{
    private readonly SandboxFixture _sandbox;
    private readonly Shell _shell;

    public CampaignTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = sandbox.Folder;
    }

    [Fact]
    public void What_was_posted_is_gone_on_with_from_its_ledger_which_is_moved_aside_at_the_next_import()
    {
        PacsStudy[] studies = [.. _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().OrderBy(s => s.AccessionNumber, StringComparer.Ordinal).Skip(16).Take(2)];
        string csv = _sandbox.Write("ledger.csv", "Accession Number,Subject,Session\r\n" + string.Join("\r\n", studies.Select((s, i) => $"{s.AccessionNumber},LG{i},LG{i}_1")) + "\r\nNOSUCH5,LG9,LG9_1\r\n");
        string ledger = Path.Combine(_sandbox.Folder, "ledger.ledger.jsonl");

        ImportItem[] posted = [.. _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Node", $"DEMOPACS@127.0.0.1:{_sandbox.Host.PacsPort}"))).Output.Cast<ImportItem>()];
        Assert.Equal(3, posted.Length);
        Assert.Equal(studies.Sum(s => _shell.Ok(Command("Find-PacsStudy", ("StudyInstanceUid", s.StudyInstanceUid)), Command("Select-PacsSeries")).Cast<PacsStudy>().Single().ExcludedSeries.Length), posted.Sum(i => i.SeriesLeftOut));
        Assert.True(File.Exists(ledger));
        Assert.DoesNotContain(File.ReadAllLines(ledger), l => studies.Any(s => l.Contains(s.PatientId!, StringComparison.Ordinal) || l.Contains(s.AccessionNumber!, StringComparison.Ordinal)));

        Result dry = _shell.Run(Command("Resume-XnatDqrImport", ("Ledger", csv), ("WhatIf", true)));
        Assert.Empty(dry.Output);
        Assert.Single(dry.Asked);
        Result resumed = _shell.Run(Command("Resume-XnatDqrImport", ("Ledger", ledger), ("PollSec", 1), ("TimeoutSec", 120)));
        Assert.Null(resumed.Failure);
        Assert.Equal([ImportOutcome.InPrearchive, ImportOutcome.InPrearchive, ImportOutcome.NotFound], resumed.Output.Cast<ImportItem>().OrderBy(i => i.Row).Select(i => i.Outcome));
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.ResumeXnatDqrImportCommand", _shell.Run(Command("Resume-XnatDqrImport", ("Ledger", ledger), ("Approve", true))).Errors[0].FullyQualifiedErrorId);


        // Images were counted at the PACS itself, which XNAT does not tell of.
        FileInfo status = Assert.Single(_shell.Ok(Command("Export-XnatImportReport", ("Ledger", ledger))).Cast<FileInfo>(), f => f.Name.EndsWith(".status.csv", StringComparison.Ordinal));
        string[][] cells = [.. File.ReadAllLines(status.FullName).Select(l => l.Split(','))];
        int expected = Array.IndexOf(cells[0], "InstancesExpected");
        Assert.Equal(2, cells.Skip(1).Count(c => int.TryParse(c[expected], out int images) && images > 0 && c[expected] == c[Array.IndexOf(cells[0], "InstancesFound")]));

        ImportItem[] again = [.. _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv))).Output.Cast<ImportItem>().OrderBy(i => i.Row)];
        Assert.Equal([ImportOutcome.AlreadyPresent, ImportOutcome.AlreadyPresent, ImportOutcome.NotFound], again.Select(i => i.Outcome));
        Assert.Single(Directory.GetFiles(_sandbox.Folder, "ledger.*-*.ledger.jsonl"));
    }

    [Fact]
    public void What_time_cut_short_is_an_error_and_none_of_it_passes_for_done()
    {
        PacsStudy[] studies = [.. _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().OrderBy(s => s.AccessionNumber, StringComparer.Ordinal).Skip(12).Take(3)];
        string csv = _sandbox.Write("hasty.csv", "Accession Number,Subject,Session\r\n" + string.Join("\r\n", studies.Select((s, i) => $"{s.AccessionNumber},HS{i},HS{i}_1")) + "\r\n");

        // So many seconds between two looks that the end of the posted studies cannot be seen within one.
        Result hasty = _shell.Run(Command("Invoke-XnatDqrImport", ("Project", "DEMO"), ("Csv", csv), ("Wait", true), ("PollSec", 60), ("TimeoutSec", 1)));

        ImportItem[] items = [.. hasty.Output.Cast<ImportItem>()];
        Assert.Equal(3, items.Length);
        ImportItem[] open = [.. items.Where(i => i.Code == "XnatImportTimedOut")];
        Assert.NotEmpty(open);
        Assert.All(hasty.Errors, e => Assert.StartsWith("XnatImportTimedOut,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        int posted = open.Count(i => i.Outcome != ImportOutcome.Planned);
        Assert.Equal(posted + (posted < open.Length ? 1 : 0), hasty.Errors.Count);

        Result resumed = _shell.Run(Command("Resume-XnatDqrImport", ("Ledger", csv), ("PollSec", 1), ("TimeoutSec", 120)));
        Assert.Empty(resumed.Errors);
        Assert.Equal(3, resumed.Output.Cast<ImportItem>().Count(i => i.Outcome == ImportOutcome.InPrearchive));
    }

    [Fact]
    public void A_ledger_that_is_not_there_ends_with_its_id() =>
        Assert.Equal("XnatLedgerNotFound,XnatTools.Commands.ResumeXnatDqrImportCommand", _shell.Run(Command("Resume-XnatDqrImport", ("Ledger", Path.Combine(_sandbox.Folder, "none.csv")))).FailureId);
}
