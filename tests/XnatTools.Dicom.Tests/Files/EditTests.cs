using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

public sealed class EditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void One_edit_changes_one_element_and_no_other_byte_of_any_corpus_file()
    {
        List<string> failures = [];
        int edited = 0;
        string target = _folder.File("edited.dcm");
        foreach (string path in Corpus.Files())
        {
            DicomFile? file = null;
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
                bool odd = file.Findings.Any(f => f.Kind is DicomFindingKind.OutOfOrder or DicomFindingKind.Duplicate or DicomFindingKind.StrayDelimiter or DicomFindingKind.MissingDelimiter or DicomFindingKind.WrongSyntax) || file.IsDamaged;
                if (odd || new DicomTransferSyntax(file.TransferSyntaxUid).IsDeflated || file.Layout.DatasetSource != file.Layout.Source)
                {
                    continue;
                }

                byte[] before = File.ReadAllBytes(path).AsSpan((int)file.DatasetOffset).ToArray();
                bool had = file.Dataset.TryGet(DicomTags.PatientId, out DicomElement old);
                bool groupLength = file.Dataset.Contains(new DicomTag(0x00100000));
                file.Dataset.SetString(DicomTags.PatientId, "EDITED");
                file.Save(target);
                using DicomFile after = DicomFile.Open(target);
                byte[] now = File.ReadAllBytes(target).AsSpan((int)after.DatasetOffset).ToArray();
                DicomElement fresh = after.Dataset[DicomTags.PatientId]!.Value;
                int start = had ? old.RawStart : fresh.RawStart;
                int removed = had ? old.RawEnd - old.RawStart : 0;
                if (!groupLength && !now.AsSpan(0, start).SequenceEqual(before.AsSpan(0, start)))
                {
                    failures.Add(Path.GetFileName(path) + ": bytes before the edit differ");
                }

                if (!now.AsSpan(fresh.RawEnd).SequenceEqual(before.AsSpan(start + removed)))
                {
                    failures.Add(Path.GetFileName(path) + ": bytes behind the edit differ");
                }

                edited++;
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(edited > 100, edited.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(DicomUids.ExplicitVRLittleEndian)]
    [InlineData(DicomUids.ImplicitVRLittleEndian)]
    [InlineData(DicomUids.ExplicitVRBigEndian)]
    [InlineData(DicomUids.DeflatedExplicitVRLittleEndian)]
    public void A_file_can_be_written_in_every_plain_syntax_and_keeps_its_values(string syntax)
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101");
        DicomDataset item = new();
        item.SetInt32(DicomTags.Rows, 3);
        dataset.SetItems(DicomTags.ContentSequence, item);
        using (DicomFile made = new(dataset))
        {
            made.Save(_folder.File("a.dcm"));
        }

        using DicomFile file = DicomFile.Open(_folder.File("a.dcm"));
        file.Save(_folder.File("b.dcm"), syntax);
        using DicomFile other = DicomFile.Open(_folder.File("b.dcm"));
        Assert.Equal(syntax, other.TransferSyntaxUid);
        Assert.Empty(other.Findings);
        Assert.Equal(64, other.Dataset.GetInt32(DicomTags.Rows));
        Assert.Equal(3, other.Dataset.GetItems(DicomTags.ContentSequence)![0].GetInt32(DicomTags.Rows));
        other.Save(_folder.File("c.dcm"), DicomUids.ExplicitVRLittleEndian);
        using DicomFile back = DicomFile.Open(_folder.File("c.dcm"));
        Assert.Equal(file.Dataset[DicomTags.PixelData]!.Value.ToBytes(), back.Dataset[DicomTags.PixelData]!.Value.ToBytes());
        Assert.Equal(DicomJson.Write(file.Dataset), DicomJson.Write(back.Dataset));
    }

    [Fact]
    public void Nested_edits_recompute_the_lengths_around_them()
    {
        DicomDataset inner = new();
        inner.SetString(DicomTags.CodeValue, "A");
        DicomDataset outer = new();
        outer.SetItems(DicomTags.ConceptNameCodeSequence, inner);
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101");
        dataset.SetItems(DicomTags.ContentSequence, outer);
        using (DicomFile made = new(dataset))
        {
            made.Save(_folder.File("a.dcm"));
        }

        using (DicomFile file = DicomFile.Open(_folder.File("a.dcm")))
        {
            file.Dataset.GetItems(DicomTags.ContentSequence)![0].GetItems(DicomTags.ConceptNameCodeSequence)![0].SetString(DicomTags.CodeValue, "LONGER VALUE");
            Assert.True(file.Dataset.IsModified);
            file.Save(_folder.File("a.dcm"));
        }

        using DicomFile again = DicomFile.Open(_folder.File("a.dcm"));
        Assert.Empty(again.Findings);
        Assert.Equal("LONGER VALUE", again.Dataset.GetItems(DicomTags.ContentSequence)![0].GetItems(DicomTags.ConceptNameCodeSequence)![0].GetString(DicomTags.CodeValue));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_header_read_up_to_the_pixel_data_is_edited_and_the_rest_is_copied()
    {
        TestData.WriteArchive(_folder.Path);
        string path = _folder.File("000.dcm");
        byte[] pixels;
        using (DicomFile whole = DicomFile.Open(path))
        {
            pixels = whole.Dataset[DicomTags.PixelData]!.Value.ToBytes();
        }

        using (DicomFile file = DicomFile.Open(path, DicomReadOptions.Header))
        {
            Assert.False(file.HasPixelData);
            file.Dataset.SetString(DicomTags.SopInstanceUid, "1.2.3.99");
            file.Save(path);
            file.Dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, [0, 0]));
            Assert.Throws<InvalidOperationException>(() => file.Save(path));
        }

        using DicomFile again = DicomFile.Open(path);
        Assert.Equal(pixels, again.Dataset[DicomTags.PixelData]!.Value.ToBytes());
        Assert.Equal("1.2.3.99", again.Meta.GetString(DicomTags.MediaStorageSopInstanceUid));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_sought_is_read_too()
    {
        TestData.WriteArchive(_folder.Path);
        using GZipStream stream = new(new MemoryStream(Compress(File.ReadAllBytes(_folder.File("000.dcm")))), CompressionMode.Decompress);
        using DicomFile file = await DicomFile.OpenAsync(stream);
        Assert.Equal("PID1", file.Dataset.GetString(DicomTags.PatientId));
        using MemoryStream copy = new();
        await file.SaveAsync(copy);
        Assert.Equal(File.ReadAllBytes(_folder.File("000.dcm")), copy.ToArray());
    }

    [Fact]
    public void Nothing_is_left_behind_after_a_failure()
    {
        TestData.WriteArchive(_folder.Path);
        int before = Directory.GetFiles(_folder.Path).Length;
        using DicomFile file = DicomFile.Open(_folder.File("000.dcm"));
        Assert.Throws<DicomException>(() => file.Save(_folder.File("x.dcm"), DicomUids.JpegBaseline));
        Assert.Equal(before, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_damaged_file_gives_what_came_before_and_says_where()
    {
        TestData.WriteArchive(_folder.Path);
        byte[] bytes = File.ReadAllBytes(_folder.File("000.dcm"));
        File.WriteAllBytes(_folder.File("cut.dcm"), bytes.AsSpan(0, bytes.Length - 100).ToArray());
        using DicomFile file = DicomFile.Open(_folder.File("cut.dcm"));
        Assert.True(file.IsDamaged);
        DicomFinding finding = Assert.Single(file.Findings);
        Assert.Equal(DicomFindingKind.Truncated, finding.Kind);
        Assert.Equal("(7FE0,0010)", finding.Path);
        Assert.True(finding.Offset > 500);
        Assert.Equal("PID1", file.Dataset.GetString(DicomTags.PatientId));
        Assert.Equal((64 * 64 * 2) - 100, file.OpenPixelData().Length);
    }

    [Fact]
    public void What_is_put_behind_a_cut_element_is_not_swallowed_by_it()
    {
        TestData.WriteArchive(_folder.Path);
        byte[] bytes = File.ReadAllBytes(_folder.File("000.dcm"));
        File.WriteAllBytes(_folder.File("cut.dcm"), bytes.AsSpan(0, bytes.Length - 100).ToArray());
        using (DicomFile file = DicomFile.Open(_folder.File("cut.dcm")))
        {
            file.Dataset.Set(new DicomElement(DicomTags.DataSetTrailingPadding, DicomVR.OB, [1, 2]));
            file.Save(_folder.File("cut.dcm"));
        }

        using DicomFile again = DicomFile.Open(_folder.File("cut.dcm"));
        Assert.Empty(again.Findings);
        Assert.Equal([1, 2], again.Dataset[DicomTags.DataSetTrailingPadding]!.Value.ToBytes());
        Assert.Equal((64 * 64 * 2) - 100, again.OpenPixelData().Length);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }
}
