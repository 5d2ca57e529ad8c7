using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>Frames of pixel data, one by one.</summary>
public sealed class FrameTests : IDisposable
{
    private static readonly byte[][] s_frames = [[0xFF, 0xD8, 1, 2], [0xFF, 0xD8, 3], [0xFF, 0xD8, 4, 5, 6, 7]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_basic_offset_table_tells_frames_apart()
    {
        using DicomFile file = Write(DicomFragments.FromFrames(s_frames), null);
        Assert.Equal([0u, 12u, 24u], file.Dataset[DicomTags.PixelData]!.Value.Fragments!.GetOffsetTable());
        Check(file, DicomFrameOrigin.BasicOffsetTable, [[0xFF, 0xD8, 1, 2], [0xFF, 0xD8, 3, 0], [0xFF, 0xD8, 4, 5, 6, 7]]);
    }

    [Fact]
    public void The_extended_offset_table_tells_frames_apart_and_their_true_lengths()
    {
        using DicomFile file = Write(DicomFragments.FromBytes(s_frames), dataset =>
        {
            dataset.Set(new DicomElement(DicomTags.ExtendedOffsetTable, DicomVR.OV, Words(0, 12, 24)));
            dataset.Set(new DicomElement(DicomTags.ExtendedOffsetTableLengths, DicomVR.OV, Words(4, 3, 6)));
        });
        Check(file, DicomFrameOrigin.ExtendedOffsetTable, s_frames);
    }

    [Fact]
    public void The_extended_offset_table_is_written_when_asked_for_and_when_the_file_had_one()
    {
        using (DicomFile asked = Write(DicomFragments.FromBytes([[1, 2]]), dataset => DicomFrames.Set(dataset, s_frames, extendedOffsetTable: true)))
        {
            CheckExtended(asked, [0, 12, 24], [4, 3, 6]);
            Check(asked, DicomFrameOrigin.ExtendedOffsetTable, s_frames);
            DicomFrames.Set(asked.Dataset, [s_frames[1], s_frames[2]]);
            asked.Save(_folder.File("b.dcm"));
        }

        using DicomFile again = DicomFile.Open(_folder.File("b.dcm"));
        Assert.Empty(again.Findings);
        CheckExtended(again, [0, 12], [3, 6]);
        Check(again, DicomFrameOrigin.ExtendedOffsetTable, s_frames[1..]);
    }

    [Fact]
    public void Frames_that_are_set_have_the_basic_offset_table_otherwise()
    {
        using DicomFile file = Write(DicomFragments.FromBytes([[1, 2]]), dataset => DicomFrames.Set(dataset, s_frames));
        Assert.False(file.Dataset.Contains(DicomTags.ExtendedOffsetTable));
        Assert.Equal(3, file.Dataset.GetInt32(DicomTags.NumberOfFrames));
        Assert.Equal(DicomFrameOrigin.BasicOffsetTable, file.GetFrames().Origin);
        Assert.Throws<ArgumentException>(() => DicomFrames.Set(file.Dataset, []));
    }

    [Fact]
    public void An_offset_table_that_points_elsewhere_is_not_believed()
    {
        using DicomFile file = Write(DicomFragments.FromBytes(s_frames), dataset => dataset.Set(new DicomElement(DicomTags.ExtendedOffsetTable, DicomVR.OV, Words(0, 13, 24))));
        Check(file, DicomFrameOrigin.FragmentPerFrame, [[0xFF, 0xD8, 1, 2], [0xFF, 0xD8, 3, 0], [0xFF, 0xD8, 4, 5, 6, 7]]);
    }

    [Fact]
    public void Without_a_table_the_start_of_an_image_tells_frames_apart()
    {
        using DicomFile file = Write(DicomFragments.FromBytes([s_frames[0], [9, 9], s_frames[1], s_frames[2], [8, 8], [7, 7]]), null);
        Check(file, DicomFrameOrigin.ImageStart, [[0xFF, 0xD8, 1, 2, 9, 9], [0xFF, 0xD8, 3, 0], [0xFF, 0xD8, 4, 5, 6, 7, 8, 8, 7, 7]]);
    }

    [Fact]
    public void One_frame_has_all_fragments()
    {
        using DicomFile file = Write(DicomFragments.FromBytes([[1, 2], [3, 4]]), dataset => dataset.SetInt32(DicomTags.NumberOfFrames, 1));
        Check(file, DicomFrameOrigin.SingleFrame, [[1, 2, 3, 4]]);
    }

    [Fact]
    public void Frames_that_nothing_tells_apart_are_refused_by_name()
    {
        using DicomFile file = Write(DicomFragments.FromBytes([[1, 2], [3, 4]]), null);
        Assert.Equal(DicomErrorCode.Damaged, Assert.Throws<DicomException>(file.GetFrames).Code);
        file.Dataset.Remove(DicomTags.PixelData);
        Assert.Equal(DicomErrorCode.NotSupported, Assert.Throws<DicomException>(file.GetFrames).Code);
    }

    [Fact]
    public void Native_frames_follow_each_other()
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2);
        byte[] pixels = Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
        dataset.SetInt32(DicomTags.NumberOfFrames, 3);
        using (DicomFile made = new(dataset))
        {
            made.Save(_folder.File("a.dcm"));
        }

        using DicomFile file = DicomFile.Open(_folder.File("a.dcm"));
        Check(file, DicomFrameOrigin.Native, pixels.Chunk(8).ToArray());
        file.Dataset.SetInt32(DicomTags.NumberOfFrames, 4);
        Assert.Equal(DicomErrorCode.Damaged, Assert.Throws<DicomException>(file.GetFrames).Code);
        file.Dataset.SetInt32(DicomTags.NumberOfFrames, int.MaxValue);
        Assert.Equal(DicomErrorCode.Damaged, Assert.Throws<DicomException>(file.GetFrames).Code);
    }

    private static void CheckExtended(DicomFile file, ulong[] offsets, ulong[] lengths)
    {
        Assert.Empty(file.Dataset[DicomTags.PixelData]!.Value.Fragments!.GetOffsetTable());
        Assert.Equal(Words(offsets), file.Dataset[DicomTags.ExtendedOffsetTable]!.Value.ToBytes());
        Assert.Equal(Words(lengths), file.Dataset[DicomTags.ExtendedOffsetTableLengths]!.Value.ToBytes());
        Assert.Equal(offsets.Length, file.Dataset.GetInt32(DicomTags.NumberOfFrames));
    }

    private static byte[] Words(params ulong[] words)
    {
        byte[] bytes = new byte[words.Length * 8];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), words[i]);
        }

        return bytes;
    }

    private static void Check(DicomFile file, DicomFrameOrigin origin, byte[][] expected)
    {
        DicomFrames frames = file.GetFrames();
        Assert.Equal(origin, frames.Origin);
        Assert.Equal(expected.Length, frames.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            using Stream stream = frames.Open(i);
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            Assert.Equal(expected[i], bytes.ToArray());
            Assert.Equal(expected[i].Length, frames.GetLength(i));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => frames.Open(expected.Length));
    }

    private DicomFile Write(DicomFragments fragments, Action<DicomDataset>? change)
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", size: 2);
        dataset.SetInt32(DicomTags.NumberOfFrames, 3);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, fragments));
        change?.Invoke(dataset);
        using (DicomFile made = new(dataset, DicomUids.JpegBaseline))
        {
            made.Save(_folder.File("a.dcm"));
        }

        return DicomFile.Open(_folder.File("a.dcm"));
    }
}
