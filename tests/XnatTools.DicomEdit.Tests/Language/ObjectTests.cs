using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Tests.Examples;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Language;

/// <summary>What scripts do to objects: paths, private blocks, group 2, character sets, pixels, maps, threads.</summary>
public sealed class ObjectTests
{
    private static readonly DicomTag s_sequence = new(0x00081140);

    [Fact]
    public void Reading_changes_nothing()
    {
        DicomDataset result = Objects.Edit("version \"6.6\"\na := (0008,1111)[0]/(0008,1155)\nb := (0029,{ACME}02)\n(0008,1140)[5]/(0029,{ACME}02) ~ \".+\" ? -(0010,0010)");

        Assert.False(result.IsModified && result.Contains(new DicomTag(0x00081111)));
        Assert.False(result.Contains(new DicomTag(0x00290010)));
        Assert.Equal(2, result.GetItems(s_sequence)!.Count);
    }

    [Fact]
    public void A_private_element_gets_a_block_in_its_own_item()
    {
        DicomDataset result = Objects.Edit("version \"6.6\"\n(0008,1140)[1]/(0029,{ACME}05) := \"v\"\n(0029,{ACME}06) := \"w\"");

        Assert.False(result.GetItems(s_sequence)![0].Contains(new DicomTag(0x00290010)));
        Assert.Equal("ACME", result.GetItems(s_sequence)![1].Text(0x00290010));
        Assert.True(result.GetItems(s_sequence)![1].Contains(new DicomTag(0x00291005)));
        Assert.Equal("ACME", result.Text(0x00290010));
    }

    [Fact]
    public void A_creator_is_found_behind_unused_block_numbers_and_in_high_groups()
    {
        DicomDataset dataset = Objects.Sample();
        dataset.SetString(new DicomTag(0x90010042), DicomVR.LO, "ACME");
        dataset.SetString(new DicomTag(0x90014202), DicomVR.LO, "old");

        Assert.True(Objects.Run(dataset, "version \"6.6\"\n(9001,{ACME}02) := \"new\"").IsSuccess);

        Assert.Equal("new", dataset.Text(0x90014202));
        Assert.False(dataset.Contains(new DicomTag(0x90010010)));
    }

    [Theory]
    [InlineData("retainPrivateTags[(0029,{ACME}02)]", 2, 0)]
    [InlineData("retainPrivateTags[*/(0029,{ACME}02)]", 2, 2)]
    [InlineData("retainPrivateTags[\"(0101,{TEST}9B)\"]", 0, 0)]
    [InlineData("retainPrivateTags[]", 0, 0)]
    [InlineData("removeAllPrivateTags", 0, 0)]
    [InlineData("-(0029,{ACME}XX)", 1, 3)]
    public void Private_data_is_swept_at_every_level(string statement, int root, int nested)
    {
        DicomDataset dataset = Objects.Sample();
        foreach (DicomDataset place in new[] { dataset, dataset.GetItems(s_sequence)![0] })
        {
            place.SetString(new DicomTag(0x00290010), DicomVR.LO, "ACME");
            place.SetString(new DicomTag(0x00291002), DicomVR.LO, "v");
            place.SetString(new DicomTag(0x00291003), DicomVR.LO, "w");
        }

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\n" + statement);

        Assert.True(result.IsSuccess, result.Message);
        Assert.Equal(root, dataset.Count(e => e.Tag.IsPrivate));
        Assert.Equal(nested, dataset.GetItems(s_sequence)![0].Count(e => e.Tag.IsPrivate));
    }

    [Fact]
    public async Task Group_2_follows_and_can_be_edited()
    {
        using DicomFile file = new(Objects.Sample());
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\n(0008,0018) := hashUID[(0008,0018)]\n(0002,0016) := \"ME\"\n-(0002,0013)");

        Assert.True(script.Apply(file, Objects.Context).IsSuccess);
        using MemoryStream saved = new();
        file.Save(saved);
        saved.Position = 0;
        using DicomFile read = await DicomFile.OpenAsync(saved);

