using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Our requestor against two real archives, which differ in nearly everything.</summary>
[Trait("Category", "Peer")]
public sealed class PeerPacsTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Dcmqrscp_does_every_operation_with_us()
    {
        ArchiveService own = new([], _folder.Folder("own"));
        await using DicomServer receiver = DicomServer.Start(own);
        await using PeerServer pacs = await PeerServer.QrScpAsync(_folder, Tool.FreePort(), receiver.Port);
        List<string> paths = await FillAsync(pacs.Node);
        await using DicomAssociation association = await OpenAsync(pacs.Node);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());

        Assert.Equal(["ACC1002"], await FindAsync(association, (DicomTags.AccessionNumber, "ACC1002")));
        Assert.Equal(["ACC1001", "ACC1002"], await FindAsync(association, (DicomTags.AccessionNumber, "ACC1*")));
        Assert.Equal(["ACC1001", "ACC1002"], await FindAsync(association, (DicomTags.AccessionNumber, "ACC100?")));
        Assert.Equal(["ACC1001"], await FindAsync(association, (DicomTags.PatientId, "PID1"), (DicomTags.StudyDate, "20240115")));
        Assert.Equal(["ACC1001", "ACC1002", "ACC2001"], await FindAsync(association, (DicomTags.StudyDate, "20240101-20240301")));
        Assert.Equal(["ACC2001", "ACC2002", "ACC3001"], await FindAsync(association, (DicomTags.StudyDate, "20240301-")));
        Assert.Empty(await FindAsync(association, (DicomTags.PatientId, "NOBODY")));

        // Its answers keep each study's own character set.
        await AssertNamesAsync(association);
        await AssertMoveAsync(association, own, paths);
        DicomRetrieveProgress unknown = await association.MoveAsync(DicomQueryRoot.Study, Keys(Root + "1"), "NOBODY");
        Assert.Equal(DicomStatus.MoveDestinationUnknown, unknown.Status);
        DicomRetrieveProgress down = await association.MoveAsync(DicomQueryRoot.Study, Keys(Root + "1"), "STORESCP");
        Assert.Equal(DicomStatus.UnableToPerformSuboperations, down.Status);
        DicomRetrieveProgress none = await association.MoveAsync(DicomQueryRoot.Study, Keys("1.2.3.4"), "XNATTOOLS");
        Assert.Equal((DicomStatus.Success, 0), (none.Status, none.Completed));
        await AssertGetAsync(association, paths);

        DicomRejectedException rejected = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", pacs.Port, "WRONG"), [PresentationContext.Verification()]));
        Assert.Contains("called AE title not recognized", rejected.Message, StringComparison.Ordinal);

        // Hierarchical only: a study query by patient root without a patient ends with a failure.
        await using DicomAssociation patient = await DicomAssociation.OpenAsync(pacs.Node, [PresentationContext.Find(DicomQueryRoot.Patient)]);
        DicomDataset keys = Keys("");
        keys.SetString(DicomTags.AccessionNumber, "ACC1001");
        DicomStatusException failed = await Assert.ThrowsAsync<DicomStatusException>(async () =>
        {
            await foreach (DicomDataset answer in patient.FindAsync(DicomQueryRoot.Patient, keys))
            {
            }
        });
        Assert.Equal(DicomStatus.UnableToProcess, failed.Status);
    }

    [SkippableFact]
    public async Task Orthanc_does_every_operation_with_us()
    {
        ArchiveService own = new([], _folder.Folder("own"));
        await using DicomServer receiver = DicomServer.Start(own);
        await using PeerServer pacs = await PeerServer.OrthancAsync(_folder, Tool.FreePort(), receiver.Port, checkCalled: true);
        List<string> paths = await FillAsync(pacs.Node);
        using (HttpClient http = new())
        {
            string statistics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{pacs.HttpPort}/statistics"));
            Assert.Contains("\"CountInstances\" : 13", statistics, StringComparison.Ordinal);
            Assert.Contains("\"CountStudies\" : 5", statistics, StringComparison.Ordinal);
        }

        await using DicomAssociation association = await OpenAsync(pacs.Node);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        Assert.Equal(["ACC1002"], await FindAsync(association, (DicomTags.AccessionNumber, "ACC1002")));
        Assert.Equal(["ACC1001", "ACC1002"], await FindAsync(association, (DicomTags.AccessionNumber, "ACC1*")));
        Assert.Equal(["ACC1002", "ACC3001"], await FindAsync(association, (DicomTags.ModalitiesInStudy, "MR")));
        await AssertNamesAsync(association);
        await AssertMoveAsync(association, own, paths);
        Assert.Equal(DicomStatus.UnableToProcess, (await association.MoveAsync(DicomQueryRoot.Study, Keys(Root + "1"), "NOBODY")).Status);
        Assert.Equal(DicomStatus.UnableToProcess, (await association.MoveAsync(DicomQueryRoot.Study, Keys(Root + "1"), "STORESCP")).Status);
        await AssertGetAsync(association, paths);
        DicomRejectedException rejected = await Assert.ThrowsAsync<DicomRejectedException>(() => DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", pacs.Port, "WRONG"), [PresentationContext.Verification()]));
        Assert.Contains("called AE title not recognized", rejected.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> FillAsync(DicomNode node)
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.StorageOf(paths));
        foreach (string path in paths)
        {
            Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
        }

        return paths;
    }

    private static Task<DicomAssociation> OpenAsync(DicomNode node) => DicomAssociation.OpenAsync(node,
    [
        PresentationContext.Verification(),
        PresentationContext.Find(DicomQueryRoot.Study),
        PresentationContext.Move(DicomQueryRoot.Study),
        PresentationContext.Get(DicomQueryRoot.Study),
        new PresentationContext(DicomUids.CTImageStorage) { RequestorIsScp = true },
        new PresentationContext(DicomUids.MRImageStorage) { RequestorIsScp = true },
    ]);

    private static DicomDataset Keys(string study)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, study);
        return keys;
    }

    private static async Task<List<string>> FindAsync(DicomAssociation association, params (DicomTag Tag, string Value)[] criteria)
    {
        DicomDataset keys = Keys("");
        keys.SetString(DicomTags.AccessionNumber);
        keys.SetString(DicomTags.PatientId);
        foreach ((DicomTag tag, string value) in criteria)
        {
            keys.SetString(tag, value);
        }

        List<string> found = [];
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
        {
            found.Add(answer.GetString(DicomTags.AccessionNumber) ?? "");
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static async Task AssertNamesAsync(DicomAssociation association)
    {
        DicomDataset keys = Keys("");
        keys.SetString(DicomTags.PatientName);
        List<string?> names = [];
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
        {
            names.Add(answer.GetString(DicomTags.PatientName));
        }

        Assert.Contains("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", names);
        Assert.Contains("M\u00FCller^J\u00F6rg", names);
        Assert.Contains("Wang^XiaoDong=\u738B^\u5C0F\u6771", names);
    }

    private static async Task AssertMoveAsync(DicomAssociation association, ArchiveService own, List<string> paths)
    {
        DicomRetrieveProgress moved = await association.MoveAsync(DicomQueryRoot.Study, Keys(Root + "1"), "XNATTOOLS");
        Assert.Equal(DicomStatus.Success, moved.Status);
        Assert.Equal(6, own.Stored.Count);
        AssertPixels(paths.Take(6), own.Stored);
    }

    private async Task AssertGetAsync(DicomAssociation association, List<string> paths)
    {
        string into = _folder.Folder("got");
        List<string> stored = [];
        DicomRetrieveProgress got = await association.GetAsync(DicomQueryRoot.Study, Keys(Root + "2"), async (request, token) =>
        {
            string path = Path.Combine(into, request.SopInstanceUid + ".dcm");
            await request.SaveAsync(path, token);
            stored.Add(path);
            return DicomStatus.Success;
        });
        Assert.Equal((DicomStatus.Success, 4), (got.Status, got.Completed));
        AssertPixels(paths.Skip(6).Take(4), stored);
    }

    private static void AssertPixels(IEnumerable<string> sent, IEnumerable<string> stored)
    {
        Dictionary<string, string> byUid = stored.ToDictionary(path => Path.GetFileNameWithoutExtension(path));
        foreach (string path in sent)
        {
            using DicomFile one = DicomFile.Open(path);
            using DicomFile two = DicomFile.Open(byUid[one.Dataset.GetString(DicomTags.SopInstanceUid)!]);
            Assert.Equal(one.Dataset[DicomTags.PixelData]!.Value.ToBytes(), two.Dataset[DicomTags.PixelData]!.Value.ToBytes());
            Assert.Equal(one.Dataset.GetString(DicomTags.PatientName), two.Dataset.GetString(DicomTags.PatientName));
        }
    }
}
