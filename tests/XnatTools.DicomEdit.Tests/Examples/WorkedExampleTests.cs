using XnatTools.Dicom;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Examples;

/// <summary>The worked examples of the language, on the object that they are given with.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void Names_are_replaced_and_UIDs_hashed_at_every_level()
    {
        DicomDataset result = Objects.Edit("""
            version "6.5"
            (0010,0010) := subject
            (0010,0020) := subject
            (0008,0050) := session
            (0020,0010) := concatenate[session, " Study"]
            (0020,000D) := hashUID[(0020,000D)]
            hashUIDList[*/(0008,1155)]
            """);

        Assert.Equal("LUNG_012", result.Text(0x00100010));
        Assert.Equal("LUNG_012", result.Text(0x00100020));
        Assert.Equal("LUNG_012_CT1", result.Text(0x00080050));
        Assert.Equal(DicomVR.SH, result[new DicomTag(0x00080050)]!.Value.VR);
        Assert.Equal("LUNG_012_CT1 Study", result.Text(0x00200010));
        Assert.Equal("2.25.304946150609488244208365325285287070180", result.Text(0x0020000D));
        Assert.Equal("2.25.148370922854076938159295778886134140470", result.GetItems(new DicomTag(0x00081140))![0].Text(0x00081155));
        Assert.Equal("2.25.171578026969864389535347314560684512280", result.GetItems(new DicomTag(0x00081140))![1].Text(0x00081155));
    }

    [Fact]
    public void Shifting_a_date_that_is_not_there_spoils_the_object()
    {
        DicomDataset dataset = Objects.Sample();

        DicomEditResult result = Objects.Run(dataset, "version \"6.5\"\n(0008,0021) := shiftDateByIncrement[(0008,0021), -30]");

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
        Assert.Equal(2, result.Line);
        Assert.Throws<System.InvalidOperationException>(() => new DicomFile(dataset).Save(System.IO.Stream.Null));
    }

    [Fact]
    public void A_guard_makes_the_shift_safe()
    {
        DicomDataset result = Objects.Edit("version \"6.5\"\n(0008,0021) ~ \".+\" ? (0008,0021) := shiftDateByIncrement[(0008,0021), -30]");

        Assert.False(result.Contains(new DicomTag(0x00080021)));
    }

    [Fact]
    public void A_ternary_takes_a_group_of_a_match()
    {
        DicomDataset result = Objects.Edit("version \"6.5\"\n(0008,0060) ~ \"C.\" ? (0008,103E) := match[(0008,103E), \"(\\\\d+)mm\", 1] : -(0008,103E)");

        Assert.Equal("5", result.Text(0x0008103E));
    }

    [Theory]
    [InlineData("-(0008,1140)[0]", 0, 1)]
    [InlineData("-(0008,1140)[0]/*", 0, 1)]
    [InlineData("-(0008,1140)[%]/(0008,1155)", 0, 0)]
    public void Deleting_items_leaves_them_empty(string statement, int first, int second)
    {
        DicomDataset result = Objects.Edit("version \"6.5\"\n" + statement);

        Assert.Equal(first, result.GetItems(new DicomTag(0x00081140))![0].Count);
        Assert.Equal(second, result.GetItems(new DicomTag(0x00081140))![1].Count);
    }

    [Fact]
    public void Deleting_a_sequence_takes_it_whole()
    {
        Assert.False(Objects.Edit("version \"6.5\"\n-(0008,1140)").Contains(new DicomTag(0x00081140)));
    }

    [Theory]
    [InlineData("", "(0010,0020) := (0010,0010)\n(0010,0010) := \"X\"", "Sample^Patient")]
    [InlineData("version \"6.1\"\n", "(0010,0020) := (0010,0010)\n(0010,0010) := \"X\"", "Sample^Patient")]
    [InlineData("", "(0010,0010) := \"X\"\n(0010,0020) := (0010,0010)", "Sample^Patient")]
    [InlineData("version \"6.1\"\n", "(0010,0010) := \"X\"\n(0010,0020) := (0010,0010)", "X")]
    public void Version_4_reads_the_object_as_it_came(string version, string statements, string id)
    {
        DicomDataset result = Objects.Edit(version + statements);

        Assert.Equal(id, result.Text(0x00100020));
        Assert.Equal("X", result.Text(0x00100010));
    }

    [Fact]
    public void Collected_values_are_blanked_wherever_they_stand_whole()
    {
        DicomDataset dataset = Objects.Sample();
        dataset.SetString(new DicomTag(0x00104000), "P77");
        dataset.SetString(new DicomTag(0x00204000), "P77 seen");

        DicomEditResult result = Objects.Run(dataset, """
            version "6.6"
            v := collectValues[{(0010,0010), (0010,0020)}]
            (0010,0010) := subject
            blankValues[v]
            """);

        Assert.True(result.IsSuccess, result.Message);
        Assert.True(dataset[new DicomTag(0x00100020)]!.Value.IsEmpty);
        Assert.True(dataset[new DicomTag(0x00104000)]!.Value.IsEmpty);
        Assert.Equal("P77 seen", dataset.Text(0x00204000));
        Assert.Equal(2, result.Counts.Emptied);
    }
}
