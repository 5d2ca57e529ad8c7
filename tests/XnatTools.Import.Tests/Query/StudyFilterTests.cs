using XnatTools.Import.Query;
using Xunit;

namespace XnatTools.Import.Tests.Query;

public sealed class StudyFilterTests
{
    [Theory]
    [InlineData("20240307", "20240307", true)]
    [InlineData("20240307", "2024-03-07", true)]
    [InlineData("20240307", "20240308", false)]
    [InlineData("20240307", null, false)]
    [InlineData("20240301-20240331", "20240331", true)]
    [InlineData("20240301-20240331", "20240401", false)]
    [InlineData("20240301-", "20990101", true)]
    [InlineData("-20240331", "20240401", false)]
    [InlineData("-", "20240401", true)]
    [InlineData(null, null, true)]
    public void Dates_are_what_was_asked(string? asked, string? date, bool expected) => Assert.Equal(expected, StudyFilter.InDates(asked, date));

    [Theory]
    [InlineData("A1", "A1", true)]
    [InlineData("A1", " A1 ", true)]
    [InlineData("A1", "a1", false)]
    [InlineData("A1", "A10", false)]
    [InlineData("A1", null, false)]
    [InlineData("A*", "A10", true)]
    public void Accession_numbers_are_equal(string asked, string? answered, bool expected) =>
        Assert.Equal(expected, StudyFilter.IsAsked(new ImportRow { AccessionNumber = asked }, new PacsStudy { StudyInstanceUid = "1", AccessionNumber = answered }));

    [Theory]
    [InlineData("Sample", "Alex", "Sample, Alex", true)]
    [InlineData("sample", "ALEX", "Sample^Alex^B", true)]
    [InlineData("Sample", null, "Sample^Alex", true)]
    [InlineData("Sample", "Alex", "Sampler^Alex", false)]
    [InlineData("Sample", "Alex", null, false)]
    [InlineData("Yamada", "Tarou", "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE", true)]
    public void Names_are_the_name_asked_for(string last, string? first, string? answered, bool expected) =>
        Assert.Equal(expected, StudyFilter.IsAsked(new ImportRow { LastName = last, FirstName = first }, new PacsStudy { StudyInstanceUid = "1", PatientName = answered }));

    [Fact]
    public void A_pacs_that_does_not_say_the_modality_is_not_held_to_it()
    {
        ImportRow row = new() { AccessionNumber = "A1", Modality = "MR" };
        Assert.True(StudyFilter.IsAsked(row, new PacsStudy { AccessionNumber = "A1" }));
        Assert.True(StudyFilter.IsAsked(row, new PacsStudy { AccessionNumber = "A1", Modality = ["SR", "MR"] }));
        Assert.False(StudyFilter.IsAsked(row, new PacsStudy { AccessionNumber = "A1", Modality = ["CT"] }));
    }
}
