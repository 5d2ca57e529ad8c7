using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>Strict to write: what breaks a rule is refused with its tag, what was read broken and not changed is kept.</summary>
public sealed class WriteRuleTests
{
    [Theory]
    [InlineData("PatientSex", "toolongforacodestring", "(0010,0040) CS: it has 21 characters, and 16 are allowed.")]
    [InlineData("PatientSex", "m", "(0010,0040) CS: a code has capital letters, digits, blanks and underscores only.")]
    [InlineData("PatientBirthDate", "ANON", "(0010,0030) DA: a date is written yyyyMMdd.")]
    [InlineData("PatientBirthDate", "20240230", "(0010,0030) DA: a date is written yyyyMMdd.")]
    [InlineData("PatientBirthDate", "2024.01.02", "(0010,0030) DA: a date is written yyyyMMdd.")]
    [InlineData("StudyTime", "25", "(0008,0030) TM: a time is written HHmmss.ffffff, or the beginning of that.")]
    [InlineData("PatientAge", "45", "(0010,1010) AS: an age is written nnnD, nnnW, nnnM or nnnY.")]
    [InlineData("PatientWeight", "heavy", "(0010,1030) DS: this is no decimal number.")]
    [InlineData("PatientWeight", "1\\2", "(0010,1030) DS: there are 2 values and the dictionary allows 1.")]
    [InlineData("ImagePositionPatient", "1\\2", "(0020,0032) DS: there are 2 values and the dictionary allows 3.")]
    [InlineData("SeriesNumber", "1.5", "(0020,0011) IS: this is no whole number of 32 bits.")]
    [InlineData("SeriesNumber", "99999999999", "(0020,0011) IS: this is no whole number of 32 bits.")]
    [InlineData("StudyInstanceUID", "1.02", "(0020,000D) UI: a UID has at most 64 digits and full stops, without leading zeros.")]
    [InlineData("PatientName", "A^B^C^D^E^F", "(0010,0010) PN: a name has at most five components.")]
    [InlineData("PatientName", "A=B=C=D", "(0010,0010) PN: a name has at most three groups.")]
    [InlineData("AccessionNumber", "12345678901234567", "(0008,0050) SH: it has 17 characters, and 16 are allowed.")]
    [InlineData("StudyDescription", "two\nlines", "(0008,1030) LO: control characters are not allowed.")]
    [InlineData("AcquisitionDateTime", "20241301", "(0008,002A) DT: a moment is written yyyyMMddHHmmss.ffffff&zzxx, or the beginning of that.")]
    [InlineData("RetrieveAETitle", "A TITLE THAT IS TOO LONG", "(0008,0054) AE: it has 24 characters, and 16 are allowed.")]
    public void A_value_that_breaks_a_rule_is_refused_by_tag_and_rule(string keyword, string value, string expected)
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2);
        DicomTag tag = DicomTag.Parse(keyword);
        dataset.SetString(tag, value.Split('\\'));
        using DicomFile file = new(dataset);
        DicomException error = Assert.Throws<DicomException>(() => file.Save(Stream.Null));
        Assert.Equal(DicomErrorCode.ValueInvalid, error.Code);
        Assert.Equal(expected, error.Message);
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
        file.IsStrict = false;
        file.Save(Stream.Null);
    }

    [Fact]
    public void Representation_and_length_are_held_to_the_dictionary()
    {
        Refused(new DicomElement(DicomTags.Rows, DicomVR.US, [1, 2, 3]), "(0028,0010) US: the length 3 is not a multiple of 2 bytes.");
        Refused(new DicomElement(DicomTags.Rows, DicomVR.UL, [1, 0, 0, 0]), "(0028,0010) UL: the dictionary wants US.");
        Refused(new DicomElement(DicomTags.Rows, DicomVR.US, [1, 0, 2, 0]), "(0028,0010) US: there are 2 values and the dictionary allows 1.");
        static void Refused(DicomElement element, string expected)
        {
            using DicomFile file = new(TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2));
            file.Dataset.Set(element);
            Assert.Equal(expected, Assert.Throws<DicomException>(() => file.Save(Stream.Null)).Message);
        }
    }

    [Fact]
    public void Nested_values_are_named_by_their_path()
    {
        DicomDataset item = new();
        item.SetString(DicomTags.ReferencedSopInstanceUid, "no uid");
        using DicomFile file = new(TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2));
        file.Dataset.SetItems(DicomTags.ReferencedImageSequence, item);
        DicomException error = Assert.Throws<DicomException>(() => file.Save(Stream.Null));
        Assert.StartsWith("(0008,1140)[0]/(0008,1155) UI: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_count_characters_and_not_bytes()
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", "ISO_IR 192", size: 2);
        dataset.SetString(DicomTags.AccessionNumber, new string('\u5C71', 16));
        using DicomFile file = new(dataset);
        file.Save(Stream.Null);
        dataset.SetString(DicomTags.AccessionNumber, new string('\u5C71', 17));
        Assert.Throws<DicomException>(() => file.Save(Stream.Null));
    }

    [Fact]
    public async Task What_was_read_broken_is_written_as_it_was()
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2);
        dataset.SetString(DicomTags.PatientBirthDate, "unknown");
        dataset.SetString(DicomTags.PatientSex, "not a sex at all");
        using MemoryStream broken = new();
        using (DicomFile made = new(dataset) { IsStrict = false })
        {
            made.Save(broken);
        }

        using DicomFile file = await DicomFile.OpenAsync(broken);
        file.Dataset.SetString(DicomTags.PatientId, "P2");
        using MemoryStream saved = new();
        file.Save(saved);
        using DicomFile again = await DicomFile.OpenAsync(saved);
        Assert.Equal("unknown", again.Dataset.GetString(DicomTags.PatientBirthDate));
        Assert.Equal("P2", again.Dataset.GetString(DicomTags.PatientId));
    }
}
