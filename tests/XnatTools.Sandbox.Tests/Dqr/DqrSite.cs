using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>A sandbox with a made archive behind it, spoken to over plain HTTP. Its clock moves when it is told to.</summary>
internal sealed class DqrSite : IAsyncDisposable
{
    private DqrSite(SandboxHost host, MadeArchive archive)
    {
        Host = host;
        Archive = archive;
        Admin = Site.Client(host, "admin", "admin");
        Imaging = Site.Client(host, "imaging", "imaging");
    }

    internal SandboxHost Host { get; }

    internal MadeArchive Archive { get; }

    internal HttpClient Admin { get; }

    internal HttpClient Imaging { get; }

    internal int ReceiverPort => Host.State.Receivers[0].Port;

    internal static async Task<DqrSite> StartAsync(ErrorRegime regime = ErrorRegime.B, PluginGeneration plugin = PluginGeneration.V2, Action<MadeArchive>? fill = null, string? pacs = null, bool marks = true, int receiver = 0, string[]? destinations = null)
    {
        MadeArchive archive = new();
        fill?.Invoke(archive);
        SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions
        {
            DicomFolder = archive.Folder,
            ErrorRegime = regime,
            Plugin = plugin,
            ClockFactor = 0,
            Pacs = pacs,
            MarksReceived = marks,
            ReceiverPort = receiver,
            PacsDestinations = destinations ?? [],
            StageTime = TimeSpan.FromMilliseconds(1),
        });
        return new DqrSite(host, archive);
    }

    internal async Task<(int Status, string Body, HttpResponseMessage Response)> SendAsync(HttpMethod method, string path, string? body = null, HttpClient? client = null)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        HttpResponseMessage response = await (client ?? Imaging).SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    internal async Task<JsonNode> GetAsync(string path) => await OkAsync(HttpMethod.Get, path);

    internal async Task<JsonNode> PostAsync(string path, string body) => await OkAsync(HttpMethod.Post, path, body);

    internal async Task<(int Status, string Body, HttpResponseMessage Response)> BatchAsync(byte[] csv, string query = "?pacsId=1", string part = "csv_to_store")
    {
        using MultipartFormDataContent form = new() { { new ByteArrayContent(csv), part, "rows.csv" } };
        HttpResponseMessage response = await Imaging.PostAsync("/xapi/dqr/query/batch" + query, form);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    internal async Task<JsonArray> RowsAsync(string csv)
    {
        (int status, string body, _) = await BatchAsync(Encoding.UTF8.GetBytes(csv));
        Assert.True(status == 200, body);
        return JsonNode.Parse(body)!.AsArray();
    }

    internal string Import(params string[] studies) => ImportTo(ReceiverPort, false, studies);

    internal static string ImportTo(int port, bool force, params string[] studies)
        => $$"""{"pacsId":1,"aeTitle":"XNAT","port":{{port}},"projectId":"DEMO","forceImport":{{(force ? "true" : "false")}},"requestId":"job/1","studies":[{{string.Join(",", studies)}}]}""";

    internal static string Study(string uid, string? subject = null, string? session = null)
    {
        JsonObject study = new() { ["studyInstanceUid"] = uid };
        if (subject is not null)
        {
            study["relabelMap"] = new JsonObject { ["Subject"] = subject, ["Session"] = session };
        }

        return study.ToJsonString();
    }

    /// <summary>Lets the clock go on minute by minute until something holds.</summary>
    internal async Task PassUntilAsync(Func<Task<bool>> condition, int minutes = 60)
    {
        for (int i = 0; i < minutes; i++)
        {
            await Host.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)).WaitAsync(TimeSpan.FromSeconds(30));
            if (await condition())
            {
                return;
            }
        }

        Assert.Fail("It did not come to pass.");
    }

    internal async Task DrainAsync() => await PassUntilAsync(async () => (int)await GetAsync("/xapi/dqr/import/queue/count") == 0);

    internal List<PrearchiveEntry> Prearchive()
    {
        lock (Host.State.Sync)
        {
            return [.. Host.State.Prearchive];
        }
    }

    internal async Task<List<JsonNode>> HistoryAsync(int pageSize = 100) => [.. (await GetAsync($"/xapi/dqr/import/history?sort=asc&pageSize={pageSize}")).AsArray().OfType<JsonNode>()];

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Imaging.Dispose();
        await Host.DisposeAsync();
        Archive.Dispose();
    }

    private async Task<JsonNode> OkAsync(HttpMethod method, string path, string? body = null)
    {
        (int status, string text, HttpResponseMessage response) = await SendAsync(method, path, body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{status} {text}");
        return JsonNode.Parse(text)!;
    }
}
