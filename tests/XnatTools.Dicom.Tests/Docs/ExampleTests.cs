using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Docs;

/// <summary>The examples of docs/dicom.md, word for word.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_a_tag()
    {
        string path = TestData.WriteArchive(_folder.Path)[0];
        List<string> lines = [];
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        string? patient = file.Dataset.GetString(DicomTags.PatientName);
        int? rows = file.Dataset.GetInt32(DicomTags.Rows);
        string[] types = file.Dataset.GetStrings(DicomTag.Parse("ImageType"));
        foreach (DicomElement element in file.Dataset)
        {
            lines.Add($"{element.Tag} {element.VR} {file.Dataset.GetText(element)}");
        }

        Assert.Equal(("Doe^Jane", 64, 0), (patient, rows, types.Length));
        Assert.Contains("(0010,0010) PN Doe^Jane", lines);
    }

    [Fact]
    public void Edit_a_file()
    {
        string path = TestData.WriteArchive(_folder.Path)[0];
        Edit(path);
        using DicomFile edited = DicomFile.Open(path);
        Assert.Equal("SUBJECT_01", edited.Dataset.GetString(DicomTags.PatientId));
        Assert.False(edited.Dataset.Contains(DicomTags.PatientBirthDate));
    }

    [Fact]
    public async Task Query_a_pacs()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService(TestData.WriteArchive(_folder.Path)));
        int port = server.Port;
        List<string?> found = [];
        DicomNode pacs = new("127.0.0.1", port, "PACS");
        await using DicomAssociation association = await DicomAssociation.OpenAsync(pacs, [PresentationContext.Find(DicomQueryRoot.Study)], new DicomClientOptions { CallingAETitle = "XNATTOOLS" });
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.AccessionNumber, "ACC1002");
        keys.SetString(DicomTags.StudyInstanceUid);
        await foreach (DicomDataset study in association.FindAsync(DicomQueryRoot.Study, keys))
        {
            found.Add(study.GetString(DicomTags.StudyInstanceUid));
        }

        Assert.Equal(["1.2.826.0.1.3680043.9.9999.2"], found);
    }

    [Fact]
    public async Task Receive_a_study()
    {
        ArchiveService archive = new(TestData.WriteArchive(_folder.Path));
        await using DicomServer peer = DicomServer.Start(archive);
        DicomNode pacs = new("127.0.0.1", peer.Port, "PACS");
        int receivePort = Tool.FreePort();
        archive.Destinations["XNATTOOLS"] = new DicomNode("127.0.0.1", receivePort, "XNATTOOLS");
        string folder = _folder.Folder("in");
        const string studyUid = "1.2.826.0.1.3680043.9.9999.2";
        await using DicomServer server = DicomServer.Start(new Receiver(folder), new DicomServerOptions { Port = receivePort });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(pacs, [PresentationContext.Move(DicomQueryRoot.Study)]);
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, studyUid);
        DicomRetrieveProgress result = await association.MoveAsync(DicomQueryRoot.Study, keys, "XNATTOOLS");
        Assert.Equal((DicomStatus.Success, 4), (result.Status, result.Completed));
        Assert.Equal(4, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task Send()
    {
        List<string> paths = TestData.WriteArchive(_folder.Path);
        await using DicomServer server = DicomServer.Start(new ArchiveService([], _folder.Folder("in")));
        DicomNode receiver = new("127.0.0.1", server.Port, "RECEIVER");
        List<DicomStatus> statuses = [];
        await using DicomAssociation association = await DicomAssociation.OpenAsync(receiver, PresentationContext.StorageOf(paths));
        foreach (string path in paths)
        {
            DicomStatus status = await association.StoreAsync(path);
            statuses.Add(status);
        }

        Assert.All(statuses, status => Assert.Equal(DicomStatus.Success, status));
        Assert.Equal(paths.Count, statuses.Count);
    }

    [Fact]
    public async Task Several_at_once()
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService(TestData.WriteArchive(_folder.Path)));
        DicomNode pacs = new("127.0.0.1", server.Port, "PACS");
        string[] accessions = ["ACC1001", "ACC1002", "ACC2001", "NONE"];
        DicomClientOptions options = new() { AsynchronousOperations = 8 };
        await using DicomAssociation association = await DicomAssociation.OpenAsync(pacs, [PresentationContext.Find(DicomQueryRoot.Study)], options);
        List<string?>[] found = await Task.WhenAll(accessions.Select(accession => FindAsync(association, accession)));
        Assert.Equal([1, 1, 1, 0], found.Select(studies => studies.Count));
        Assert.Equal(8, association.OperationsWindow);
    }

    [Fact]
    public async Task Tls()
    {
        using X509Certificate2 ownCertificate = Network.PeerStoreTests.MakeCertificate();
        string authorityFile = _folder.File("ca.pem");
        File.WriteAllText(authorityFile, ownCertificate.ExportCertificatePem());
        SslServerAuthentication tls = new(ownCertificate) { RequireClientCertificate = true, ClientAuthorities = DicomCertificates.Load(authorityFile) };
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), new DicomServerOptions { Tls = tls });
        DicomClientOptions options = new()
        {
            UseTls = true,
            TrustedAuthorities = DicomCertificates.Load(authorityFile),
            ClientCertificates = [ownCertificate],
        };
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("localhost", server.Port, "PACS"), [PresentationContext.Verification()], options);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [SkippableFact]
    public void Each_example_on_the_page_is_compiled_here()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "XnatPowerShell.sln")))
        {
            root = root.Parent;
        }

        Skip.If(root is null, "the sources are not beside the tests");
        string source = Squeeze(File.ReadAllText(Path.Combine(root!.FullName, "tests", "XnatTools.Dicom.Tests", "Docs", "ExampleTests.cs")));
        string[] parts = File.ReadAllText(Path.Combine(root.FullName, "docs", "dicom.md")).Split("```");
        int examples = 0;
        for (int i = 1; i < parts.Length; i += 2)
        {
            if (parts[i].StartsWith("csharp", StringComparison.Ordinal))
            {
                examples++;
                Assert.Contains(Squeeze(parts[i].Substring("csharp".Length)), source, StringComparison.Ordinal);
            }
        }

        Assert.True(examples >= 8, $"{examples} examples");
    }

    private static async Task<List<string?>> FindAsync(DicomAssociation association, string accession)
    {
        List<string?> found = [];
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.AccessionNumber, accession);
        keys.SetString(DicomTags.StudyInstanceUid);
        await foreach (DicomDataset study in association.FindAsync(DicomQueryRoot.Study, keys))
        {
            found.Add(study.GetString(DicomTags.StudyInstanceUid));
        }

        return found;
    }

    private static void Edit(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        file.Dataset.SetString(DicomTags.PatientId, "SUBJECT_01");
        file.Dataset.Remove(DicomTags.PatientBirthDate);
        foreach (DicomDataset item in file.Dataset.GetItems(DicomTags.RequestAttributesSequence) ?? [])
        {
            item.SetString(DicomTags.RequestedProcedureId);
        }

        file.Save(path);
    }

    private static string Squeeze(string text) => string.Join("\n", text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private sealed class Receiver(string folder) : DicomService
    {
        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            if (!DicomUids.IsValid(request.SopInstanceUid))
            {
                return DicomStatus.UnableToProcess;
            }

            await request.SaveAsync(Path.Combine(folder, request.SopInstanceUid + ".dcm"), cancellationToken);
            return DicomStatus.Success;
        }
    }
}
