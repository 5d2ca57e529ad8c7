using XnatTools.Import.Campaign;
using Xunit;

namespace XnatTools.Import.Tests.Campaign;

/// <summary>What of a header that arrived counts as the patient's, and what only shares a word with the name.</summary>
public sealed class CanaryCheckTests
{
    [Theory]
    [InlineData("Invented^Kim", "(0008,0070)", "Invented Imaging", false)]
    [InlineData("Invented^Kim", "(0008,1030)", "for INVENTED, Kim", true)]
    [InlineData("Hall^Amy", "(0008,1070)", "Marshall^Jo", false)]
    [InlineData("Hall^Amy", "(0008,0090)", "Hall^Jo", false)]
    [InlineData("Hall^Amy", "(0010,4000)", "asked for by Hall", true)]
    [InlineData("Hall^Amy", "(0010,1001)", "HALL^AMY", true)]
    [InlineData("Siemens", "(0008,0070)", "SIEMENS", false)]
    [InlineData("Madonna", "(0008,103E)", "Madonna, second try", true)]
    [InlineData("Madonna", "(0008,103E)", "Madonnas", false)]
    [InlineData("Li^Bo", "(0010,1040)", "c/o Li Bo", true)]
    [InlineData("Li^Bo", "(0008,1030)", "limb", false)]
    [InlineData("\u5C71\u7530^\u592A\u90CE", "(0008,1030)", "\u5C71\u7530\u592A\u90CE MR", true)]
    public void A_word_of_the_name_tells_where_only_the_patient_can_be_meant(string name, string tag, string value, bool tells)
    {
        PacsStudy study = new PacsStudy { StudyInstanceUid = "1.2", PatientName = name, PatientId = "PAT-0815", AccessionNumber = "ACC-0815" }
            .WithLabels(new RelabelMap().With("SUBJ_1", "SUBJ_1_A"));
        DicomHeaderElement[] header =
        [
            Element("(0010,0010)", "SUBJ_1"), Element("(0010,0020)", "SUBJ_1"), Element("(0020,0010)", "SUBJ_1_A"), Element("(0008,0050)", "SUBJ_1_A"), Element(tag, value),
        ];

        string? trouble = CanaryCheck.Look(study, header);

        Assert.Equal(tells, trouble is not null);
        Assert.DoesNotContain(value, trouble ?? "", System.StringComparison.Ordinal);
    }

    private static DicomHeaderElement Element(string tag, string value) => new() { Tag = tag, Value = value };
}
