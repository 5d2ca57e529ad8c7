using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>The table of what the DICOM layer costs beside its peers, all in one run.</summary>
internal sealed class DicomBenchmark(string[] arguments)
{
    public async Task<int> RunAsync()
    {
        using Workspace work = new(arguments);
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {Peer.Load()}, files under {Path.GetDirectoryName(work.Root)}");
        if (Wanted("headers"))
        {
            await new HeaderBenchmark(work).RunAsync();
        }

        if (Wanted("edit"))
        {
            EditBenchmark edit = new(work);
            await edit.RunAsync("about 150 edits, write: 0.5 MB files", work.IsQuick ? 300 : 2000, 512 * 1024);
            await edit.RunAsync("the same, 20 MB files", work.IsQuick ? 20 : 200, 20 * 1024 * 1024);
        }

        StoreBenchmark store = new(work);
        if (Wanted("store") || arguments.Contains("stock"))
        {
            await store.StoreAsync(noDelay: false);
        }

        if (Wanted("store") || arguments.Contains("nodelay"))
        {
            await store.StoreAsync(noDelay: true);
        }

        if (Wanted("store") || arguments.Contains("both"))
        {
            await store.BothAsync();
        }

        if (Wanted("receive"))
        {
            await store.ReceiveAsync(disk: false);
            await store.ReceiveAsync(disk: true);
        }

        if (Wanted("find"))
        {
            await new FindBenchmark(work).RunAsync();
        }

        if (Wanted("allocation"))
        {
            new AllocationBenchmark(Sample.Write(work.Folder("allocation"), 100, 512 * 1024)).Run(work.Folder("edited"));
        }

        using Process own = Process.GetCurrentProcess();
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Largest memory of this process: {own.PeakWorkingSet64 / 1048576} MB, load {Peer.Load()}"));
        return 0;
    }

    private bool Wanted(string part) => arguments.All(static argument => argument == "quick") || arguments.Contains(part);
}
