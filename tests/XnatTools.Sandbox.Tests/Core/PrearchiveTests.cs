using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

public sealed class PrearchiveTests
{
    private static readonly DateTimeOffset s_start = new(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, StartTime = s_start, HasDqr = false });

    [Fact]
    public async Task A_session_is_built_after_five_minutes_without_files()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.FileAsync(host, 0);
        Assert.Equal("RECEIVING", entry.Status);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("RECEIVING", entry.Status);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("READY", entry.Status);
    }

    [Fact]
    public async Task A_session_kept_by_its_sender_stays_receiving()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.FileAsync(host, 0);
        entry.PreventAutoCommit = true;
        host.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("RECEIVING", entry.Status);
    }

    [Fact]
    public async Task A_project_that_archives_by_itself_takes_the_session()
    {
        await using SandboxHost host = await StartAsync();
        host.State.Projects[0].PrearchiveCode = 4;
        await Filed.FileAsync(host, 0, subject: "S001", session: "S001_CT_1");
        host.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Empty(host.State.Prearchive);
        SandboxSession session = Assert.Single(host.State.Sessions);
        Assert.Equal(("S001_CT_1", "xnat:ctSessionData"), (session.Label, session.XsiType));
        Assert.Equal(Filed.Studies[0].InstanceCount, session.Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    [Fact]
    public async Task The_list_is_a_table_of_strings_without_a_total()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0, subject: "S001", session: "S001_CT_1");
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync("/data/prearchive/projects/DEMO"));
        JsonElement set = json.RootElement.GetProperty("ResultSet");
        Assert.False(set.TryGetProperty("totalRecords", out _));
        JsonElement row = Assert.Single(set.GetProperty("Result").EnumerateArray());
        Assert.All(row.EnumerateObject(), p => Assert.Equal(JsonValueKind.String, p.Value.ValueKind));
        Assert.Equal("READY", row.GetProperty("status").GetString());
        Assert.Equal("/prearchive/projects/DEMO/20240501_100000000/S001_CT_1", row.GetProperty("url").GetString());
        Assert.Equal(entry.Tag, row.GetProperty("tag").GetString());
        Assert.Equal("2024-05-01 10:00:00.0", row.GetProperty("uploaded").GetString());
    }

    [Fact]
    public async Task Only_whoever_has_access_to_all_data_sees_unassigned_sessions()
    {
        await using SandboxHost host = await StartAsync();
        await Filed.ReadyAsync(host, 0, project: "Unassigned");
        using HttpClient owner = Site.Client(host, "imaging", "imaging");
        using HttpClient admin = Site.Client(host, "admin", "admin");
        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(0, await RowsAsync(owner, "/data/prearchive/projects/DEMO"));
        Assert.Equal(1, await RowsAsync(admin, "/data/prearchive/projects/DEMO"));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/data/prearchive/projects/DEMO")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/data/prearchive/projects/Unassigned")).StatusCode);
    }

    [Fact]
    public async Task The_batch_move_queues_and_works_on_the_clock()
    {
        await using SandboxHost host = await StartAsync();
        host.State.Projects.Add(new SandboxProject { Id = "OTHER" });
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        using HttpClient client = Site.Client(host, "admin", "admin");
        HttpResponseMessage answer = await PostAsync(client, "/data/services/prearchive/move", ("src", entry.Url), ("newProject", "OTHER"));
        Assert.Contains("QUEUED_MOVING", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        HttpResponseMessage again = await PostAsync(client, "/data/services/prearchive/delete", ("src", entry.Url));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        host.Clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal("_MOVING", entry.Status);
        host.Clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(("READY", "OTHER"), (entry.Status, entry.Project));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/data" + entry.Url + "?format=json")).StatusCode);
    }

    [Fact]
    public async Task Commit_answers_301_when_it_archives_and_200_when_it_stays()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry stays = await Filed.FileAsync(host, 0, subject: "S001", session: "A");
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        HttpResponseMessage answer = await client.PostAsync("/data" + stays.Url + "?action=commit", null);
        Assert.Equal((HttpStatusCode.OK, "/data" + stays.Url), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        host.State.Projects[0].PrearchiveCode = 4;
        PrearchiveEntry goes = await Filed.FileAsync(host, 1, subject: "S001", session: "B");
        answer = await client.PostAsync("/data" + goes.Url + "?action=commit", null);
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal("/data/archive/projects/DEMO/subjects/S001/experiments/B", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_locked_session_refuses_a_build_and_ignores_a_move()
    {
        await using SandboxHost host = await StartAsync();
        host.State.Projects.Add(new SandboxProject { Id = "OTHER" });
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        using HttpClient client = Site.Client(host, "admin", "admin");
        host.Faults.Add(FaultNames.Locked);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync("/data" + entry.Url + "?action=build", null)).StatusCode);
        HttpResponseMessage move = await client.PostAsync("/data" + entry.Url + "?action=move&newProject=OTHER", null);
        Assert.Equal((HttpStatusCode.OK, ""), (move.StatusCode, await move.Content.ReadAsStringAsync()));
        Assert.Equal("DEMO", entry.Project);
        host.Faults.Clear();
        move = await client.PostAsync("/data" + entry.Url + "?action=move&newProject=OTHER", null);
        Assert.Equal(HttpStatusCode.MovedPermanently, move.StatusCode);
        Assert.Equal("OTHER", entry.Project);
    }

    [Fact]
    public async Task Deleting_a_scan_keeps_it_out_of_the_archive()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(4, await RowsAsync(client, "/data" + entry.Url + "/scans"));
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/data" + entry.Url + "/scans/501")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/data" + entry.Url + "/scans/501")).StatusCode);
        await PostAsync(client, "/data/services/archive", ("src", entry.Url));
        Assert.Equal(["1", "2", "3"], host.State.Sessions.Single().Scans.Select(s => s.Id));
    }

    [Fact]
    public async Task A_late_object_puts_a_session_back_to_receiving()
    {
        await using SandboxHost host = await StartAsync();
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        PrearchiveEntry again = await Filed.FileAsync(host, 0);
        Assert.Same(entry, again);
        Assert.Equal("RECEIVING", entry.Status);
        Assert.Equal(Filed.Studies[0].InstanceCount, entry.Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    internal static async Task<int> RowsAsync(HttpClient client, string path)
    {
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync(path));
        return json.RootElement.GetProperty("ResultSet").GetProperty("Result").GetArrayLength();
    }

    internal static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, params (string Key, string Value)[] form) =>
        client.PostAsync(path, new FormUrlEncodedContent(form.Select(f => new KeyValuePair<string, string>(f.Key, f.Value))));
}
