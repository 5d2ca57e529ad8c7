using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.TestSupport;

/// <summary>One Python process for many files: paths go in a line each, an answer a file comes back.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _writing;

    private PythonPeer(Process process, IReadOnlyList<string> paths)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _writing = Task.Run(async () =>
        {
            try
            {
                foreach (string path in paths)
                {
                    await process.StandardInput.WriteLineAsync(path);
                }

                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended early; what it complains of is read by EndAsync.
            }
        });
    }

    /// <summary>Starts a script of the folder Peers with the distribution's python, which has the DICOM modules.</summary>
    public static PythonPeer Start(string script, IReadOnlyList<string> paths)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Tool.Require("python3");
        ProcessStartInfo start = new(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", script));
        start.Environment["PYTHONWARNINGS"] = "ignore";
        start.Environment["PYTHONIOENCODING"] = "utf-8:surrogateescape";
        return new PythonPeer(Process.Start(start)!, paths);
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for its end and skips the test when a module is missing; what it complained of.</summary>
    public async Task<string> EndAsync(string module)
    {
        await _writing;
        string complaint = await _errors;
        Skip.If(complaint.Contains("No module named", StringComparison.Ordinal), "missing: " + module);
        return complaint;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
