using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Tests.Pixels;

public sealed class PixelMaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int, int, int, int> Shapes => new()
    {
        { "MONOCHROME1", 1, 8, 0, 1 },
        { "MONOCHROME2", 1, 1, 0, 1 },
        { "MONOCHROME2", 1, 1, 0, 3 },
        { "MONOCHROME2", 1, 8, 0, 3 },
        { "MONOCHROME2", 1, 16, 0, 1 },
        { "MONOCHROME2", 1, 16, 0, 4 },
        { "MONOCHROME2", 1, 32, 0, 2 },
        { "PALETTE COLOR", 1, 8, 0, 1 },
        { "PALETTE COLOR", 1, 16, 0, 2 },
        { "RGB", 3, 8, 0, 1 },
        { "RGB", 3, 8, 1, 2 },
        { "RGB", 3, 16, 0, 2 },
        { "RGB", 3, 16, 1, 1 },
        { "YBR_FULL", 3, 8, 0, 2 },
        { "YBR_FULL", 3, 8, 1, 2 },
        { "YBR_FULL_422", 3, 8, 0, 2 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_rectangle_is_black_and_the_rest_as_it_was(string photometric, int samples, int bits, int planar, int frames)
    {
        const int rows = 13;
        const int columns = 18;
        DicomPixelRegion region = new(3, 2, 11, 7);
        foreach (string syntax in new[] { DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian, DicomUids.ExplicitVRBigEndian, DicomUids.DeflatedExplicitVRLittleEndian })
        {
            foreach (int large in new[] { 64, 1 << 20 })
            {
                string path = MadeImage.Save(_folder, Image(photometric, samples, bits, planar, frames, rows, columns), "in.dcm", syntax);
                byte[] before = PixelsOf(path);
                byte[] after = PixelsOf(Masked(path, large, region));
                Assert.Equal(before.Length, after.Length);
                for (int i = 0; i < before.Length; i++)
                {
                    byte expected = Expected(before[i], i, photometric, samples, bits, planar, rows, columns, region);
                    Assert.True(expected == after[i], $"byte {i} of {photometric} {bits} bits, planar {planar}, {syntax}: {after[i]:X2} instead of {expected:X2}");
                }
            }
        }
    }

    [Fact]
    public void Several_rectangles_reach_beyond_the_image_and_are_cut()
    {
        string path = MadeImage.Save(_folder, Image("MONOCHROME2", 1, 16, 0, 2, 9, 7), "in.dcm");
        byte[] after = PixelsOf(Masked(path, 64, new DicomPixelRegion(-5, -5, 100, 2), new DicomPixelRegion(5, 0, 100, 100), new DicomPixelRegion(20, 20, 30, 30), new DicomPixelRegion(4, 4, 4, 9)));
        byte[] before = PixelsOf(path);
        for (int i = 0; i < after.Length; i++)
        {
            int pixel = i / 2 % 63;
            Assert.Equal(pixel / 7 < 2 || pixel % 7 >= 5 ? 0 : before[i], after[i]);
        }
    }

    [Fact]
    public void The_header_says_uncompressed_and_the_small_picture_is_gone()
    {
        DicomDataset dataset = Image("RGB", 3, 8, 0, 1, 8, 8);
        dataset.SetItems(new DicomTag(0x00880200), Image("MONOCHROME2", 1, 8, 0, 1, 4, 4));
        string path = MadeImage.Save(_folder, dataset, "in.dcm", DicomUids.ImplicitVRLittleEndian);
        using DicomFile file = DicomFile.Open(path);
        PixelMask mask = new(file.TransferSyntaxUid);
        Assert.False(mask.IsEdited);
        mask.Edit(file.Dataset, new DicomPixelRegion(0, 0, 4, 4));

        Assert.True(mask.IconRemoved);
        Assert.Equal(DicomUids.ExplicitVRLittleEndian, mask.TransferSyntaxUid);
        Assert.False(file.Dataset.Contains(new DicomTag(0x00880200)));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.50")]
    [InlineData("1.2.840.10008.1.2.4.70")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.102")]
    public void What_cannot_be_decoded_is_refused(string syntax)
    {
        DicomDataset dataset = Image("MONOCHROME2", 1, 8, 0, 1, 8, 8);
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, DicomFragments.FromBytes([[0xFF, 0xD8, 0, 0]])));

        DicomException error = Assert.Throws<DicomException>(() => new PixelMask(syntax).Edit(dataset, new DicomPixelRegion(0, 0, 4, 4)));
        Assert.Equal(DicomErrorCode.NotSupported, error.Code);
        Assert.NotNull(PixelMask.WhyNot(dataset, syntax));
    }

    [Theory]
    [InlineData("Rows", "0")]
    [InlineData("Rows", "64")]
    [InlineData("BitsAllocated", "12")]
    [InlineData("NumberOfFrames", "2")]
    public void A_header_that_does_not_fit_its_pixels_is_refused(string keyword, string value)
    {
        DicomDataset dataset = Image("MONOCHROME2", 1, 8, 0, 1, 8, 8);
        dataset.SetString(DicomTag.Parse(keyword), value);

        Assert.Throws<DicomException>(() => new PixelMask(DicomUids.ExplicitVRLittleEndian).Edit(dataset, new DicomPixelRegion(0, 0, 4, 4)));
    }

    [Fact]
    public void A_broken_rle_frame_leaves_no_output()
    {
        DicomDataset dataset = Image("MONOCHROME2", 1, 8, 0, 1, 8, 8);
        byte[] frame = new byte[70];
        frame[0] = 1;
        frame[4] = 64;
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, DicomFragments.FromBytes([frame])));
        using DicomFile file = new(dataset, RleFrame.Syntax);
        PixelMask mask = new(RleFrame.Syntax);
        mask.Edit(dataset, new DicomPixelRegion(0, 0, 4, 4));

        Assert.Throws<DicomException>(() => file.Save(_folder.File("out.dcm"), mask.TransferSyntaxUid));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [SkippableFact]
    public async Task Rle_made_by_a_peer_is_decoded()
    {
        List<(string Before, string After)> pairs = [];
        DicomPixelRegion region = new(5, 3, 30, 20);
        foreach ((string photometric, int samples, int bits, int frames) in new[] { ("MONOCHROME2", 1, 8, 1), ("MONOCHROME2", 1, 16, 3), ("RGB", 3, 8, 2), ("MONOCHROME2", 1, 32, 1) })
        {
            string name = $"{samples}-{bits}-{frames}";
            string plain = MadeImage.Save(_folder, Image(photometric, samples, bits, 0, frames, 40, 33), name + ".dcm");
            string packed = _folder.File(name + ".rle");
            (int code, string output) = await Tool.RunAsync("dcmcrle", null, plain, packed);
            Assert.True(code == 0, output);
            pairs.Add((plain, Masked(packed, 64, region)));
        }

        await CompareAsync(pairs, region);
    }

    [SkippableFact]
    public async Task Real_images_are_read_back_by_a_peer()
    {
        List<(string Before, string After)> pairs = [];
        DicomPixelRegion region = new(2, 3, 9, 8);
        int refused = 0;
        foreach (string path in Corpus.Files())
        {
            using DicomFile? file = TryOpen(path);
            if (file is null || file.IsDamaged || !file.Dataset.Contains(DicomTags.PixelData) || file.Meta.Count == 0 || file.Dataset.GetInt32(DicomTags.BitsAllocated) == 1)
            {
                continue;
            }

            if (file.TransferSyntaxUid == DicomUids.ExplicitVRBigEndian && file.Dataset.GetInt32(DicomTags.BitsAllocated) > 16)
            {
                // Words are turned round as the standard says (PS3.5 7.3); the peer takes them for numbers of four bytes.
                continue;
            }

            if (PixelMask.WhyNot(file.Dataset, file.TransferSyntaxUid) is not null)
            {
                refused++;
                continue;
            }

            pairs.Add((path, Masked(path, 1 << 16, region)));
        }

        Assert.InRange(pairs.Count, 30, 150);
        Assert.InRange(refused, 5, 100);
        await CompareAsync(pairs, region);
    }

    private static DicomFile? TryOpen(string path)
    {
        try
        {
            return DicomFile.Open(path);
        }
        catch (DicomException)
        {
            return null;
        }
    }

    private static async Task CompareAsync(List<(string Before, string After)> pairs, DicomPixelRegion region)
    {
        List<string> lines = pairs.ConvertAll(pair => $"{pair.Before}|{pair.After}|{region.Left},{region.Top},{region.Right},{region.Bottom}");
        using PythonPeer peer = PythonPeer.Start("compare_pixels.py", lines);
        List<string> wrong = [];
        foreach ((string before, _) in pairs)
        {
            string? answer = await peer.ReadLineAsync();

            // What the peer cannot decode before is no judgement of what we wrote.
            if (answer is not null && answer != "ok" && !answer.StartsWith("error", StringComparison.Ordinal))
            {
                wrong.Add(Path.GetFileName(before) + ": " + answer);
            }

            Assert.True(answer is not null, await peer.EndAsync("numpy"));
        }

        Assert.Empty(wrong);
    }

    private string Masked(string path, int large, params DicomPixelRegion[] regions)
    {
        string output = _folder.File(Guid.NewGuid().ToString("N") + ".dcm");
        using DicomFile file = DicomFile.Open(path, new DicomReadOptions { LargeValue = large });
        PixelMask mask = new(file.TransferSyntaxUid);
        foreach (DicomPixelRegion region in regions)
        {
            mask.Edit(file.Dataset, region);
        }

        file.Save(output, mask.TransferSyntaxUid);
        return output;
    }

    private static byte[] PixelsOf(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        DicomElement pixels = file.Dataset[DicomTags.PixelData]!.Value;
        byte[] bytes = pixels.ToBytes();
        if (file.TransferSyntaxUid == DicomUids.ExplicitVRBigEndian)
        {
            DicomOutput.Swap(bytes, pixels.VR.SwapUnit);
        }

        return bytes;
    }

    private static DicomDataset Image(string photometric, int samples, int bits, int planar, int frames, int rows, int columns)
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetInt32(DicomTags.SamplesPerPixel, samples);
        dataset.SetString(DicomTags.PhotometricInterpretation, photometric);
        dataset.SetInt32(DicomTags.Rows, rows);
        dataset.SetInt32(DicomTags.Columns, columns);
        dataset.SetInt32(DicomTags.BitsAllocated, bits);
        dataset.SetInt32(DicomTags.BitsStored, bits);
        dataset.SetInt32(DicomTags.HighBit, bits - 1);
        dataset.SetInt32(DicomTags.PixelRepresentation, bits == 16 ? 1 : 0);
        if (samples > 1)
        {
            dataset.SetInt32(new DicomTag(0x00280006), planar);
        }

        if (frames > 1)
        {
            dataset.SetInt32(DicomTags.NumberOfFrames, frames);
        }

        long length = ((long)rows * columns * samples * bits * frames + 7) / 8;
        byte[] pixels = new byte[photometric == "YBR_FULL_422" ? length / 3 * 2 : length];
        new Random(3).NextBytes(pixels);
        Array.Resize(ref pixels, pixels.Length + (pixels.Length & 1));
        dataset.Set(new DicomElement(DicomTags.PixelData, bits == 8 ? DicomVR.OB : DicomVR.OW, pixels));
        return dataset;
    }

    /// <summary>What a byte should be, thought out pixel by pixel.</summary>
    private static byte Expected(byte was, int index, string photometric, int samples, int bits, int planar, int rows, int columns, DicomPixelRegion region)
    {
        bool Inside(long pixel) => pixel / columns % rows >= region.Top && pixel / columns % rows < region.Bottom && pixel % columns >= region.Left && pixel % columns < region.Right;
        if (bits == 1)
        {
            int value = was;
            for (int bit = 0; bit < 8; bit++)
            {
                value &= Inside(((long)index * 8) + bit) ? ~(1 << bit) : ~0;
            }

            return (byte)value;
        }

        if (photometric == "YBR_FULL_422")
        {
            long pair = index / 4;
            int part = index % 4;
            return part < 2 ? (Inside((pair * 2) + part) ? (byte)0 : was) : Inside(pair * 2) || Inside((pair * 2) + 1) ? (byte)0x80 : was;
        }

        int bytes = bits / 8;
        long plane = (long)rows * columns * bytes;
        long inFrame = index % (plane * samples);
        long sample = planar == 1 ? inFrame / plane : inFrame / bytes % samples;
        long at = planar == 1 ? inFrame % plane / bytes : inFrame / bytes / samples;
        if (!Inside(at))
        {
            return was;
        }

        return photometric == "YBR_FULL" && sample > 0 ? (byte)0x80 : (byte)0;
    }
}
