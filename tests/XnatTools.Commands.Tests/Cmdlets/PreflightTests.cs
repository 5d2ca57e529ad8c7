using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Test-XnatDqrImport and the rules of profiles, through the shipped cmdlets against the sandbox.</summary>
[Collection(SandboxCollection.Name)]
public sealed class PreflightTests
{
    private readonly SandboxFixture _sandbox;
    private readonly Shell _shell;

    public PreflightTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = sandbox.Folder;
    }

    [Fact]
    public void Without_studies_the_site_is_checked()
    {
        PreflightFinding[] findings = [.. _shell.Ok(Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Pacs", "1"))).Cast<PreflightFinding>()];

        Assert.Contains(findings, f => f.Code == "DqrVersion");
        Assert.Contains(findings, f => f.Check == "Anonymization" && f.Severity == FindingSeverity.Warning);
        Assert.DoesNotContain(findings, f => f.Severity == FindingSeverity.Error);
        Assert.Equal("True", Assert.Single(_shell.Ok(Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Quiet", true))))?.ToString());
        Assert.Equal("False", Assert.Single(_shell.Ok(Command("Test-XnatDqrImport", ("Project", "DEMO"), ("RequireAnonymization", true), ("Quiet", true))))?.ToString());
        Assert.Equal("False", Assert.Single(_shell.Ok(Command("Test-XnatDqrImport", ("Project", "NOSUCH"), ("Quiet", true))))?.ToString());
    }

    [Fact]
    public void Studies_give_their_findings_and_a_forecast()
    {
        PacsStudy[] studies = [.. _shell.Ok(Command("Find-PacsStudy", ("PatientId", "P1*"), ("AllowWildcard", true))).Cast<PacsStudy>().Take(3)];
        RelabelMap same = new() { Subject = "PF", Session = "PF_1" };
        Result result = _shell.Engine.Run([.. studies.Select(s => s.WithLabels(same))], Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Window", new[] { "19:00-07:00" }), ("Weekend", true), ("AllowPresent", true)));
        PreflightFinding[] findings = [.. result.Output.Cast<PreflightFinding>()];

        Assert.Equal(3, findings.Count(f => f.Code == "XnatLabelTaken" && f.Study is not null));
        Assert.Contains(findings, f => f.Code == "WindowOwn");

        result = _shell.Engine.Run([.. studies.Select((s, i) => s.WithLabels(new RelabelMap { Subject = "PF" + i, Session = "PF_" + i }))], Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Severity", "Information"), ("AllowPresent", true)));
        Assert.Contains(result.Output.Cast<PreflightFinding>(), f => f.Check == "Forecast" && f.Message.StartsWith("3 studies: done about ", StringComparison.Ordinal));
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void A_csv_file_that_breaks_its_profile_is_refused_before_anything_is_asked()
    {
        string profile = _sandbox.Write("profile.json", "{ \"pacs\": [ { \"name\": \"1\", \"keys\": [\"PatientId+StudyDate\"], \"because\": \"made up\" } ] }");
        string csv = _sandbox.Write("profile.csv", "Accession Number,Subject,Session\nA1,S1,S1_1\n");
        foreach (string name in new[] { "Test-XnatDqrImport", "Invoke-XnatDqrImport" })
        {
            Result result = _shell.Run(Command(name, ("Project", "DEMO"), ("Pacs", "1"), ("Csv", csv), ("Profile", profile)));

            Assert.Empty(result.Output);
            Assert.StartsWith("XnatProfileBroken,", result.FailureId, StringComparison.Ordinal);
        }

        Result found = _shell.Run(Command("Find-PacsStudy", ("Pacs", "1"), ("Csv", csv), ("Profile", profile)));
        Assert.Equal((0, "XnatProfileBroken"), (found.Output.Count, FailureOf(found).Split(',')[0]));
        object[] rows = [new ImportRow { Row = 2, AccessionNumber = "A1" }, new ImportRow { Row = 3, PatientId = "NOBODY", StudyDate = "20240307" }];
        found = _shell.Engine.Run(rows, Command("Find-PacsStudy", ("Pacs", "1"), ("Profile", profile)));
        Assert.Equal(["XnatProfileBroken", "PacsStudyNotFound"], found.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));

        string broken = _sandbox.Write("broken.json", "{ \"pacs\": [ { \"nam\": \"1\" } ] }");
        Assert.StartsWith("XnatProfileInvalid,", _shell.Run(Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Profile", broken))).FailureId, StringComparison.Ordinal);
        Assert.StartsWith("XnatArgumentInvalid,", FailureOf(_shell.Run(Command("Test-XnatDqrImport", ("Project", "DEMO"), ("Window", new[] { "7pm-7am" })))), StringComparison.Ordinal);
    }

    private static string FailureOf(Result result) => result.FailureId ?? Assert.Single(result.Errors).FullyQualifiedErrorId;
}