        Assert.Equal(read.Dataset.GetString(DicomTags.SopInstanceUid), read.Meta.GetString(DicomTags.MediaStorageSopInstanceUid));
        Assert.StartsWith("2.25.", read.Meta.GetString(DicomTags.MediaStorageSopInstanceUid), StringComparison.Ordinal);
        Assert.Equal("ME", read.Meta.GetString(new DicomTag(0x00020016)));
        Assert.False(read.Dataset.Contains(new DicomTag(0x00020016)));
    }

    [Fact]
    public void An_instance_UID_that_is_deleted_does_not_stay_in_group_2()
    {
        using DicomFile file = new(Objects.Sample());
        file.Meta.SetString(DicomTags.MediaStorageSopInstanceUid, "1.2.840.99999.7.1.1.1");

        DicomEditScript.Compile("version \"6.6\"\n-(0008,0018)").Apply(file, Objects.Context);

        Assert.Null(file.Meta.GetString(DicomTags.MediaStorageSopInstanceUid));
    }

    [Theory]
    [InlineData("", true, "ISO_IR 192")]
    [InlineData("ISO_IR 100", true, "ISO_IR 100")]
    [InlineData("ISO_IR 144", false, "ISO_IR 144")]
    public void Letters_are_written_in_a_declared_character_set_or_not_at_all(string declared, bool works, string after)
    {
        DicomDataset dataset = Objects.Sample();
        if (declared.Length > 0)
        {
            dataset.SetString(DicomTags.SpecificCharacterSet, declared);
        }

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\n(0010,0010) := \"M\u00FCller\"");

        Assert.Equal(works, result.IsSuccess);
        Assert.Equal(after, dataset.GetString(DicomTags.SpecificCharacterSet));
        Assert.Equal(works ? "M\u00FCller" : "Sample^Patient", dataset.Text(0x00100010));
    }

    [Theory]
    [InlineData("(0028,0010) := 70000")]
    [InlineData("(0028,0010) := \"x\"")]
    [InlineData("(0028,0009) := \"1010\"")]
    [InlineData("(0008,1140) := \"\"")]
    [InlineData("(0010,0010) := concatenate[\"a\", (0008,9999)]")]
    [InlineData("(0010,0010) := (0008,1140)")]
    [InlineData("if (false[]) { v := \"a\" }\n(0010,0010) := v")]
    [InlineData("alterPixels[\"rectangle\", \"l=0, t=0, r=1\", \"solid\", \"v=1\"]")]
    [InlineData("alterPixels[\"rectangle\", \"l=0, t=0, r=1, b=1\", \"solid\", \"v=1\"]")]
    public void What_cannot_be_done_stops_the_object(string statement)
    {
        DicomDataset dataset = Objects.Sample();
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, [1, 2]));

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\n" + statement);

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
        Assert.True(result.Line >= 2);
        Assert.Throws<InvalidOperationException>(() => new DicomFile(dataset).Save(Stream.Null));
    }

    [Fact]
    public void The_editor_gets_the_rectangle_and_the_header_says_what_was_done()
    {
        DicomDataset dataset = Objects.Sample();
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, [1, 2]));
        List<DicomPixelRegion> regions = [];
        DicomEditContext context = new() { PixelEditor = (_, region) => regions.Add(region) };

        DicomEditResult result = DicomEditScript.Compile("version \"6.6\"\nalterPixels[\"Rectangle\", \"left=1, t=2,r=30 , bottom=40\", \"solid\", \"v=100\"]").Apply(dataset, context);

        Assert.True(result.IsSuccess, result.Message);
        Assert.Equal((1, 2, 30, 40), (regions[0].Left, regions[0].Top, regions[0].Right, regions[0].Bottom));
        Assert.Single(result.PixelEdits);
        Assert.Equal("NO", dataset.Text(0x00280301));
        Assert.Equal("113101", dataset.GetItems(new DicomTag(0x00120064))![0].GetString(DicomTags.CodeValue));
    }

    [Fact]
    public void Maps_give_one_UID_for_one_text_and_lookup_reads_its_table()
    {
        DicomEditContext context = new() { Lookup = DicomEditLookup.Parse("// keys\nid/P77 = S1\n\nid/P78=S2") };
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\n(0020,000D) := mapUID[(0020,000D), \"1.2.3\"]\nmapReferencedUIDs[\"1.2.3\", \"*/(0008,1155)\"]\n(0010,0010) := lookup[\"id\", (0010,0020)]\n(0010,2180) := lookup[\"id\", \"none\"]");
        DicomDataset first = Objects.Sample();
        DicomDataset second = Objects.Sample();

        Assert.True(script.Apply(first, context).IsSuccess);
        Assert.True(script.Apply(second, context).IsSuccess);

        Assert.Equal(first.Text(0x0020000D), second.Text(0x0020000D));
        Assert.StartsWith("1.2.3.", first.Text(0x0020000D), StringComparison.Ordinal);
        Assert.Equal(first.GetItems(s_sequence)![1].Text(0x00081155), second.GetItems(s_sequence)![1].Text(0x00081155));
        Assert.Equal(2, context.ReferencedUidMap.Count);
        Assert.Equal("S1", first.Text(0x00100010));
        Assert.False(first.Contains(new DicomTag(0x00102180)));
    }

    [Theory]
    [InlineData("id/P77 = S1 // first", "behind its value")]
    [InlineData("id/P77 = // nothing", "behind its value")]
    [InlineData("id/P77", "not of the form")]
    [InlineData("id/P77 = a = b", "not of the form")]
    [InlineData("id/a/P77 = S1", "not of the form")]
    public void A_line_of_a_lookup_table_that_may_be_meant_otherwise_is_refused(string line, string why)
    {
        FormatException error = Assert.Throws<FormatException>(() => DicomEditLookup.Parse("// keys\n" + line));
        Assert.StartsWith("Line 2 ", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("P77", error.Message, StringComparison.Ordinal);
        Assert.Equal("http://host//S1", DicomEditLookup.Parse("id/P77 = http://host//S1").Find("id", "P77"));
    }

    [Fact]
    public void One_script_runs_on_many_threads()
    {
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\nv := hashUID[(0010,0020)]\n(0020,000D) := v\n(0008,103E) ~ \".*(\\\\d+)mm\" ? (0008,103E) := match[(0008,103E), \"(\\\\d+)mm\", 1]\nhashUIDList[{\"*/(0008,1155)\"}]");
        string expected = string.Join("|", Differential.CaseObjects.Dump(new DicomDataset(), Run(script)));

        Parallel.For(0, 500, _ => Assert.Equal(expected, string.Join("|", Differential.CaseObjects.Dump(new DicomDataset(), Run(script)))));
    }

    [Fact]
    public void A_chain_stops_at_the_first_script_that_fails_and_says_which()
    {
        DicomEditChain chain = new(
        [
            DicomEditScript.Compile("-(0010,0010)"),
            DicomEditScript.Compile("version \"6.6\"\n(0020,4000) := (0010,0010)\n(0008,0060) = \"CT\" ? reject[]"),
            DicomEditScript.Compile("version \"6.6\"\n-(0010,0020)"),
        ]);
        DicomDataset dataset = Objects.Sample();

        DicomEditResult result = chain.Apply(dataset, Objects.Context);

        Assert.Equal((DicomEditOutcome.Rejected, 1, 3), (result.Outcome, result.ScriptIndex, result.Line));
        Assert.Equal(1, result.Counts.Removed);
        Assert.True(dataset.Contains(DicomTags.PatientId));
    }

    [Fact]
    public void Actions_are_counted()
    {
        DicomEditResult result = Objects.Run(Objects.Sample(), "version \"6.6\"\n(0010,0010) := \"X\"\n(0010,0020) := \"\"\n(0010,0020) := \"\"\n-(0008,103E)\n-(0008,103F)\n(0020,4000) := \"new\"\n(0008,0060) := \"CT\"");

        Assert.Equal((1, 1, 1, 1), (result.Counts.Changed, result.Counts.Emptied, result.Counts.Removed, result.Counts.Added));
    }

    private static DicomDataset Run(DicomEditScript script)
    {
        DicomDataset dataset = Objects.Sample();
        DicomEditResult result = script.Apply(dataset, Objects.Context);
        return result.IsSuccess ? dataset : throw new InvalidOperationException(result.Message);
    }
}
