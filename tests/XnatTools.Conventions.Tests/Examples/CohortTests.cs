using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Conventions.Tests.Examples;

/// <summary>examples/Import-Cohort.ps1 does the whole job.</summary>
public sealed class CohortTests : ExampleRun
{
    [SkippableFact]
    public void Import_Cohort_archives_every_line_of_the_example_file()
    {
        PowerShellEngine.Need();
        Dictionary<int, string> outcomes = ImportCohort("cohort.csv");

        Assert.Equal(Enumerable.Range(2, 10), outcomes.Keys.Order());
        Assert.All(outcomes, o => Assert.Equal("Archived", o.Value));
    }

    [SkippableFact]
    public void Import_Cohort_gives_every_line_of_the_damaged_file_its_outcome()
    {
        PowerShellEngine.Need();

        Assert.Equal(
            [
                "2 Archived", "3 Archived", "4 Archived", "6 Archived", "7 Archived", "8 NotFound", "9 Invalid", "10 Invalid", "11 Invalid",
                "12 Duplicate", "13 NotFound", "14 Invalid",
            ],
            ImportCohort("damaged-cohort.csv").OrderBy(o => o.Key).Select(o => $"{o.Key} {o.Value}"));
    }

    [SkippableFact]
    public void Import_Cohort_changes_nothing_with_WhatIf()
    {
        PowerShellEngine.Need();
        Dictionary<int, string> outcomes = ImportCohort("cohort.csv", "-WhatIf");

        Assert.Equal(10, outcomes.Count);
        Assert.All(outcomes, o => Assert.Equal("Planned", o.Value));
        (int code, string output) = Script("Import-Module XnatTools; Connect-Xnat $env:XNAT_URI $login; 'records: ' + (@(Get-XnatImportQueue -All) + @(Get-XnatImportHistory -All) + @(Get-XnatPrearchive)).Count");
        Assert.True(code == 0 && output.Contains("records: 0", StringComparison.Ordinal), output);
    }

    private Dictionary<int, string> ImportCohort(string file, string more = "")
    {
        (int code, string output) = Script($"& '{Repo.Path("examples", "Import-Cohort.ps1")}' -Uri $env:XNAT_URI -Credential $login -Project DEMO -Pacs 1 -PollSec 1 -TimeoutSec 120 -OutputFolder '{Work.Path}' -Path '{Repo.Path("examples", file)}' {more}");
        Assert.True(code == 0, output);
        return Read(Path.Combine(Work.Path, Path.GetFileNameWithoutExtension(file) + ".result.csv"));
    }
}
