using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.TestSupport;

/// <summary>Programs of other makers that judge ours; a test that needs a missing one is skipped by its name.</summary>
internal static class Tool
{
    public static string Require(string name)
    {
        string? path = Find(name);
        Skip.If(path is null, "missing: " + name);
        return path!;
    }

    public static string? Find(string name)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string path = Path.Combine(folder, name);
            if (folder.Length > 0 && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    public static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Runs to the end; exit code and everything it wrote.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string name, string? folder, params string[] arguments)
    {
        using Process process = Launch(Require(name), folder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using System.Threading.CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException(name + " did not end.");
        }

        return (process.ExitCode, (await output + await error).Replace("\0", ""));
    }

    public static Process Launch(string path, string? folder, IEnumerable<string> arguments, bool noDelay = true)
    {
        ProcessStartInfo start = new(path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (noDelay)
        {
            start.Environment["TCP_NODELAY"] = "1";
        }

        return Process.Start(start)!;
    }
}
