using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using XnatTools.Dicom;
using Xunit;

namespace XnatTools.Sandbox.Tests.Filing;

/// <summary>Scripts of site and project run when and where XNAT runs them (specification of the core API, 12.2).</summary>
public sealed class AnonymizationTests
{
    private const string Site = "version \"6.1\"\n(0010,0010) := subject\n-(0008,0080)\n(0008,0060) = \"SR\" ? reject[]\n";
    private const string Project = "version \"6.1\"\n(0010,0020) := session\n(0008,1030) := project\n";

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });

    [Fact]
    public async Task The_sites_script_runs_on_receipt_and_the_projects_at_archiving()
    {
        await using SandboxHost host = await StartAsync();
        await PutAsync(host, Site, Project);
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0, subject: "S001", session: "S001_1");
        string before = Assert.Single(Headers(host.State.PrearchiveFolder, DicomTags.PatientName));
        Assert.Equal("S001", before);
        Assert.DoesNotContain("S001_1", Headers(host.State.PrearchiveFolder, DicomTags.PatientId));
        using HttpClient client = XnatTools.Sandbox.Tests.Site.Client(host, "imaging", "imaging");
        using HttpResponseMessage answer = await client.PostAsync("/data/services/archive?src=" + entry.Url, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("S001_1", Assert.Single(Headers(host.State.ArchiveFolder, DicomTags.PatientId)));
        Assert.Equal("DEMO", Assert.Single(Headers(host.State.ArchiveFolder, DicomTags.StudyDescription)));
        Assert.Equal(Filed.FilesOf(0).Length, host.State.Sessions[0].Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
    }

    [Fact]
    public async Task A_script_is_the_same_by_each_of_the_three_ways_to_it()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient admin = XnatTools.Sandbox.Tests.Site.Client(host, "admin", "admin");
        async Task<(HttpStatusCode Code, string Text)> GetAsync(string path)
        {
            using HttpResponseMessage answer = await admin.GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        async Task<HttpStatusCode> SetAsync(string path, string body, string type = "text/plain")
        {
            using HttpResponseMessage answer = await admin.PutAsync(path, new StringContent(body, Encoding.UTF8, type));
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/data/config/anon/script?contents=true")).Code);
        foreach ((string xapi, string config, string edit) in new[]
        {
            ("/xapi/anonymize/site", "/data/config/anon/script", "/data/config/edit/image/dicom/"),
            ("/xapi/anonymize/projects/DEMO", "/data/projects/DEMO/config/anon/projects/DEMO", "/data/config/edit/projects/DEMO/image/dicom/"),
        })
        {
            Assert.Equal(HttpStatusCode.OK, await SetAsync(xapi, Site));
            Assert.Equal(HttpStatusCode.OK, await SetAsync(xapi + "/enabled?enable=true", "", "application/json"));
            Assert.Equal((HttpStatusCode.OK, Site), await GetAsync(config + "?contents=true"));
            Assert.Contains("\"true\"", (await GetAsync(edit + "status?format=json")).Text, StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.OK, await SetAsync(config, Project));
            Assert.Equal((HttpStatusCode.OK, Project), await GetAsync(xapi));
            Assert.Equal(HttpStatusCode.OK, await SetAsync(edit + "status?activate=false", ""));
            Assert.Equal("false", (await GetAsync(xapi + "/enabled")).Text);
            Assert.Contains("disabled", (await GetAsync(config + "?format=json")).Text, StringComparison.Ordinal);

            Assert.Equal(HttpStatusCode.OK, await SetAsync(edit + "script", Site));
            Assert.Equal("true", (await GetAsync(xapi + "/enabled")).Text);
            Assert.Equal((HttpStatusCode.OK, Site), await GetAsync(xapi));
            Assert.Equal(HttpStatusCode.BadRequest, await SetAsync(edit + "status?activate=yes", ""));
            Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(edit + "other")).Code);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("/data/config/edit/projects/NOSUCH/image/dicom/script")).Code);
        using HttpClient member = XnatTools.Sandbox.Tests.Site.Client(host, "imaging", "imaging");
        using HttpResponseMessage refused = await member.PutAsync("/data/config/edit/image/dicom/script", new StringContent(Site));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_session_marked_by_its_sender_meets_neither()
    {
        await using SandboxHost host = await StartAsync();
        await PutAsync(host, Site, Project);
        string original = Assert.Single(Headers(Path.GetDirectoryName(Filed.FilesOf(0)[0])!, DicomTags.PatientName).Distinct());
        host.State.Receivers[0].AnonymizationEnabled = false;
        PrearchiveEntry entry = await Filed.FileAsync(host, 0, receiver: host.State.Receivers[0]);
        host.Context.Prearchive.Build(entry);
        Assert.True(entry.PreventAnon);
        using HttpClient client = XnatTools.Sandbox.Tests.Site.Client(host, "imaging", "imaging");
        await client.PostAsync("/data/services/archive?src=" + entry.Url, null);
        Assert.Equal(original, Assert.Single(Headers(host.State.ArchiveFolder, DicomTags.PatientName)));
    }

    [Fact]
    public async Task What_a_script_rejects_falls_away_and_what_it_cannot_do_keeps_the_object_out()
    {
        await using SandboxHost host = await StartAsync();
        await PutAsync(host, "version \"6.1\"\nreject[]\n", null);
        Assert.Null(await Filed.FileOneAsync(host, 0));
        Assert.Empty(host.State.Prearchive);
        await PutAsync(host, "version \"6.1\"\n(0008,0021) := shiftDateByIncrement[(0008,0021), \"x\"]\n", null);
        Assert.Null(await Filed.FileOneAsync(host, 0));
        Assert.Empty(host.State.Prearchive);
        await PutAsync(host, Site, "version \"6.1\"\nreject[]\n");
        PrearchiveEntry entry = await Filed.ReadyAsync(host, 0);
        using HttpClient client = XnatTools.Sandbox.Tests.Site.Client(host, "imaging", "imaging");
        using HttpResponseMessage answer = await client.PostAsync("/data/services/archive?src=" + entry.Url, null);
        Assert.Equal((HttpStatusCode.InternalServerError, "ERROR"), (answer.StatusCode, entry.Status));
        Assert.Empty(host.State.Sessions);
    }

    private static string[] Headers(string folder, DicomTag tag) => Directory.GetFiles(folder, "*.dcm", SearchOption.AllDirectories).Select(path =>
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        return file.Dataset.GetString(tag) ?? "";
    }).Distinct().ToArray();

    private static async Task PutAsync(SandboxHost host, string site, string? project)
    {
        using HttpClient admin = XnatTools.Sandbox.Tests.Site.Client(host, "admin", "admin");
        await OkAsync(admin, "/xapi/anonymize/site", site, "text/plain");
        await OkAsync(admin, "/xapi/anonymize/site/enabled?enable=true", "", "application/json");
        if (project is not null)
        {
            await OkAsync(admin, "/xapi/anonymize/projects/DEMO", project, "text/plain");
        }
    }

    private static async Task OkAsync(HttpClient client, string path, string body, string type)
    {
        using HttpResponseMessage answer = await client.PutAsync(path, new StringContent(body, Encoding.UTF8, type));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
