using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>What a restart keeps, and what a new look at the folder finds.</summary>
public sealed class DqrRestartTests
{
    [Fact]
    public async Task Queue_settings_and_numbers_survive()
    {
        using MadeArchive archive = new();
        string state = Directory.CreateTempSubdirectory("xt-state-").FullName;
        try
        {
            SandboxOptions options = new() { DicomFolder = archive.Folder, StateFolder = state, ClockFactor = 0 };
            int receiver;
            await using (SandboxHost host = await SandboxHost.StartAsync(options))
            {
                using HttpClient client = Site.Client(host, "admin", "admin");
                receiver = host.State.Receivers[0].Port;
                using StringContent settings = new("""{"dqrMaxPacsRequestAttempts":"2"}""", Encoding.UTF8, "application/json");
                using HttpResponseMessage saved = await client.PostAsync("/xapi/dqr/settings", settings);
                using StringContent import = new(DqrSite.ImportTo(receiver, false, DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")), Encoding.UTF8, "application/json");
                using HttpResponseMessage queued = await client.PostAsync("/xapi/dqr/import", import);
                Assert.True(queued.IsSuccessStatusCode && saved.IsSuccessStatusCode);
            }

            await using (SandboxHost host = await SandboxHost.StartAsync(options))
            {
                using HttpClient client = Site.Client(host, "admin", "admin");
                Assert.Equal(receiver, host.State.Receivers[0].Port);
                Assert.Equal("2", (string?)JsonNode.Parse(await client.GetStringAsync("/xapi/dqr/settings"))!["dqrMaxPacsRequestAttempts"]);
                JsonNode pacs = JsonNode.Parse(await client.GetStringAsync("/xapi/pacs"))!.AsArray()[0]!;
                Assert.Equal(host.PacsPort, (int)pacs["queryRetrievePort"]!);
                await host.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
                JsonNode history = JsonNode.Parse(await client.GetStringAsync("/xapi/dqr/import/history"))!.AsArray()[0]!;
                Assert.Equal(("RECEIVED", 1), ((string?)history["status"], (int)history["id"]!));
                Assert.Equal("S1_1", host.State.Prearchive[0].Name);
            }
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task A_new_scan_finds_what_was_added()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Archive.AddStudy("2.25.5001", "NEW", "New^One", "NEW1", "20240505", "CT", 1, 2);
        Assert.Empty((await site.RowsAsync("Accession Number\nNEW1\n"))[0]!["studies"]!.AsArray());
        using HttpResponseMessage scan = await site.Admin.PostAsync("/sandbox/pacs/scan", null);
        JsonNode counted = JsonNode.Parse(await scan.Content.ReadAsStringAsync())!;
        Assert.Equal((5, 12, 1), ((int)counted["studies"]!, (int)counted["files"]!, (int)counted["skipped"]!));
        Assert.Single((await site.RowsAsync("Accession Number\nNEW1\n"))[0]!["studies"]!.AsArray());
    }

    [Fact]
    public async Task A_receiver_that_moves_listens_on_its_new_port()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        int old = site.ReceiverPort;
        lock (site.Host.State.Sync)
        {
            site.Host.State.Receivers[0].Port = 0;
        }

        await site.Host.Context.ReceiversChanged();
        Assert.NotEqual(0, site.ReceiverPort);
        using System.Net.Sockets.TcpClient tcp = new();
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => tcp.ConnectAsync("127.0.0.1", old));
        await site.PostAsync("/xapi/dqr/import", site.Import(DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        Assert.Single(site.Prearchive());
    }

    [Fact]
    public async Task A_pacs_that_is_written_wrongly_is_refused_at_the_start()
        => await Assert.ThrowsAsync<FormatException>(() => SandboxHost.StartAsync(new SandboxOptions { Pacs = "nonsense" }));
}
