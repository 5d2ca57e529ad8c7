using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>De-identification, its audit and the check of scripts, on local files.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string Mark = "MARKED";
    private const string Good = "version \"6.6\"\n(0010,0010) := subject\n(0010,0020) := subject\n-(0008,1140)\n";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-identity-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell = new();

    public IdentityTests()
    {
        _shell.Engine.Location = _folder;
        Directory.CreateDirectory(Path.Combine(_folder, "in", "sub"));
        MadeFile.Write(Path.Combine(_folder, "in"), "a.dcm", "1.2.3.1", Mark + "^Jane");
        MadeFile.Write(Path.Combine(_folder, "in", "sub"), "b.dcm", "1.2.3.2", Mark + "^Jane");
        File.WriteAllText(Path.Combine(_folder, "in", "note.txt"), "a note that is no DICOM file, and longer than a preamble would have to be to be looked at at all, so that it is read and refused by name");
        File.WriteAllText(Path.Combine(_folder, "good.das"), Good);
        File.WriteAllText(Path.Combine(_folder, "bad.das"), "version \"X.x\"\n# later\n(0008,0020) := hashUUID[(0010,0010)]\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_come_out_de_identified_beside_the_originals_and_a_second_run_skips_them()
    {
        Result result = Protect();
        DicomProtectResult[] results = [.. result.Output.Cast<DicomProtectResult>().OrderBy(r => r.Position)];
        Assert.Equal([DicomProtectOutcome.Protected, DicomProtectOutcome.NotDicom, DicomProtectOutcome.Protected], results.Select(r => r.Outcome));
        Assert.All(results.Where(r => r.Successful), r => Assert.Equal((2, 1, 64, 64, null), (r.Changed, r.Removed, r.HeaderHash!.Length, r.SourceHeaderHash!.Length, r.Hash)));
        Assert.True(File.Exists(Path.Combine(_folder, "out", "sub", "b.dcm")));
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w.StartsWith("1 files", StringComparison.Ordinal));
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, Protect().Output.Cast<DicomProtectResult>().Count(r => r.Outcome == DicomProtectOutcome.AlreadyDone));
        Assert.All(Protect(("Hash", true)).Output.Cast<DicomProtectResult>().Where(r => r.Successful), r => Assert.Equal((DicomProtectOutcome.Protected, 64, 64), (r.Outcome, r.Hash!.Length, r.SourceHash!.Length)));
        Assert.Equal(2, Protect(("PassThru", true), ("Force", true)).Output.OfType<FileInfo>().Count());
    }

    [Fact]
    public void What_if_tells_the_differences_and_writes_nothing()
    {
        DicomHeaderDifference[] differences = [.. Protect(("WhatIf", true)).Output.Cast<DicomHeaderDifference>()];
        Assert.Contains(differences, d => d is { Action: DicomDifferenceKind.Changed, Keyword: "PatientID", Before: "P1", After: "S1" });
        Assert.Contains(differences, d => d is { Action: DicomDifferenceKind.Removed, Tag: "(0008,1140)" });
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void A_script_that_is_not_understood_is_refused_with_its_lines_before_any_file()
    {
        Result result = _shell.Run(Command("Protect-Dicom", ("Path", "in"), ("Script", "bad.das"), ("Destination", "out")));
        Assert.Equal("DicomEditInvalid,XnatTools.Commands.ProtectDicomCommand", result.FailureId);
        string words = string.Join('\n', Shell.Words(result));
        Assert.Contains("Line 1", words, StringComparison.Ordinal);
        Assert.Contains("Line 2", words, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Theory]
    [InlineData("Destination", "in/new", "ArgumentInvalid")]
    [InlineData("Destination", ".", "ArgumentInvalid")]
    [InlineData("Subject", null, "ArgumentInvalid")]
    [InlineData("NameTemplate", "{Nothing}.dcm", "ArgumentInvalid")]
    [InlineData("Compatibility", "Exact", "ArgumentInvalid")]
    public void What_cannot_go_well_ends_before_any_file(string parameter, string? value, string code)
    {
        (string, object?)[] all = [("Path", "in"), ("Script", "good.das"), ("Destination", "out"), ("Subject", "S1")];
        Step step = Command("Protect-Dicom", [.. all.Where(p => p.Item1 != parameter).Select(p => (p.Item1, p.Item2!)), .. value is null ? Array.Empty<(string, object)>() : [(parameter, (object)value)]]);
        Result result = _shell.Run(step);
        Assert.StartsWith(code, result.FailureId?.Replace("Xnat", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Text_that_may_be_read_wrongly_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "latin.das"), [.. "version \"6.1\"\n(0010,0010) := \"M"u8, 0xFC, .. "ller\"\n"u8]);
        File.WriteAllText(Path.Combine(_folder, "cr.das"), "version \"6.1\" // all\r-(0010,0010)\r");
        File.WriteAllText(Path.Combine(_folder, "empty.das"), "version \"6.1\"\n// nothing\n");
        File.WriteAllText(Path.Combine(_folder, "noise.das"), new string('\u0001', 900) + "\n(");
        Result Try(string script) => _shell.Run(Command("Protect-Dicom", ("Path", "in"), ("Script", script), ("Destination", "out"), ("Subject", "S1")));

        Assert.StartsWith("XnatArgumentInvalid", Try("latin.das").FailureId, StringComparison.Ordinal);
        Assert.StartsWith("XnatArgumentInvalid", _shell.Run(Command("Test-DicomEditScript", ("Path", "latin.das"))).FailureId, StringComparison.Ordinal);
        Assert.StartsWith("XnatArgumentInvalid", _shell.Run(Command("Test-DicomIdentity", ("Path", "in"), ("KnownPath", "latin.das"))).FailureId, StringComparison.Ordinal);
        Assert.StartsWith("DicomEditInvalid", Try("cr.das").FailureId, StringComparison.Ordinal);
        Assert.StartsWith("DicomEditInvalid", Try("empty.das").FailureId, StringComparison.Ordinal);
        Assert.Contains(Shell.Words(Try("noise.das")), w => w.Contains("Line 2", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [SkippableFact]
    public void Links_to_folders_are_not_followed_and_an_alias_of_the_originals_is_no_destination()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links needs a right on Windows");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "in", "sub", "up"), Path.Combine(_folder, "in"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "alias"), Path.Combine(_folder, "in"));
        Result result = Protect();
        Assert.Equal(3, result.Output.Count);
        Assert.Contains(result.Warnings, w => w.Contains("links", StringComparison.Ordinal));

        Result alias = _shell.Run(Command("Protect-Dicom", ("Path", "in"), ("Script", "good.das"), ("Destination", "alias/new"), ("Subject", "S1")));
        Assert.StartsWith("XnatArgumentInvalid", alias.FailureId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_file_is_an_error_of_its_own_and_leaves_nothing()
    {
        File.WriteAllText(Path.Combine(_folder, "reject.das"), "version \"6.6\"\nlimit ~ \"yes\" ? reject[]\n");
        Result result = _shell.Run(Command("Protect-Dicom", ("Path", "in/a.dcm"), ("Script", "reject.das"), ("Destination", "out"), ("Variable", new Hashtable { ["limit"] = "yes" })));
        Assert.Equal("DicomEditRejected,XnatTools.Commands.ProtectDicomCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(DicomProtectOutcome.Rejected, Assert.IsType<DicomProtectResult>(Assert.Single(result.Output)).Outcome);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "out"), "*.dcm"));
    }

    [Fact]
    public void The_audit_tells_scans_findings_and_true_or_false()
    {
        Result result = _shell.Run(Command("Test-DicomIdentity", ("Path", "in/a.dcm"), ("Known", new[] { Mark + "^Jane" }), ("ReportPath", "audit.html")));
        IdentityScan scan = Assert.IsType<IdentityScan>(Assert.Single(result.Output));
        Assert.Equal((1, "MR", false), (scan.Files, scan.Modality, scan.Passed));
        Assert.Equal("DicomIdentityFound,XnatTools.Commands.TestDicomIdentityCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase));
        string page = File.ReadAllText(Path.Combine(_folder, "audit.html"));
        Assert.Contains("(0010,0010)", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, page, StringComparison.OrdinalIgnoreCase);

        IdentityFinding[] findings = [.. _shell.Run(Command("Test-DicomIdentity", ("Path", "in/a.dcm"), ("Finding", true), ("Known", new[] { Mark }))).Output.Cast<IdentityFinding>()];
        Assert.Contains(findings, f => f is { Kind: "KnownIdentifier", Tag: "(0010,0010)", Value: null });
        Assert.Equal([false], _shell.Ok(Command("Test-DicomIdentity", ("Path", "in"), ("Quiet", true))));
    }

    [Fact]
    public void After_protection_the_audit_passes_with_the_originals_beside()
    {
        _shell.Ok(Command("Protect-Dicom", ("Path", "in/a.dcm"), ("Script", "good.das"), ("Destination", "out"), ("Subject", "S1")));
        object passed = Assert.Single(_shell.Ok(Command("Test-DicomIdentity", ("Path", "out/a.dcm"), ("ReferencePath", "in/a.dcm"), ("Subject", "S1"), ("Known", new[] { Mark, "Jane" }), ("Quiet", true))));
        Assert.Equal(true, passed);
        DicomHeaderDifference[] differences = [.. _shell.Ok(Command("Get-DicomHeader", ("Path", "out/a.dcm"), ("ReferencePath", "in"), ("Field", "Patient*"))).Cast<DicomHeaderDifference>()];
        Assert.Equal(["(0010,0010)", "(0010,0020)"], differences.Select(d => d.Tag));
        Assert.Equal("(a name)", differences[0].ShownBefore);
    }

    [Fact]
    public void Scripts_are_checked_without_data()
    {
        DicomEditScriptFinding[] findings = [.. _shell.Ok(Command("Test-DicomEditScript", ("Path", new[] { "good.das", "bad.das" }))).Cast<DicomEditScriptFinding>()];
        Assert.Contains(findings, f => f is { Severity: DicomEditScriptSeverity.Error, Line: 1 });
        Assert.Contains(findings, f => f is { Severity: DicomEditScriptSeverity.Error, Line: 2 });
        Assert.Contains(findings, f => f.Rule == "Variable" && f.Source!.EndsWith("good.das", StringComparison.Ordinal));
        Assert.Equal([true], _shell.Ok(Command("Test-DicomEditScript", ("Text", Good), ("Quiet", true))));
        Assert.Equal([false], _shell.Ok(Command("Test-DicomEditScript", ("Path", "bad.das"), ("Quiet", true))));
        findings = [.. _shell.Ok(Command("Test-DicomEditScript", ("Path", "good.das"), ("ConfidentialityProfile", IdentityProfile.Basic))).Cast<DicomEditScriptFinding>()];
        Assert.Contains(findings, f => f is { Rule: "LeftAlone", Keyword: "AccessionNumber", Code: "Z" });
        Assert.DoesNotContain(findings, f => f is { Rule: "LeftAlone", Keyword: "PatientName" });
    }

    private Result Protect(params (string Name, object Value)[] more) => _shell.Run(Command(
        "Protect-Dicom",
        [("Path", "in"), ("Recurse", true), ("Script", "good.das"), ("Destination", "out"), ("Subject", "S1"), .. more]));
}
