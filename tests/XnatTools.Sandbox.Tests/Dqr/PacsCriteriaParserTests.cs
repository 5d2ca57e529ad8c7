using System;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Web;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

public sealed class PacsCriteriaParserTests
{
    private static readonly DateOnly s_today = new(2024, 3, 7);

    private static PacsCriteria Parse(string body) => PacsCriteriaParser.Parse(body, s_today);

    [Fact]
    public void A_null_is_searched_for_as_text() => Assert.Equal("null", Parse("{\"patientId\":null}").PatientId);

    [Theory]
    [InlineData("{\"studyDateIsToday\":true}")]
    [InlineData("{\"studyDateIsToday\":false}")]
    [InlineData("{\"studyDateIsToday\":null}")]
    public void The_presence_of_today_counts(string body) => Assert.Equal("20240307-20240308", Parse(body).StudyDateRange!.ToDicom());

    [Fact]
    public void Today_after_from_is_a_conflict()
    {
        Assert.Equal(XapiFault.DataFormat, Assert.Throws<XapiException>(() => Parse("{\"studyDateFrom\":\"20240101\",\"studyDateIsToday\":true}")).Fault);
        Assert.NotNull(Parse("{\"studyDateIsToday\":true,\"studyDateFrom\":\"20240101\"}").StudyDateRange);
    }

    [Theory]
    [InlineData("20240301")]
    [InlineData("2024-03-01")]
    [InlineData("2024/03/01")]
    [InlineData("2024-03-01 10:30")]
    [InlineData("2024-03-01T10:30")]
    public void Takes_these_dates(string date) => Assert.Equal("20240301-", Parse("{\"studyDateRange\":{\"start\":\"" + date + "\"}}").StudyDateRange!.ToDicom());

    [Fact]
    public void A_time_alone_is_taken_for_today()
        => Assert.Equal("20240307-20240308", Parse("""{"studyDateRange":{"start":"00:00","end":"00:00"}}""").StudyDateRange!.ToDicom());

    [Theory]
    [InlineData("{\"studyDateFrom\":\"\"}")]
    [InlineData("{\"studyDateFrom\":\"7 March\"}")]
    [InlineData("{\"studyDateFrom\":null}")]
    [InlineData("{\"unknown\":{}}")]
    [InlineData("{\"unknown\":[1]}")]
    [InlineData("{\"pacsId\":\"x\"}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{} {}")]
    public void Gives_up_on(string body) => Assert.Equal(XapiFault.MalformedJson, Assert.Throws<XapiException>(() => Parse(body)).Fault);

    [Fact]
    public void Numbers_may_be_text_unknown_scalars_are_skipped_and_single_quotes_are_welcome()
    {
        PacsCriteria criteria = Parse("{'pacsId':'3','seriesNumber':4,'foo':'bar','patientName':'O\"Neil'}");
        Assert.Equal(3, criteria.PacsId);
        Assert.Equal(4, criteria.SeriesNumber);
        Assert.Equal("O\"Neil", criteria.PatientName);
    }

    [Theory]
    [InlineData("\"Smith John\"", "Smith John")]
    [InlineData("Smith, John", "Smith^John")]
    [InlineData("Smith,John", "Smith^John")]
    [InlineData("Smith John", "Smith^John")]
    [InlineData("Smith^J*", "Smith^J*")]
    [InlineData("Smith*", "Smith*")]
    [InlineData("Smith,", "Smith")]
    public void Names_become_dicom_names(string name, string sent)
        => Assert.Equal(sent, new PacsCriteria { PatientName = name }.DicomPatientName());
}
