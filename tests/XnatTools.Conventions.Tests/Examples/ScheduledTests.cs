using System;
using System.IO;
using Xunit;

namespace XnatTools.Conventions.Tests.Examples;

/// <summary>The scripts of examples/scheduled end with the codes that about_XnatTools_Scheduling names.</summary>
public sealed class ScheduledTests : ExampleRun
{
    [SkippableFact]
    public void Nightly_import_and_sweep_end_with_the_right_codes()
    {
        PowerShellEngine.Need();
        string inbox = Directory.CreateDirectory(Path.Combine(Work.Path, "inbox")).FullName;
        string[] import = ["-Inbox", inbox, "-Project", "DEMO", "-Pacs", "1", "-PollSec", "1", "-TimeoutSec", "120"];

        File.Copy(Repo.Path("examples", "cohort.csv"), Path.Combine(inbox, "cohort.csv"));
        AssertEnds(3, Scheduled("Invoke-NightlyImport.ps1", "wrong", import));
        Assert.True(File.Exists(Path.Combine(inbox, "cohort.csv")), "a file whose import could not begin stays");

        // A project that is not there fails before anything is asked for.
        AssertEnds(1, Scheduled("Invoke-NightlyImport.ps1", "admin", ["-Inbox", inbox, "-Project", "NOSUCH", .. import[4..]]));
        Assert.True(File.Exists(Path.Combine(inbox, "cohort.csv")) && !File.Exists(Path.Combine(inbox, "cohort.ledger.jsonl")), "a failed file stays, without a ledger");

        // Out of time: the file stays with its ledger, and the next run goes on without asking for anything twice.
        AssertEnds(2, Scheduled("Invoke-NightlyImport.ps1", "admin", [.. import[..^1], "1"]));
        Assert.True(File.Exists(Path.Combine(inbox, "cohort.csv")) && File.Exists(Path.Combine(inbox, "cohort.ledger.jsonl")), "an unfinished file stays with its ledger");
        AssertEnds(0, Scheduled("Invoke-NightlyImport.ps1", "admin", import));
        Assert.All(Read(Path.Combine(inbox, "cohort.result.csv")), o => Assert.Equal("InPrearchive", o.Value));
        foreach (string kind in new[] { "*cohort.csv", "*.ledger.jsonl", "*.report.html", "*.status.csv" })
        {
            Assert.Single(Directory.GetFiles(Path.Combine(inbox, "Done"), kind));
        }

        Assert.Empty(Directory.GetFiles(inbox, "*.ledger.*"));
        (int asked, string history) = Script("Import-Module XnatTools; Connect-Xnat $env:XNAT_URI $login; $all = @(Get-XnatImportHistory); \"$($all.Count) records, $(@($all.StudyInstanceUid | Sort-Object -Unique).Count) studies\"");
        Assert.True(asked == 0 && history.Contains("10 records, 10 studies", StringComparison.Ordinal), history);

        (int code, string output) = Script($"Import-Module XnatTools; Connect-Xnat $env:XNAT_URI $login; $all = @(& '{Repo.Path("examples", "Review-Prearchive.ps1")}' -Project DEMO); \"$($all.Count) sessions, $(@($all | Where-Object Attention).Count) need a look\"");
        Assert.True(code == 0 && output.Contains("10 sessions, 0 need a look", StringComparison.Ordinal), output);

        AssertEnds(0, Scheduled("Invoke-PrearchiveSweep.ps1", "admin", "-Project", "DEMO", "-RestHours", "0"));

        // Once more: nothing is imported twice.
        File.Copy(Repo.Path("examples", "cohort.csv"), Path.Combine(inbox, "again.csv"));
        AssertEnds(0, Scheduled("Invoke-NightlyImport.ps1", "admin", import));
        Assert.All(Read(Path.Combine(inbox, "again.result.csv")), o => Assert.Equal("AlreadyPresent", o.Value));

        File.Copy(Repo.Path("examples", "damaged-cohort.csv"), Path.Combine(inbox, "damaged.csv"));
        AssertEnds(2, Scheduled("Invoke-NightlyImport.ps1", "admin", import));

        File.WriteAllText(Path.Combine(inbox, "poem.csv"), "Roses are red\nviolets are blue\n");
        AssertEnds(4, Scheduled("Invoke-NightlyImport.ps1", "admin", import));
        Assert.True(File.Exists(Path.Combine(inbox, "poem.findings.csv")));

        Environment["XNAT_URI"] = "http://127.0.0.1:1";
        AssertEnds(5, Scheduled("Invoke-NightlyImport.ps1", "admin", import));

        using FileStream other = new(Path.Combine(inbox, ".import.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        AssertEnds(0, Scheduled("Invoke-NightlyImport.ps1", "admin", import));
    }

    private (int Code, string Output) Scheduled(string script, string password, params string[] arguments)
    {
        string secret = Path.Combine(Work.Path, $"{password}.xml");
        if (!File.Exists(secret))
        {
            string maker = Path.Combine(Work.Path, "secret.ps1");
            File.WriteAllText(maker, $"[pscredential]::new('admin', (ConvertTo-SecureString {password} -AsPlainText -Force)) | Export-Clixml '{secret}'");
            _ = PowerShellEngine.Run(maker);
        }

        return PowerShellEngine.Start(Repo.Path("examples", "scheduled", script), Environment, [.. arguments, "-CredentialFile", secret, "-LogFolder", Path.Combine(Work.Path, "logs")]);
    }

    private static void AssertEnds(int code, (int Code, string Output) run) => Assert.True(run.Code == code, $"ended with {run.Code} instead of {code}: {run.Output}");
}
