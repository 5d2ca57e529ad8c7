using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>
/// A program that does the same work with another library and is not part of this build: an environment variable names it, and without
/// it its rows are left out by name. It is called <c>headers RUNS FOLDER THREADS</c>, <c>values RUNS FOLDER THREADS</c> (every value as
/// text), <c>edit RUNS FOLDER INTO EDITS THREADS</c> (EDITS: a line <c>(gggg,eeee)=value</c> each; INTO is emptied before every run),
/// <c>store RUNS HOST PORT AET FOLDER</c>, <c>find RUNS HOST PORT AET COUNT</c> (accession numbers ACC0 to ACC19 in turn) and
/// <c>receive PORT FOLDER</c> (until it is ended). It warms up by itself and prints a line <c>seconds N</c> for each counted run, so that
/// the start of its process counts for nobody.
/// </summary>
internal sealed class ExternalPeer(string name, string variable)
{
    private readonly string? _program = Environment.GetEnvironmentVariable(variable);

    /// <summary>Starts it as a server; null when there is none.</summary>
    public Process? Launch(string verb, IEnumerable<string> arguments, string? folder = null)
    {
        if (string.IsNullOrEmpty(_program))
        {
            Console.WriteLine($"({name} left out: {variable} names no program)");
            return null;
        }

        return Peer.Launch(_program, false, [verb, .. arguments], folder);
    }

    /// <summary>A row of what it measures of itself.</summary>
    public async Task RowAsync(Measure measure, string what, string verb, IEnumerable<string> arguments)
    {
        if (string.IsNullOrEmpty(_program))
        {
            Console.WriteLine($"({name} left out: {variable} names no program)");
            return;
        }

        ProcessStartInfo start = new(_program) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[verb, measure.Runs.ToString(CultureInfo.InvariantCulture), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        List<double> seconds = [];
        using Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("seconds ", StringComparison.Ordinal))
            {
                seconds.Add(double.Parse(line.AsSpan(8), CultureInfo.InvariantCulture));
            }
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || seconds.Count == 0)
        {
            Console.WriteLine($"({name} ended with {process.ExitCode})");
            return;
        }

        measure.Add(what.Length == 0 ? name : $"{name}, {what}", [.. seconds]);
    }
}
