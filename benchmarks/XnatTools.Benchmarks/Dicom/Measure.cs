using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Medians of several runs, and a table of ratios to the first row.</summary>
internal sealed class Measure(int runs)
{
    private readonly List<(string Name, double Seconds)> _rows = [];

    /// <summary>How often a row is measured.</summary>
    public int Runs => runs;

    public void Title(string text)
    {
        _rows.Clear();
        Console.WriteLine();
        Console.WriteLine("## " + text);
        Console.WriteLine();
        Console.WriteLine("| what | median s | ratio to first |");
        Console.WriteLine("| --- | --- | --- |");
    }

    /// <summary>Work of this process: run three times without counting, so that the compiler is done with it.</summary>
    public Task RunAsync(string name, Action work) => RunAsync(
        name,
        () =>
        {
            work();
            return Task.CompletedTask;
        },
        warmRuns: 3);

    public async Task RunAsync(string name, Func<Task> work, Action? before = null, int? times = null, bool warm = true, int warmRuns = 1)
    {
        double[] seconds = new double[times ?? runs];
        for (int i = 0; warm && i < warmRuns && seconds.Length > 1; i++)
        {
            // Without counting: files into the page cache, code through the compiler.
            before?.Invoke();
            await work();
        }

        for (int i = 0; i < seconds.Length; i++)
        {
            before?.Invoke();
            GC.Collect();
            long start = Stopwatch.GetTimestamp();
            await work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Add(name, seconds);
    }

    /// <summary>
    /// Rows whose runs take turns, after one of each without counting: what else the machine does meets all of them alike.
    /// </summary>
    public async Task RoundsAsync(params (string Name, Func<Task> Work, Action? Before)[] rows)
    {
        double[][] seconds = [.. Array.ConvertAll(rows, _ => new double[runs])];
        for (int round = -1; round < runs; round++)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                rows[row].Before?.Invoke();
                GC.Collect();
                long start = Stopwatch.GetTimestamp();
                await rows[row].Work();
                if (round >= 0)
                {
                    seconds[row][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
        }

        for (int row = 0; row < rows.Length; row++)
        {
            Add(rows[row].Name, seconds[row]);
        }
    }

    /// <summary>A row whose runs were measured elsewhere.</summary>
    public void Add(string name, double[] seconds)
    {
        Array.Sort(seconds);
        double median = seconds[seconds.Length / 2];
        _rows.Add((name, median));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median:F3} | {median / _rows[0].Seconds:F2} |"));
    }
}
