using System;
using System.Collections.Generic;
using XnatTools.Benchmarks.Csv;

namespace XnatTools.Benchmarks;

/// <summary>Measured comparisons, one verb for each area: <c>dotnet run -c Release --project benchmarks/XnatTools.Benchmarks -- csv</c>.</summary>
internal static class Program
{
    private static readonly SortedDictionary<string, Func<string[], int>> s_verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["campaign"] = Campaign.CampaignBenchmark.Run,
        ["csv"] = CsvBenchmark.Run,
        ["dicomedit"] = DicomEdit.ScriptBenchmark.Run,
        ["deid"] = static args => new Deid.DeidBenchmark(args).RunAsync().GetAwaiter().GetResult(),
        ["direct"] = static args => new Direct.DirectBenchmark(args).RunAsync().GetAwaiter().GetResult(),
        ["dicom"] = static args => new Dicom.DicomBenchmark(args).RunAsync().GetAwaiter().GetResult(),
        ["ledger"] = Ledger.LedgerBenchmark.Run,
        ["upload"] = static args => new Upload.UploadBenchmark(args).RunAsync().GetAwaiter().GetResult(),
    };

    private static int Main(string[] args)
    {
        if (args.Length > 0 && s_verbs.TryGetValue(args[0], out Func<string[], int>? run))
        {
            return run(args[1..]);
        }

        Console.Error.WriteLine($"usage: XnatTools.Benchmarks <{string.Join('|', s_verbs.Keys)}> [options]");
        return 2;
    }
}
