using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>C-FIND by accession number on one association, at servers as they are delivered.</summary>
internal sealed class FindBenchmark(Workspace work)
{
    private const int Queries = 100;

    public async Task RunAsync()
    {
        await AtAsync("dcmqrscp", "QRSCP", (folder, port) =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "db"));
            string config = Path.Combine(folder, "qr.cfg");
            File.WriteAllText(config, $"NetworkTCPPort = {port}\nMaxPDUSize = 131072\nMaxAssociations = 16\nHostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\nAETable BEGIN\nQRSCP {Path.Combine(folder, "db")} RW (200, 1024mb) ANY\nAETable END\n");
            return ["-c", config];
        });
        await AtAsync("Orthanc", "ORTHANC", static (folder, port) =>
        {
            string config = Path.Combine(folder, "orthanc.json");
            File.WriteAllText(config, $$"""
                { "Name": "peer", "StorageDirectory": "{{folder}}/db", "IndexDirectory": "{{folder}}/db", "HttpServerEnabled": false,
                  "DicomServerEnabled": true, "DicomAet": "ORTHANC", "DicomPort": {{port}}, "DicomCheckCalledAet": false,
                  "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true, "Plugins": [] }
                """);
            return [config];
        });
    }

    private async Task AtAsync(string program, string title, Func<string, int, string[]> configure)
    {
        if (Peer.Find(program) is null)
        {
            Console.WriteLine($"({program} is not installed)");
            return;
        }

        int port = Peer.FreePort();
        string number = port.ToString(CultureInfo.InvariantCulture);
        string folder = work.Folder("qr");
        using Process server = Peer.Launch(program, false, configure(folder, port));
        DicomNode node = new("127.0.0.1", port, title);
        await Peer.ReadyAsync(node);
        List<string> paths = Sample.Write(work.Folder("store"), 20, 8192);
        for (int i = 0; i < paths.Count; i++)
        {
            // A study each, so that the server has something to look through.
            using DicomFile file = DicomFile.Open(paths[i]);
            file.Dataset.SetString(DicomTags.StudyInstanceUid, file.Dataset.GetString(DicomTags.StudyInstanceUid) + "." + i.ToString(CultureInfo.InvariantCulture));
            file.Dataset.SetString(DicomTags.SeriesInstanceUid, file.Dataset.GetString(DicomTags.SeriesInstanceUid) + "." + i.ToString(CultureInfo.InvariantCulture));
            file.Save(paths[i]);
        }

        await StoreBenchmark.SendAsync(node, paths);
        work.Measure.Title($"{Queries} C-FIND by accession number on one association, stock {program}");
        await work.Measure.RunAsync("XnatTools.Dicom", () => AskAsync(node));
        await work.FoDicom.RowAsync(work.Measure, "", "find", ["127.0.0.1", number, title, Queries.ToString(CultureInfo.InvariantCulture)]);
        string[] query = ["-S", "-aec", title, "127.0.0.1", number, "-k", "QueryRetrieveLevel=STUDY", "-k", "AccessionNumber=ACC1", "-k", "StudyInstanceUID"];
        await work.Measure.RunAsync(
            "findscu, a process a query",
            async () =>
            {
                for (int i = 0; i < Queries; i++)
                {
                    await Peer.RunAsync("findscu", query);
                }
            },
            null,
            null,
            warm: false);
        await Peer.StopAsync(server);
    }

    private static async Task AskAsync(DicomNode node)
    {
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Find(DicomQueryRoot.Study)]);
        for (int i = 0; i < Queries; i++)
        {
            DicomDataset keys = new();
            keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
            keys.SetString(DicomTags.AccessionNumber, "ACC" + (i % 20).ToString(CultureInfo.InvariantCulture));
            keys.SetString(DicomTags.StudyInstanceUid);
            int found = 0;
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
            {
                found++;
            }

            if (found != 1)
            {
                throw new InvalidOperationException($"{found} studies were found where there is one.");
            }
        }
    }
}
