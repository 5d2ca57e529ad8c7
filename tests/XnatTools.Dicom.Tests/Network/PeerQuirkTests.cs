using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Where two real archives answer otherwise than the standard, or than each other: what a client must not rely on.</summary>
[Trait("Category", "Peer")]
public sealed class PeerQuirkTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";

    private static readonly DicomTag s_related = DicomTag.Parse("NumberOfStudyRelatedInstances");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Dcmqrscp_leaves_keys_out_minds_case_and_replaces()
    {
        string into = _folder.Folder("stored");
        await using PeerServer receiver = await PeerServer.StoreScpAsync(into);
        await using PeerServer pacs = await PeerServer.QrScpAsync(_folder, receiver.Port, Tool.FreePort());
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using DicomAssociation association = await OpenAsync(pacs.Node, paths);
        await StoreAsync(association, paths);

        // Keys that it does not know do nothing and are left out of the answers.
        List<DicomDataset> all = await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.ModalitiesInStudy, "MR"), (s_related, ""));
        Assert.Equal(5, all.Count);
        Assert.All(all, answer => Assert.Null(answer.GetString(s_related)));

        Assert.Empty(await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.PatientName, "doe*")));
        Assert.Equal(2, (await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.PatientName, "Doe*"))).Count);
        Assert.Equal(2, (await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.StudyDate, "-20240229"))).Count);
        Assert.Equal(2, (await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.StudyInstanceUid, Root + "1\\" + Root + "4"))).Count);

        // Hierarchical: a query of series names its study.
        Assert.Equal(2, (await FindAsync(association, DicomQueryRoot.Study, "SERIES", (DicomTags.StudyInstanceUid, Root + "1"))).Count);
        DicomDataset lost = Keys("SERIES");
        lost.Remove(DicomTags.StudyInstanceUid);
        DicomStatusException failed = await Assert.ThrowsAsync<DicomStatusException>(() => FindAsync(association, DicomQueryRoot.Study, lost));
        Assert.Equal(DicomStatus.UnableToProcess, failed.Status);

        // A cancel comes too late for it; the association is as good as before.
        await AssertLeavingEarlyAsync(association);

        // To a receiver of others; and by accession number, which is not in the standard.
        DicomRetrieveProgress moved = await association.MoveAsync(DicomQueryRoot.Study, Keys("STUDY", (DicomTags.StudyInstanceUid, Root + "1")), "STORESCP");
        Assert.Equal((DicomStatus.Success, 6), (moved.Status, moved.Completed));
        Assert.Equal(6, Directory.GetFiles(into).Length);
        Assert.Equal(4, (await GetAsync(association, (DicomTags.AccessionNumber, "ACC1002"))).Count);

        // The same object again takes the place of the first.
        Assert.Equal("OTHER", await StoreAgainAsync(association, paths[12]));
    }

    [SkippableFact]
    public async Task Orthanc_knows_counts_minds_no_case_and_keeps_the_first()
    {
        await using PeerServer pacs = await PeerServer.OrthancAsync(_folder, Tool.FreePort(), Tool.FreePort());
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));

        // Any title is taken when it is told not to look.
        await using DicomAssociation association = await OpenAsync(new DicomNode("127.0.0.1", pacs.Port, "ANYBODY"), paths);
        Assert.Equal(16384, association.PeerMaxPduLength);
        await StoreAsync(association, paths);

        List<DicomDataset> counted = await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.AccessionNumber, "ACC1001"), (s_related, ""));
        Assert.Equal(6, Assert.Single(counted).GetInt32(s_related));
        Assert.Equal(5, (await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.ModalitiesInStudy, "CT\\MR"))).Count);
        Assert.Equal(2, (await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.PatientName, "doe*"))).Count);
        Assert.Empty(await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.AccessionNumber, "acc1001")));

        // Relational: series of all studies, studies of all patients.
        Assert.Equal(6, (await FindAsync(association, DicomQueryRoot.Study, "SERIES")).Count);
        Assert.Equal(5, (await FindAsync(association, DicomQueryRoot.Patient, "STUDY")).Count);
        await AssertLeavingEarlyAsync(association);

        DicomRetrieveProgress unknown = await association.MoveAsync(DicomQueryRoot.Study, Keys("STUDY", (DicomTags.StudyInstanceUid, "1.2.3.4")), "XNATTOOLS");
        Assert.Equal(DicomStatus.UnableToProcess, unknown.Status);
        Assert.Equal(4, (await GetAsync(association, (DicomTags.AccessionNumber, "ACC1002"))).Count);
        Assert.Null(await StoreAgainAsync(association, paths[12]));
    }

    private static Task<DicomAssociation> OpenAsync(DicomNode node, List<string> paths) => DicomAssociation.OpenAsync(node,
    [
        PresentationContext.Verification(),
        PresentationContext.Find(DicomQueryRoot.Study),
        PresentationContext.Find(DicomQueryRoot.Patient),
        PresentationContext.Move(DicomQueryRoot.Study),
        PresentationContext.Get(DicomQueryRoot.Study),
        .. PresentationContext.StorageOf(paths),
        new PresentationContext(DicomUids.CTImageStorage) { RequestorIsScp = true },
        new PresentationContext(DicomUids.MRImageStorage) { RequestorIsScp = true },
    ]);

    private static async Task StoreAsync(DicomAssociation association, List<string> paths)
    {
        foreach (string path in paths)
        {
            Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
        }
    }

    private static DicomDataset Keys(string level, params (DicomTag Tag, string Value)[] criteria)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, level);
        keys.SetString(DicomTags.StudyInstanceUid);
        if (level == "SERIES")
        {
            keys.SetString(DicomTags.SeriesInstanceUid);
        }

        foreach ((DicomTag tag, string value) in criteria)
        {
            keys.SetString(tag, value.Length == 0 ? [] : value.Split('\\'));
        }

        return keys;
    }

    private static Task<List<DicomDataset>> FindAsync(DicomAssociation association, DicomQueryRoot root, string level, params (DicomTag Tag, string Value)[] criteria) =>
        FindAsync(association, root, Keys(level, criteria));

    private static async Task<List<DicomDataset>> FindAsync(DicomAssociation association, DicomQueryRoot root, DicomDataset keys)
    {
        List<DicomDataset> found = [];
        await foreach (DicomDataset answer in association.FindAsync(root, keys))
        {
            found.Add(answer);
        }

        return found;
    }

    private static async Task AssertLeavingEarlyAsync(DicomAssociation association)
    {
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys("STUDY")))
        {
            break;
        }

        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        Assert.Single(await FindAsync(association, DicomQueryRoot.Study, "STUDY", (DicomTags.AccessionNumber, "ACC1002")));
    }

    private async Task<List<string>> GetAsync(DicomAssociation association, params (DicomTag Tag, string Value)[] criteria)
    {
        string into = _folder.Folder("got");
        List<string> stored = [];
        DicomRetrieveProgress progress = await association.GetAsync(DicomQueryRoot.Study, Keys("STUDY", criteria), async (request, token) =>
        {
            string path = Path.Combine(into, request.SopInstanceUid + ".dcm");
            await request.SaveAsync(path, token);
            stored.Add(path);
            return DicomStatus.Success;
        });
        Assert.Equal((DicomStatus.Success, stored.Count), (progress.Status, progress.Completed));
        return stored;
    }

    /// <summary>Stores an object once more with another word in it, and tells the word that the archive has then.</summary>
    private async Task<string?> StoreAgainAsync(DicomAssociation association, string path)
    {
        DicomTag word = DicomTag.Parse("InstitutionName");
        string other = _folder.File("other.dcm");
        string study;
        using (DicomFile file = DicomFile.Open(path))
        {
            file.Dataset.SetString(word, "OTHER");
            study = file.Dataset.GetString(DicomTags.StudyInstanceUid)!;
            file.Save(other);
        }

        Assert.Equal(DicomStatus.Success, await association.StoreAsync(other));
        using DicomFile kept = DicomFile.Open(Assert.Single(await GetAsync(association, (DicomTags.StudyInstanceUid, study))));
        return kept.Dataset.GetString(word);
    }
}
