using System;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>Sequences that are written as UN: edits in them are kept, and written as UN again.</summary>
public sealed class UnknownSequenceTests : IDisposable
{
    private static readonly DicomTag s_private = new(0x00091001);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void An_edit_inside_is_written_in_the_syntax_of_the_content(bool implicitContent, bool bigEndian)
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 4);
        dataset.SetString(new DicomTag(0x00090010), DicomVR.LO, "TEST");
        DicomDataset item = new();
        item.SetString(DicomTags.CodeValue, "A");
        item.SetString(DicomTags.CodeMeaning, "KEPT");
        byte[] content = DicomFileWriter.Encode(item, implicitContent ? DicomUids.ImplicitVRLittleEndian : DicomUids.ExplicitVRLittleEndian);
        byte[] value = [0xFE, 0xFF, 0x00, 0xE0, (byte)content.Length, 0, 0, 0, .. content];
        dataset.Set(new DicomElement(s_private, DicomVR.UN, value));
        string path = _folder.File("a.dcm");
        using (DicomFile made = new(dataset, bigEndian ? DicomUids.ExplicitVRBigEndian : DicomUids.ExplicitVRLittleEndian))
        {
            made.Save(path);
        }

        byte[] before = File.ReadAllBytes(path);
        using (DicomFile file = DicomFile.Open(path))
        {
            // Looking alone changes nothing.
            Assert.Equal("A", file.Dataset.GetItems(s_private)![0].GetString(DicomTags.CodeValue));
            Assert.False(file.Dataset.IsModified);
            Assert.Equal(value, file.Dataset[s_private]!.Value.ToBytes());
            file.Save(_folder.File("same.dcm"));
            Assert.Equal(before, File.ReadAllBytes(_folder.File("same.dcm")));

            file.Dataset.GetItems(s_private)![0].SetString(DicomTags.CodeValue, "LONGER");
            Assert.True(file.Dataset.IsModified);
            Assert.Equal("LONGER", file.Dataset.GetItems(s_private)![0].GetString(DicomTags.CodeValue));
            file.Save(path);
        }

        using DicomFile again = DicomFile.Open(path);
        Assert.Empty(again.Findings);
        DicomElement element = again.Dataset[s_private]!.Value;
        Assert.Equal(DicomVR.UN, element.VR);
        item.SetString(DicomTags.CodeValue, "LONGER");
        byte[] expected = DicomFileWriter.Encode(item, implicitContent ? DicomUids.ImplicitVRLittleEndian : DicomUids.ExplicitVRLittleEndian);
        Assert.Equal(expected, element.ToBytes().AsSpan(8).ToArray());
        Assert.Equal("KEPT", again.Dataset.GetItems(s_private)![0].GetString(DicomTags.CodeMeaning));
    }

    [Fact]
    public void A_replaced_element_is_not_brought_back_by_its_old_items()
    {
        DicomDataset dataset = new();
        dataset.Set(new DicomElement(s_private, DicomVR.UN, [0xFE, 0xFF, 0x00, 0xE0, 0x0A, 0, 0, 0, 8, 0, 0, 1, 2, 0, 0, 0, (byte)'A', (byte)' ']));
        DicomDataset old = dataset.GetItems(s_private)!.Single();
        dataset.Set(new DicomElement(s_private, DicomVR.UN, [1, 2]));
        old.SetString(DicomTags.CodeValue, "B");
        Assert.Equal([1, 2], dataset[s_private]!.Value.ToBytes());
        Assert.Null(dataset.GetItems(s_private));
    }

    [SkippableFact]
    public void Real_files_with_sequences_in_UN_keep_every_other_byte()
    {
        int edited = 0;
        foreach (string path in Corpus.Files())
        {
            DicomFile file;
            try
            {
                file = DicomFile.Open(path);
            }
            catch (DicomException)
            {
                continue;
            }

            using (file)
            {
                DicomTag tag = file.Dataset.Where(e => e.VR == DicomVR.UN && !e.IsSequence && file.Dataset.GetItems(e.Tag) is [var first, ..] && first.Any(inner => inner.VR == DicomVR.LO || inner.VR == DicomVR.SH)).Select(e => e.Tag).FirstOrDefault();
                if (tag == default || file.IsDamaged)
                {
                    continue;
                }

                byte[] source = File.ReadAllBytes(path);
                DicomElement old = file.Dataset[tag]!.Value;
                DicomDataset item = file.Dataset.GetItems(tag)![0];
                DicomElement inner = item.First(e => e.VR == DicomVR.LO || e.VR == DicomVR.SH);
                int others = file.Dataset.GetItems(tag)![0].Count;
                item.SetString(inner.Tag, inner.VR, "EDITED");
                file.Save(_folder.File("edited.dcm"));
                using DicomFile again = DicomFile.Open(_folder.File("edited.dcm"));
                Assert.Equal("EDITED", again.Dataset.GetItems(tag)![0].GetString(inner.Tag));
                Assert.Equal(others, again.Dataset.GetItems(tag)![0].Count);
                Assert.Equal(file.Dataset.Count, again.Dataset.Count);
                byte[] now = File.ReadAllBytes(_folder.File("edited.dcm"));
                DicomElement fresh = again.Dataset[tag]!.Value;
                Assert.True(now.AsSpan((int)again.DatasetOffset + fresh.RawEnd).SequenceEqual(source.AsSpan((int)file.DatasetOffset + old.RawEnd)), Path.GetFileName(path));
                edited++;
            }
        }

        Skip.If(edited == 0, "no file of the corpus has a sequence in UN");
    }
}
