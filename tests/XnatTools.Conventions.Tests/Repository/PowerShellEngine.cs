using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Conventions.Tests;

/// <summary>The real PowerShell, where there is one on the path.</summary>
internal static class PowerShellEngine
{
    private static readonly string? s_path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(f => new[] { Path.Combine(f, "pwsh"), Path.Combine(f, "pwsh.exe") }).FirstOrDefault(File.Exists);

    public static bool IsPresent => s_path is not null;

    /// <summary>Skips the test by name on a machine without PowerShell.</summary>
    public static void Need() => Skip.If(s_path is null, "pwsh is not on the path");

    /// <summary>Runs a script file and returns what it wrote; its exit code must be 0.</summary>
    public static string Run(string file, params string[] arguments)
    {
        (int code, string output) = Start(file, new Dictionary<string, string>(), arguments);
        Assert.True(code == 0, $"pwsh ended with {code}: {output}");
        return output;
    }

    /// <summary>Runs a script file in its own environment; returns its exit code and all it wrote.</summary>
    public static (int Code, string Output) Start(string file, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(s_path!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-File", file, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, (output + error.Result).Replace("\r\n", "\n", StringComparison.Ordinal));
    }
}
