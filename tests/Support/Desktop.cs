using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.TestSupport;

/// <summary>Programs built for .NET Framework: on Windows they run by themselves, elsewhere under Mono when it is there.</summary>
internal static class Desktop
{
    /// <summary>Skips the test where nothing runs such a program.</summary>
    public static void Require() => Skip.If(Host() is null, "mono is not installed");

    /// <summary>Runs the program to its end, which must be a good one, and gives its lines.</summary>
    public static async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        string host = Host()!;
        ProcessStartInfo start = new(host.Length > 0 ? host : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in host.Length > 0 ? [program, .. arguments] : arguments)
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
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The path of mono, nothing where none is needed, or null.</summary>
    private static string? Host() =>
        OperatingSystem.IsWindows() ? "" : Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);
}
