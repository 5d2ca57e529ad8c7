using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>Imports from request to prearchive: over HTTP, C-FIND, C-MOVE and C-STORE.</summary>
public sealed class DqrImportTests
{
    private const string Path = "/xapi/dqr/import";

    [Fact]
    public async Task A_study_arrives_relabelled_under_its_labels()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        JsonNode queued = (await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Mr, "S001", "S001_1")))).AsArray().Single()!;
        Assert.Equal(("QUEUED", 1, "20240307", "Sample^Alex", "P0001", "job/1"), (
            (string?)queued["status"], (int)queued["priority"]!, (string?)queued["studyDate"], (string?)queued["patientName"], (string?)queued["patientId"], (string?)queued["requestId"]));
        Assert.Equal($"XNAT:{site.ReceiverPort}", (string?)queued["destinationAeTitle"]);
        Assert.Equal(2, queued["seriesIds"]!.AsArray().Count);
        Assert.StartsWith("version \"6.1\"\n(0010,0010) := \"S001\"", (string?)queued["remappingScript"], StringComparison.Ordinal);
        Assert.False(queued.AsObject().ContainsKey("retries"));

        await site.DrainAsync();
        JsonNode history = (await site.HistoryAsync()).Single();
        Assert.Equal("RECEIVED", (string?)history["status"]);
        Assert.False(history.AsObject().ContainsKey("patientId"));
        Assert.False(history.AsObject().ContainsKey("remappingScript"));
        PrearchiveEntry entry = site.Prearchive().Single();
        Assert.Equal(("DEMO", "S001", "S001_1"), (entry.Project, entry.Subject, entry.Name));
        Assert.Equal([3, 3], entry.Scans.Select(scan => scan.Resources.Single().Files.Count));
        foreach (string file in Directory.GetFiles(site.Host.Context.Prearchive.FolderOf(entry), "*.dcm", SearchOption.AllDirectories))
        {
            using DicomFile dicom = DicomFile.Open(file);
            Assert.Equal(("S001", "S001", "S001_1", "S001_1"), (
                dicom.Dataset.GetString(DicomTags.PatientName), dicom.Dataset.GetString(DicomTags.PatientId), dicom.Dataset.GetString(DicomTags.StudyId), dicom.Dataset.GetString(DicomTags.AccessionNumber)));
            Assert.Equal("19700102", dicom.Dataset.GetString(DicomTags.PatientBirthDate));
            Assert.True(dicom.HasPixelData);
            Assert.Empty(dicom.Findings);
        }
    }

    [Fact]
    public async Task Series_are_chosen_by_uid_and_description_together()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        string one = $$"""{"studyInstanceUid":"{{MadeArchive.Mr}}","seriesDescriptions":["Series 2"],"seriesInstanceUids":[]}""";
        string none = $$"""{"studyInstanceUid":"{{MadeArchive.Ct}}","seriesDescriptions":["series 1"]}""";
        string conflicting = $$"""{"studyInstanceUid":"{{MadeArchive.Umlaut}}","seriesDescriptions":["Series 1"],"seriesInstanceUids":["2.25.1"]}""";
        JsonArray queued = (await site.PostAsync(Path, site.Import(one, none, conflicting, DqrSite.Study("2.25.404")))).AsArray();
        Assert.Equal(["2.25.3001.2"], queued.Single()!["seriesIds"]!.AsArray().Select(uid => (string?)uid));
        Assert.Equal(10, (int)queued[0]!["priority"]!);
    }

    [Fact]
    public async Task What_loses_the_whole_request()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        string study = DqrSite.Study(MadeArchive.Mr, "S1", "S1_1");
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, Path, site.Import(study, study))).Status);
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, Path, site.Import(study, """{"studyInstanceUid":"2.25.3002","relabelMap":{"Scan":"x"}}"""))).Status);
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, Path, """{"pacsId":1,"projectId":"DEMO"}""")).Status);
        Assert.Equal(0, (int)await site.GetAsync("/xapi/dqr/import/queue/count"));
        Assert.Equal("[]", (await site.SendAsync(HttpMethod.Post, Path, site.Import())).Body);
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, Path, "{")).Status);
    }

    [Fact]
    public async Task Permission_comes_first_and_is_silent()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        using HttpClient reader = Site.Client(site.Host, "reader", "reader");
        string request = site.Import(DqrSite.Study(MadeArchive.Mr));
        Assert.Equal((403, ""), Short(await site.SendAsync(HttpMethod.Post, Path, request, reader)));
        Assert.Equal((403, ""), Short(await site.SendAsync(HttpMethod.Post, Path, request.Replace("DEMO", "OTHER", StringComparison.Ordinal), site.Admin)));
        await site.SendAsync(HttpMethod.Put, "/xapi/dqr/settings/project/DEMO", """{"enabled":false}""", site.Admin);
        Assert.Equal((403, ""), Short(await site.SendAsync(HttpMethod.Post, Path, request.Replace("\"pacsId\":1", "\"pacsId\":77", StringComparison.Ordinal), site.Admin)));
    }

    [Theory]
    [InlineData(ErrorRegime.A, 500, 500)]
    [InlineData(ErrorRegime.B, 409, 400)]
    public async Task The_pacs_and_the_receiver_are_checked(ErrorRegime regime, int notQueryable, int unfit)
    {
        await using DqrSite site = await DqrSite.StartAsync(regime);
        string request = site.Import(DqrSite.Study(MadeArchive.Mr, "S1", "S1_1"));
        await site.SendAsync(HttpMethod.Put, "/xapi/pacs/1", """{"queryable":false,"defaultQueryRetrievePacs":false}""", site.Admin);
        Assert.Equal((notQueryable, "There was an error in the request : null"), Short(await site.SendAsync(HttpMethod.Post, Path, request)));
        await site.SendAsync(HttpMethod.Put, "/xapi/pacs/1", """{"queryable":true}""", site.Admin);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, Path, DqrSite.ImportTo(1, false, DqrSite.Study(MadeArchive.Mr, "S1", "S1_1")))).Status);
        site.Host.State.Receivers[0].CustomProcessing = false;
        (int status, string body, _) = await site.SendAsync(HttpMethod.Post, Path, request);
        Assert.Equal(unfit, status);
        Assert.Contains($"XNAT:{site.ReceiverPort}", body, StringComparison.Ordinal);
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Post, Path, site.Import(DqrSite.Study(MadeArchive.Ct)))).Status);
    }

    [Fact]
    public async Task Forcing_past_an_unfit_receiver_lets_identifiers_through()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.State.Receivers[0].CustomProcessing = false;
        await site.PostAsync(Path, DqrSite.ImportTo(site.ReceiverPort, true, DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        Assert.Equal("Sample_Alex", site.Prearchive().Single().Subject);
        Assert.Equal("ISSUED", (string?)(await site.HistoryAsync()).Single()["status"]);
    }

    [Fact]
    public async Task A_stale_script_is_applied_again()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        site.Host.Context.Prearchive.Delete(site.Prearchive().Single());
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct)));
        await site.DrainAsync();
        Assert.Equal(("S1", "S1_1"), (site.Prearchive().Single().Subject, site.Prearchive().Single().Name));
    }

    [Fact]
    public async Task A_value_that_breaks_its_script_only_shows_when_data_arrive()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct, "S\"1", "S1_1")));
        await site.PassUntilAsync(async () => (await site.HistoryAsync()).Any(one => (string?)one["status"] == "FAILED"));
        Assert.Empty(site.Prearchive());
    }

    [Theory]
    [InlineData(PluginGeneration.V1, 500, 1)]
    [InlineData(PluginGeneration.V2, 200, 1)]
    public async Task A_pacs_that_fails_half_way(PluginGeneration plugin, int status, int queued)
    {
        await using DqrSite site = await DqrSite.StartAsync(plugin: plugin);
        site.Host.Faults.Add(DqrFaultNames.PacsDown, skip: 2);
        (int answered, string body, _) = await site.SendAsync(HttpMethod.Post, Path, site.Import(DqrSite.Study(MadeArchive.Mr), DqrSite.Study(MadeArchive.Ct)));
        Assert.Equal(status, answered);
        if (status == 500)
        {
            Assert.Contains("There was a problem running the C-ECHO command", body, StringComparison.Ordinal);
        }

        Assert.Equal(queued, (int)await site.GetAsync("/xapi/dqr/import/queue/count"));
    }

    [Fact]
    public async Task Studies_are_dropped_without_a_word_by_faults()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.ImportDrop, match: MadeArchive.Mr);
        site.Host.Faults.Add(DqrFaultNames.NoSeries, match: MadeArchive.Ct);
        JsonArray queued = (await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Mr), DqrSite.Study(MadeArchive.Ct), DqrSite.Study(MadeArchive.Umlaut)))).AsArray();
        Assert.Equal(MadeArchive.Umlaut, (string?)queued.Single()!["studyInstanceUid"]);
    }

    [Fact]
    public async Task The_work_can_be_done_and_the_answer_be_500()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.ErrorAfter, match: Path, count: 1);
        site.Host.Faults.Add(DqrFaultNames.TimeoutAfter, match: Path, count: 1, skip: 1, delayMs: 10);
        string request = site.Import(DqrSite.Study(MadeArchive.Mr));
        Assert.Equal(500, (await site.SendAsync(HttpMethod.Post, Path, request)).Status);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.SendAsync(HttpMethod.Post, Path, request));
        Assert.Equal(2, (int)await site.GetAsync("/xapi/dqr/import/queue/count"));
    }

    [Fact]
    public async Task A_move_that_fails_twice_leaves_three_tries_in_the_history()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.MoveFail, match: MadeArchive.Ct, count: 2);
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        List<JsonNode> history = await site.HistoryAsync();
        Assert.Equal(["FAILED", "FAILED", "RECEIVED"], history.Select(one => (string?)one["status"]));
        Assert.NotNull((string?)history[0]["errorMessage"]);
        Assert.False(history[2].AsObject().ContainsKey("errorMessage"));
        Assert.Single(site.Prearchive());
    }

    [Fact]
    public async Task A_wrong_port_fails_five_times_without_a_reason()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.PostAsync(Path, DqrSite.ImportTo(1, true, DqrSite.Study(MadeArchive.Ct)));
        await site.DrainAsync();
        List<JsonNode> history = await site.HistoryAsync();
        Assert.Equal(5, history.Count);
        Assert.All(history, one => Assert.False(one.AsObject().ContainsKey("errorMessage")));
        Assert.Empty(site.Prearchive());
    }

    [Fact]
    public async Task Instances_can_go_missing_and_series_be_empty_while_all_is_called_well()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.MoveMissing, match: MadeArchive.Mr, value: "2", count: 1);
        site.Host.Faults.Add(DqrFaultNames.EmptySeries, match: "2.25.3001.2");
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Mr)));
        await site.DrainAsync();
        Assert.Equal("RECEIVED", (string?)(await site.HistoryAsync()).Single()["status"]);
        Assert.Single(site.Prearchive().Single().Scans.Single().Resources.Single().Files);
    }

    [Fact]
    public async Task The_same_study_twice_is_queued_twice_and_ids_are_counted_apart()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        site.Host.Faults.Add(DqrFaultNames.MoveFail, match: MadeArchive.Mr);
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Mr)));
        await site.PassUntilAsync(async () => (await site.HistoryAsync()).Count > 0);
        site.Host.Faults.Clear();
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct), DqrSite.Study(MadeArchive.Umlaut)));
        JsonArray again = (await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct)))).AsArray();
        Assert.Equal(4, (int)again.Single()!["id"]!);
        Assert.Equal(4, (await site.GetAsync("/xapi/dqr/import/queue")).AsArray().Count);
        Assert.Equal([4, 3], (await site.GetAsync("/xapi/dqr/import/queue?pageSize=2")).AsArray().Select(one => (int)one!["id"]!));
        Assert.Equal("[]", (await site.SendAsync(HttpMethod.Get, "/xapi/dqr/import/queue?page=9")).Body);
        Assert.Equal(1, (int)(await site.HistoryAsync()).First()["id"]!);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/import/queue", "[2,77]")).Status);
        Assert.Equal("true", (await site.SendAsync(HttpMethod.Delete, "/xapi/dqr/import/queue/3")).Body);
        Assert.Equal([4, 1], (await site.GetAsync("/xapi/dqr/import/queue")).AsArray().Select(one => (int)one!["id"]!));
    }

    [Fact]
    public async Task Foreign_records_are_kept_from_others()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.SendAsync(HttpMethod.Post, Path, site.Import(DqrSite.Study(MadeArchive.Ct)), site.Admin);
        Assert.Equal("[]", (await site.SendAsync(HttpMethod.Get, "/xapi/dqr/import/queue")).Body);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, "/xapi/dqr/import/queue/1")).Status);
        Assert.Equal((403, ""), Short(await site.SendAsync(HttpMethod.Delete, "/xapi/dqr/import/queue/1")));
        await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Mr)));
        Assert.Equal("true", (await site.SendAsync(HttpMethod.Post, "/xapi/dqr/import/queue", "[2]", site.Admin)).Body);
        Assert.Equal("1", (await site.SendAsync(HttpMethod.Get, "/xapi/dqr/import/queue/count?all=true", client: site.Admin)).Body);
    }

    [Fact]
    public async Task Records_of_the_first_generation_lack_the_later_fields()
    {
        await using DqrSite site = await DqrSite.StartAsync(plugin: PluginGeneration.V1, marks: false);
        JsonNode queued = (await site.PostAsync(Path, site.Import(DqrSite.Study(MadeArchive.Ct)))).AsArray().Single()!;
        Assert.False(queued.AsObject().ContainsKey("requestId"));
        await site.DrainAsync();
        Assert.Equal("ISSUED", (string?)(await site.HistoryAsync()).Single()["status"]);
        Assert.Equal("RECEIVING", site.Prearchive().Single().Status);
    }

    private static (int Status, string Body) Short((int Status, string Body, HttpResponseMessage Response) answer) => (answer.Status, answer.Body);
}
