using XnatTools.Dicom;
using XnatTools.DicomEdit.Tests.Examples;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Language;

/// <summary>
/// What came with version 6.7: isPresent, true and false. No engine of that version can be run here; the cases are those that
/// XNAT's own public tests assert of it, on objects made here.
/// </summary>
public sealed class Version67Tests
{
    [Theory]
    [InlineData("true[]", true)]
    [InlineData("false[]", false)]
    [InlineData("isPresent[(0008,0060)]", true)]
    [InlineData("isPresent[(0008,0061)]", false)]
    [InlineData("isPresent[(9600,1010)]", true)]
    [InlineData("isPresent[(9600,1011)]", false)]
    [InlineData("isPresent[(0008,0060), (0010,0010)]", true)]
    [InlineData("isPresent[(0008,0060), (0008,0061)]", false)]
    [InlineData("isPresent[(0008,0061), (0008,0060)]", false)]
    [InlineData("isPresent[(0012,0086), (0012,0087)]", false)]
    [InlineData("isPresent[{(0008,0060), (0010,0010)}]", true)]
    [InlineData("isPresent[(2001,{MADE DD 001}0c)]", true)]
    [InlineData("isPresent[(2001,{MADE DD 001}0d)]", false)]
    [InlineData("isPresent[(2001,{NO SUCH MAKER}0c)]", false)]
    [InlineData("isPresent[(0040,0321)]", true)]
    [InlineData("isPresent[(0018,9239)]", true)]
    [InlineData("isPresent[(0018,9239)[0]]", true)]
    [InlineData("isPresent[(0018,9239)[1]]", true)]
    [InlineData("isPresent[(0018,9239)[2]]", false)]
    [InlineData("isPresent[(0018,9239)[2]/(0008,0100)]", false)]
    [InlineData("isPresent[(0018,9239)[1]/(0008,0104)]", false)]
    [InlineData("isPresent[(0018,9239)[1]/(0008,0100)]", true)]
    [InlineData("isPresent[(0018,9999)[0]/(0008,0100)]", false)]
    public void Conditions_choose_their_branch_as_ternary_and_as_block(string condition, bool expected)
    {
        DicomDataset dataset = Make();
        string script = $$"""
            version "6.7"
            {{condition}} ? (0012,0010) := "YES" : (0012,0010) := "NO"
            if ({{condition}}) {
                (0012,0020) := "YES"
            } else {
                (0012,0020) := "NO"
            }
            """;

        Assert.True(Objects.Run(dataset, script).IsSuccess);

        string answer = expected ? "YES" : "NO";
        Assert.Equal((answer, answer), (dataset.Text(0x00120010), dataset.Text(0x00120020)));
        Assert.Equal(2, dataset.GetItems(new DicomTag(0x00189239))!.Count);
        Assert.False(dataset.Contains(new DicomTag(0x00189999)));
    }

    [Theory]
    [InlineData("isPresent[(0018,9239)[%]]")]
    [InlineData("isPresent[*/(0008,0100)]")]
    [InlineData("isPresent[(0008,00XX)]")]
    [InlineData("isPresent[\"MR\"]")]
    public void What_may_be_several_elements_or_none_is_refused(string call) =>
        Assert.Throws<DicomEditException>(() => DicomEditScript.Compile("version \"6.7\"\n" + call + " ? -(0010,0010)\n"));

    private static DicomDataset Make()
    {
        DicomDataset dataset = Objects.Sample();
        dataset.SetString(new DicomTag(0x20010010), DicomVR.LO, "MADE DD 001");
        dataset.SetString(new DicomTag(0x2001100C), DicomVR.CS, "N");
        dataset.SetString(new DicomTag(0x96001010), DicomVR.LO, "VALUE");
        dataset.SetItems(new DicomTag(0x00400321));
        DicomDataset item = new();
        item.SetString(new DicomTag(0x00080100), DicomVR.SH, "1234");
        dataset.SetItems(new DicomTag(0x00189239), new DicomDataset(), item);
        return dataset;
    }
}
