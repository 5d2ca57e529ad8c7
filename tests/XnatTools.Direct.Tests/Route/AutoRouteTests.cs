using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Dicom;
using XnatTools.Import.Campaign;
using XnatTools.Import.Count;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Nodes;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Tests.Direct;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Direct.Tests;

/// <summary>
/// A campaign whose studies go one way or the other: MR directly, the rest through XNAT, and what came incomplete through XNAT
/// directly after all. Stopped midway, it goes on.
/// </summary>
public sealed class AutoRouteTests : IDisposable
{
    private const double Speed = 200;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Studies_that_come_incomplete_through_XNAT_go_the_direct_way()
    {
        await using LyingPacs pacs = new(_folder.Folder("pacs"), 3);
        PacsStudy mr = pacs.Add("MR1", 1, 12);
        PacsStudy whole = pacs.Add("CT1", 2, 4, first: "CT");
        PacsStudy lossy = pacs.Add("CT2", 2, 5, first: "CT");
        string[] lost = [.. pacs.FilesOf(lossy.StudyInstanceUid).Where(f => f.Series.EndsWith(".2", StringComparison.Ordinal)).Take(2).Select(f => f.Instance)];
        pacs.WithheldFromMove.UnionWith(lost);
        pacs.WithheldFromMove.UnionWith(pacs.FilesOf(mr.StudyInstanceUid).Select(f => f.Instance));
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { Pacs = pacs.Node.ToString(), StateFolder = _folder.File("site"), ClockFactor = Speed });
        SandboxReceiver receiver = host.State.Receivers.Single();
        pacs.Destination = new DicomNode("127.0.0.1", receiver.Port, receiver.AeTitle);
        using XnatClient client = await XnatClient.ConnectAsync(
            new XnatClientOptions { Uri = host.Url, Credential = XnatCredential.Basic("imaging", "imaging"), AllowInsecure = true, UseProxy = false }, default);
        PacsStudy[] studies = [Labelled(mr, 2, "MR"), Labelled(whole, 3, "CT"), Labelled(lossy, 4, "CT")];
        NodeProfile profile = new(pacs.Node);
        IReadOnlyList<StudyCount> counts;
        await using (NodeQueries queries = new(profile))
        {
            counts = await new NodeStudyCounter(queries).CountAsync(studies, default);
        }

        Assert.Equal([12, 8, 10], counts.Select(c => c.Instances!.Value));
        ScaledClock clock = new(Speed);
        string path = _folder.File("auto.jsonl");
        IKeyProtector keys = UserKeys.For(path + ".key");
        new CampaignPlan { Ready = studies, Counts = counts }
            .Write(path, new LedgerHeader { JobId = "auto", Site = new XnatGateway(client).Site, PacsId = 1, Project = "DEMO", Receiver = $"{receiver.AeTitle}:{receiver.Port}" }, keys, clock)
            .Dispose();

        // The first run is stopped while the first study is being received.
        pacs.Each = TimeSpan.FromMilliseconds(150);
        using (CancellationTokenSource stop = new())
        {
            Task<CampaignEnd?> first = RunAsync(client, host, profile, path, keys, clock, stop.Token);
            while (pacs.Sent.Count(s => IsOf(pacs, mr, s)) < 4 && !first.IsCompleted)
            {
                await Task.Delay(5);
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        pacs.Each = TimeSpan.Zero;
        int before = pacs.Sent.Count(s => IsOf(pacs, mr, s));
        Assert.InRange(before, 4, 11);
        Assert.Equal(CampaignEnd.Done, await RunAsync(client, host, profile, path, keys, clock, default));

        LedgerState state = LedgerReader.Load(path, keys);
        LedgerStudy[] known = [.. state.Studies.OrderBy(s => s.Rows[0])];
        Assert.All(known, s => Assert.Equal((ImportOutcome.InPrearchive, true), (s.Outcome, s.IsFinal)));
        Assert.Equal([12, 8, 10], known.Select(s => s.InstancesFound!.Value));
        Assert.Equal(("direct", 0), (known[0].RequestId, known[0].Attempts));
        Assert.NotEqual("direct", known[1].RequestId);
        Assert.Equal(("direct", 1), (known[2].RequestId, known[2].Refetches));

        // Only what was missing of the series was asked for again, and nothing is double.
        lock (host.State.Sync)
        {
            Assert.Equal(["E2", "E3", "E4"], host.State.Prearchive.Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.Equal(
                studies.SelectMany(s => pacs.FilesOf(s.StudyInstanceUid)).Select(f => f.Instance).Order(StringComparer.Ordinal),
                host.State.Prearchive.SelectMany(p => p.Scans).SelectMany(s => s.Resources).SelectMany(r => r.Files).Select(f => f.SopInstanceUid).Order(StringComparer.Ordinal));
        }
    }

    private static bool IsOf(LyingPacs pacs, PacsStudy study, string path) => pacs.FilesOf(study.StudyInstanceUid).Any(f => f.Path == path);

    private static PacsStudy Labelled(PacsStudy study, int row, string modality) => new()
    {
        Row = row,
        SourceFile = "cohort.csv",
        PacsId = 1,
        StudyInstanceUid = study.StudyInstanceUid,
        AccessionNumber = study.AccessionNumber,
        Modality = [modality],
        Labels = new RelabelMap().With("S" + row, "E" + row),
    };

    private async Task<CampaignEnd?> RunAsync(XnatClient client, SandboxHost host, NodeProfile profile, string path, IKeyProtector keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        ReceiveRun run = new(new ReceiveOptions { Profile = profile, StagingFolder = _folder.File("staging"), Method = ReceiveMethod.Get, MinimumFreeBytes = 0 });
        await using DirectRoute route = new(run, new UploadHandOver(client, host.Url.ToString(), _folder.Folder("work")), ["MR"], removeStaged: true);
        XnatGateway gateway = new(client);
        using LedgerFile ledger = LedgerFile.Open(path, keys, clock);
        ImportCampaign campaign = new(new CampaignSite(gateway, gateway, gateway) { Direct = route }, ledger, new CampaignOptions { Time = clock, Timeout = TimeSpan.FromHours(4) });
        await foreach (ImportItem item in campaign.RunAsync(null, cancellationToken))
        {
            Assert.True(item.IsSuccess, item.Reason);
        }

        return campaign.Ended;
    }
}
