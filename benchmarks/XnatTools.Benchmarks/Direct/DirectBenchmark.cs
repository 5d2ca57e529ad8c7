using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Benchmarks.Dicom;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;

namespace XnatTools.Benchmarks.Direct;

/// <summary>
/// The direct route beside its peers, all in one run: receiving into staging (proven, counted and journalled) beside receivers that
/// only write files, and many queries over one association beside a process for each.
/// </summary>
internal sealed class DirectBenchmark(string[] arguments)
{
    private const int Queries = 200;

    private readonly bool _quick = arguments.Contains("quick");
    private readonly Measure _measure = new(arguments.Contains("quick") ? 3 : 5);
    private readonly string _root = Path.Combine(Path.GetTempPath(), "xtdirect" + Guid.NewGuid().ToString("N"));

    public async Task<int> RunAsync()
    {
        Directory.CreateDirectory(_root);
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}");
        try
        {
            if (Wanted("receive"))
            {
                ReceiveBenchmark receive = new(_measure, Folder);
                if (!arguments.Contains("large"))
                {
                    await receive.RunAsync(_quick ? 200 : 1000, 512 * 1024, "512 KB");
                }

                if (!arguments.Contains("small"))
                {
                    await receive.RunAsync(_quick ? 20 : 100, 20 * 1024 * 1024, "20 MB");
                }
            }

            if (Wanted("find"))
            {
                await FindAsync();
            }

            using Process own = Process.GetCurrentProcess();
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Largest memory of this process: {own.PeakWorkingSet64 / 1048576} MB"));
        }
        finally
        {
            Directory.Delete(_root, recursive: true);
        }

        return 0;
    }

    private bool Wanted(string part) => arguments.All(a => a == "quick") || arguments.Contains(part);

    private string Folder(string name)
    {
        string path = Path.Combine(_root, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    private async Task FindAsync()
    {
        if (Peer.Find("dcmqrscp") is null || Peer.Find("findscu") is null)
        {
            Console.WriteLine("(dcmqrscp or findscu is not installed)");
            return;
        }

        ServerPeer server = await ServerPeer.ArchiveAsync(Folder("qr"), 400);
        DicomNode node = server.Node;
        await FillAsync(node);
        List<ImportRow> rows = [.. Enumerable.Range(0, Queries).Select(i => new ImportRow { Row = i + 2, AccessionNumber = "ACC" + i.ToString(CultureInfo.InvariantCulture) })];
        _measure.Title($"{Queries} studies by accession number, stock dcmqrscp");
        await _measure.RunAsync("Find-PacsStudy -Node, one association", async () =>
        {
            await using NodeQueries queries = new(new NodeProfile(node));
            int found = 0;
            await foreach (FindResult result in new NodeStudyFinder(queries).FindAsync(rows))
            {
                found += result.Study is null ? 0 : 1;
            }

            if (found != Queries || queries.Associations != 1)
            {
                Console.WriteLine($"({found} found over {queries.Associations} associations)");
            }
        });
        await _measure.RunAsync(
            "findscu, a process a row",
            async () =>
            {
                foreach (ImportRow row in rows)
                {
                    await Peer.RunAsync("findscu", "-S", "-aec", "QRSCP", "127.0.0.1", server.Port, "-k", "QueryRetrieveLevel=STUDY", "-k", "AccessionNumber=" + row.AccessionNumber, "-k", "StudyInstanceUID", "-k", "PatientID", "-k", "StudyDate");
                }
            },
            null,
            null,
            warm: false);
        await server.StopAsync();
    }

    /// <summary>A study an accession number.</summary>
    private async Task FillAsync(DicomNode node)
    {
        List<string> paths = [];
        string folder = Folder("files");
        for (int i = 0; i < Queries; i++)
        {
            DicomDataset image = Sample.Header(i, 512);
            string root = "1.2.826.0.1.3680043.9.9999.78." + (i + 1).ToString(CultureInfo.InvariantCulture);
            image.SetString(DicomTags.StudyInstanceUid, root);
            image.SetString(DicomTags.SeriesInstanceUid, root + ".1");
            image.SetString(DicomTags.SopInstanceUid, root + ".1.1");
            string path = Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture) + ".dcm");
            using DicomFile file = new(image);
            file.Save(path);
            paths.Add(path);
        }

        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.StorageOf(paths));
        foreach (string path in paths)
        {
            _ = await association.StoreAsync(path);
        }
    }
}
