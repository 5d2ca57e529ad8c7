using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>The plugin's faults in both generations of XNAT's error handling (A: nearly all 500; B: own statuses).</summary>
public sealed class DqrErrorTests
{
    private const string Null = "There was an error in the request : null";
    private const string Two = """[{"id":1,"aeTitle":"DEMOPACS","queryable":true,"defaultQueryRetrievePacs":true},{"id":2,"aeTitle":"STORE","queryable":false}]""";
    private const string Receivers = """[{"id":1,"enabled":true,"aeTitle":"XNAT","port":8104,"customProcessing":true,"identifier":"dqrObjectIdentifier"}]""";

    [Theory]
    // PACS unknown, PACS not queryable, PACS down or a null pointer: told apart by what was asked
    [InlineData(9, 500, Null, "XnatPacsNotFound")]
    [InlineData(9, 404, Null, "XnatPacsNotFound")]
    [InlineData(2, 500, Null, "XnatPacsNotQueryable")]
    [InlineData(2, 409, Null, "XnatPacsNotQueryable")]
    [InlineData(1, 500, Null, "PacsQueryFailed")]
    [InlineData(1, 503, Null, "PacsUnreachable")]
    [InlineData(1, 400, "A DQR run-time exception occurred: C-FIND failed. PacsSearchCriteria(patientId=MARK)", "PacsQueryFailed")]
    [InlineData(1, 400, "A DQR run-time exception occurred: There was a problem running the C-ECHO command", "PacsUnreachable")]
    [InlineData(1, 500, "There was an error in the request : There was a problem running the C-ECHO command", "PacsUnreachable")]
    [InlineData(1, 500, "There was an error in the request : Could not find series for study 1.2.3", "PacsQueryFailed")]
    [InlineData(1, 400, "Please limit your query to 1000 rows", "XnatRequestRejected")]
    [InlineData(1, 500, "There was an error in the request : Index 3 out of bounds for length 2", "XnatServerError")]
    [InlineData(1, 403, "", "XnatPermissionDenied")]
    public async Task A_query_that_fails_is_named(long pacs, int status, string body, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/pacs", 200, Two)
            .On("POST", "/xapi/dqr/query/studies", status, body, "text/plain").On("POST", "/xapi/dqr/query/batch", status, body, "text/plain").On("POST", "/xapi/dqr/query/series", status, body, "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException studies = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = pacs, PatientId = "MARK" }, CancellationToken.None));
        XnatException batch = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QueryBatchAsync("Patient ID\nMARK\n"u8.ToArray(), pacs, CancellationToken.None));
        XnatException series = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QuerySeriesAsync(pacs, ["1.2.3"], CancellationToken.None));
        Assert.All(new[] { studies, batch, series }, e =>
        {
            Assert.Equal(code, e.Code.Id);
            Assert.False(e.MayHaveActed); // queries change nothing
            Assert.DoesNotContain("null", e.Message, System.StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("MARK", e.Message, System.StringComparison.Ordinal);
        });
        Assert.Equal(body.Length == 0 ? "Forbidden" : body, studies.ServerText);
    }

    [Theory]
    [InlineData(9, "XNAT", 500, Null, "XnatPacsNotFound", false)]
    [InlineData(9, "XNAT", 404, Null, "XnatPacsNotFound", false)]
    [InlineData(2, "XNAT", 500, Null, "XnatPacsNotQueryable", false)]
    [InlineData(2, "XNAT", 409, Null, "XnatPacsNotQueryable", false)]
    [InlineData(1, "OTHER", 404, "Unable to find requested file or resource: Receiver", "XnatReceiverNotFound", false)]
    [InlineData(1, "OTHER", 500, Null, "XnatReceiverNotFound", false)]
    [InlineData(1, "XNAT", 500, "There was an error in the request : The receiver 1 (XNAT:8104) does not have custom processing enabled", "XnatRelabelImpossible", false)]
    [InlineData(1, "XNAT", 400, "There was an error in the request : The receiver 1 (XNAT:8104) has no remapping processor", "XnatRelabelImpossible", false)]
    [InlineData(1, "XNAT", 500, "There was an error in the request : There was a problem running the C-ECHO command", "PacsUnreachable", true)]
    [InlineData(1, "XNAT", 500, Null, "XnatServerError", true)]
    [InlineData(1, "XNAT", 500, "There was an error in the request : Duplicate key", "XnatServerError", true)]
    public async Task An_import_that_is_refused_is_named_and_says_whether_something_may_be_queued(long pacs, string receiver, int status, string body, string code, bool mayHaveActed)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/pacs", 200, Two).On("GET", "/xapi/dicomscp", 200, Receivers).On("POST", "/xapi/dqr/import", status, body, "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        DqrImportRequest request = new() { PacsId = pacs, ReceiverAETitle = receiver, ReceiverPort = 8104, Project = "DEMO", Studies = [Dqr.Study("1.2.3")] };
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(request, CancellationToken.None));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(mayHaveActed, error.MayHaveActed);
        Assert.Equal(1, server.Count("POST", "/xapi/dqr/import"));
    }

    [Theory]
    [InlineData("false", "XnatDqrNotEnabled")]
    [InlineData("true", "XnatPermissionDenied")]
    public async Task A_403_without_a_word_is_told_apart_by_the_projects_setting(string enabled, string code)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import", 403).On("GET", "/xapi/dqr/settings/project/DEMO/enabled", 200, enabled);
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal(code, (await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None))).Code.Id);
    }

    [Fact]
    public async Task When_asking_for_the_cause_fails_too_the_first_error_stands()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/studies", 500, Null, "text/plain").On("GET", "/xapi/pacs", 403);
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Same(XnatErrorCode.ServerError, (await Assert.ThrowsAsync<XnatException>(() => client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, PatientId = "P" }, CancellationToken.None))).Code);
    }

    [Theory]
    [InlineData(500, Null)]
    [InlineData(404, Null)]
    [InlineData(500, "")]
    public async Task A_pacs_that_is_not_there_is_not_found_in_both_generations(int status, string body)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/pacs", 200, Two).On("GET", "/xapi/pacs/9", status, body, "text/plain").On("GET", "/xapi/pacs/1", 500, "boom", "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Same(XnatErrorCode.PacsNotFound, (await Assert.ThrowsAsync<XnatException>(() => client.Pacs.GetAsync(9, CancellationToken.None))).Code);
        Assert.Equal("DEMOPACS", (await client.Pacs.GetAsync(1, CancellationToken.None)).AETitle); // there, whatever the other call says
    }

    [Fact]
    public async Task A_pacs_that_does_not_answer_is_no_error()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/pacs/1", 200, """{"id":"1","aeTitle":"DEMOPACS","label":"Demo"}""")
            .On("GET", "/xapi/pacs/1/status", 200, """{"id":9,"pacsId":1,"successful":false,"pingTime":1709800001000}""");
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatPacsStatus status = await client.Pacs.PingAsync(1, CancellationToken.None);
        Assert.False(status.Successful);
        Assert.Equal("Demo", status.Name);
        Assert.Equal(1709800001000, status.Time!.Value.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(404, "XnatNotFound", false)]
    [InlineData(403, "XnatPermissionDenied", false)]
    public async Task Removing_from_the_queue_names_what_was_not_removed(int status, string code, bool mayHaveActed)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import/queue", status, "", "text/plain");
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.RemoveQueueAsync([4, 5], CancellationToken.None));
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(mayHaveActed, error.MayHaveActed);
        Assert.Equal("[4,5]", server.Calls.ToArray()[^1].Body);
    }
}
