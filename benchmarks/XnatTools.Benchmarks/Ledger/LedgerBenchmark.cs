using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;
using XnatTools.Import.Count;
using XnatTools.Import.Ledger;

namespace XnatTools.Benchmarks.Ledger;

/// <summary>
/// Loading a ledger of 10,000 studies that went through four states each, identifiers unlocked and chain checked, beside the
/// least that any such reader pays: its lines read, hashed and parsed. And a record written and flushed, beside a bare write of
/// the same bytes with its flush. Fails when a load takes more than 2 seconds.
/// </summary>
internal static class LedgerBenchmark
{
    private const double MostSeconds = 2;
    private const int Studies = 10_000;
    private const int Rounds = 4;
    private const int Appends = 200;

    public static int Run(string[] args)
    {
        int repeats = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out int given) ? given : 5;
        string folder = Directory.CreateTempSubdirectory("ledger-benchmark-").FullName;
        try
        {
            return Measure(Path.Combine(folder, "a.ledger.jsonl"), new KeyFileProtector(Path.Combine(folder, "key")), repeats);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static int Measure(string path, IKeyProtector keys, int repeats)
    {
        Make(path, keys);
        byte[] record = new byte[250];
        double load = Median(repeats, () => Timed(() => Check(LedgerReader.Load(path, keys))));
        double bare = Median(repeats, () => Timed(() => BareRead(path)));
        double append = Median(repeats, () => Append(path, keys)) / Appends;
        double write = Median(repeats, () => BareWrite(path + ".bare", record)) / Appends;
        Console.WriteLine($"median of {repeats} after one to warm up, {Environment.ProcessorCount} cores, .NET {Environment.Version}; {new FileInfo(path).Length / 1048576.0:0.0} MiB");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load {Studies:#,0} studies with {Studies * (Rounds + 1):#,0} records: {load:0.000} s; lines read, hashed and parsed: {bare:0.000} s ({load / bare:0.0} x)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a record written and flushed: {append * 1e3:0.00} ms; a bare write with its flush: {write * 1e3:0.00} ms ({append / write:0.0} x)"));
        Console.WriteLine(load <= MostSeconds ? "within the limit" : $"over the limit ({MostSeconds} s)");
        return load <= MostSeconds ? 0 : 1;
    }

    private static void Make(string path, IKeyProtector keys)
    {
        using LedgerFile ledger = LedgerFile.Create(path, new LedgerHeader { JobId = "job", Project = "P", Lines = Studies }, keys);
        List<LedgerEntry> plans = [];
        for (int i = 1; i <= Studies; i++)
        {
            plans.Add(Plan(i));
        }

        plans.Add(LedgerEntries.Note(LedgerKind.Planned));
        ledger.Append(plans);
        for (int round = 0; round < Rounds; round++)
        {
            List<LedgerEntry> states = [];
            for (int i = 1; i <= Studies; i++)
            {
                states.Add(State(i, round));
            }

            ledger.Append(states);
        }
    }

    private static LedgerEntry Plan(int i) => LedgerEntries.Plan(
        "s" + i,
        i,
        0,
        ["CT"],
        new StudyCount { Series = [new SeriesCount { SeriesInstanceUid = "1.2." + i, Number = 1, Modality = "CT", Instances = 12 }] },
        new LedgerIdentifiers
        {
            StudyInstanceUid = "1.2.3." + i,
            AccessionNumber = "ACC" + i,
            PatientName = "MADE^UP" + i,
            Labels = new RelabelMap { Subject = "S" + i, Session = "E" + i },
            Series = [new("1.2." + i, "AXIAL")],
        });

    private static LedgerEntry State(int i, int round) => LedgerEntries.State(
        new StudyChange("s" + i, ImportState.Queued) { QueueId = i, PrearchiveUrl = round == Rounds - 1 ? "/prearchive/projects/P/1/2" : null });

    private static int Check(LedgerState state) => state.Studies.Count == Studies && state.HasIdentifiers
        ? state.Studies.Count
        : throw new InvalidOperationException("The ledger did not load as it was written.");

    /// <summary>What any reader pays: every line hashed and parsed, nothing kept.</summary>
    private static int BareRead(string path)
    {
        int count = 0;
        foreach (string line in File.ReadLines(path))
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(line);
            count += SHA256.HashData(bytes)[0];
            using JsonDocument json = JsonDocument.Parse(bytes);
            count += json.RootElement.ValueKind == JsonValueKind.Object ? 1 : 0;
        }

        return count;
    }

    private static double Append(string path, IKeyProtector keys)
    {
        using LedgerFile ledger = LedgerFile.Open(path, keys);
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 1; i <= Appends; i++)
        {
            ledger.Append(State(i, 0));
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double BareWrite(string path, byte[] record)
    {
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.None, 1);
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < Appends; i++)
        {
            file.Write(record);
            file.Flush(flushToDisk: true);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double Timed(Func<int> work)
    {
        Stopwatch watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(int repeats, Func<double> seconds)
    {
        seconds();
        double[] all = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            all[i] = seconds();
        }

        Array.Sort(all);
        return all[repeats / 2];
    }
}
