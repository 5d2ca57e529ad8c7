using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>The client against the sandbox's DQR plugin, in both error regimes and both generations.</summary>
public sealed class DqrContractTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    public static TheoryData<ErrorRegime, PluginGeneration> Servers => new()
    {
        { ErrorRegime.A, PluginGeneration.V1 },
        { ErrorRegime.B, PluginGeneration.V2 },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_pacs_that_is_unknown_not_queryable_or_down_is_named_alike(ErrorRegime regime, PluginGeneration plugin)
    {
        await using ContractSite site = await ContractSite.StartAsync(regime, plugin);
        using XnatClient client = await site.ConnectAsync();
        XnatPacs pacs = Assert.Single(await client.Pacs.ListAsync(s_none));
        Assert.Equal((1L, true, true), (pacs.Id, pacs.Queryable, pacs.IsDefault));
        Assert.Equal(XnatErrorCode.PacsNotFound.Id, await CodeAsync(() => client.Pacs.GetAsync(99, s_none)));
        await AllAsync(client, 99, XnatErrorCode.PacsNotFound);

        site.Host.Faults.Add(DqrFaultNames.PacsDown);
        Assert.False((await client.Pacs.PingAsync(1, s_none)).Successful);
        Assert.Contains(await CodeAsync(() => Query(client, 1)), new[] { "PacsUnreachable", "PacsQueryFailed" });
        Assert.Empty(await client.Dqr.QueryBatchAsync("Accession Number,Subject,Session\nACC1,S1,S1_1\n"u8.ToArray(), 1, s_none)); // no error: that is how the server is

        await PutAsync(site, "/xapi/pacs/1", """{"queryable":false,"defaultQueryRetrievePacs":false}""");
        Assert.Equal(XnatErrorCode.PacsNotQueryable.Id, await CodeAsync(() => Query(client, 1)));
        Assert.Equal(XnatErrorCode.PacsNotQueryable.Id, await CodeAsync(() => client.Dqr.ImportAsync(Import(site), s_none)));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_import_is_refused_by_name_and_queues_nothing(ErrorRegime regime, PluginGeneration plugin)
    {
        await using ContractSite site = await ContractSite.StartAsync(regime, plugin);
        using XnatClient client = await site.ConnectAsync();
        site.Host.Faults.Add(DqrFaultNames.PacsDown);
        Assert.Equal(XnatErrorCode.ReceiverNotFound.Id, await CodeAsync(() => client.Dqr.ImportAsync(Import(site, receiver: "NOBODY"), s_none)));

        site.Host.State.Receivers[0].CustomProcessing = false;
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Import(site), s_none));
        Assert.Same(XnatErrorCode.RelabelImpossible, error.Code);
        Assert.False(error.MayHaveActed);
        site.Host.State.Receivers[0].CustomProcessing = true;

        await client.Projects.CreateAsync(new XnatProjectDefinition { Id = "CLOSED" }, s_none);
        Assert.False(await client.Dqr.IsProjectEnabledAsync("CLOSED", s_none));
        Assert.Equal(XnatErrorCode.DqrNotEnabled.Id, await CodeAsync(() => client.Dqr.ImportAsync(Import(site, project: "CLOSED"), s_none)));
        await client.Dqr.SetProjectEnabledAsync("CLOSED", true, s_none);
        Assert.True(await client.Dqr.IsProjectEnabledAsync("CLOSED", s_none));

        using XnatClient reader = await site.ConnectAsync("reader");
        Assert.Equal(XnatErrorCode.PermissionDenied.Id, await CodeAsync(() => reader.Dqr.ImportAsync(Import(site), s_none)));
        Assert.Equal(0, await client.Dqr.QueueCountAsync(all: true, s_none));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_import_of_a_pacs_that_is_down_fails_or_comes_back_empty_by_generation(ErrorRegime regime, PluginGeneration plugin)
    {
        await using ContractSite site = await ContractSite.StartAsync(regime, plugin);
        using XnatClient client = await site.ConnectAsync("imaging");
        site.Host.Faults.Add(DqrFaultNames.PacsDown);
        if (plugin == PluginGeneration.V2)
        {
            Assert.Empty(await client.Dqr.ImportAsync(Import(site), s_none));
        }
        else
        {
            XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Import(site), s_none));
            Assert.Same(XnatErrorCode.PacsUnreachable, error.Code);
            Assert.True(error.MayHaveActed); // studies before the failing one stay queued
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Settings_availability_queue_and_history_are_read(ErrorRegime regime, PluginGeneration plugin)
    {
        await using ContractSite site = await ContractSite.StartAsync(regime, plugin);
        using XnatClient client = await site.ConnectAsync();
        DqrSettings settings = await client.Dqr.SettingsAsync(s_none);
        Assert.Equal(5, settings.MaximumAttempts);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.RetryWait);
        IReadOnlyList<PacsAvailability> open = await client.Pacs.AvailabilityAsync(1, s_none);
        Assert.Equal(7, open.Select(a => a.Day).Distinct().Count());
        Assert.All(open, a => Assert.Equal((TimeSpan.Zero, TimeSpan.FromHours(24), true), (a.Start, a.End, a.IsOpen)));
        Assert.Equal(0, await client.Dqr.HistoryCountAsync(all: false, s_none));
        Assert.Empty(await ToListAsync(client.Dqr.HistoryAsync(all: true)));
        Assert.Empty(await ToListAsync(client.Dqr.QueueAsync(all: false)));
        Assert.Equal(XnatErrorCode.NotFound.Id, await CodeAsync(() => client.Dqr.RemoveQueueAsync([12345], s_none)));

        using XnatClient imaging = await site.ConnectAsync("imaging");
        Assert.Equal(XnatErrorCode.PermissionDenied.Id, await CodeAsync(() => imaging.Dqr.QueueCountAsync(all: true, s_none)));
        Assert.Equal(XnatErrorCode.PermissionDenied.Id, await CodeAsync(() => imaging.Dqr.SettingsAsync(s_none)));
    }

    [Fact]
    public async Task A_site_without_the_plugin_is_named()
    {
        await using ContractSite site = await ContractSite.StartAsync(dqr: false);
        using XnatClient client = await site.ConnectAsync();
        Assert.Null(client.DqrVersion);
        Assert.Equal(XnatErrorCode.DqrNotInstalled.Id, await CodeAsync(() => client.Pacs.ListAsync(s_none)));
        Assert.Equal(XnatErrorCode.DqrNotInstalled.Id, await CodeAsync(() => client.Dqr.ImportAsync(Import(site), s_none)));
    }

    private static async Task AllAsync(XnatClient client, long pacs, XnatErrorCode code)
    {
        Assert.Equal(code.Id, await CodeAsync(() => Query(client, pacs)));
        Assert.Equal(code.Id, await CodeAsync(() => client.Dqr.QueryBatchAsync("Accession Number,Subject,Session\nACC1,S1,S1_1\n"u8.ToArray(), pacs, s_none)));
        Assert.Equal(code.Id, await CodeAsync(() => client.Dqr.QuerySeriesAsync(pacs, ["1.2.3"], s_none)));
        DqrImportRequest import = new() { PacsId = pacs, ReceiverAETitle = "XNAT", Project = "DEMO", Studies = [Dqr.Study("1.2.3")] };
        Assert.Equal(code.Id, await CodeAsync(() => client.Dqr.ImportAsync(import, s_none)));
    }

    private static Task<IReadOnlyList<PacsStudy>> Query(XnatClient client, long pacs) => client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = pacs, AccessionNumber = "ACC1" }, s_none);

    private static DqrImportRequest Import(ContractSite site, string project = "DEMO", string receiver = "XNAT") => new()
    {
        PacsId = 1,
        ReceiverAETitle = receiver,
        ReceiverPort = site.Host.State.Receivers[0].Port,
        Project = project,
        RequestId = "test/1",
        Studies = [Dqr.Study("1.2.826.0.1.3680043.10.9999.1")],
    };

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<XnatException>(call)).Code.Id;

    private static async Task<List<ImportQueueItem>> ToListAsync(IAsyncEnumerable<ImportQueueItem> items)
    {
        List<ImportQueueItem> all = [];
        await foreach (ImportQueueItem item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private static async Task PutAsync(ContractSite site, string path, string json)
    {
        using HttpClient http = new() { BaseAddress = site.Host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("admin:admin"u8));
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "contract-test");
        using StringContent body = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PutAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
