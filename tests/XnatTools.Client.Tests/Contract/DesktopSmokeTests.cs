using System;
using System.IO;
using System.Threading.Tasks;
using XnatTools.TestSupport;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>What is shipped for .NET Framework runs: on Windows by itself, elsewhere under Mono when it is there.</summary>
public sealed class DesktopSmokeTests
{
    [SkippableFact]
    public async Task The_build_for_dotnet_framework_reads_a_sheet_and_talks_to_a_site()
    {
        Desktop.Require();
        string sheet = Path.Combine(Path.GetTempPath(), "xnattools-smoke-" + Guid.NewGuid().ToString("N") + ".csv");
        await File.WriteAllTextAsync(sheet, "Accession Number,Subject,Session\r\nACC0001,S001,S001_1\r\nACC0002,S002,S002_1\r\n");
        try
        {
            await using ContractSite site = await ContractSite.StartAsync();
            Assert.Equal(
                ["csv 2 rows, first S001/S001_1, sent True", "user imaging", "projects 1", "queue 0", "nobody there: XnatConnectionFailed", "no answer: XnatTimeout", "done"],
                await Desktop.RunAsync(Program(), site.Host.Url.AbsoluteUri, "imaging", "imaging", sheet));
        }
        finally
        {
            File.Delete(sheet);
        }
    }

    [SkippableFact]
    public async Task A_ledger_is_written_locked_mended_and_found_changed()
    {
        Desktop.Require();
        string folder = Directory.CreateTempSubdirectory("xnattools-smoke-").FullName;
        try
        {
            Assert.Equal(
                ["planned 3 lines, 2 studies, held True", "second run: XnatLedgerBusy", "free True, readable False", "torn 18, 3 lines, first SECRET2", "mended 0, planned True", "changed: XnatLedgerBroken", "done"],
                await Desktop.RunAsync(Program(), "ledger", folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // tests/XnatTools.Client.Tests/bin/CONFIGURATION/FRAMEWORK/ is where we run; the program stands beside our project.
    private static string Program()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo configuration = framework.Parent!;
        string tests = configuration.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "XnatTools.Desktop.Smoke", "bin", configuration.Name, "net472", "XnatTools.Desktop.Smoke.exe");
    }
}
