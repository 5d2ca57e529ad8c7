using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Commands.Tests;

/// <summary>Runs tests/pester in a real PowerShell, where there is one with Pester.</summary>
public sealed class PesterTests
{
    [SkippableFact]
    public async Task Pester_passes_in_the_real_PowerShell()
    {
        string? pwsh = Find("pwsh");
        Skip.If(pwsh is null, "pwsh is not installed");
        Skip.If(Run(pwsh!, "if (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0') { 'yes' }", null).Output.Trim() != "yes", "Pester 5 is not installed");
        string state = Path.Combine(Path.GetTempPath(), "xnattools-pester-" + Guid.NewGuid().ToString("N"));
        await using (SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions
        {
            StateFolder = state,
            MadeStudies = true,
            QueueTick = TimeSpan.FromMilliseconds(200),
            StageTime = TimeSpan.FromMilliseconds(50),
        }))
        {
            string about = JsonSerializer.Serialize(new { url = host.Url, user = "admin", password = "admin", project = "DEMO", pacsId = 1 });
            string tests = Path.Combine(ShippedModule.Root, "tests", "pester");
            (int code, string output) = Run(
                pwsh!, $"$r = Invoke-Pester -Path '{tests}' -Output Normal -PassThru; if ($r.Result -ne 'Passed') {{ exit 1 }}", about);
            Assert.True(code == 0, output);
        }

        Directory.Delete(state, recursive: true);
    }

    private static (int Code, string Output) Run(string pwsh, string command, string? sandbox)
    {
        ProcessStartInfo start = new(pwsh) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "-NoProfile", "-NonInteractive", "-Command", command })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";
        if (sandbox is not null)
        {
            start.Environment["XNATTOOLS_SANDBOX"] = sandbox;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(6)))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output + errors.Result);
    }

    private static string? Find(string program)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            foreach (string name in new[] { program, program + ".exe" })
            {
                string path = Path.Combine(folder, name);
                if (folder.Length > 0 && File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }
}
