using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Values;

public class ValueTests
{
    [Theory]
    [InlineData("(0010,0020)")]
    [InlineData("0010,0020")]
    [InlineData("00100020")]
    [InlineData("PatientID")]
    [InlineData("patientid")]
    public void Tags_are_read_in_every_form(string text)
    {
        Assert.Equal(DicomTags.PatientId, DicomTag.Parse(text));
        Assert.Equal("(0010,0020)", DicomTag.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0010")]
    [InlineData("(0010,002G)")]
    [InlineData("NoSuchKeyword")]
    public void What_is_no_tag_is_refused(string text) => Assert.False(DicomTag.TryParse(text, out _));

    [Theory]
    [InlineData("60020010", "OverlayRows", "US")]
    [InlineData("50041001", "CurveRange?", "")]
    [InlineData("00280106", "SmallestImagePixelValue", "US")]
    [InlineData("7FE00010", "PixelData", "OB")]
    public void Repeating_groups_and_ambiguous_elements_are_found(string tag, string keyword, string vr)
    {
        bool found = DicomDictionary.Standard.TryGet(DicomTag.Parse(tag), out DicomDictionaryEntry? entry);
        if (vr.Length > 0)
        {
            Assert.True(found);
            Assert.Equal(keyword, entry!.Keyword);
            Assert.Equal(vr, entry.VR.ToString());
        }
    }

    [Theory]
    [InlineData("1", 1, true)]
    [InlineData("1", 2, false)]
    [InlineData("2-2n", 4, true)]
    [InlineData("2-2n", 3, false)]
    [InlineData("1-8", 9, false)]
    [InlineData("3-n", 2, false)]
    public void Multiplicities_are_judged(string vm, int count, bool allowed) =>
        Assert.Equal(allowed, new DicomDictionaryEntry(default, "LO", vm, "", "", false).AllowsCount(count));

    [Fact]
    public void Private_elements_are_known_by_their_creator()
    {
        DicomDataset dataset = new();
        dataset.SetString(new DicomTag(0x00290010), DicomVR.LO, "SIEMENS CSA HEADER");
        Assert.True(dataset.TryGetDictionaryEntry(new DicomTag(0x00291010), out DicomDictionaryEntry? entry));
        Assert.Equal("OB", entry.VR.ToString());
        Assert.Equal(new DicomTag(0x00291010), dataset.FindPrivate(0x0029, "SIEMENS CSA HEADER", 0x10));
        Assert.Null(dataset.FindPrivate(0x0029, "OTHER", 0x10));
    }

    [Fact]
    public void Numbers_go_through_text_and_binary()
    {
        DicomDataset dataset = new();
        dataset.SetInt32(DicomTags.Rows, 512);
        dataset.SetInt32(DicomTags.InstanceNumber, -7);
        dataset.SetDouble(DicomTags.SliceThickness, 1.0 / 3);
        dataset.SetDouble(DicomTag.Parse("RealWorldValueSlope"), 1.0 / 3);
        Assert.Equal(512, dataset.GetInt32(DicomTags.Rows));
        Assert.Equal([0, 2], dataset[DicomTags.Rows]!.Value.ToBytes());
        Assert.Equal(-7, dataset.GetInt32(DicomTags.InstanceNumber));
        Assert.True(dataset.GetString(DicomTags.SliceThickness)!.Length <= 16);
        Assert.Equal(1.0 / 3, dataset.GetDouble(DicomTags.SliceThickness)!.Value, 12);
        Assert.Equal(1.0 / 3, dataset.GetDouble(DicomTag.Parse("RealWorldValueSlope")));
        Assert.Throws<DicomException>(() => dataset.SetString(DicomTags.Rows, "70000"));
        Assert.Throws<DicomException>(() => dataset.SetString(DicomTags.PatientId, "a\\b"));
    }

    [Theory]
    [InlineData("101500", 10, 15, 0, 0)]
    [InlineData("10", 10, 0, 0, 0)]
    [InlineData("235960", 23, 59, 59, 999999)]
    [InlineData("10:15:30", 10, 15, 30, 0)]
    [InlineData("101530.5", 10, 15, 30, 500000)]
    public void Times_are_read(string text, int hour, int minute, int second, int micros)
    {
        Assert.True(DicomDateTime.TryParseTime(text, out TimeSpan time));
        Assert.Equal(new TimeSpan(0, hour, minute, second) + TimeSpan.FromTicks(micros * 10L), time);
    }

    [Theory]
    [InlineData("2500")]
    [InlineData("1")]
    [InlineData("10.5")]
    [InlineData("101530.")]
    [InlineData("10153x")]
    public void What_is_no_time_is_refused(string text) => Assert.False(DicomDateTime.TryParseTime(text, out _));

    [Fact]
    public void Date_times_keep_their_zone()
    {
        Assert.True(DicomDateTime.TryParseDateTime("20240115101500.25-0530", out DateTime value, out TimeSpan? offset));
        Assert.Equal(new DateTime(2024, 1, 15, 10, 15, 0).AddMilliseconds(250), value);
        Assert.Equal(-new TimeSpan(5, 30, 0), offset);
        Assert.True(DicomDateTime.TryParseDateTime("2024", out value, out offset));
        Assert.Equal(new DateTime(2024, 1, 1), value);
        Assert.Null(offset);
        Assert.False(DicomDateTime.TryParseDateTime("20241301", out _, out _));
    }

    [Fact]
    public void Person_names_have_three_groups()
    {
        DicomPersonName name = DicomPersonName.Parse("Yamada^Tarou^^Dr.=\u5C71\u7530^\u592A\u90CE=\u3084");
        Assert.Equal("Yamada", name.FamilyName);
        Assert.Equal("Tarou", name.GivenName);
        Assert.Equal("Dr.", name.Prefix);
        Assert.Equal("\u5C71\u7530^\u592A\u90CE", name.Ideographic);
        Assert.Equal("\u3084", name.Phonetic);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.1", true)]
    [InlineData("1.02.3", false)]
    [InlineData("1..2", false)]
    [InlineData("1.2.", false)]
    [InlineData("../../etc", false)]
    [InlineData("", false)]
    public void Uids_are_judged(string uid, bool valid) => Assert.Equal(valid, DicomUids.IsValid(uid));

    [Fact]
    public void New_uids_are_valid_and_the_known_example_is_right()
    {
        // PS3.5 B.2 example.
        Assert.Equal("2.25.329800735698586629295641978511506172918", DicomUids.FromUuid(Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")));
        Assert.True(Enumerable.Range(0, 100).All(_ => DicomUids.IsValid(DicomUids.New())));
    }

    [Fact]
    public void Json_names_large_values_by_a_uri_and_reads_them_back_through_it()
    {
        DicomDataset dataset = TestData.Image("P1", "Doe^Jane", "A1", "1.2.3", "1.2.3.4", "CT", 1, "20240101", "ISO_IR 100", size: 4);
        DicomDataset item = new();
        item.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, [1, 2]));
        dataset.SetItems(DicomTags.ReferencedImageSequence, item);
        Dictionary<string, byte[]> elsewhere = [];
        string json = DicomJson.Write(dataset, new DicomJsonOptions
        {
            BulkDataUri = (path, element) =>
            {
                if (element.Tag != DicomTags.PixelData)
                {
                    return null;
                }

                elsewhere["bulk/" + path] = element.ToBytes();
                return "bulk/" + path;
            },
        });
        Assert.Contains("\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"bulk/(0008,1140)[0]/(7FE0,0010)\"}", json, StringComparison.Ordinal);
        Assert.Contains("\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]}", json, StringComparison.Ordinal);
        Assert.Equal(2, elsewhere.Count);
        Assert.Equal(DicomErrorCode.NotSupported, Assert.Throws<DicomException>(() => DicomJson.Read(json)).Code);
        DicomDataset again = DicomJson.Read(json, new DicomJsonOptions { OpenBulkData = uri => new System.IO.MemoryStream(elsewhere[uri]) });
        Assert.Equal(dataset[DicomTags.PixelData]!.Value.ToBytes(), again[DicomTags.PixelData]!.Value.ToBytes());
        Assert.Equal([1, 2], again.GetItems(DicomTags.ReferencedImageSequence)![0][DicomTags.PixelData]!.Value.ToBytes());
    }

    [Fact]
    public void Json_goes_out_and_comes_in_again()
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 100");
        dataset.SetString(DicomTags.PatientName, "M\u00FCller^J\u00F6rg");
        dataset.SetInt32(DicomTags.Rows, 64);
        dataset.SetString(DicomTags.PixelSpacing, "+0.50", ".25");
        dataset.SetString(DicomTags.AccessionNumber);
        dataset.Set(new DicomElement(DicomTag.Parse("EncapsulatedDocument"), DicomVR.OB, [1, 2, 3, 4]));
        DicomDataset item = new();
        item.SetString(DicomTags.CodeValue, "A");
        dataset.SetItems(DicomTags.ContentSequence, item);
        string json = DicomJson.Write(dataset);
        Assert.Contains("\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"M\u00FCller^J\u00F6rg\"}]}", json, StringComparison.Ordinal);
        Assert.Contains("\"00280030\":{\"vr\":\"DS\",\"Value\":[0.50,0.25]}", json, StringComparison.Ordinal);
        Assert.Contains("\"00080050\":{\"vr\":\"SH\"}", json, StringComparison.Ordinal);
        DicomDataset again = DicomJson.Read(json);
        Assert.Equal("M\u00FCller^J\u00F6rg", again.GetString(DicomTags.PatientName));
        Assert.Equal(64, again.GetInt32(DicomTags.Rows));
        Assert.Equal("A", again.GetItems(DicomTags.ContentSequence)![0].GetString(DicomTags.CodeValue));
        Assert.Equal([1, 2, 3, 4], again[DicomTag.Parse("EncapsulatedDocument")]!.Value.ToBytes());
        Assert.Throws<DicomException>(() => DicomJson.Read("{\"x\":1}"));
    }
}
