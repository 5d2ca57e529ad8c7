using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>Every variant of the plugin's objects that the releases are known to write.</summary>
public sealed class DqrReadTests
{
    [Theory]
    [InlineData("""{"studyInstanceUid":"2.25.1","studyDate":"2024-03-07","modalitiesInStudy":["MR","SR"],"referringPhysicianName":"Example^Doctor","patient":{"id":"P1","name":"Sample, Alex","sex":"F"}}""", "Example^Doctor", "Sample^Alex")]
    [InlineData("""{"STUDYINSTANCEUID":"2.25.1","StudyDate":"20240307","modalitiesInStudy":"MR,SR","referringPhysicianName":{"lastName":"Example","firstName":"Doctor"},"Patient":{"ID":"P1","name":{"family":"Sample","given":"Alex"},"sex":"F","birthDate":"1980-02-01"},"extra":{"deep":[1]}}""", "Example^Doctor", "Sample^Alex")]
    [InlineData("""{"studyInstanceUid":"2.25.1","studyDate":"2024/03/07","modalitiesInStudy":"MR\\SR","referringPhysicianName":"","patient":{"id":"P1","name":"Sample^Alex","sex":null},"studyId":null}""", null, "Sample^Alex")]
    public async Task A_study_is_read_in_every_form(string json, string? physician, string name)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/studies", 200, "[" + json + "]");
        using XnatClient client = await Scripted.ConnectAsync(server);
        PacsStudy study = Assert.Single(await client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, PatientId = "P1" }, CancellationToken.None));
        Assert.Equal("2.25.1", study.StudyInstanceUid);
        Assert.Equal("20240307", study.StudyDate);
        Assert.Equal(["MR", "SR"], study.Modality);
        Assert.Equal(physician, study.ReferringPhysicianName);
        Assert.Equal("P1", study.PatientId);
        Assert.Equal(name, study.PatientName);
        Assert.Equal(1, study.PacsId);
        Assert.Null(study.StudyId);
    }

    [Fact]
    public async Task No_study_is_204_or_an_empty_list_and_a_bare_study_needs_only_its_uid()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/studies", 204);
        using XnatClient client = await Scripted.ConnectAsync(server);
        PacsCriteria criteria = new() { PacsId = 1, PatientId = "P1" };
        Assert.Empty(await client.Dqr.QueryStudiesAsync(criteria, CancellationToken.None));
        server.On("POST", "/xapi/dqr/query/studies", 200, "[]");
        Assert.Empty(await client.Dqr.QueryStudiesAsync(criteria, CancellationToken.None));
        server.On("POST", "/xapi/dqr/query/studies", 200, """[{"studyInstanceUid":"1"}]""");
        PacsStudy study = Assert.Single(await client.Dqr.QueryStudiesAsync(criteria, CancellationToken.None));
        Assert.Empty(study.Modality);
        Assert.Null(study.PatientName);
        Assert.Same(RelabelMap.Empty, study.Labels);
    }

    [Fact]
    public async Task Criteria_never_carry_null_and_nothing_that_was_not_asked()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/studies", 204);
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 3, PatientName = "M\u00fcller^A", StudyDateStart = "20240301", Modality = "" }, CancellationToken.None);
        ScriptedCall call = server.Calls.ToArray()[^1];
        using System.Text.Json.JsonDocument sent = System.Text.Json.JsonDocument.Parse(call.Body);
        Assert.Equal(["pacsId", "patientName", "studyDateRange"], sent.RootElement.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("M\u00fcller^A", sent.RootElement.GetProperty("patientName").GetString());
        Assert.Equal("""{"start":"20240301"}""", sent.RootElement.GetProperty("studyDateRange").GetRawText());
        Assert.Equal("application/json", call.ContentType);
    }

    [Fact]
    public async Task A_batch_answer_gives_rows_by_criteria_with_labels_on_each_study()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/batch", 200, """
            [{"criteria":{"pacsId":0,"accessionNumber":"ACC1","seriesNumber":0,"studyDateRange":{"start":"00:00","end":"00:00"}},
              "relabelMap":{"Subject":"S001","Session":"S001_1","Relabel Patient Birth Date":"\"\""},
              "studies":[{"studyInstanceUid":"2.25.1","studyDate":"2024-03-07"},{"studyInstanceUid":"2.25.2"}]},
             {"criteria":{"accessionNumber":"ACC2","patientName":{"lastName":"Sample","firstName":"Alex"}},"studies":[]},
             {"criteria":{"patientId":12345}}]
            """);
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<DqrBatchRow> rows = await client.Dqr.QueryBatchAsync("Accession Number\nACC1\n"u8.ToArray(), 7, CancellationToken.None);
        Assert.Equal(3, rows.Count);
        Assert.Equal(["accessionNumber"], rows[0].Criteria.Keys); // the echoed date is a defect, the zeros mean nothing
        Assert.Equal("ACC1", rows[0].Criterion("ACCESSIONNUMBER"));
        Assert.Equal(2, rows[0].Studies.Count);
        Assert.All(rows[0].Studies, s => Assert.Equal(("S001", "S001_1", "", 7L), (s.Labels.Subject, s.Labels.Session, s.Labels.PatientBirthDate, s.PacsId)));
        Assert.Equal("Sample^Alex", rows[1].Criterion("patientName"));
        Assert.Empty(rows[1].Studies);
        Assert.Equal("12345", rows[2].Criterion("patientId"));

        ScriptedCall call = server.Calls.ToArray()[^1];
        Assert.Equal("?pacsId=7", call.Query);
        Assert.Equal("multipart/form-data", call.ContentType);
        Assert.Contains("name=csv_to_store", call.Body, StringComparison.Ordinal);
        Assert.Contains("Accession Number\nACC1\n", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_may_be_missing_null_or_a_bare_list()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/query/series", 200, """
            {"1.1":{"hasLimitedResultSetSize":false,"studyDateRangeLimitResults":null,"results":[{"seriesInstanceUid":"1.1.1","seriesNumber":"3","modality":"MR","seriesDescription":""},{"uniqueIdentifier":"1.1.2","seriesNumber":4}]},
             "1.2":{"hasLimitedResultSetSize":false},
             "1.3":[{"seriesInstanceUid":"1.3.1"}]}
            """);
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyDictionary<string, PacsSeries[]> series = await client.Dqr.QuerySeriesAsync(1, ["1.1", "1.2", "1.3", "1.4"], CancellationToken.None);
        Assert.Equal(["1.1.1", "1.1.2"], series["1.1"].Select(s => s.SeriesInstanceUid));
        Assert.Equal([3, 4], series["1.1"].Select(s => s.SeriesNumber));
        Assert.Null(series["1.1"][0].SeriesDescription);
        Assert.Empty(series["1.2"]);
        Assert.Equal("1.3", Assert.Single(series["1.3"]).StudyInstanceUid);
        Assert.False(series.ContainsKey("1.4"));
        Assert.Empty(await client.Dqr.QuerySeriesAsync(1, [], CancellationToken.None)); // 204 at the server; not even asked
    }

    [Theory]
    [InlineData("""{"id":412,"username":"jdoe","pacsId":1,"xnatProject":"DEMO","studyInstanceUid":"2.25.1","seriesIds":["1.1","1.2"],"destinationAeTitle":"XNAT:8104","status":"QUEUED","priority":10,"queuedTime":1709800123000,"studyDate":"20240307","requestId":"job-7/03","retries":2}""", "2024-03-07T08:28:43Z", 2)]
    [InlineData("""{"id":"412","username":"jdoe","pacsId":"1","xnatProject":"DEMO","studyInstanceUid":"2.25.1","seriesIds":"1.1, 1.2","destinationAeTitle":"XNAT%3A8104","decodedAeAndPort":"XNAT:8104","status":"queued","priority":"10","queuedTime":"2024-03-07T08:28:43.000+0000","studyDate":"2024-03-07","requestId":"job-7/03"}""", "2024-03-07T08:28:43Z", null)]
    [InlineData("""{"id":412,"pacsId":1,"xnatProject":"DEMO","studyInstanceUid":"2.25.1","seriesIds":["1.1","1.2"],"destinationAeTitle":"XNAT:8104","status":"QUEUED","priority":10,"queuedTime":"1709800123000","username":"jdoe","studyDate":"20240307","requestId":"job-7/03","retries":null}""", "2024-03-07T08:28:43Z", null)]
    public async Task A_queue_record_is_read_in_every_form(string json, string queued, int? retries)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import", 200, "[" + json + "]");
        using XnatClient client = await Scripted.ConnectAsync(server);
        ImportQueueItem item = Assert.Single(await client.Dqr.ImportAsync(Dqr.One(), CancellationToken.None));
        Assert.Equal((412L, 1L, "DEMO", "2.25.1", "QUEUED", "XNAT:8104"), (item.Id, item.PacsId, item.Project, item.StudyInstanceUid, item.Status, item.Destination));
        Assert.Equal(["1.1", "1.2"], item.SeriesInstanceUid);
        Assert.Equal(10, item.Priority);
        Assert.Equal(retries, item.Retries);
        Assert.Equal("20240307", item.StudyDate);
        Assert.Equal(DateTimeOffset.Parse(queued, CultureInfo.InvariantCulture), item.QueuedTime);
    }

    [Fact]
    public async Task An_import_posts_exactly_what_was_meant()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("POST", "/xapi/dqr/import", 200, "[]");
        using XnatClient client = await Scripted.ConnectAsync(server);
        PacsStudy second = new() { StudyInstanceUid = "2.25.2", Labels = new RelabelMap { Subject = "S2", PatientBirthDate = "" } };
        await client.Dqr.ImportAsync(Dqr.One(Dqr.Study("2.25.1").WithSelection(["1.1"], []), second), CancellationToken.None);
        Assert.Equal(
            """{"pacsId":1,"aeTitle":"XNAT","port":8104,"projectId":"DEMO","forceImport":false,"requestId":"job-7/03","studies":[{"studyInstanceUid":"2.25.1","seriesInstanceUids":["1.1"],"seriesDescriptions":[],"relabelMap":{"Subject":"S001","Session":"S001_1"}},{"studyInstanceUid":"2.25.2","seriesInstanceUids":[],"seriesDescriptions":[],"relabelMap":{"Subject":"S2","Relabel Patient Birth Date":"\u0022\u0022"}}]}""",
            server.Calls.ToArray()[^1].Body);
    }

    [Theory]
    [InlineData("S\"1")]
    [InlineData("S\\1")]
    [InlineData("S\n1")]
    [InlineData("  ")]
    public async Task A_label_that_would_break_the_servers_script_is_never_sent(string label)
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(Dqr.Study("1.2", label)), CancellationToken.None));
        Assert.Same(XnatErrorCode.LabelInvalid, error.Code);
        Assert.Equal(0, server.Count("POST", "/xapi/dqr/import"));
    }

    [Fact]
    public async Task One_study_twice_is_never_sent_because_the_server_would_refuse_all()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Same(XnatErrorCode.ArgumentInvalid, (await Assert.ThrowsAsync<XnatException>(() => client.Dqr.ImportAsync(Dqr.One(Dqr.Study("1.2"), Dqr.Study("1.2")), CancellationToken.None))).Code);
        Assert.Equal(0, server.Count("POST", "/xapi/dqr/import"));
    }

    [Fact]
    public async Task The_history_is_read_only_as_far_as_it_is_wanted()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/dqr/import/history", Page);
        using XnatClient client = await Scripted.ConnectAsync(server);
        int read = 0;
        await foreach (ImportQueueItem item in client.Dqr.HistoryAsync(all: false))
        {
            Assert.True(item.IsHistory);
            if (++read == 150)
            {
                break;
            }
        }

        Assert.Equal(2, server.Count("GET", "/xapi/dqr/import/history"));
        Assert.Equal("?all=false&sort=desc&page=1&pageSize=100", server.Calls.ToArray()[^2].Query);
        List<long> ids = [];
        await foreach (ImportQueueItem item in client.Dqr.HistoryAsync(all: true))
        {
            ids.Add(item.Id);
        }

        Assert.Equal(250, ids.Distinct().Count());
        Assert.Equal(250, ids.Count);

        static HttpResponseMessage Page(ScriptedCall call)
        {
            int page = int.Parse(call.Query.Split("page=")[1].Split('&')[0], CultureInfo.InvariantCulture);
            StringBuilder json = new("[");
            for (int i = 250 - ((page - 1) * 100); i > Math.Max(0, 250 - (page * 100)); i--)
            {
                json.Append(json.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"id":{{i}},"status":"ISSUED"}""");
            }

            return ScriptedServer.Answer(200, json.Append(']').ToString());
        }
    }

    [Fact]
    public async Task A_server_that_ignores_paging_does_not_keep_us_for_ever()
    {
        string all = "[" + string.Join(",", Enumerable.Range(1, 130).Select(i => "{\"id\":" + i.ToString(CultureInfo.InvariantCulture) + "}")) + "]";
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/dqr/import/queue", 200, all);
        using XnatClient client = await Scripted.ConnectAsync(server);
        int read = 0;
        await foreach (ImportQueueItem item in client.Dqr.QueueAsync(all: false))
        {
            read++;
        }

        Assert.Equal(130, read);
        Assert.InRange(server.Count("GET", "/xapi/dqr/import/queue"), 1, 3);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("\"17\"", 17)]
    [InlineData(" 17 \n", 17)]
    public async Task A_count_is_a_number_in_any_dress(string body, int count)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/dqr/import/queue/count", 200, body);
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal(count, await client.Dqr.QueueCountAsync(false, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"dqrCallingAe":"XNAT","dqrMaxPacsRequestAttempts":"5","dqrWaitToRetryRequestInSeconds":"300","allowAllUsersToUseDqr":"true","allowAllProjectsToUseDqr":false}""")]
    [InlineData("""{"dqrCallingAe":"XNAT","dqrMaxPacsCMOVEAttempts":5,"dqrWaitToRetryCMOVETimeInSeconds":300,"allowAllUsersToUseDqr":true,"allowAllProjectsToUseDqr":"false"}""")]
    public async Task Settings_are_read_under_either_generations_names(string json)
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/dqr/settings", 200, json);
        using XnatClient client = await Scripted.ConnectAsync(server);
        DqrSettings settings = await client.Dqr.SettingsAsync(CancellationToken.None);
        Assert.Equal((5, TimeSpan.FromMinutes(5), true, false), (settings.MaximumAttempts!.Value, settings.RetryWait!.Value, settings.AllowAllUsers!.Value, settings.AllowAllProjects!.Value));
    }

    [Fact]
    public async Task Enabling_a_project_sends_the_key_that_PUT_takes_and_304_is_fine()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("PUT", "/xapi/dqr/settings/project/DEMO", 304);
        using XnatClient client = await Scripted.ConnectAsync(server);
        await client.Dqr.SetProjectEnabledAsync("DEMO", true, CancellationToken.None);
        Assert.Equal("""{"enabled":true}""", server.Calls.ToArray()[^1].Body);
    }

    [Fact]
    public async Task Availability_knows_the_end_of_the_day_and_intervals_across_midnight()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/xapi/pacs/1/availability", 200, """
            {"MONDAY":[{"id":31,"pacsId":1,"dayOfWeek":"MONDAY","availabilityStart":"00:00","availabilityEnd":"24:00","threads":1,"utilizationPercent":100}],
             "TUESDAY":[{"id":32,"availabilityStart":"19:00","availabilityEnd":"00:00","threads":"2","utilizationPercent":"50"}],
             "WEDNESDAY":[{"id":33,"availabilityStart":"19:00","availabilityEnd":"07:00","threads":0,"utilizationPercent":0}],"THURSDAY":[],"FRIDAY":[],"SATURDAY":[],"SUNDAY":[]}
            """);
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<PacsAvailability> all = await client.Pacs.AvailabilityAsync(1, CancellationToken.None);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday], all.Select(a => a.Day));
        Assert.Equal([24, 24, 7], all.Select(a => (int)a.End.TotalHours));
        Assert.Equal([false, false, true], all.Select(a => a.CrossesMidnight));
        Assert.Equal([true, true, false], all.Select(a => a.IsOpen));
    }
}
