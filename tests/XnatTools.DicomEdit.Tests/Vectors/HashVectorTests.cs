using XnatTools.Dicom;
using XnatTools.DicomEdit.Tests.Examples;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Vectors;

/// <summary>UIDs out of texts, as published and as XNAT's engine gave them.</summary>
public sealed class HashVectorTests
{
    [Theory]
    [InlineData("1.2.3.444.555", "2.25.151084009948217556417582685022853404996")]
    [InlineData("1.2.3.4.5", "2.25.281097975800109040096884226991818420711")]
    [InlineData("1.2.3.4.5.6", "2.25.262228503153619312954819897114011402300")]
    [InlineData("1.2.3", "2.25.148370922854076938159295778886134140470")]
    [InlineData("1.2", "2.25.171578026969864389535347314560684512280")]
    [InlineData("0.0.0", "2.25.179381058945121467305106941903336095433")]
    [InlineData("1.2.840.99999.7.1", "2.25.304946150609488244208365325285287070180")]
    [InlineData("Sample^Patient", "2.25.163372683927760769318124320587653144111")]
    [InlineData("M\u00FCller^Zo\u00EB", "2.25.291701699793100605315202577488632174992")]
    [InlineData("", "2.25.290070988920337595058960832122557831312")]
    [InlineData("1.2\\\\1.3", "2.25.245594823388834017561543379617740934748")]
    public void A_text_becomes_its_UID(string text, string uid)
    {
        DicomDataset result = Objects.Edit($"version \"6.5\"\n(0020,000E) := hashUID[\"{text}\"]");

        Assert.Equal(uid, result.Text(0x0020000E));
    }

    [Fact]
    public void An_absent_element_has_no_UID()
    {
        Assert.False(Objects.Edit("version \"6.5\"\n(0020,000E) := hashUID[(0008,9999)]").Contains(DicomTags.SeriesInstanceUid));
    }

    [Theory]
    [InlineData("20240229", "1", "days", "20240301")]
    [InlineData("20240229", "1", "years", "20250228")]
    [InlineData("2031", "200", "days", "2032")]
    [InlineData("203102", "14", "days", "203103")]
    [InlineData("20310615", "11", "hours", "20310615")]
    [InlineData("20310615", "12", "hours", "20310616")]
    [InlineData("2031061508", "30", "minutes", "2031061509")]
    [InlineData("20311231235959.250+0100", "1", "seconds", "20320101000000.250+0100")]
    public void A_date_is_shifted_from_the_middle_of_what_it_leaves_open(string date, string count, string unit, string expected)
    {
        DicomDataset result = Objects.Edit($"version \"6.5\"\n(0018,9074) := shiftDateTimeByIncrement[\"{date}\", {count}, \"{unit}\"]");

        Assert.Equal(expected, result.Text(0x00189074));
    }

    [Fact]
    public void Ages_and_birth_dates_beyond_89_years_are_drawn_in()
    {
        DicomDataset dataset = Objects.Sample();
        dataset.SetString(DicomTags.StudyDate, "20300101");
        dataset.SetString(DicomTags.PatientBirthDate, "19300101");
        dataset.SetString(DicomTags.PatientAge, "100Y");

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\nscalePatientAgeAndDobFromStudyDate[]");

        Assert.True(result.IsSuccess, result.Message);
        Assert.Equal("19410102", dataset.Text(0x00100030));
        Assert.Equal("089Y", dataset.Text(0x00101010));
    }
}
