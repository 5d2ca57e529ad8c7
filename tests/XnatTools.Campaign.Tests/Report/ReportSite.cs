using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Campaign.Tests.Kill;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Count;
using XnatTools.Import.Csv;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;
using XnatTools.Import.Report;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Campaign.Tests.Report;

/// <summary>A sandbox with a few studies, imports from CSV files into it as the cmdlets run them, and what it says itself of their fate.</summary>
internal sealed class ReportSite : IAsyncDisposable
{
    private const double Speed = 100;

    private readonly SandboxHost _host;
    private readonly XnatClient _client;
    private readonly XnatGateway _gateway;
    private readonly HttpClient _admin = new();

    private ReportSite(SandboxHost host, XnatClient client, string folder, IReadOnlyList<MadeStudy> studies)
    {
        _host = host;
        _client = client;
        _gateway = new XnatGateway(client);
        Folder = folder;
        Studies = studies;
    }

    public string Folder { get; }

    public IReadOnlyList<MadeStudy> Studies { get; }

    public static async Task<ReportSite> StartAsync(int count)
    {
        string folder = Directory.CreateTempSubdirectory("xt-report-").FullName;
        string dicom = Path.Combine(folder, "dicom");
        Directory.CreateDirectory(dicom);
        IReadOnlyList<MadeStudy> studies = KillCohort.Write(dicom, count);
        SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { DicomFolder = dicom, StateFolder = Path.Combine(folder, "state"), ClockFactor = Speed });
        XnatClient client = await XnatClient.ConnectAsync(new XnatClientOptions { Uri = host.Url, Credential = XnatCredential.Basic("imaging", "imaging"), AllowInsecure = true, UseProxy = false }, default);
        return new ReportSite(host, client, folder, studies);
    }

    public async Task FaultAsync(string name, string match, string? value = null) =>
        (await _admin.PostAsJsonAsync(new Uri(_host.Url, "/sandbox/faults"), new { name, match, value, count = -1 })).EnsureSuccessStatusCode();

    public async Task HealAsync() => (await _admin.DeleteAsync(new Uri(_host.Url, "/sandbox/faults"))).EnsureSuccessStatusCode();

    /// <summary>Files that are really there, by study and series UID, and how often each study was queued.</summary>
    public async Task<(Dictionary<string, Dictionary<string, int>> Files, Dictionary<string, int> Queued)> TruthAsync()
    {
        JsonNode truth = JsonNode.Parse(await _admin.GetStringAsync(new Uri(_host.Url, "/sandbox/imports")))!;
        Assert.Empty(truth["waiting"]!.AsArray());
        return (
            truth["prearchive"]!.AsArray().Concat(truth["archive"]!.AsArray()).ToDictionary(
                s => (string)s!["studyInstanceUid"]!,
                s => s!["files"]!.AsObject().ToDictionary(f => f.Key, f => (int)f.Value!)),
            truth["queued"]!.AsArray().GroupBy(q => (string)q!["studyInstanceUid"]!).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>Reads the file, finds, checks, leaves out what is declined, and imports the rest.</summary>
    public async Task<LedgerState> ImportAsync(string csv, params string[] declined)
    {
        ScaledClock clock = new(Speed);
        List<PacsStudy> found = [];
        List<ImportItem> settled = [];
        await foreach (FindResult result in new StudyFinder(_gateway, 1, new FindOptions { Time = clock }).FindAsync(CsvSheetReader.Read(csv)))
        {
            if (result.Study is PacsStudy study)
            {
                found.Add(study);
            }
            else
            {
                settled.Add(result.Failure!);
            }
        }

        PreflightReport report = await new ImportPreflight(_gateway, _gateway, _gateway, new ImportOptions { PacsId = 1, Project = "DEMO", Time = clock }).RunAsync(found, default);
        Assert.Null(report.Obstacle);
        settled.AddRange(report.Settled);
        settled.AddRange(report.Ready.Where(s => declined.Contains(s.AccessionNumber)).Select(s => new ImportItem
        {
            Row = s.Row, SourceFile = s.SourceFile, Outcome = ImportOutcome.Excluded, Reason = "Declined when asked.", StudyInstanceUid = s.StudyInstanceUid, AccessionNumber = s.AccessionNumber, Subject = s.Subject, Session = s.Session, Study = s,
        }));
        PacsStudy[] ready = [.. report.Ready.Where(s => !declined.Contains(s.AccessionNumber))];
        await using NodeQueries queries = new(new NodeProfile(NodeProfile.ParseNode($"DEMOPACS@127.0.0.1:{_host.PacsPort}")));
        CampaignPlan plan = new() { Ready = ready, Counts = await new NodeStudyCounter(queries, new DqrStudyCounter(_gateway, 1)).CountAsync(ready, default), Settled = settled };
        string path = Path.ChangeExtension(csv, ".ledger.jsonl");
        IKeyProtector keys = UserKeys.For(path + ".key");
        using LedgerFile ledger = plan.Write(path, new LedgerHeader { JobId = "report", Site = _gateway.Site, PacsId = 1, Project = "DEMO", Receiver = report.Receiver!.ToString() }, keys, clock);
        ImportCampaign campaign = new(CampaignSite.Of(_gateway), ledger, new CampaignOptions { Time = clock, MaxStudiesInFlight = 10, RetryCount = 2, RefetchCount = 1 });
        await foreach (ImportItem item in campaign.RunAsync())
        {
            Assert.NotEqual(ImportOutcome.Planned, item.Outcome);
        }

        Assert.Equal(CampaignEnd.Done, campaign.Ended);
        return LedgerReader.Load(path, keys);
    }

    /// <summary>Writes a part of the report, as the cmdlet does, and says where it is.</summary>
    public string Write(string name, Action<TextWriter> write)
    {
        string path = Path.Combine(Folder, name);
        ReportFile.Write(path, replace: false, write);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _admin.Dispose();
        await _host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
