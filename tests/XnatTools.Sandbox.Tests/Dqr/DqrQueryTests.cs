using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>The queries of the plugin over HTTP, answered by real associations with the sandbox's PACS.</summary>
public sealed class DqrQueryTests
{
    [Fact]
    public async Task A_study_has_iso_dates_a_readable_name_and_no_nulls()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonNode study = (await site.PostAsync("/xapi/dqr/query/studies", """{"pacsId":1,"accessionNumber":"ACC1001"}""")).AsArray().Single()!;
        Assert.Equal(MadeArchive.Mr, (string?)study["studyInstanceUid"]);
        Assert.Equal("2024-03-07", (string?)study["studyDate"]);
        Assert.Equal(["MR"], study["modalitiesInStudy"]!.AsArray().Select(one => (string?)one));
        Assert.Equal("Sample, Alex", (string?)study["patient"]!["name"]);
        Assert.False(study.AsObject().ContainsKey("referringPhysicianName"));
        Assert.False(study["patient"]!.AsObject().ContainsKey("birthDate"));
        JsonNode umlaut = (await site.PostAsync("/xapi/dqr/query/studies", """{"accessionNumber":"ACC2001"}""")).AsArray().Single()!;
        Assert.Equal("M\u00fcller, J\u00f6rg", (string?)umlaut["patient"]!["name"]);
        JsonNode blank = (await site.PostAsync("/xapi/dqr/query/studies", """{"patientId":"P0003"}""")).AsArray().Single()!;
        Assert.False(blank.AsObject().ContainsKey("accessionNumber"));
    }

    [Fact]
    public async Task One_day_is_two_and_a_null_is_searched_for()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonArray two = (await site.PostAsync("/xapi/dqr/query/studies", """{"pacsId":1,"studyDateRange":{"start":"20240307","end":"20240307"}}""")).AsArray();
        Assert.Equal(2, two.Count);
        Assert.Equal(204, (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/query/studies", """{"pacsId":1,"accessionNumber":"ACC1001","patientId":null}""")).Status);
    }

    [Fact]
    public async Task Patients_have_names_in_the_form_of_dicom()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonNode answer = await site.PostAsync("/xapi/dqr/query/patients", """{"pacsId":1,"patientId":"P0001"}""");
        JsonNode patient = answer["results"]!.AsArray().Single()!;
        Assert.Equal(("Sample^Alex", "1970-01-02"), ((string?)patient["name"], (string?)patient["birthDate"]));
        Assert.Equal(2, patient["studies"]!.AsArray().Count);
        Assert.Equal(204, (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/query/patients", """{"pacsId":1,"patientId":"none"}""")).Status);
    }

    [Fact]
    public async Task Series_are_keyed_by_study_and_results_are_absent_when_there_are_none()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonNode answer = await site.PostAsync("/xapi/dqr/query/series", $$"""{"pacsId":1,"studyInstanceUids":["{{MadeArchive.Mr}}","2.25.404"]}""");
        JsonArray series = answer[MadeArchive.Mr]!["results"]!.AsArray();
        Assert.Equal(2, series.Count);
        Assert.Equal(("20240307", "Sample^Alex", "ACC1001", 1), ((string?)series[0]!["studyDate"], (string?)series[0]!["patientName"], (string?)series[0]!["accessionNumber"], (int)series[0]!["seriesNumber"]!));
        Assert.False(answer["2.25.404"]!.AsObject().ContainsKey("results"));
        Assert.Equal(204, (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/query/series", """{"pacsId":1,"studyInstanceUids":[]}""")).Status);
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/query/series", """{"pacsId":9,"studyInstanceUids":["1.2"]}""")).Status);
    }

    [Fact]
    public async Task A_batch_answers_row_by_row_and_echoes_what_it_understood()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonArray rows = await site.RowsAsync("Accession Number,Study Date,Subject,Session\nACC1001,20240307,S001,S001_1\nNONE,,S002,S002_1\n,,S003,\n");
        Assert.Equal(2, rows.Count);
        JsonNode criteria = rows[0]!["criteria"]!;
        Assert.Equal((0, 0, "00:00"), ((int)criteria["pacsId"]!, (int)criteria["seriesNumber"]!, (string?)criteria["studyDateRange"]!["start"]));
        Assert.Equal("S001", (string?)rows[0]!["relabelMap"]!["Subject"]);
        Assert.Equal(MadeArchive.Mr, (string?)rows[0]!["studies"]![0]!["studyInstanceUid"]);
        Assert.Empty(rows[1]!["studies"]!.AsArray());
    }

    [Fact]
    public async Task A_batch_without_labels_warns_and_a_bom_loses_everything_in_silence()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        (int status, string body, HttpResponseMessage response) = await site.BatchAsync(Encoding.UTF8.GetBytes("\uFEFFAccession Number\nACC1001"));
        Assert.Equal((200, "[]"), (status, body));
        Assert.Contains("anon script", response.Headers.NonValidated["Warning"].ToString(), StringComparison.Ordinal);
        (_, body, response) = await site.BatchAsync(Encoding.UTF8.GetBytes("Accession Number,Subject\nACC1001,S1"));
        Assert.False(response.Headers.NonValidated.Contains("Warning"));
        (_, body, _) = await site.BatchAsync(Encoding.UTF8.GetBytes("Subject\nS1"), "?pacsId=1&allowRowThatGetsAllStudiesOnPacs=true");
        Assert.Equal(4, JsonNode.Parse(body)![0]!["studies"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(ErrorRegime.A, 500, 400)]
    [InlineData(ErrorRegime.B, 404, 500)]
    public async Task Batch_errors_follow_the_regime(ErrorRegime regime, int unknownPacs, int missing)
    {
        await using DqrSite site = await DqrSite.StartAsync(regime);
        byte[] csv = Encoding.UTF8.GetBytes("Accession Number\nACC1001");
        (int status, string body, _) = await site.BatchAsync(csv, "?pacsId=77");
        Assert.Equal((unknownPacs, "There was an error in the request : null"), (status, body));
        Assert.Equal(missing, (await site.BatchAsync(csv, "")).Status);
        Assert.Equal(500, (await site.BatchAsync(csv, part: "other")).Status);
        Assert.Equal(500, (await site.BatchAsync(Encoding.UTF8.GetBytes("Study Date\n2024-03-07"))).Status);
        (status, body, _) = await site.BatchAsync(Encoding.UTF8.GetBytes("Accession Number\n" + string.Concat(Enumerable.Repeat("A\n", 1001))));
        Assert.Equal(400, status);
        Assert.Contains("1000", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pacs_that_goes_down_in_the_middle_drops_the_later_rows_only()
    {
        await using DqrSite site = await DqrSite.StartAsync();

        // Two associations a row: the fault lets the first row's echo and query pass.
        site.Host.Faults.Add(DqrFaultNames.PacsDown, skip: 2);
        JsonArray rows = await site.RowsAsync("Accession Number\nACC1001\nACC1002\nACC2001\n");
        Assert.Equal("ACC1001", (string?)rows.Single()!["criteria"]!["accessionNumber"]);
        site.Host.Faults.Clear();
        Assert.Equal(3, (await site.RowsAsync("Accession Number\nACC1001\nACC1002\nACC2001\n")).Count);
    }

    [Fact]
    public async Task Rows_fail_by_accession_by_number_and_by_seeded_chance()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.QueryRow, match: "ACC1002", count: 1);
        site.Host.Faults.Add(DqrFaultNames.BatchDrop, match: "row=3;", count: 1);
        Assert.Equal(["ACC1001"], (await site.RowsAsync("Accession Number\nACC1001\nACC1002\nACC2001\n")).Select(row => (string?)row!["criteria"]!["accessionNumber"]));
        string many = "Accession Number\n" + string.Concat(Enumerable.Range(0, 20).Select(index => $"X{index}\n"));
        site.Host.Faults.Add(DqrFaultNames.QueryRow, value: "0.5@11");
        int first = (await site.RowsAsync(many)).Count;
        site.Host.Faults.Clear();
        site.Host.Faults.Add(DqrFaultNames.QueryRow, value: "0.5@11");
        Assert.Equal(first, (await site.RowsAsync(many)).Count);
        Assert.InRange(first, 3, 17);
    }

    [Fact]
    public async Task Pacs_down_is_a_400_that_tells_the_criteria_and_a_ping_that_failed()
    {
        await using DqrSite site = await DqrSite.StartAsync(ErrorRegime.A);
        Assert.True((bool)(await site.GetAsync("/xapi/pacs/1/status"))["successful"]!);
        site.Host.Faults.Add(DqrFaultNames.PacsDown);
        Assert.False((bool)(await site.GetAsync("/xapi/pacs/1/status"))["successful"]!);
        (int status, string body, _) = await site.SendAsync(HttpMethod.Post, "/xapi/dqr/query/studies", """{"pacsId":1,"accessionNumber":"ACC1001"}""");
        Assert.Equal(400, status);
        Assert.StartsWith("A DQR run-time exception occurred", body, StringComparison.Ordinal);
        Assert.Contains("ACC1001", body, StringComparison.Ordinal);
        Assert.Equal("[]", (await site.BatchAsync(Encoding.UTF8.GetBytes("Accession Number\nACC1001"))).Body);
        site.Host.Faults.Clear();
        site.Host.Faults.Add(DqrFaultNames.PacsRefuse);
        Assert.False((bool)(await site.GetAsync("/xapi/pacs/1/status"))["successful"]!);
    }

    [Fact]
    public async Task Not_more_than_500_studies_and_no_word_about_it()
    {
        await using DqrSite site = await DqrSite.StartAsync(fill: archive =>
        {
            for (int i = 0; i < 502; i++)
            {
                archive.AddStudy($"2.25.77{i:0000}", "MANY", "Many^One", $"M{i:0000}", "20200101", "MR", 1, 1);
            }
        });
        JsonArray studies = (await site.PostAsync("/xapi/dqr/query/studies", """{"pacsId":1,"patientId":"MANY"}""")).AsArray();
        Assert.Equal(500, studies.Count);
    }
}
