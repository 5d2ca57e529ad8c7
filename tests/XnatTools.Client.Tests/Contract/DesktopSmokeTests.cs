using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>What is shipped for .NET Framework runs: on Windows by itself, elsewhere under Mono when it is there.</summary>
public sealed class DesktopSmokeTests
{
    [SkippableFact]
    public async Task The_build_for_dotnet_framework_reads_a_sheet_and_talks_to_a_site()
    {
        string? mono = Mono();
        Skip.If(mono is null, "mono is not installed");
        string sheet = Path.Combine(Path.GetTempPath(), "xnattools-smoke-" + Guid.NewGuid().ToString("N") + ".csv");
        await File.WriteAllTextAsync(sheet, "Accession Number,Subject,Session\r\nACC0001,S001,S001_1\r\nACC0002,S002,S002_1\r\n");
        try
        {
            await using ContractSite site = await ContractSite.StartAsync();
            Assert.Equal(
                ["csv 2 rows, first S001/S001_1, sent True", "user imaging", "projects 1", "queue 0", "nobody there: XnatConnectionFailed", "no answer: XnatTimeout", "done"],
                await RunAsync(mono!, site.Host.Url.AbsoluteUri, "imaging", "imaging", sheet));
        }
        finally
        {
            File.Delete(sheet);
        }
    }

    [SkippableFact]
    public async Task A_ledger_is_written_locked_mended_and_found_changed()
    {
        string? mono = Mono();
        Skip.If(mono is null, "mono is not installed");
        string folder = Directory.CreateTempSubdirectory("xnattools-smoke-").FullName;
        try
        {
            Assert.Equal(
                ["planned 3 lines, 2 studies, held True", "second run: XnatLedgerBusy", "free True, readable False", "torn 18, 3 lines, first SECRET2", "mended 0, planned True", "changed: XnatLedgerBroken", "done"],
                await RunAsync(mono!, "ledger", folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs the program and gives its lines.</summary>
    private static async Task<string[]> RunAsync(string mono, params string[] arguments)
    {
        string program = Program();
        ProcessStartInfo start = new(mono.Length > 0 ? mono : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in mono.Length > 0 ? [program, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The path of mono, nothing where none is needed, or null.</summary>
    private static string? Mono() =>
        OperatingSystem.IsWindows() ? "" : Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);

    // tests/XnatTools.Client.Tests/bin/CONFIGURATION/FRAMEWORK/ is where we run; the program stands beside our project.
    private static string Program()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo configuration = framework.Parent!;
        string tests = configuration.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(tests, "XnatTools.Desktop.Smoke", "bin", configuration.Name, "net472", "XnatTools.Desktop.Smoke.exe");
    }
}
