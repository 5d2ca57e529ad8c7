using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>C-FIND by accession number on one association, at servers as they are delivered.</summary>
internal sealed class FindBenchmark(Workspace work)
{
    private const int Queries = 100;

    public async Task RunAsync()
    {
        await AtAsync("dcmqrscp", static folder => ServerPeer.ArchiveAsync(folder, 200));
        await AtAsync("Orthanc", ServerPeer.OrthancAsync);
    }

    private async Task AtAsync(string program, Func<string, Task<ServerPeer>> start)
    {
        if (Peer.Find(program) is null)
        {
            Console.WriteLine($"({program} is not installed)");
            return;
        }

        ServerPeer server = await start(work.Folder("qr"));
        DicomNode node = server.Node;
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
        await work.FoDicom.RowAsync(work.Measure, "", "find", ["127.0.0.1", server.Port, node.AETitle, Queries.ToString(CultureInfo.InvariantCulture)]);
        string[] query = ["-S", "-aec", node.AETitle, "127.0.0.1", server.Port, "-k", "QueryRetrieveLevel=STUDY", "-k", "AccessionNumber=ACC1", "-k", "StudyInstanceUID"];
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
        await server.StopAsync();
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
