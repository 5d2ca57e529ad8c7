using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

/// <summary>The import service on the wire (specification of the core API, 17 and 18).</summary>
public sealed class ImportTests
{
    private const string Zip = "/data/services/import?import-handler=DICOM-zip";
    private const string Desk = Zip + "&PROJECT_ID=DEMO&SUBJECT_ID=S001&EXPT_LABEL=S001_CT_1&overwrite=none&rename=true&prevent_anon=true&prevent_auto_commit=true&SOURCE=uploader";

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });

    [Fact]
    public async Task Series_come_one_by_one_and_the_session_waits_for_its_commit()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string[] files = Filed.FilesOf(0);
        string first = await OkAsync(client, Desk, Zipped(files.Take(2)));
        string second = await OkAsync(client, Desk, Zipped(files.Skip(2)));
        Assert.Equal(first, second);
        Assert.Matches(@"^/data/prearchive/projects/DEMO/\d{8}_\d{9}/S001_CT_1\r\n$", first);
        PrearchiveEntry entry = Assert.Single(host.State.Prearchive);
        Assert.Equal(("RECEIVING", true, "S001"), (entry.Status, entry.PreventAnon, entry.Subject));
        host.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal("RECEIVING", entry.Status);
        using HttpResponseMessage commit = await client.PostAsync(first.Trim() + "?action=commit&SOURCE=uploader", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.OK, commit.StatusCode);
        Assert.Equal("READY", entry.Status);
        Assert.Equal(files.Length, entry.Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    [Fact]
    public async Task The_same_series_again_does_not_double()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string[] files = Filed.FilesOf(0);
        await OkAsync(client, Desk, Zipped(files));
        await OkAsync(client, Desk, Zipped(files));
        Assert.Equal(files.Length, Assert.Single(host.State.Prearchive).Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    [Fact]
    public async Task A_destination_in_the_archive_goes_there_in_one_step_and_a_conflict_is_a_general_400()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string call = Zip + "&dest=/archive/projects/DEMO/subjects/S9/experiments/S9_A&overwrite=none";
        Assert.Equal("/data/archive/projects/DEMO/subjects/S9/experiments/S9_A\r\n", await OkAsync(client, call, Zipped(Filed.FilesOf(0))));
        Assert.Empty(host.State.Prearchive);
        using HttpResponseMessage again = await client.PostAsync(call, Zipped(Filed.FilesOf(0)));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("unable to archive for the Prearchive session", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("CONFLICT", Assert.Single(host.State.Prearchive).Status);
    }

    [Fact]
    public async Task The_session_importer_says_why_and_takes_one_study_only()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string call = "/data/services/import?import-handler=SI&dest=/archive/projects/DEMO/subjects/S9/experiments/S9_A";
        await OkAsync(client, call, Zipped(Filed.FilesOf(0)));
        using HttpResponseMessage again = await client.PostAsync(call, Zipped(Filed.FilesOf(0)));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("already exists", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        int before = host.State.Prearchive.Count;
        using HttpResponseMessage two = await client.PostAsync("/data/services/import?import-handler=SI&project=DEMO", Zipped(Filed.FilesOf(0).Concat(Filed.FilesOf(1))));
        Assert.Equal(HttpStatusCode.BadRequest, two.StatusCode);
        Assert.Equal(before, host.State.Prearchive.Count);
    }

    [Fact]
    public async Task Two_studies_in_one_zip_are_two_lines()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string answer = await OkAsync(client, Zip + "&PROJECT_ID=DEMO", Zipped(Filed.FilesOf(0).Concat(Filed.FilesOf(1))));
        Assert.Equal(2, answer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Tar_gz_and_a_zip_in_a_zip_are_opened()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        MemoryStream tar = new();
        await using (GZipStream gzip = new(tar, CompressionMode.Compress, leaveOpen: true))
        await using (TarWriter writer = new(gzip))
        {
            foreach (string file in Filed.FilesOf(0))
            {
                await writer.WriteEntryAsync(file, "x/" + Path.GetFileName(file));
            }
        }

        await OkAsync(client, Zip + "&PROJECT_ID=DEMO", Content(tar.ToArray(), "application/octet-stream"));
        byte[] inner = await Zipped(Filed.FilesOf(1)).ReadAsByteArrayAsync();
        await OkAsync(client, Zip + "&PROJECT_ID=DEMO", Zipped([("inner.zip", inner)]));
        Assert.Equal(
            [Filed.FilesOf(0).Length, Filed.FilesOf(1).Length],
            host.State.Prearchive.Select(e => e.Scans.Sum(s => s.Resources.Sum(r => r.Files.Count))));
    }

    [Fact]
    public async Task What_is_no_image_fails_the_request_unless_it_may_be_skipped()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        HttpContent Mixed() => Zipped([("readme.txt", "hello"u8.ToArray()), ("1.dcm", File.ReadAllBytes(Filed.FilesOf(0)[0]))]);
        using HttpResponseMessage refused = await client.PostAsync(Zip + "&PROJECT_ID=DEMO", Mixed());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await OkAsync(client, Zip + "&PROJECT_ID=DEMO&Ignore-Unparsable=true", Mixed());
        using HttpResponseMessage broken = await client.PostAsync(Zip + "&PROJECT_ID=DEMO", Content([0x50, 0x4B, 3, 4, 9, 9, 9], "application/zip"));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Empty(Directory.GetFiles(host.State.TempFolder));
    }

    [Fact]
    public async Task A_filter_that_drops_everything_answers_200_and_nothing()
    {
        await using SandboxHost host = await StartAsync();
        host.State.SiteConfig["enableSitewideSeriesImportFilter"] = true;
        host.State.SiteConfig["sitewideSeriesImportFilterMode"] = "blacklist";
        host.State.SiteConfig["sitewideSeriesImportFilter"] = ".*";
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal("", await OkAsync(client, Zip + "&PROJECT_ID=DEMO", Zipped(Filed.FilesOf(0))));
        Assert.Empty(host.State.Prearchive);
    }

    [Theory]
    [InlineData("&PROJECT_ID=NOWHERE", HttpStatusCode.NotFound)]
    [InlineData("&PROJECT_ID=DEMO&prearchive_code=1&overwrite=append", HttpStatusCode.BadRequest)]
    [InlineData("&prearchive_code=1", HttpStatusCode.InternalServerError)]
    [InlineData("&PROJECT_ID=DEMO&PREARC_TIMESTAMP=20200101_000000000&PREARC_SESSION_FOLDER=x", HttpStatusCode.NotFound)]
    public async Task Refusals_have_their_codes(string parameters, HttpStatusCode expected)
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using HttpResponseMessage response = await client.PostAsync(Zip + parameters, Zipped(Filed.FilesOf(0)));
        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(host.State.Prearchive);
    }

    [Fact]
    public async Task Reading_is_not_enough_and_unknown_handlers_and_empty_bodies_are_refused()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Zip + "&PROJECT_ID=DEMO", Zipped(Filed.FilesOf(0)))).StatusCode);
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/data/services/import?import-handler=none", Zipped(Filed.FilesOf(0)))).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Zip, Content([], "application/octet-stream"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync("/data/services/import")).StatusCode);
    }

    [Fact]
    public async Task A_form_carries_file_and_parameters()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        MultipartFormDataContent Form() => new()
        {
            { new StringContent("DEMO"), "project" }, { new StringContent("S5"), "subject" }, { new StringContent("S5_1"), "session" },
            { Zipped(Filed.FilesOf(0)), "file", "a.zip" },
        };
        Assert.EndsWith("/S5_1\r\n", await OkAsync(client, Zip, Form()), StringComparison.Ordinal);
        MultipartFormDataContent two = Form();
        two.Add(Zipped(Filed.FilesOf(0)), "file2", "b.zip");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Zip, two)).StatusCode);
    }

    [Fact]
    public async Task One_object_by_gradual_import_stays_receiving()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        foreach (string file in Filed.FilesOf(0))
        {
            await OkAsync(client, "/data/services/import?PROJECT_ID=DEMO", Content(await File.ReadAllBytesAsync(file), "application/dicom"));
        }

        PrearchiveEntry entry = Assert.Single(host.State.Prearchive);
        Assert.Equal(("RECEIVING", Filed.FilesOf(0).Length), (entry.Status, entry.Scans.Sum(s => s.Resources.Sum(r => r.Files.Count))));
    }

    [Fact]
    public async Task A_break_in_the_middle_leaves_a_part_and_a_repeat_completes_it()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        host.Faults.Add(new SandboxFault { Name = FaultNames.ImportError, Skip = 2, Count = 1 });
        using HttpResponseMessage broken = await client.PostAsync(Desk, Zipped(Filed.FilesOf(0)));
        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.Equal(2, Assert.Single(host.State.Prearchive).Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
        await OkAsync(client, Desk, Zipped(Filed.FilesOf(0)));
        Assert.Equal(Filed.FilesOf(0).Length, Assert.Single(host.State.Prearchive).Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    [Fact]
    public async Task The_users_cache_takes_pieces_and_imports_them_behind_a_status_record()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/data/user/cache/resources/up", null)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.PutAsync("/data/user/cache/resources/up", null)).StatusCode);
        await OkAsync(client, "/data/user/cache/resources/up/files/a.zip?inbody=true", Zipped(Filed.FilesOf(0)), HttpMethod.Put);
        using (HttpResponseMessage outside = await client.PutAsync("/data/user/cache/resources/up/files/..%2F..%2Fx?inbody=true", Zipped(Filed.FilesOf(0))))
        {
            Assert.Equal(HttpStatusCode.BadRequest, outside.StatusCode);
        }

        string answer = await OkAsync(
            client, Zip + "&PROJECT_ID=DEMO&src=/user/cache/resources/up/files/a.zip&http-session-listener=job1", new StringContent(""));
        Assert.Equal("Submitted for prearchival", answer);
        string last = "";
        for (int i = 0; i < 100 && last != "COMPLETED"; i++)
        {
            await Task.Delay(50);
            using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync("/data/status/job1?format=json"));
            last = json.RootElement.GetProperty("msgs")[0].EnumerateArray().Last().GetProperty("status").GetString()!;
        }

        Assert.Equal("COMPLETED", last);
        Assert.Single(host.State.Prearchive);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/data/user/cache/resources/up")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("/data/user/cache/resources/up")).StatusCode);
    }

    [Fact]
    public async Task An_inbox_folder_is_imported_and_cleaned_up()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string folder = Path.Combine(host.State.Folder, "inbox", "DEMO", "batch7");
        Directory.CreateDirectory(folder);
        foreach (string file in Filed.FilesOf(0))
        {
            File.Copy(file, Path.Combine(folder, Guid.NewGuid().ToString("N")));
        }

        string Call(string path) => $"/data/services/import?import-handler=inbox&path={Uri.EscapeDataString(path)}&PROJECT_ID=DEMO&EXPT_LABEL=IN_1";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Call(host.State.Folder), null)).StatusCode);
        string uri = (await OkAsync(client, Call(folder), new StringContent(""))).Trim();
        string status = "";
        for (int i = 0; i < 100 && status is not ("Completed" or "Failed"); i++)
        {
            await Task.Delay(50);
            using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync(uri));
            status = json.RootElement.GetProperty("status").GetString()!;
        }

        Assert.Equal("Completed", status);
        Assert.Equal(("READY", "IN_1"), (Assert.Single(host.State.Prearchive).Status, host.State.Prearchive[0].Name));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_catalogue_lists_only_what_was_named()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        await OkAsync(client, Zip + "&dest=/archive/projects/DEMO/subjects/S9/experiments/S9_A", Zipped(Filed.FilesOf(0)));
        SandboxSession session = Assert.Single(host.State.Sessions);
        string Body(string types) =>
            $$"""{"projectIds":["DEMO"],"sessions":["DEMO:S9:S9_A:{{session.Id}}"],"scan_formats":["DICOM"],"scan_types":{{types}},"options":["simplified"]}""";
        string types = JsonSerializer.Serialize(session.Scans.Select(s => s.Type));
        string none = await OkAsync(client, "/xapi/archive/downloadwithsize", Json(Body("[]")));
        Assert.Contains("\"size\":\"0\"", none, StringComparison.Ordinal);
        using JsonDocument made = JsonDocument.Parse(await OkAsync(client, "/xapi/archive/downloadwithsize", Json(Body(types))));
        string id = made.RootElement.GetProperty("id").GetString()!;
        Assert.Equal(Filed.FilesOf(0).Sum(f => new FileInfo(f).Length).ToString(System.Globalization.CultureInfo.InvariantCulture), made.RootElement.GetProperty("size").GetString());
        Assert.Contains("/archive/experiments/" + session.Id + "/scans/", await client.GetStringAsync($"/xapi/archive/download/{id}/xml"), StringComparison.Ordinal);
        using ZipArchive zip = new(new MemoryStream(await client.GetByteArrayAsync($"/xapi/archive/download/{id}/zip")));
        Assert.Equal(Filed.FilesOf(0).Length, zip.Entries.Count);
        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/xapi/archive/download/{id}/zip")).StatusCode);
    }

    private static async Task<string> OkAsync(HttpClient client, string uri, HttpContent content, HttpMethod? method = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Post, uri) { Content = content };
        using HttpResponseMessage response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {body}");
        return body;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Zipped(IEnumerable<string> files) => Zipped(files.Select(f => (Guid.NewGuid().ToString("N"), File.ReadAllBytes(f))));

    private static ByteArrayContent Zipped(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        MemoryStream made = new();
        using (ZipArchive zip = new(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return Content(made.ToArray(), "application/zip");
    }

    private static ByteArrayContent Content(byte[] bytes, string type)
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
