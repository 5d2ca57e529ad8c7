using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using XnatTools.Commands.Tests;

namespace XnatTools.Direct.Tests;

/// <summary>Shipped cmdlets in a process of its own, which is killed when the test says so.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private Victim(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>What it said.</summary>
    public string Said
    {
        get
        {
            lock (_lines)
            {
                return string.Join(Environment.NewLine, _lines);
            }
        }
    }

    /// <summary>Starts it; comes back when the last pipeline begins.</summary>
    public static async Task<Victim> StartAsync(params object[][] pipelines)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "XnatTools.Direct.Worker.dll"));
        start.ArgumentList.Add(ShippedModule.Folder);
        foreach (object[] pipeline in pipelines)
        {
            start.ArgumentList.Add(JsonSerializer.Serialize(pipeline));
        }

        Victim victim = new(Process.Start(start)!);
        await victim._ready.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return victim;
    }

    /// <summary>Kills it as soon as something is so, and lets it come to its end when that is never so. True when it was killed.</summary>
    public async Task<bool> KillWhenAsync(Func<bool> isTime)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!_process.HasExited)
        {
            if (isTime())
            {
                _process.Kill();
                await _process.WaitForExitAsync();
                await _reading;
                return !Said.Contains("DONE", StringComparison.Ordinal);
            }

            if (watch.Elapsed > TimeSpan.FromMinutes(3))
            {
                throw new TimeoutException("The process did not come to its end: " + Said);
            }

            await Task.Delay(1);
        }

        await _reading;
        return false;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            if (line == "READY")
            {
                _ready.TrySetResult();
            }
        }

        lock (_lines)
        {
            _lines.Add(errors.Result);
        }

        _ready.TrySetResult();
    }
}
