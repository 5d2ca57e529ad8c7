using System.Linq;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Tests.Audit;

public sealed class ConfidentialityTableTests
{
    [Fact]
    public void Every_row_of_the_table_is_there()
    {
        ConfidentialityTable table = new();

        Assert.Equal(621, table.Count);
        Assert.Equal(ActionCodes.Remove, table.Private.Codes);
        Assert.Equal(617, table.Tags.Count());
    }

    [Theory]
    [InlineData("PatientName", IdentityOptions.None, "Z")]
    [InlineData("PatientID", IdentityOptions.None, "Z/D")]
    [InlineData("PatientAge", IdentityOptions.None, "X")]
    [InlineData("PatientAge", IdentityOptions.RetainPatientCharacteristics, "K (RetainPatientCharacteristics)")]
    [InlineData("StudyDate", IdentityOptions.RetainModifiedDates, "C (RetainModifiedDates)")]
    [InlineData("StudyDate", IdentityOptions.RetainFullDates, "K (RetainFullDates)")]
    [InlineData("(60A2,3000)", IdentityOptions.None, "X")]
    [InlineData("(6000,3000)", IdentityOptions.CleanGraphics, "C (CleanGraphics)")]
    [InlineData("(5012,0005)", IdentityOptions.None, "X")]
    public void Options_replace_the_code_of_their_own_column(string tag, IdentityOptions options, string expected)
    {
        Assert.True(new ConfidentialityTable(options).TryGet(DicomTag.Parse(tag), out ConfidentialityRule rule));

        Assert.Equal(expected, rule.Text);
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("(6000,0010)")]
    [InlineData("(6001,3000)")]
    public void Other_attributes_have_no_row(string tag) => Assert.False(new ConfidentialityTable().TryGet(DicomTag.Parse(tag), out _));

    [Fact]
    public void The_two_options_of_dates_exclude_each_other() =>
        Assert.Throws<XnatException>(() => new ConfidentialityTable(IdentityOptions.RetainFullDates | IdentityOptions.RetainModifiedDates));
}
