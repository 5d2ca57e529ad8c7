using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using XnatTools.Client;
using XnatTools.Import.Json;
using Xunit;

namespace XnatTools.Import.Tests.Json;

public sealed class DqrJsonTests
{
    private const string Answer = """
        [{"criteria":{"pacsId":0,"accessionNumber":"ACC0001","seriesNumber":0,"studyDateRange":{"start":"00:00","end":"23:59"}},
          "relabelMap":{"Subject":"S001","Session":"S001_1"},
          "studies":[{"studyInstanceUid":"2.25.1001","accessionNumber":"ACC0001","studyDate":"2024-03-07","modalitiesInStudy":["MR","SR"],"patient":{"id":"P0001","name":"Sample, Alex"}}]},
         {"criteria":{"pacsId":0,"accessionNumber":"ACC0002","seriesNumber":0},"relabelMap":{"Subject":"S002","Session":"S002_1"},"studies":[]}]
        """;

    private const string Request = """
        {"pacsId":1,"aeTitle":"XNAT","port":8104,"projectId":"DEMO","forceImport":true,
         "studies":[{"studyInstanceUid":"2.25.1001","relabelMap":{"Subject":"S001","Session":"S001_1"}},
                    {"studyInstanceUid":"2.25.1002","seriesInstanceUids":["2.25.1002.1"],"seriesDescriptions":[],"relabelMap":{"subject":"S002","Session":"S002_1","Relabel Study ID":"\"\""}}]}
        """;

    [Fact]
    public void Reads_a_batch_answer_with_the_rows_labels_and_criteria()
    {
        DqrJsonDocument document = Read(Answer, 3);

        Assert.Equal(DqrJsonKind.BatchAnswer, document.Kind);
        PacsStudy study = Assert.Single(document.Studies);
        Assert.Equal(("2.25.1001", "20240307", "P0001", "Sample^Alex", 3L), (study.StudyInstanceUid, study.StudyDate, study.PatientId, study.PatientName, study.PacsId));
        Assert.Equal("S001/S001_1", study.Labels.ToString());
        Assert.Equal("ACC0001", study.Criteria!.AccessionNumber);
        Assert.Null(study.Criteria.StudyDate);
        Assert.Equal("ACC0002", Assert.Single(document.EmptyRows).AccessionNumber);
    }

    [Fact]
    public void Reads_a_request()
    {
        DqrJsonDocument document = Read(Request);

        Assert.Equal((DqrJsonKind.ImportRequest, 1L, "DEMO", "XNAT", 8104, true), (document.Kind, document.PacsId, document.Project, document.ReceiverAETitle, document.ReceiverPort, document.ForceImport));
        Assert.Equal(["S001/S001_1", "S002/S002_1"], document.Studies.Select(s => s.Labels.ToString()));
        Assert.Equal("", document.Studies[1].Labels.StudyId);
        Assert.Equal(["2.25.1002.1"], document.Studies[1].SeriesInstanceUid);
        Assert.All(document.Studies, s => Assert.Equal(1, s.PacsId));
    }

    [Theory]
    [InlineData("[[{A}],[{B}]]")]
    [InlineData("[[{A},{B},],]")]
    [InlineData("\uFEFF[{A},{B}]")]
    [InlineData("\uFEFF\uFEFF[{A},{B}]")]
    [InlineData("{\"value\":[{A},{B}],\"Count\":2}")]
    [InlineData("{\"studies\":[[{A},{B}]]}")]
    [InlineData("// by hand\n[{A},\n{B}]")]
    public void Reads_what_editors_leave(string shape)
    {
        string text = shape.Replace("{A}", "{\"studyInstanceUid\":\"1.1\"}", StringComparison.Ordinal).Replace("{B}", "{\"studyInstanceUid\":\"1.2\",\"relabelMap\":null}", StringComparison.Ordinal);

        Assert.Equal(["1.1", "1.2"], Read(text).Studies.Select(s => s.StudyInstanceUid));
    }

    [Fact]
    public void Reads_UTF_16_with_a_mark_and_rows_pasted_into_a_request()
    {
        string text = "{\"pacsId\":2,\"aeTitle\":\"XNAT\",\"studies\":" + Answer + "}";
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];

        PacsStudy study = Assert.Single(DqrJsonReader.Read(bytes).Studies);

