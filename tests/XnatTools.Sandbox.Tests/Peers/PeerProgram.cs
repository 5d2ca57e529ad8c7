using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Peers;

/// <summary>A DICOM program of others, started for one test and ended by its process id.</summary>
internal sealed class PeerProgram : IAsyncDisposable
{
    private readonly Process _process;

    private PeerProgram(Process process) => _process = process;

    internal static string Find(string program)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        Skip.If(found is null, program + " is not installed");
        return found!;
    }

    internal static int FreePort()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    internal static PeerProgram Start(string program, params string[] arguments) => new(Run(program, arguments));

    /// <summary>Runs to the end; the exit code and all that was said.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Run(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using System.Threading.CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        return (process.ExitCode, (await output + await error).Replace("\0", "", StringComparison.Ordinal));
    }

    /// <summary>Waits until a node answers a C-ECHO.</summary>
    internal static async Task ReadyAsync(string aeTitle, int port)
    {
        string echo = Find("echoscu");
        for (int i = 0; i < 100; i++)
        {
            if ((await RunAsync(echo, "-to", "1", "-aec", aeTitle, "127.0.0.1", $"{port}")).Code == 0)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail(aeTitle + " did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (Process.Start("kill", $"-TERM {_process.Id}"))
            {
            }

            using System.Threading.CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static Process Run(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["TCP_NODELAY"] = "1";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        return process;
    }
}
