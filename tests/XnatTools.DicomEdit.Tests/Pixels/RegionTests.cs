using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Tests.Pixels;

public sealed class RegionTests
{
    [Fact]
    public void What_lies_outside_of_ultrasound_regions_is_covered_exactly()
    {
        Random random = new(11);
        for (int run = 0; run < 300; run++)
        {
            DicomDataset dataset = Image(24, 20);
            List<DicomDataset> items = [];
            bool[] keep = new bool[24 * 20];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                int left = random.Next(20);
                int top = random.Next(24);
                int right = random.Next(left, 22);
                int bottom = random.Next(top, 26);
                items.Add(Region(left, top, right, bottom));
                for (int pixel = 0; pixel < keep.Length; pixel++)
                {
                    keep[pixel] |= pixel % 20 >= left && pixel % 20 <= right && pixel / 20 >= top && pixel / 20 <= bottom;
                }
            }

            dataset.SetItems(new DicomTag(0x00186011), [.. items]);
            IReadOnlyList<DicomPixelRegion> black = UltrasoundRegions.ToBlackOut(dataset);
            for (int pixel = 0; pixel < keep.Length; pixel++)
            {
                int x = pixel % 20;
                int y = pixel / 20;
                Assert.Equal(keep[pixel] ? 0 : 1, black.Count(r => x >= r.Left && x < r.Right && y >= r.Top && y < r.Bottom));
            }
        }
    }

    [Fact]
    public void Without_regions_nothing_is_offered() => Assert.Empty(UltrasoundRegions.ToBlackOut(Image(8, 8)));

    [Fact]
    public void The_first_section_that_fits_an_image_counts()
    {
        PixelTemplate template = PixelTemplate.Parse("# banners\n[Modality=US, ManufacturerModelName=Made*9]\n0,0,640,40 # top\n0,440,640,480\n\n[Modality=US]\nregions\n[Modality=CT]\nnone\n");
        DicomDataset dataset = Image(24, 20);
        dataset.SetString(DicomTags.Modality, "US");
        Assert.Null(template.Find(dataset));

        dataset.SetItems(new DicomTag(0x00186011), Region(0, 4, 19, 23));
        DicomPixelRegion top = Assert.Single(template.Find(dataset)!);
        Assert.Equal((0, 0, 20, 4), (top.Left, top.Top, top.Right, top.Bottom));

        dataset.SetString(DicomTag.Parse("ManufacturerModelName"), "MADE ONE 9");
        Assert.Equal(2, template.Find(dataset)!.Count);
        dataset.SetString(DicomTags.Modality, "CT");
        Assert.Empty(template.Find(dataset)!);
        Assert.Equal("alterPixels[\"rectangle\", \"l=0, t=0, r=20, b=4\", \"solid\", \"v=0\"]", UltrasoundRegions.ToScriptLine(top));
    }

    [Theory]
    [InlineData("0,0,1,1", "Line 1")]
    [InlineData("[Modality=US]\n0,0,1", "Line 2")]
    [InlineData("[Modality=US]\n5,0,5,9", "Line 2")]
    [InlineData("[Modalty=US]\n0,0,5,9", "Line 1")]
    [InlineData("[Modality=US", "Line 1")]
    [InlineData("[Modality=US]\n", "no rectangles")]
    public void A_template_that_is_not_understood_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => PixelTemplate.Parse(text)).Message, StringComparison.Ordinal);

    private static DicomDataset Image(int rows, int columns)
    {
        DicomDataset dataset = new();
        dataset.SetInt32(DicomTags.Rows, rows);
        dataset.SetInt32(DicomTags.Columns, columns);
        return dataset;
    }

    private static DicomDataset Region(int left, int top, int right, int bottom)
    {
        DicomDataset item = new();
        item.SetInt32(new DicomTag(0x00186018), left);
        item.SetInt32(new DicomTag(0x0018601A), top);
        item.SetInt32(new DicomTag(0x0018601C), right);
        item.SetInt32(new DicomTag(0x0018601E), bottom);
        return item;
    }
}