        Assert.Equal(("S001", 2L), (study.Subject, study.PacsId));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("[{\"studyInstanceUid\":\"1.1\"}\n {\"studyInstanceUid\":\"1.2\"}]", 2, 2)]
    [InlineData("[{\"studyInstanceUid\":\"1.1\"}\n", 2, 1)]
    [InlineData("[\n{\"studyInstanceUid\":\u201C1.1\u201D}]", 2, 21)]
    [InlineData("[{'studyInstanceUid':'1.1'}]", 1, 3)]
    [InlineData("[{\"note\":\"\u00FC\u20AC\U0001F600\" ]", 1, 17)]
    [InlineData("Accession Number,Subject", 1, 1)]
    public void Says_where_it_is_no_JSON(string text, int line, int column)
    {
        XnatException error = Assert.Throws<XnatException>(() => Read(text));

        Assert.Equal(XnatErrorCode.JsonInvalid, error.Code);
        Assert.StartsWith($"Line {line}, column {column}:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "$[0]")]
    [InlineData("\"text\"", "$")]
    [InlineData("[{\"accession\":\"SECRET\"}]", "$[0]")]
    [InlineData("{\"studies\":[{\"studyInstanceUid\":\"1.1\",\"relabelMap\":{\"Patient\":\"SECRET\"}}]}", "$.studies[0].relabelMap")]
    [InlineData("[{\"studyInstanceUid\":\"1.1\",\"relabelMap\":\"SECRET\"}]", "$[0].relabelMap")]
    [InlineData("[{\"studyInstanceUid\":\"1.1\",\"anonScript\":\"SECRET\"}]", "$[0]")]
    [InlineData("[{\"studyInstanceUid\":\"1.1\",\"seriesDescriptions\":[\"SECRET\"]}]", "$[0]")]
    public void Says_which_item_is_wrong_without_its_values(string text, string path)
    {
        XnatException error = Assert.Throws<XnatException>(() => Read(text));

        Assert.Equal(XnatErrorCode.JsonInvalid, error.Code);
        Assert.StartsWith($"At {path}:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_a_request_that_the_server_accepts_and_we_read_back()
    {
        PacsStudy plain = new() { StudyInstanceUid = "2.25.1" };
        PacsStudy labelled = new() { StudyInstanceUid = "2.25.2", SeriesInstanceUid = ["2.25.2.1"], Labels = new RelabelMap { Subject = "S1", Session = "S1_1", PatientBirthDate = "" } };

        byte[] bytes = DqrJsonWriter.Write(new DqrImportRequest { PacsId = 1, ReceiverAETitle = "XNAT", ReceiverPort = 8104, Project = "DEMO", Studies = [plain, labelled] });

        using JsonDocument json = JsonDocument.Parse(bytes);
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("studies")[0].GetProperty("relabelMap").ValueKind);
        Assert.False(json.RootElement.GetProperty("forceImport").GetBoolean());
        Assert.DoesNotContain("null", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        DqrJsonDocument read = DqrJsonReader.Read(bytes);
        Assert.True(read.Studies[0].Labels.IsEmpty);
        Assert.True(read.Studies[1].Labels.SameAs(labelled.Labels));
        Assert.Equal(labelled.SeriesInstanceUid, read.Studies[1].SeriesInstanceUid);
    }

    [Fact]
    public void Does_not_write_a_study_twice_or_a_label_that_breaks_the_script()
    {
        PacsStudy study = new() { StudyInstanceUid = "2.25.1" };
        Assert.Throws<XnatException>(() => DqrJsonWriter.Write(new DqrImportRequest { Studies = [study, study] }));
        Assert.Throws<XnatException>(() => DqrJsonWriter.Write(new DqrImportRequest { Studies = [study.WithLabels(new RelabelMap { Subject = "a\"b" })] }));
    }

    [Fact]
    public void Random_damage_ends_in_a_named_error()
    {
        Random random = new(7);
        for (int run = 0; run < 3000; run++)
        {
            StringBuilder text = new(random.Next(2) == 0 ? Answer : Request);
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                int at = random.Next(text.Length);
                text.Remove(at, Math.Min(random.Next(0, 5), text.Length - at)).Insert(at, "[]{},:\"\\\u0000\uD800x1\uFEFF"[random.Next(13)]);
            }

            try
            {
                _ = DqrJsonReader.Read(Encoding.UTF8.GetBytes(text.ToString()));
            }
            catch (XnatException e)
            {
                Assert.Equal(XnatErrorCode.JsonInvalid, e.Code);
            }
        }
    }

    private static DqrJsonDocument Read(string text, long pacsId = 0) => DqrJsonReader.Read(Encoding.UTF8.GetBytes(text), "saved.json", pacsId);
}
