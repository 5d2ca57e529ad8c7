using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

public sealed class ProjectTests
{
    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { HasDqr = false });

    [Fact]
    public async Task A_new_project_is_protected_unless_told_and_its_id_is_never_free_again()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/data/projects/NEW", new StringContent(""))).StatusCode);
        Assert.Equal("protected", await client.GetStringAsync("/data/projects/NEW/accessibility"));
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/data/projects/NEW/accessibility/private", null)).StatusCode);
        Assert.Equal("private", await client.GetStringAsync("/data/projects/NEW/accessibility"));
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/data/projects/NEW?removeFiles=true")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PutAsync("/data/projects/NEW", new StringContent(""))).StatusCode);
    }

    [Fact]
    public async Task Names_clash_across_id_title_and_running_title()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "admin", "admin");
        const string xml = "<xnat:projectData xmlns:xnat=\"http://nrg.wustl.edu/xnat\" ID=\"N1\" secondary_ID=\"demo\"><xnat:name>One</xnat:name></xnat:projectData>";
        HttpResponseMessage answer = await client.PutAsync("/data/projects/N1", new StringContent(xml, Encoding.UTF8, "text/xml"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        answer = await client.PutAsync("/data/projects/N2", new StringContent(xml, Encoding.UTF8, "text/xml"));
        Assert.Equal(417, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_list_has_two_column_sets()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using JsonDocument plain = JsonDocument.Parse(await client.GetStringAsync("/REST/projects"));
        JsonElement set = plain.RootElement.GetProperty("ResultSet");
        Assert.Equal("1", set.GetProperty("totalRecords").GetString());
        Assert.Equal("/data/projects/DEMO", set.GetProperty("Result")[0].GetProperty("URI").GetString());
        using JsonDocument access = JsonDocument.Parse(await client.GetStringAsync("/data/projects?prearc_code=true"));
        JsonElement row = access.RootElement.GetProperty("ResultSet").GetProperty("Result")[0];
        Assert.Equal(("DEMO", "Owners", "0"), (row.GetProperty("id").GetString(), row.GetProperty("user_role").GetString(), row.GetProperty("proj_prearchive_code").GetString()));
    }

    [Fact]
    public async Task A_mistyped_login_is_invited_instead_of_refused()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/data/projects/DEMO/users/Members/raeder", null)).StatusCode);
        Assert.Equal(1, await PrearchiveTests.RowsAsync(client, "/data/projects/DEMO/pars"));
        Assert.Equal(2, await PrearchiveTests.RowsAsync(client, "/data/projects/DEMO/users"));
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/data/projects/DEMO/users/DEMO_member/reader", null)).StatusCode);
        Assert.Contains("DEMO_member", host.State.Users.Single(u => u.Name == "reader").Groups);
    }

    [Fact]
    public async Task A_subject_is_made_renamed_and_found_by_either_name()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        HttpResponseMessage made = await client.PutAsync("/data/projects/DEMO/subjects/S001?gender=female", null);
        Assert.Equal((HttpStatusCode.Created, "XNAT_S00001"), (made.StatusCode, await made.Content.ReadAsStringAsync()));
        HttpResponseMessage renamed = await client.PutAsync("/data/projects/DEMO/subjects/S001?label=S002", null);
        Assert.Equal((HttpStatusCode.OK, ""), (renamed.StatusCode, await renamed.Content.ReadAsStringAsync()));
        string item = await client.GetStringAsync("/data/archive/subjects/XNAT_S00001?format=json");
        Assert.Contains("\"label\":\"S002\"", item, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/data/projects/DEMO/subjects/S001?format=json")).StatusCode);
        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PutAsync("/data/projects/DEMO/subjects/S003", null)).StatusCode);
    }

    [Fact]
    public async Task A_file_put_twice_is_a_duplicate_and_one_without_the_right_is_nothing()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using HttpClient reader = Site.Client(host, "reader", "reader");
        const string path = "/data/projects/DEMO/resources/notes/files/a.txt?inbody=true";
        Assert.Equal(HttpStatusCode.OK, (await reader.PutAsync(path, new StringContent("x"))).StatusCode);
        Assert.Equal(0, await PrearchiveTests.RowsAsync(client, "/data/projects/DEMO/files"));
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync(path, new StringContent("one"))).StatusCode);
        HttpResponseMessage again = await client.PutAsync(path, new StringContent("two"));
        Assert.Equal("{\"duplicates\":[\"a.txt\"]}", await again.Content.ReadAsStringAsync());
        Assert.Equal("one", await client.GetStringAsync("/data/projects/DEMO/resources/notes/files/a.txt"));
    }
}
