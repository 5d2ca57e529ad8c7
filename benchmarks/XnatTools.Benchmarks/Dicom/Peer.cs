using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Programs of other makers, where they are installed.</summary>
internal static class Peer
{
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

    /// <summary>Starts a program.</summary>
    /// <param name="folder">Where it works and keeps what is temporary.</param>
    public static Process Launch(string name, bool noDelay, IEnumerable<string> arguments, string? folder = null)
    {
        ProcessStartInfo start = new(Find(name) ?? name) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (folder is not null)
        {
            start.Environment["TMPDIR"] = folder;
        }

        if (noDelay)
        {
            start.Environment["TCP_NODELAY"] = "1";
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static async Task RunAsync(string name, params string[] arguments) => await RunAsync(name, false, arguments);

    public static async Task RunAsync(string name, bool noDelay, IEnumerable<string> arguments, string? folder = null)
    {
        using Process process = Launch(name, noDelay, arguments, folder);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            Console.WriteLine($"({name} ended with {process.ExitCode})");
        }
    }

    public static async Task<int> ExitCodeAsync(string name, bool noDelay, IEnumerable<string> arguments)
    {
        using Process process = Launch(name, noDelay, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>What else the machine is doing: processes that wanted to run, over one, five and fifteen minutes.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    public static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Waits until it answers C-ECHO.</summary>
    public static async Task ReadyAsync(DicomNode node)
    {
        for (int i = 0; i < 100; i++)
        {
            try
            {
                await using DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Verification()]);
                return;
            }
            catch (DicomException)
            {
                await Task.Delay(100);
            }
        }
    }

    public static async Task StopAsync(Process process)
    {
        if (!process.HasExited)
        {
            using Process kill = Process.Start("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
