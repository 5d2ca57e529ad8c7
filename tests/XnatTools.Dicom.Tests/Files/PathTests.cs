using System;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>Reading and editing by path.</summary>
public class PathTests
{
    [Theory]
    [InlineData("(0010,0020)", "(0010,0020)", 1, false)]
    [InlineData("PatientID", "(0010,0020)", 1, false)]
    [InlineData("(0008,1140)[0]/(0008,1155)", "(0008,1140)[0]/(0008,1155)", 2, false)]
    [InlineData("(0008,1140)[0].(0008,1155)", "(0008,1140)[0]/(0008,1155)", 2, false)]
    [InlineData("ReferencedImageSequence[*]/ReferencedSOPInstanceUID", "(0008,1140)[*]/(0008,1155)", 2, false)]
    [InlineData("ReferencedImageSequence / 00081155", "(0008,1140)[*]/(0008,1155)", 2, false)]
    [InlineData("(0008,1140)[2]", "(0008,1140)[2]", 1, true)]
    [InlineData("(0019,\"A/B.C [1]\",0a)", "(0019,\"A/B.C [1]\",0A)", 1, false)]
    public void Paths_are_read_and_written(string text, string expected, int depth, bool isItem)
    {
        DicomPath path = DicomPath.Parse(text);
        Assert.Equal(expected, path.ToString());
        Assert.Equal(depth, path.Depth);
        Assert.Equal(isItem, path.IsItem);
        Assert.Equal(expected, DicomPath.Parse(path.ToString()).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("NoSuchKeyword")]
    [InlineData("(0008,1140)[x]")]
    [InlineData("(0008,1140)[-1]")]
    [InlineData("(0008,1140)]")]
    [InlineData("(0018,\"MAKER\",0A)")]
    [InlineData("(0019,\"\",0A)")]
    [InlineData("(0010,0020)/")]
    public void What_is_no_path_is_refused(string text)
    {
        Assert.False(DicomPath.TryParse(text, out _));
        Assert.Throws<FormatException>(() => DicomPath.Parse(text));
    }

    [Fact]
    public void Places_are_read_set_made_and_taken_away()
    {
        DicomDataset dataset = new();
        DicomPath second = DicomPath.Parse("(0008,1140)[1]/(0008,1155)");
        Assert.Equal(0, dataset.SetString(second, "1.2"));
        Assert.Empty(dataset);
        Assert.Equal(1, dataset.SetString(DicomPath.Parse("(0008,1140)[0]/(0008,1155)"), "1.1"));
        Assert.Equal(1, dataset.SetString(second, "1.2"));
        Assert.Equal("1.2", dataset.GetString(second));
        Assert.Equal(2, dataset.SetString(DicomPath.Parse("ReferencedImageSequence[*]/ReferencedSOPClassUID"), DicomUids.CTImageStorage));
        Assert.Equal(1, dataset.SetString(DicomPath.Parse("ReferencedImageSequence[1]/PurposeOfReferenceCodeSequence[0]/CodeValue"), "X"));
        Assert.Equal("X", dataset.GetString(DicomPath.Parse("ReferencedImageSequence/PurposeOfReferenceCodeSequence/CodeValue")));
        Assert.Equal(2, dataset.Remove(DicomPath.Parse("ReferencedImageSequence/ReferencedSOPClassUID")));
        Assert.Equal(1, dataset.Remove(DicomPath.Parse("ReferencedImageSequence[0]")));
        Assert.Equal("1.2", dataset.GetString(DicomPath.Parse("ReferencedImageSequence[0]/ReferencedSOPInstanceUID")));
        Assert.Equal(0, dataset.Remove(DicomPath.Parse("ReferencedImageSequence[7]")));
        Assert.Equal(1, dataset.Remove(DicomPath.Parse("ReferencedImageSequence[*]")));
        Assert.Empty(dataset.GetItems(DicomTags.ReferencedImageSequence)!);
        dataset.SetString(DicomTags.PatientId, "P");
        Assert.Throws<DicomException>(() => dataset.SetString(DicomPath.Parse("PatientID[0]/CodeValue"), "X"));
        Assert.Throws<DicomException>(() => dataset.SetString(DicomPath.Parse("ReferencedImageSequence[0]"), "X"));
    }

    [Fact]
    public void Private_blocks_are_found_by_their_maker()
    {
        DicomDataset dataset = new();
        dataset.SetString(new DicomTag(0x00190011), DicomVR.LO, "MAKER");
        dataset.SetString(new DicomTag(0x0019110A), DicomVR.LO, "V");
        DicomPath path = DicomPath.Parse("(0019,\"MAKER\",0A)");
        Assert.Equal("V", dataset.GetString(path));
        Assert.Equal(1, dataset.Remove(path));
        Assert.False(dataset.Contains(new DicomTag(0x0019110A)));
        Assert.Equal(0, dataset.SetString(DicomPath.Parse("(0019,\"OTHER\",0A)"), "W"));
    }

    [Fact]
    public void An_item_added_to_a_read_sequence_leaves_the_others_their_bytes()
    {
        DicomDataset made = new();
        DicomDataset one = new();
        one.SetString(DicomTags.CodeValue, "ONE");
        made.SetItems(DicomTags.ContentSequence, one);
        byte[] bytes = DicomFileWriter.Encode(made, DicomUids.ExplicitVRLittleEndian);

        // A value of odd length, which writing anew would even out.
        bytes = [.. bytes.AsSpan(0, 8), 20, 0, 0, 0, 0xFE, 0xFF, 0, 0xE0, 11, 0, 0, 0, .. bytes.AsSpan(20, 8), .. "ONE"u8];
        bytes[26] = 3;
        bytes[8] = (byte)(bytes.Length - 12);
        DicomDataset read = DicomReader.ReadBytes(bytes, DicomTransferSyntax.ExplicitLittleEndian);
        DicomDataset two = new();
        two.SetString(DicomTags.CodeValue, "TWO");
        DicomDataset added = read.AddItem(DicomTags.ContentSequence, two);
        Assert.Same(two, added);
        Assert.Same(read, added.Parent);
        byte[] now = DicomFileWriter.Encode(read, DicomUids.ExplicitVRLittleEndian);
        Assert.Equal(bytes.AsSpan(12).ToArray(), now.AsSpan(12, bytes.Length - 12).ToArray());
        DicomDataset again = DicomReader.ReadBytes(now, DicomTransferSyntax.ExplicitLittleEndian);
        Assert.Equal(["ONE", "TWO"], again.GetItems(DicomTags.ContentSequence)!.Select(i => i.GetString(DicomTags.CodeValue)!));
    }
}
