using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Dqr;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Peers;

/// <summary>The plugin in front of PACS that we did not write.</summary>
[Trait("Category", "Peer")]
public sealed class ExternalPacsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xt-peer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Imports_from_Orthanc()
    {
        string program = PeerProgram.Find("Orthanc");
        string send = PeerProgram.Find("dcmsend");
        int dicom = PeerProgram.FreePort();
        int receiver = PeerProgram.FreePort();
        string config = Path.Combine(_folder, "orthanc.json");
        File.WriteAllText(config, new JsonObject
        {
            ["StorageDirectory"] = Path.Combine(_folder, "db"),
            ["IndexDirectory"] = Path.Combine(_folder, "db"),
            ["HttpServerEnabled"] = false,
            ["DicomServerEnabled"] = true,
            ["DicomAet"] = "ORTHANC",
            ["DicomPort"] = dicom,
            ["DicomCheckModalityHost"] = false,
            ["DicomModalities"] = new JsonObject { ["xnat"] = new JsonArray("XNAT", "127.0.0.1", receiver) },
            ["DicomAlwaysAllowFind"] = true,
            ["DicomAlwaysAllowMove"] = true,
            ["DefaultEncoding"] = "Utf8",
            ["SaveJobs"] = false,
            ["Plugins"] = new JsonArray(),
        }.ToJsonString());
        await using PeerProgram orthanc = PeerProgram.Start(program, config);
        await PeerProgram.ReadyAsync("ORTHANC", dicom);
        await ImportAsync(send, "ORTHANC", dicom, receiver);
    }

    [SkippableFact]
    public async Task Imports_from_dcmqrscp()
    {
        string program = PeerProgram.Find("dcmqrscp");
        string send = PeerProgram.Find("dcmsend");
        int dicom = PeerProgram.FreePort();
        int receiver = PeerProgram.FreePort();
        string database = Path.Combine(_folder, "qrdb");
        Directory.CreateDirectory(database);
        string config = Path.Combine(_folder, "qr.cfg");
        File.WriteAllText(config, $"""
            NetworkTCPPort = {dicom}
            MaxPDUSize = 131072
            MaxAssociations = 16
            HostTable BEGIN
            xnat = (XNAT, 127.0.0.1, {receiver})
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            QRSCP {database} RW (200, 1024mb) ANY
            AETable END

            """);
        await using PeerProgram qr = PeerProgram.Start(program, "-c", config);
        await PeerProgram.ReadyAsync("QRSCP", dicom);
        await ImportAsync(send, "QRSCP", dicom, receiver);
    }

    private static async Task ImportAsync(string send, string aeTitle, int dicom, int receiver)
    {
        await using DqrSite site = await DqrSite.StartAsync(pacs: $"{aeTitle}@127.0.0.1:{dicom}", receiver: receiver);
        File.Delete(Path.Combine(site.Archive.Folder, "notes.txt"));
        (int code, string output) = await PeerProgram.RunAsync(send, "-aec", aeTitle, "127.0.0.1", $"{dicom}", "+sd", "+r", site.Archive.Folder);
        Assert.True(code == 0, output);
        JsonArray rows = await site.RowsAsync("Accession Number,Subject,Session\nACC1001,S001,S001_1\nACC1002,S001,S001_2\nACC9999,S9,S9_1\n");
        Assert.Equal([1, 1, 0], rows.Select(row => row!["studies"]!.AsArray().Count));
        JsonArray queued = (await site.PostAsync("/xapi/dqr/import", site.Import(
            DqrSite.Study(MadeArchive.Mr, "S001", "S001_1"), DqrSite.Study(MadeArchive.Ct, "S001", "S001_2")))).AsArray();
        Assert.Equal([2, 1], queued.Select(one => one!["seriesIds"]!.AsArray().Count));
        await site.DrainAsync();
        Assert.Equal(["S001_1:6", "S001_2:2"], site.Prearchive().OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => $"{entry.Name}:{entry.Scans.Sum(scan => scan.Resources.Sum(resource => resource.Files.Count))}"));
        JsonNode umlaut = (await site.PostAsync("/xapi/dqr/query/studies", """{"pacsId":1,"accessionNumber":"ACC2001"}""")).AsArray().Single()!;
        Assert.Equal("M\u00fcller, J\u00f6rg", (string?)umlaut["patient"]!["name"]);
    }
}
