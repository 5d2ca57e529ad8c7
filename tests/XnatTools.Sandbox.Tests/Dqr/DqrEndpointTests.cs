using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>The registry, availability, settings, roles and queue paths over HTTP; nothing here needs a PACS that answers.</summary>
public sealed class DqrEndpointTests : IAsyncLifetime
{
    private SandboxHost _host = null!;
    private HttpClient _admin = null!;
    private HttpClient _imaging = null!;
    private HttpClient _reader = null!;

    public async Task InitializeAsync()
    {
        _host = await SandboxHost.StartAsync(new SandboxOptions { ErrorRegime = ErrorRegime.A, MadeStudies = false });
        _admin = Site.Client(_host, "admin", "admin");
        _imaging = Site.Client(_host, "imaging", "imaging");
        _reader = Site.Client(_host, "reader", "reader");
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        _imaging.Dispose();
        _reader.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_default_pacs_is_number_one_open_all_week()
    {
        JsonArray all = (await GetAsync(_imaging, "/xapi/pacs/")).AsArray();
        Assert.Equal(1, (long)all[0]!["id"]!);
        Assert.True((bool)all[0]!["queryable"]!);
        Assert.Null(all[0]!["dicomWebRootUrl"]);
        JsonObject week = (await GetAsync(_admin, "/xapi/pacs/1/availability")).AsObject();
        Assert.Equal(7, week.Count);
        Assert.All(week, day => Assert.Equal("24:00", (string?)day.Value![0]!["availabilityEnd"]));
        Assert.True((bool)(await GetAsync(_imaging, "/xapi/dqr/settings/project/DEMO/enabled"))!);
    }

    [Fact]
    public async Task The_registry_keeps_its_constraints()
    {
        JsonNode made = await SendAsync(_admin, HttpMethod.Post, "/xapi/pacs", """{"aeTitle":"TWO","host":"h","label":"two","queryRetrievePort":104,"defaultQueryRetrievePacs":true,"queryable":false,"defaultQrAe":true}""");
        Assert.True((bool)made["queryable"]!);
        Assert.False((bool)(await GetAsync(_admin, "/xapi/pacs/1"))["defaultQueryRetrievePacs"]!);
        await FailsAsync(_admin, HttpMethod.Post, "/xapi/pacs", """{"aeTitle":"X","host":"x","label":"two"}""", 500, "There was an error in the request : ");
        await FailsAsync(_admin, HttpMethod.Post, "/xapi/pacs", """{"aeTitle":"TWO","host":"h","queryRetrievePort":104}""", 500, "There was an error in the request : ");
        JsonNode changed = await SendAsync(_admin, HttpMethod.Put, "/xapi/pacs/2", """{"label":"zwei","host":null}""");
        Assert.Equal(("zwei", "h"), ((string?)changed["label"], (string?)changed["host"]));
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/pacs/77", "{}", 500, "There was an error in the request : null");
        Assert.Equal("", await TextAsync(_admin, HttpMethod.Delete, "/xapi/pacs/2", null));
        await FailsAsync(_admin, HttpMethod.Get, "/xapi/pacs/2", null, 500, "There was an error in the request : null");
        Assert.Single((await GetAsync(_admin, "/xapi/pacs?queryable=true")).AsArray());
        Assert.Empty((await GetAsync(_admin, "/xapi/pacs?storable=true")).AsArray());
    }

    [Fact]
    public async Task Roles_are_kept_with_empty_bodies()
    {
        await FailsAsync(_reader, HttpMethod.Get, "/xapi/dqr/import/queue", null, 403, "");
        await FailsAsync(_reader, HttpMethod.Get, "/xapi/pacs/1/status", null, 403, "");
        await FailsAsync(_imaging, HttpMethod.Post, "/xapi/pacs", "{}", 403, "");
        await FailsAsync(_imaging, HttpMethod.Get, "/xapi/dqr/settings", null, 403, "");
        await FailsAsync(_imaging, HttpMethod.Get, "/xapi/dqr/import/queue?all=true", null, 403, "");
        using HttpClient nobody = Site.Client(_host);
        await FailsAsync(nobody, HttpMethod.Get, "/xapi/pacs", null, 401, null);
        await TextAsync(_admin, HttpMethod.Post, "/xapi/dqr/settings", """{"allowAllUsersToUseDqr":true}""");
        Assert.Equal("0", await TextAsync(_reader, HttpMethod.Get, "/xapi/dqr/import/queue/count", null));
    }

    [Fact]
    public async Task Settings_know_their_names_and_only_log_others()
    {
        JsonNode settings = await GetAsync(_admin, "/xapi/dqr/settings");
        Assert.Equal("XNAT", (string?)settings["dqrCallingAe"]);
        Assert.Equal("1 minute", (string?)settings["pacsAvailabilityCheckFrequency"]);
        Assert.Equal("", await TextAsync(_admin, HttpMethod.Post, "/xapi/dqr/settings", """{"dqrMaxPacsCMOVEAttempts":"3","nonsense":1}"""));
        settings = await GetAsync(_admin, "/xapi/dqr/settings");
        Assert.Equal("3", (string?)settings["dqrMaxPacsRequestAttempts"]);
        Assert.Null(settings["nonsense"]);
    }

    [Fact]
    public async Task Project_settings_take_enabled_and_give_dqrEnabled()
    {
        await FailsAsync(_admin, HttpMethod.Get, "/xapi/dqr/settings/project/OTHER", null, 404, "Unable to find requested file or resource: ");
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/dqr/settings/project/OTHER", """{"dqrEnabled":true}""", 500, null);
        Assert.True((bool)(await SendAsync(_admin, HttpMethod.Put, "/xapi/dqr/settings/project/OTHER", """{"enabled":true}"""))["dqrEnabled"]!);
        await FailsAsync(_admin, HttpMethod.Post, "/xapi/dqr/settings/project", """{"projectId":"OTHER","dqrEnabled":true}""", 409, null);
        Assert.Equal("true", await TextAsync(_admin, HttpMethod.Delete, "/xapi/dqr/settings/project/OTHER", null));
        await FailsAsync(_admin, HttpMethod.Delete, "/xapi/dqr/settings/project/OTHER", null, 404, null);
        await FailsAsync(_imaging, HttpMethod.Get, "/xapi/dqr/settings/project/OTHER/enabled", null, 403, "");
    }

    [Fact]
    public async Task Availability_overlaps_detach_and_make_room()
    {
        const string path = "/xapi/pacs/1/availability";
        const string monday = """{"dayOfWeek":"MONDAY","availabilityStart":"08:00","availabilityEnd":"10:00","threads":2,"utilizationPercent":50}""";
        await FailsAsync(_admin, HttpMethod.Post, path, monday, 400, null);
        Assert.Equal("false", await TextAsync(_admin, HttpMethod.Post, path + "/validate", monday));
        await FailsAsync(_admin, HttpMethod.Post, path, """{"dayOfWeek":"MONDAY"}""", 400, null);
        long id = (long)(await GetAsync(_admin, path))["MONDAY"]![0]!["id"]!;
        JsonNode trimmed = await SendAsync(_admin, HttpMethod.Put, $"{path}/{id}", """{"pacsId":1,"dayOfWeek":"MONDAY","availabilityEnd":"07:00"}""");
        Assert.Equal("07:00", (string?)trimmed["availabilityEnd"]);
        Assert.Equal("true", await TextAsync(_admin, HttpMethod.Post, path + "/validate", monday));
        JsonNode second = await SendAsync(_admin, HttpMethod.Post, path, monday.Replace("50}", "0}", StringComparison.Ordinal));
        Assert.Equal((0, 0), ((int)second["threads"]!, (int)second["utilizationPercent"]!));
        await FailsAsync(_admin, HttpMethod.Put, $"{path}/{id}", """{"pacsId":1}""", 500, "There was an error in the request : null");
        await FailsAsync(_admin, HttpMethod.Put, $"{path}/{id}", """{"pacsId":1,"dayOfWeek":"MONDAY"}""", 500, null);
        await SendAsync(_admin, HttpMethod.Put, $"{path}/{id}", """{"pacsId":1,"dayOfWeek":"MONDAY","availabilityEnd":"09:00"}""");
        Assert.Equal("09:00", (string?)(await GetAsync(_admin, $"{path}/{second["id"]}"))["availabilityStart"]);
        await SendAsync(_admin, HttpMethod.Put, $"{path}/{id}", """{"dayOfWeek":"MONDAY"}""");
        await FailsAsync(_admin, HttpMethod.Get, $"{path}/{id}", null, 404, null);
        Assert.Equal("true", await TextAsync(_admin, HttpMethod.Delete, $"{path}/{second["id"]}", null));
        Assert.Empty((await GetAsync(_admin, path))["MONDAY"]!.AsArray());
    }

    [Fact]
    public async Task Export_checks_in_order_and_sends_nothing()
    {
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/dqr/export?pacsId=1", null, 400, "There was an error in the request: ");
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/dqr/export?pacsId=1&session=", null, 400, null);
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/dqr/export?pacsId=x&session=E1&scansToExport=1", null, 500, "There was an error in the request : ");
        await FailsAsync(_admin, HttpMethod.Put, "/xapi/dqr/export?pacsId=1&session=XNAT_E9&scansToExport=1", null, 404, null);
    }

    [Fact]
    public async Task Queue_paths_check_their_parameters()
    {
        await FailsAsync(_imaging, HttpMethod.Get, "/xapi/dqr/import/queue?sort=up", null, 400, "Invalid sort");
        await FailsAsync(_imaging, HttpMethod.Get, "/xapi/dqr/import/queue/9", null, 404, "Unable to find requested file or resource: 9");
        await FailsAsync(_imaging, HttpMethod.Delete, "/xapi/dqr/import/queue/9", null, 404, null);
        await FailsAsync(_imaging, HttpMethod.Post, "/xapi/dqr/import/queue", "[9]", 404, null);
        Assert.Equal("[]", await TextAsync(_imaging, HttpMethod.Get, "/xapi/dqr/import/history?sort=ASC&page=4", null));
    }

    [Fact]
    public async Task Approval_numbers_and_files_are_kept()
    {
        Assert.Equal("", await TextAsync(_imaging, HttpMethod.Put, "/xapi/irb/projects/DEMO/irbNumber?irbNumber=17", null));
        Assert.Equal("\"17\"", await TextAsync(_imaging, HttpMethod.Get, "/xapi/irb/projects/DEMO/irbNumber", null));
        await FailsAsync(_reader, HttpMethod.Put, "/xapi/irb/projects/DEMO/irbNumber?irbNumber=18", null, 403, "");
        using MultipartFormDataContent form = new() { { new ByteArrayContent([1, 2, 3]), "irbFile", "a.pdf" } };
        using HttpResponseMessage put = await _imaging.PutAsync("/xapi/irb/projects/DEMO/irbFile", form);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal([1, 2, 3], await _imaging.GetByteArrayAsync("/xapi/irb/projects/DEMO/irbFile/a.pdf"));
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) => JsonNode.Parse(await TextAsync(client, HttpMethod.Get, path, null))!;

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, string body)
        => JsonNode.Parse(await TextAsync(client, method, path, body))!;

    private static async Task<string> TextAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using HttpResponseMessage response = await AnswerAsync(client, method, path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text}");
        return text;
    }

    private static async Task FailsAsync(HttpClient client, HttpMethod method, string path, string? body, int status, string? text)
    {
        using HttpResponseMessage response = await AnswerAsync(client, method, path, body);
        Assert.Equal(status, (int)response.StatusCode);
        string answer = await response.Content.ReadAsStringAsync();
        if (text is { Length: 0 })
        {
            Assert.Empty(answer);
        }
        else if (text is not null)
        {
            Assert.StartsWith(text, answer, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> AnswerAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request);
    }
}
