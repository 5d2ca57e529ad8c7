using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Commands.Tests;

/// <summary>
/// The cmdlets in module/bin/net472, through the handler of the module loader: on Windows by .NET Framework, elsewhere under
/// Mono when it is there (which does not enforce strong-name versions; the closure test does).
/// </summary>
public sealed class DesktopCmdletTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [SkippableFact]
    public async Task The_cmdlets_shipped_for_dotnet_framework_find_studies_of_a_sheet()
    {
        string? mono = OperatingSystem.IsWindows() ? "" : Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);
        Skip.If(mono is null, "mono is not installed");
        DirectoryInfo configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!;
        string program = Path.Combine(ShippedModule.Root, "tests", "XnatTools.Desktop.Cmdlets", "bin", configuration.Name, "net472", "XnatTools.Desktop.Cmdlets.exe");
        ProcessStartInfo start = new(mono!.Length > 0 ? mono : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        string folder = Path.Combine(ShippedModule.Root, "module", "bin", "net472");
        foreach (string argument in new[] { mono.Length > 0 ? program : null, folder, sandbox.Url.AbsoluteUri, "admin", "admin", Path.Combine(ShippedModule.Root, "examples", "cohort.csv") }.OfType<string>())
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(90));
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
        int cmdlets = ShippedModule.Commands.GetTypes().Count(t => t.IsDefined(typeof(System.Management.Automation.CmdletAttribute), inherit: false));
        Assert.Equal(
            [$"cmdlets {cmdlets}", "connected 0", "projects 1", "findings 1", "studies 10", "selected 10", "disconnected 0", "deps True"],
            (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
