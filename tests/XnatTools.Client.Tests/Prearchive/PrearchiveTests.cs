using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class PrearchiveTests
{
    private const string Row = """{"project":"P","timestamp":"20240501_101112345","lastmod":"2024-05-01 10:16:40.0","uploaded":"2024-05-01 10:11:12.345","scan_date":"2024-04-30 00:00:00.0","scan_time":"09:30:00.123","subject":"S001","folderName":"S001_CT_1","name":"S001_CT","tag":"1.2.3","status":"READY","url":"U","autoarchive":"Manual","prevent_anon":"true","prevent_auto_commit":"false","SOURCE":"","VISIT":"","PROTOCOL":"","TIMEZONE":""}""";

    [Theory]
    [InlineData("/prearchive/projects/DEMO/20240501_101112345/S001_CT_1")]
    [InlineData("/data/prearchive/projects/DEMO/20240501_101112345/S001_CT_1")]
    [InlineData("https://xnat.example.org/REST/prearchive/projects/DEMO/20240501_101112345/S001_CT_1")]
    [InlineData("")]
    public async Task A_row_is_read_whole_and_its_address_made_bare(string url)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/prearchive", 200, Rows(("DEMO", url)));
        using XnatClient client = await Scripted.ConnectAsync(server);
        PrearchiveSession session = Assert.Single(await client.Prearchive.ListAsync(null, CancellationToken.None));
        Assert.Equal(("DEMO", "20240501_101112345", "S001_CT_1", "S001", "S001_CT", "1.2.3", "READY"), (session.Project, session.Timestamp, session.Folder, session.Subject, session.Session, session.StudyInstanceUid, session.Status));
        Assert.Equal("/prearchive/projects/DEMO/20240501_101112345/S001_CT_1", session.Url);
        Assert.Equal("20240430", session.ScanDate);
        Assert.Equal("09:30:00", session.ScanTime);
        Assert.Equal(new DateTime(2024, 5, 1, 10, 11, 12, 345), session.Uploaded);
        Assert.Equal(new DateTime(2024, 5, 1, 10, 16, 40), session.LastModified);
        Assert.True(session.PreventAnonymization);
        Assert.False(session.PreventAutoCommit);
        Assert.Null(session.Source);
        Assert.True(session.IsIdle);
    }

    [Fact]
    public async Task Rows_of_other_projects_that_an_administrator_gets_are_left_out()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/prearchive/projects/DEMO", 200, Rows(("DEMO", ""), ("Unassigned", ""), ("demo", "")));
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal(2, (await client.Prearchive.ListAsync("DEMO", CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_project_that_may_not_be_read_is_not_found_and_the_advice_says_both()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ListAsync("DEMO", CancellationToken.None));
        Assert.Same(XnatErrorCode.NotFound, error.Code);
        Assert.Contains("right to read", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scans_come_with_their_files_counted_over_all_resources()
    {
        const string one = "/data/prearchive/projects/DEMO/20240501_101112345/S1";
        ScriptedServer server = new ScriptedServer().AsXnat()
            .On("GET", one + "/scans", 200, """{"ResultSet":{"Result":[{"ID":"2","xsiType":"xnat:ctScanData","series_description":"AXIAL"},{"ID":"4-MR1","xsiType":"","series_description":""}]}}""")
            .On("GET", one + "/scans/2/resources", 200, """{"ResultSet":{"Result":[{"label":"DICOM","file_count":"12","file_size":"5000000000"},{"label":"secondary","file_count":"1","file_size":"10"}]}}""")
            .On("GET", one + "/scans/4-MR1/resources", 404);
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<PrearchiveScan> scans = await client.Prearchive.ScansAsync(Dqr.Session(), CancellationToken.None);
        Assert.Equal(("2", 13, 5000000010L), (scans[0].Id, scans[0].FileCount!.Value, scans[0].FileSize!.Value));
        Assert.Equal(["DICOM", "secondary"], scans[0].Resource);
        Assert.Null(scans[1].FileCount);
        Assert.Null(scans[1].SeriesDescription);
    }

    [Theory]
    [InlineData("/data/prearchive/projects/NEW/20240501_101112345/S1\r\n", null)]
    [InlineData("", "https://xnat.example.org/data/prearchive/projects/NEW/20240501_101112345/S1?format=html")]
    [InlineData("<html><body>see <a href=\"/data/prearchive/projects/NEW/20240501_101112345/S1\">here</a></body></html>", null)]
    public async Task A_move_answers_301_with_the_new_address_which_is_not_followed(string body, string? location)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/prearchive/projects/DEMO/20240501_101112345/S1", _ => Redirect(301, body, location));
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal("/prearchive/projects/NEW/20240501_101112345/S1", await client.Prearchive.MoveAsync(Dqr.Session(), "NEW", CancellationToken.None));
        Assert.Equal("?action=move&newProject=NEW", server.Calls.ToArray()[^1].Query);
        Assert.Equal("POST", server.Calls.ToArray()[^1].Verb);
    }

    [Fact]
    public async Task A_move_of_a_locked_session_says_200_with_nothing_and_is_busy()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/prearchive/projects/DEMO/20240501_101112345/S1", 200, "", "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Same(XnatErrorCode.PrearchiveBusy, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.MoveAsync(Dqr.Session(), "NEW", CancellationToken.None))).Code);
    }

    [Theory]
    [InlineData(200, "/data/prearchive/projects/DEMO/20240501_101112345/S1", false)]
    [InlineData(301, "/data/archive/projects/DEMO/subjects/S001/experiments/S001_CT_1", true)]
    public async Task A_commit_says_whether_it_went_on_to_the_archive(int status, string body, bool archived)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/prearchive/projects/DEMO/20240501_101112345/S1", _ => Redirect(status, body, null));
        using XnatClient client = await Scripted.ConnectAsync(server);
        ArchiveResult result = await client.Prearchive.CommitAsync(Dqr.Session(), CancellationToken.None);
        Assert.Equal(archived, result.IsArchived);
        Assert.Equal(archived ? "S001_CT_1" : null, result.Session);
    }

    [Theory]
    [InlineData(200, "/archive/projects/DEMO/subjects/S001/experiments/S001_CT_1\r\n", null)]
    [InlineData(200, "/data/archive/projects/DEMO/subjects/S001/experiments/S001_CT_1", null)]
    [InlineData(303, "", "https://xnat.example.org/data/archive/projects/DEMO/subjects/S001/experiments/S001_CT_1")]
    public async Task Archiving_answers_in_three_forms(int status, string body, string? location)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/archive", _ => Redirect(status, body, location));
        using XnatClient client = await Scripted.ConnectAsync(server);
        ArchiveTarget target = new() { Subject = "S001", Session = "S001_CT_1", Overwrite = ArchiveOverwrite.Append, OverwriteFiles = true, Reason = "why & how" };
        ArchiveResult result = await client.Prearchive.ArchiveAsync(Dqr.Session(), target, CancellationToken.None);
        Assert.True(result.IsArchived);
        Assert.Equal(("DEMO", "S001", "S001_CT_1"), (result.Project, result.Subject, result.Session));
        ScriptedCall call = server.Calls.ToArray()[^1];
        Assert.Equal("application/x-www-form-urlencoded", call.ContentType);
        Assert.Equal(
            ["src=/prearchive/projects/DEMO/20240501_101112345/S1", "dest=/archive/projects/DEMO/subjects/S001/experiments/S001_CT_1", "subject=S001", "session=S001_CT_1", "overwrite=append", "overwrite_files=true", "event_reason=why & how"],
            call.Body.Split('&').Select(Uri.UnescapeDataString));
    }

    [Fact]
    public async Task Nothing_is_overwritten_unless_told()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/archive", 200, "/archive/projects/DEMO/subjects/S/experiments/E", "text/uri-list");
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.Prearchive.ArchiveAsync(Dqr.Session(), null, CancellationToken.None);
        await client.Prearchive.ArchiveAsync(Dqr.Session(), new ArchiveTarget { Subject = "S" }, CancellationToken.None);
        Assert.All(server.Calls.Where(c => c.Path == "/data/services/archive"), c => Assert.DoesNotContain("overwrite", c.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(409, "<html><head><title>Conflict</title></head><body><h3>Session <b>S001</b> already exists &amp; cannot be changed</h3></body></html>", "XnatConflict", "Session S001 already exists & cannot be changed", false)]
    [InlineData(423, "", "XnatPrearchiveBusy", "Locked", false)]
    [InlineData(403, "<h3>Operation already in progress on this prearchive entry.</h3>", "XnatPrearchiveBusy", "Operation already in progress on this prearchive entry.", false)]
    [InlineData(409, "session document locked", "XnatPrearchiveBusy", "session document locked", false)]
    [InlineData(403, "", "XnatPermissionDenied", "Forbidden", false)]
    [InlineData(400, "<title>Cannot archive sessions from the Unassigned folder.</title>", "XnatRequestRejected", "Cannot archive sessions from the Unassigned folder.", false)]
    [InlineData(500, "<h1>Timeout</h1>", "XnatPrearchiveFailed", "Timeout", true)]
    [InlineData(404, "", "XnatNotFound", "Not Found", false)]
    public async Task Refusals_to_archive_are_told_apart(int status, string body, string code, string said, bool mayHaveActed)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/archive", status, body, "text/html");
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(Dqr.Session(), null, CancellationToken.None));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(said, error.ServerText);
        Assert.Equal(mayHaveActed, error.MayHaveActed);
        Assert.DoesNotContain("S001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dry_run_is_read_by_type()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/validate-archive", 200, """{"ResultSet":{"Result":[{"code":"12","type":"WARN","message":"new subject"},{"code":"1","type":"conflict","message":"exists"},{"code":"22","type":"FAIL","message":"filter"}]}}""");
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<ArchiveFinding> findings = await client.Prearchive.ValidateArchiveAsync(Dqr.Session(), null, CancellationToken.None);
        Assert.Equal([12, 1, 22], findings.Select(f => f.Code));
        Assert.Equal([false, true, false], findings.Select(f => f.IsConflict));
        Assert.Equal([false, false, true], findings.Select(f => f.IsFatal));
    }

    [Fact]
    public async Task A_batch_names_every_session_and_may_be_long()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/data/services/prearchive/rebuild", 200, Rows(("DEMO", "")).Replace("READY", "QUEUED_BUILDING", StringComparison.Ordinal));
        using XnatClient client = await Scripted.ConnectAsync(server);
        PrearchiveSession[] many = Enumerable.Range(0, 3000).Select(i => Dqr.Session("S" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        PrearchiveSession queued = Assert.Single(await client.Prearchive.RebuildAsync(many, overrideLock: true, CancellationToken.None));
        Assert.False(queued.IsIdle);
        string[] fields = server.Calls.ToArray()[^1].Body.Split('&');
        Assert.Equal(3001, fields.Length);
        Assert.Equal("overrideLock=true", fields[^1]);
    }

    private static string Rows(params (string Project, string Url)[] rows) =>
        "{\"ResultSet\":{\"Result\":[" + string.Join(",", rows.Select(r => Row.Replace("\"P\"", "\"" + r.Project + "\"", StringComparison.Ordinal).Replace("\"U\"", "\"" + r.Url + "\"", StringComparison.Ordinal))) + "]}}";

    private static HttpResponseMessage Redirect(int status, string body, string? location)
    {
        HttpResponseMessage answer = ScriptedServer.Answer(status, body, "text/uri-list");
        if (location is not null)
        {
            answer.Headers.TryAddWithoutValidation("Location", location);
        }

        return answer;
    }
}
