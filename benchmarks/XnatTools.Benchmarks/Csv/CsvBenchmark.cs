using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using CsvHelper.Configuration;
using XnatTools.Import.Csv;

namespace XnatTools.Benchmarks.Csv;

/// <summary>
/// Time of Test-XnatCsv's core beside a bare CsvHelper read of the same file, and live memory while 100,000 rows stream. Fails when
/// 10,000 rows take more than 2 seconds, or when what stays in memory grows by more than 16 MiB.
/// </summary>
internal static class CsvBenchmark
{
    private const double MostSeconds = 2;

    private const double MostMebibytes = 16;

    public static int Run(string[] args)
    {
        int repeats = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out int given) ? given : 5;
        string folder = Directory.CreateTempSubdirectory("csv-benchmark-").FullName;
        try
        {
            return Measure(folder, repeats);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static int Measure(string folder, int repeats)
    {
        bool passed = true;
        Console.WriteLine($"median of {repeats} after one to warm up, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine($"{"file",-16} {"rows",8} {"check s",9} {"bare read s",12} {"rows/s",10} {"findings",9} {"live MiB",9}");
        foreach (int rows in new[] { 10_000, 100_000 })
        {
            foreach (string path in new[] { CsvSample.Clean(folder, rows), CsvSample.Damaged(folder, rows) })
            {
                int findings = 0;
                double check = Median(repeats, () => findings = CsvCheck.Run(path).Count());
                double bare = Median(repeats, () => BareRead(path));
                double live = LiveMemory(path);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path),-16} {rows,8} {check,9:0.000} {bare,12:0.000} {rows / check,10:0} {findings,9} {live,9:0.0}"));
                passed &= rows > 10_000 || check <= MostSeconds;
                passed &= live <= MostMebibytes;
            }
        }

        Console.WriteLine(passed ? "within the limits" : $"over the limits ({MostSeconds} s for 10,000 rows, {MostMebibytes} MiB)");
        return passed ? 0 : 1;
    }

    /// <summary>What any reader pays: the same parser over the same bytes, nothing checked.</summary>
    private static int BareRead(string path)
    {
        using StreamReader text = new(path);
        using CsvParser parser = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, BadDataFound = null });
        int cells = 0;
        while (parser.Read())
        {
            cells += parser.Record!.Length;
        }

        return cells;
    }

    /// <summary>The most that is reachable beyond the start while rows stream, looked at ten times on the way.</summary>
    private static double LiveMemory(string path)
    {
        long start = GC.GetTotalMemory(true);
        long most = 0;
        using CsvSheetReader reader = CsvSheetReader.Open(path);
        int step = Math.Max(1, reader.RowCount / 10);
        int row = 0;
        foreach (ImportRow read in reader.ReadRows())
        {
            if (++row % step == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(true) - start);
            }

            GC.KeepAlive(read);
        }

        return most / 1048576.0;
    }

    private static double Median(int repeats, Func<int> work)
    {
        work();
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            work();
            seconds[i] = watch.Elapsed.TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[repeats / 2];
    }
}
