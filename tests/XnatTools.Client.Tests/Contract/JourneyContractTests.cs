using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>Found, imported over DICOM, and seen to arrive: the client's whole way, in both generations.</summary>
public sealed class JourneyContractTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Theory]
    [InlineData(ErrorRegime.A, PluginGeneration.V1)]
    [InlineData(ErrorRegime.B, PluginGeneration.V2)]
    public async Task Studies_are_found_imported_followed_and_archived(ErrorRegime regime, PluginGeneration plugin)
    {
        await using ContractSite site = await ContractSite.StartAsync(regime, plugin, withPacs: true);
        using XnatClient client = await site.ConnectAsync("imaging");
        Assert.True((await client.Pacs.PingAsync(1, s_none)).Successful);

        MadeStudy ct = ContractSite.Studies[0];
        MadeStudy umlaut = ContractSite.Studies[2];
        PacsStudy one = Assert.Single(await client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, AccessionNumber = ct.AccessionNumber }, s_none));
        Assert.Equal((ct.StudyInstanceUid, ct.PatientId, ct.PatientName, ct.StudyDate, ct.AccessionNumber), (one.StudyInstanceUid, one.PatientId, one.PatientName, one.StudyDate, one.AccessionNumber));
        Assert.Contains(ct.Modality, one.Modality);
        Assert.Empty(await client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, AccessionNumber = "NONE" }, s_none));
        Assert.Equal(MadeStudies.Count, (await client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, PatientId = "*" }, s_none)).Count);

        byte[] csv = Encoding.ASCII.GetBytes($"Accession Number,Subject,Session\n{ct.AccessionNumber},S001,S001_1\n{umlaut.AccessionNumber},S002,S002_1\nNONE,S003,S003_1\n");
        IReadOnlyList<DqrBatchRow> rows = await client.Dqr.QueryBatchAsync(csv, 1, s_none);
        Assert.Equal([ct.AccessionNumber, umlaut.AccessionNumber, "NONE"], rows.Select(r => r.Criterion("accessionNumber")));
        Assert.Equal([1, 1, 0], rows.Select(r => r.Studies.Count));
        Assert.Equal(umlaut.PatientName, rows[1].Studies[0].PatientName);

        IReadOnlyDictionary<string, PacsSeries[]> series = await client.Dqr.QuerySeriesAsync(1, [ct.StudyInstanceUid, umlaut.StudyInstanceUid], s_none);
        Assert.Equal(ct.Series.Count, series[ct.StudyInstanceUid].Length);

        DqrImportRequest import = new()
        {
            PacsId = 1,
            ReceiverAETitle = site.Host.State.Receivers[0].AeTitle,
            ReceiverPort = site.Host.State.Receivers[0].Port,
            Project = "DEMO",
            RequestId = "journey/1",
            Studies = [rows[0].Studies[0], rows[1].Studies[0].WithSelection([series[umlaut.StudyInstanceUid][0].SeriesInstanceUid], [])],
        };
        IReadOnlyList<ImportQueueItem> queued = await client.Dqr.ImportAsync(import, s_none);
        Assert.Equal(2, queued.Count);
        string? requestId = plugin == PluginGeneration.V1 ? null : "journey/1"; // the older generation does not keep it
        Assert.All(queued, q => Assert.Equal(("QUEUED", "DEMO", requestId, false), (q.Status, q.Project, q.RequestId, q.IsHistory)));
        Assert.Equal([ct.Series.Count, 1], queued.Select(q => q.SeriesInstanceUid.Length));
        Assert.Equal(2, await client.Dqr.QueueCountAsync(all: false, s_none));

        for (int minute = 0; minute < 60 && await client.Dqr.QueueCountAsync(all: false, s_none) > 0; minute++)
        {
            site.Host.Clock.Advance(TimeSpan.FromMinutes(1)); // the HTTP session ends meanwhile, and is renewed
            await Task.Delay(100);
        }

        List<ImportQueueItem> history = [];
        await foreach (ImportQueueItem item in client.Dqr.HistoryAsync(all: false))
        {
            history.Add(item);
        }

        Assert.Equal(2, history.Count);
        Assert.All(history, h => Assert.Contains(h.Status, new[] { "ISSUED", "RECEIVED" }));
        Assert.All(history, h => Assert.NotNull(h.ExecutedTime));

        using XnatClient admin = await site.ConnectAsync();
        PrearchiveSession session = await UntilReadyAsync(site, admin, "S001_1");
        Assert.Equal("S001", session.Subject);
        Assert.Equal(ct.InstanceCount, (await admin.Prearchive.ScansAsync(session, s_none)).Sum(s => s.FileCount));
        Assert.Equal("S001", Assert.Single(await admin.Headers.DumpAsync(session.Url, ["PatientName"], ct.StudyInstanceUid, s_none)).Value);
        PrearchiveSession part = await UntilReadyAsync(site, admin, "S002_1");
        Assert.Single(await admin.Prearchive.ScansAsync(part, s_none));
        Assert.True((await admin.Prearchive.ArchiveAsync(session, null, s_none)).IsArchived);
        Assert.Equal(("S001_1", ct.StudyInstanceUid), Assert.Single(await admin.Archive.SessionsAsync("DEMO", s_none)) is { } archived ? (archived.Session, archived.StudyInstanceUid) : default);
    }

    [Fact]
    public async Task An_answer_that_is_lost_leaves_the_outcome_open_and_queue_and_request_id_tell_it()
    {
        await using ContractSite site = await ContractSite.StartAsync(withPacs: true);
        using XnatClient client = await site.ConnectAsync("imaging");
        site.Host.Faults.Add(FaultNames.CutAfter, "/xapi/dqr/import", count: 1);
        DqrImportRequest import = new()
        {
            PacsId = 1,
            ReceiverAETitle = site.Host.State.Receivers[0].AeTitle,
            ReceiverPort = site.Host.State.Receivers[0].Port,
            Project = "DEMO",
            RequestId = "lost/1",
            Studies = [Dqr.Study(ContractSite.Studies[1].StudyInstanceUid)],
        };
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(import, s_none));
        Assert.Same(XnatErrorCode.OutcomeUnknown, error.Code);
        List<ImportQueueItem> queue = [];
        await foreach (ImportQueueItem item in client.Dqr.QueueAsync(all: false))
        {
            queue.Add(item);
        }

        ImportQueueItem only = Assert.Single(queue);
        Assert.Equal("lost/1", only.RequestId);
        await client.Dqr.RemoveQueueAsync([only.Id], s_none);
        Assert.Equal(0, await client.Dqr.QueueCountAsync(all: false, s_none));
    }

    private static async Task<PrearchiveSession> UntilReadyAsync(ContractSite site, XnatClient client, string session)
    {
        for (int i = 0; i < 60; i++)
        {
            PrearchiveSession? found = (await client.Prearchive.ListAsync("DEMO", s_none)).FirstOrDefault(s => s.Session == session && s.Status == "READY");
            if (found is not null)
            {
                return found;
            }

            site.Host.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(50);
        }

        throw new TimeoutException("The session does not become ready.");
    }
}
