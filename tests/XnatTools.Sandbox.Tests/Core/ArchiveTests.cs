using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

public sealed class ArchiveTests
{
    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });

    [Fact]
    public async Task Archiving_gives_a_uri_without_data_and_cleans_labels()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        HttpResponseMessage answer = await PrearchiveTests.PostAsync(
            client, "/data/services/archive", ("src", entry.Url), ("subject", "S 001"), ("session", "S001.CT"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/uri-list", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("/archive/projects/DEMO/subjects/S_001/experiments/S001_CT\r\n", await answer.Content.ReadAsStringAsync());
        Assert.Empty(host.State.Prearchive);
    }

    [Fact]
    public async Task An_existing_session_is_a_conflict_until_it_is_merged()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        PrearchiveEntry first = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
        await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", first.Url));
        PrearchiveEntry again = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
        HttpResponseMessage answer = await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", again.Url));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("<h3>Session already exists</h3>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("CONFLICT", again.Status);
        answer = await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", again.Url), ("overwrite", "append"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(4, host.State.Sessions.Single().Scans.Count);
    }

    [Fact]
    public async Task Another_subject_under_the_same_session_label_cannot_be_forced()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        PrearchiveEntry first = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
        await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", first.Url));
        PrearchiveEntry other = await Filed.ReadyAsync(host, 2, subject: "S002", session: "A");
        using JsonDocument dry = JsonDocument.Parse(await (await PrearchiveTests.PostAsync(client, "/data/services/validate-archive", ("src", other.Url))).Content.ReadAsStringAsync());
        string[] types = dry.RootElement.GetProperty("ResultSet").GetProperty("Result").EnumerateArray().Select(r => r.GetProperty("type").GetString()!).ToArray();
        Assert.Contains("FAIL", types);
        HttpResponseMessage answer = await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", other.Url), ("overwrite", "delete"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Theory]
    [InlineData(FaultNames.Locked, 423)]
    [InlineData(FaultNames.ArchiveError, 500)]
    public async Task Faults_show_in_the_status(string fault, int status)
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        host.Faults.Add(fault, entry.Tag, count: 1);
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(status, (int)(await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", entry.Url))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", entry.Url))).StatusCode);
    }

    [Fact]
    public async Task Unassigned_sessions_must_be_moved_first_and_automatic_ones_redirect()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "admin", "admin");
        PrearchiveEntry waits = await Filed.ReadyAsync(host, 0, project: "Unassigned");
        Assert.Equal(HttpStatusCode.BadRequest, (await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", waits.Url))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync("/data/services/archive?src=" + waits.Url)).StatusCode);
        host.State.Projects[0].PrearchiveCode = 4;
        PrearchiveEntry goes = await Filed.ReadyAsync(host, 1, subject: "S001", session: "B");
        HttpResponseMessage answer = await PrearchiveTests.PostAsync(client, "/data/services/archive", ("src", goes.Url));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.EndsWith("/data/archive/projects/DEMO/subjects/S001/experiments/B", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_come_back_byte_for_byte_and_the_missing_routes_answer_with_the_session()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "reader", "reader");
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
        host.Context.Prearchive.Archiver.Archive(entry, new(), "admin");
        using JsonDocument list = JsonDocument.Parse(await client.GetStringAsync("/data/experiments/XNAT_E00001/scans/ALL/files?format=json"));
        JsonElement[] rows = list.RootElement.GetProperty("ResultSet").GetProperty("Result").EnumerateArray().ToArray();
        Assert.Equal(Filed.Studies[0].InstanceCount, rows.Length);
        byte[][] sources = Filed.FilesOf(0).Select(System.IO.File.ReadAllBytes).ToArray();
        foreach (JsonElement row in rows)
        {
            byte[] bytes = await client.GetByteArrayAsync(row.GetProperty("URI").GetString());
            Assert.Contains(sources, s => s.AsSpan().SequenceEqual(bytes));
        }

        foreach (string tail in new[] { "scans", "files" })
        {
            string item = await client.GetStringAsync($"/data/projects/DEMO/experiments/A/{tail}?format=json");
            Assert.StartsWith("{\"items\":", item, StringComparison.Ordinal);
        }

        Assert.Equal(4, await PrearchiveTests.RowsAsync(client, "/data/projects/DEMO/subjects/S001/experiments/A/scans"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/data/experiments/A?format=json")).StatusCode);
    }

    [Fact]
    public async Task A_header_dump_is_escaped_and_cut_and_a_fault_mixes_it()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        PrearchiveEntry first = await Filed.ReadyAsync(host, 2);
        PrearchiveEntry other = await Filed.ReadyAsync(host, 10);
        Assert.Equal("O&#39;Model^Drew", await ValueAsync(client, other.Url, "PatientName"));
        Assert.Equal(first.Tag, await ValueAsync(client, first.Url, "0020000D"));
        host.Faults.Add(FaultNames.DumpMix, count: 1);
        Assert.Equal(first.Tag, await ValueAsync(client, other.Url, "StudyInstanceUID"));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/data/services/dicomdump?src=" + first.Url + "&field=PatientID&field=00100020")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/data/services/dicomdump?src=/data" + first.Url)).StatusCode);
    }

    private static async Task<string?> ValueAsync(HttpClient client, string src, string field)
    {
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync($"/data/services/dicomdump?src={src}&field={field}"));
        return json.RootElement.GetProperty("ResultSet").GetProperty("Result")[0].GetProperty("value").GetString();
    }
}
