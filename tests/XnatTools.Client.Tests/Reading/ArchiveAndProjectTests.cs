using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class ArchiveAndProjectTests
{
    [Fact]
    public async Task Projects_are_read_whatever_the_case_of_the_keys()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", 200, """
            {"ResultSet":{"totalRecords":"2","Result":[{"ID":"DEMO01","secondary_ID":"D1","name":"Demo","description":"","pi_firstname":"Ada","pi_lastname":"Example"},{"id":"DEMO02","secondary_id":"D2","name":"","pi":"Example, Ada"}]}}
            """);
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<XnatProject> projects = await client.Projects.ListAsync(CancellationToken.None);
        Assert.Equal(["DEMO01", "DEMO02"], projects.Select(p => p.Id));
        Assert.Equal(["Ada Example", "Example, Ada"], projects.Select(p => p.Investigator));
        Assert.Equal(["D1", "D2"], projects.Select(p => p.RunningTitle));
        Assert.Equal("DEMO02", projects[1].Name);
        Assert.Null(projects[0].Description);
    }

    [Fact]
    public async Task One_project_comes_with_its_settings()
    {
        ScriptedServer server = Project(new ScriptedServer().AsXnat());
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatProject project = await client.Projects.GetAsync("DEMO01", CancellationToken.None);
        Assert.Equal(("Demo", "private", 4, "Ada Example"), (project.Name, project.Accessibility, project.PrearchiveCode!.Value, project.Investigator));
    }

    [Fact]
    public async Task A_new_project_is_private_and_an_existing_one_is_left_alone()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        server.On("PUT", "/data/projects/DEMO01", _ =>
        {
            Project(server);
            return ScriptedServer.Answer(200);
        });
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatProject made = await client.Projects.CreateAsync(new XnatProjectDefinition { Id = "DEMO01", Name = "Demo <1> & more", InvestigatorLastName = "Example" }, CancellationToken.None);
        Assert.Equal("private", made.Accessibility);
        ScriptedCall put = server.Calls.First(c => c.Verb == "PUT");
        Assert.Equal("?accessibility=private", put.Query);
        Assert.Equal("text/xml", put.ContentType);
        Assert.Contains("<xnat:name>Demo &lt;1&gt; &amp; more</xnat:name>", put.Body, StringComparison.Ordinal);

        Assert.Same(XnatErrorCode.Conflict, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.CreateAsync(new XnatProjectDefinition { Id = "DEMO01" }, CancellationToken.None))).Code);
        Assert.Equal(1, server.Calls.Count(c => c.Verb == "PUT"));
        Assert.Same(XnatErrorCode.ArgumentInvalid, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.CreateAsync(new XnatProjectDefinition { Id = "A B" }, CancellationToken.None))).Code);
        Assert.Same(XnatErrorCode.ArgumentInvalid, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.CreateAsync(new XnatProjectDefinition { Id = "A", RunningTitle = new string('x', 25) }, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task A_mistyped_login_is_not_invited()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/users", 200, """["admin","jdoe"]""").On("PUT", "/data/projects/DEMO01/users/member/JDOE", 200);
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.Projects.AddUserAsync("DEMO01", "member", "JDOE", invite: false, sendEmail: false, CancellationToken.None);
        Assert.Same(XnatErrorCode.NotFound, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.AddUserAsync("DEMO01", "member", "jdeo", false, false, CancellationToken.None))).Code);
        Assert.Same(XnatErrorCode.ArgumentInvalid, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.AddUserAsync("DEMO01", "member", "a,b", true, false, CancellationToken.None))).Code);
        Assert.Equal(1, server.Calls.Count(c => c.Verb == "PUT"));
    }

    [Fact]
    public async Task Sessions_scans_and_files_are_read_with_quoted_numbers_and_path_keys()
    {
        ScriptedServer server = new ScriptedServer().AsXnat()
            .On("GET", "/data/projects/DEMO01/experiments", 200, """{"ResultSet":{"Result":[{"ID":"XNAT_E1","label":"S1_1","project":"DEMO01","subject_label":"S1","date":"2024-05-01","insert_date":"2024-05-01 10:11:12.345","UID":"1.2","xsiType":"xnat:ctSessionData"},{"xnat:subjectassessordata/id":"XNAT_E2","label":"S2_1","date":""}]}}""")
            .On("GET", "/data/projects/DEMO01/subjects", 200, """{"ResultSet":{"Result":[{"ID":"XNAT_S1","label":"S1"}]}}""")
            .On("GET", "/data/experiments/XNAT_E1/scans", 200, """{"ResultSet":{"Result":[{"ID":"2","type":"AXIAL","UID":"1.2.2","frames":"40","quality":"usable"}]}}""")
            .On("GET", "/data/experiments/XNAT_E1/scans/ALL/files", 200, """{"ResultSet":{"Columns":[{"key":"Name"}],"Result":[{"Name":"1.dcm","Size":"526914","URI":"/data/experiments/XNAT_E1/scans/2/resources/7/files/1.dcm","collection":"DICOM","digest":""}],"title":"Files"}}""")
            .On("GET", "/data/experiments/XNAT_E1/scans/2/resources/7/files/1.dcm", 200, "DICM-bytes", "application/octet-stream");
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<ImageSession> sessions = await client.Archive.SessionsAsync("DEMO01", CancellationToken.None);
        Assert.Equal(["XNAT_E1", "XNAT_E2"], sessions.Select(s => s.Id));
        Assert.Equal("20240501", sessions[0].Date);
        Assert.Equal("DEMO01", sessions[1].Project);
        Assert.Equal("S1", Assert.Single(await client.Archive.SubjectsAsync("DEMO01", CancellationToken.None)).Subject);
        Assert.Equal(("1.2.2", 40), Assert.Single(await client.Archive.ScansAsync("XNAT_E1", CancellationToken.None)) is { } scan ? (scan.SeriesInstanceUid, scan.Frames!.Value) : default);
        XnatFile file = Assert.Single(await client.Archive.FilesAsync("XNAT_E1", null, CancellationToken.None));
        Assert.Equal((526914L, "DICOM", "/experiments/XNAT_E1/scans/2/resources/7/files/1.dcm"), (file.Size!.Value, file.Resource, file.Url));
        Assert.Null(file.Digest);
        using MemoryStream bytes = new();
        await client.Archive.DownloadFileAsync(file, bytes, CancellationToken.None);
        Assert.Equal("DICM-bytes"u8.ToArray(), bytes.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("A/B")]
    [InlineData("A&B")]
    public async Task A_name_that_would_reach_another_resource_is_never_sent(string project)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);
        int before = server.Calls.Count;
        Assert.Same(XnatErrorCode.ArgumentInvalid, (await Assert.ThrowsAsync<XnatException>(() => client.Archive.SessionsAsync(project, CancellationToken.None))).Code);
        Assert.Equal(before, server.Calls.Count);
    }

    [Theory]
    [InlineData("""{"ResultSet":{}}""", true)]
    [InlineData("""{"resultset":{"result":[]}}""", true)]
    [InlineData("[]", true)]
    [InlineData("\uFEFF{\"ResultSet\":{\"Result\":[],}}", true)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    [InlineData("{\"ResultSet\":", false)]
    [InlineData("not json", false)]
    public async Task A_table_is_read_leniently_and_what_is_none_is_an_error(string body, bool fine)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", 200, body);
        using XnatClient client = await Scripted.ConnectAsync(server);
        Exception? error = await Record.ExceptionAsync(() => client.Projects.ListAsync(CancellationToken.None));
        Assert.Equal(fine, error is null);
        Assert.True(fine || ((XnatException)error!).Code == XnatErrorCode.UnexpectedResponse);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_refused_but_a_download_is_not()
    {
        string large = new('x', 300_000);
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/projects", 200, "[\"" + large + "\"]").On("GET", "/data/experiments/E/files/big", 200, large, "application/octet-stream");
        using XnatClient client = await Scripted.ConnectAsync(server, maximum: 200_000);
        Assert.Same(XnatErrorCode.UnexpectedResponse, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(CancellationToken.None))).Code);
        using MemoryStream bytes = new();
        await client.Archive.DownloadFileAsync(new XnatFile { Url = "/experiments/E/files/big" }, bytes, CancellationToken.None);
        Assert.Equal(300_000, bytes.Length);
    }

    [Fact]
    public async Task A_disk_that_is_full_is_not_blamed_on_the_network()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/experiments/E/files/f", 200, "abc", "application/octet-stream");
        using XnatClient client = await Scripted.ConnectAsync(server, retries: 3);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Archive.DownloadFileAsync(new XnatFile { Url = "/experiments/E/files/f" }, new FullDisk(), CancellationToken.None));
        Assert.Same(XnatErrorCode.FileWriteFailed, error.Code);
        Assert.Equal(1, server.Count("GET", "/data/experiments/E/files/f"));
    }

    [Fact]
    public async Task The_servers_clock_is_its_date_header()
    {
        DateTimeOffset there = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/plugins", _ =>
        {
            HttpResponseMessage answer = ScriptedServer.Answer(200, "{}");
            answer.Headers.Date = there;
            return answer;
        });
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.InRange(client.ServerTime!.Value, there, there.AddSeconds(20));
    }

    private static ScriptedServer Project(ScriptedServer server) => server
        .On("GET", "/data/projects/DEMO01", 200, """{"items":[{"meta":{},"data_fields":{"ID":"DEMO01","name":"Demo","secondary_ID":"D1"},"children":[{"field":"PI","items":[{"data_fields":{"firstname":"Ada","lastname":"Example"}}]}]}]}""")
        .On("GET", "/data/projects/DEMO01/accessibility", 200, "Private\n", "text/plain")
        .On("GET", "/data/projects/DEMO01/prearchive_code", 200, "4", "text/plain");

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left on device");
    }
}
