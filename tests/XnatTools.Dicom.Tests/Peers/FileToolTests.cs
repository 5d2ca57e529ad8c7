using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>Programs that rewrite, compress and hide: what they make we read, and what we make of it they take back.</summary>
[Trait("Category", "Peer")]
public sealed class FileToolTests : IDisposable
{
    private static readonly string[] s_decoders = ["dcmdrle", "dcmdjpeg", "dcmdjpls"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("+ti", DicomUids.ImplicitVRLittleEndian)]
    [InlineData("+te", DicomUids.ExplicitVRLittleEndian)]
    [InlineData("+tb", DicomUids.ExplicitVRBigEndian)]
    [InlineData("+td", DicomUids.DeflatedExplicitVRLittleEndian)]
    public async Task What_dcmconv_writes_in_another_syntax_says_the_same_and_so_does_what_we_write(string option, string syntax)
    {
        Tool.Require("dcmconv");
        string original = Original();
        string theirs = _folder.File("theirs.dcm");
        string ours = _folder.File("ours.dcm");
        string back = _folder.File("back.dcm");
        Dictionary<string, string> expected = Values(original);
        foreach (string lengths in new[] { "+e", "-e" })
        {
            // Defined and undefined lengths of sequences.
            await RunAsync("dcmconv", option, lengths, original, theirs);
            using DicomFile file = DicomFile.Open(theirs);
            Assert.Equal(syntax, file.TransferSyntaxUid);
            Assert.Equal(expected, Values(file));
        }

        using (DicomFile file = DicomFile.Open(original))
        {
            file.Save(ours, syntax);
        }

        await RunAsync("dcmconv", "+te", "+e", ours, back);
        Assert.Equal(expected, Values(back));
    }

    [SkippableTheory]
    [InlineData("dcmcrle", "dcmdrle")]
    [InlineData("dcmcjpeg", "dcmdjpeg")]
    [InlineData("dcmcjpls", "dcmdjpls")]
    [InlineData("gdcmconv --j2k", "gdcmconv --raw")]
    [InlineData("gdcmconv --rle", "dcmdrle")]
    [InlineData("gdcmconv --jpegls", "dcmdjpls")]
    public async Task A_compressed_image_edited_by_us_is_decompressed_by_them_to_the_same_pixels(string pack, string unpack)
    {
        string original = Original();
        string packed = _folder.File("packed.dcm");
        string edited = _folder.File("edited.dcm");
        string plain = _folder.File("plain.dcm");
        string[] packer = pack.Split(' ');
        await RunAsync(packer[0], [.. packer.Skip(1), original, packed]);
        using (DicomFile file = DicomFile.Open(packed))
        {
            Assert.True(file.Dataset[DicomTags.PixelData]!.Value.Fragments is { Count: > 0 });
            file.Dataset.SetString(DicomTags.PatientId, "EDITED");
            file.Save(edited);
        }

        string[] unpacker = unpack.Split(' ');
        await RunAsync(unpacker[0], [.. unpacker.Skip(1), edited, plain]);
        using DicomFile before = DicomFile.Open(original);
        using DicomFile after = DicomFile.Open(plain);
        Assert.Equal("EDITED", after.Dataset.GetString(DicomTags.PatientId));
        Assert.Equal(Bytes(before), Bytes(after));
        Assert.Contains(unpacker[0], s_decoders.Append("gdcmconv"));

        // The data stream itself, as GDCM takes it out of the file.
        string raw = _folder.File("raw.bin");
        await RunAsync("gdcmraw", "-i", edited, "-o", raw);
        using DicomFile again = DicomFile.Open(edited);
        Assert.Equal(File.ReadAllBytes(raw), Bytes(again));
    }

    [SkippableFact]
    public async Task Attributes_that_gdcmanon_has_hidden_stay_so_through_an_edit_and_come_back()
    {
        Tool.Require("gdcmanon");
        Tool.Require("openssl");
        string original = Original();
        string key = _folder.File("k.pem");
        string certificate = _folder.File("c.pem");
        string hidden = _folder.File("hidden.dcm");
        string edited = _folder.File("edited.dcm");
        string shown = _folder.File("shown.dcm");
        await RunAsync("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=test");
        await RunAsync("gdcmanon", "-e", "-c", certificate, original, hidden);
        using (DicomFile file = DicomFile.Open(hidden))
        {
            Assert.NotEqual("PID2", file.Dataset.GetString(DicomTags.PatientId));
            Assert.Single(file.Dataset.GetItems(new DicomTag(0x04000500))!);
            file.Dataset.SetInt32(DicomTags.InstanceNumber, 77);
            file.Save(edited);
        }

        await RunAsync("gdcmanon", "-d", "-k", key, edited, shown);
        using DicomFile back = DicomFile.Open(shown);
        Assert.Equal("PID2", back.Dataset.GetString(DicomTags.PatientId));
        Assert.Equal(77, back.Dataset.GetInt32(DicomTags.InstanceNumber));
    }

    [SkippableFact]
    public async Task What_we_write_is_to_the_readers_of_others_what_we_meant()
    {
        Tool.Require("dcmftest");
        string original = Original();
        (int code, string output) = await Tool.RunAsync("dcmftest", null, original);
        Assert.True(code == 0 && output.StartsWith("yes:", StringComparison.Ordinal), output);
        output = await RunAsync("gdcminfo", original);
        Assert.Contains("MediaStorage is 1.2.840.10008.5.1.4.1.1.2", output, StringComparison.Ordinal);
        output = await RunAsync("dicomdump", original);
        Assert.Contains("\u005BPID2\u005D", output, StringComparison.Ordinal);
        Assert.Contains("1.2.826.0.1.3680043.9.9999.8.1", output, StringComparison.Ordinal);

        string xml = _folder.File("theirs.xml");
        string utf8 = _folder.File("utf8.dcm");
        using (DicomFile file = DicomFile.Open(original))
        {
            file.Dataset.ConvertCharacterSet("ISO_IR 192");
            file.Save(utf8);
        }

        await RunAsync("dcm2xml", utf8, xml);
        System.Xml.Linq.XDocument document = System.Xml.Linq.XDocument.Load(xml);
        Assert.Contains(document.Descendants("element"), static e => (string?)e.Attribute("name") == "PatientName" && e.Value == "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE");
        string[] described = [.. document.Descendants("element").Where(static e => (string?)e.Attribute("name") == "ReferencedSOPInstanceUID").Select(static e => e.Value)];
        Assert.Equal(["1.2.826.0.1.3680043.9.9999.8.1", "1.2.826.0.1.3680043.9.9999.8.2"], described);
    }

    [SkippableTheory]
    [InlineData(DicomUids.ImplicitVRLittleEndian)]
    [InlineData(DicomUids.ExplicitVRLittleEndian)]
    [InlineData(DicomUids.ExplicitVRBigEndian)]
    [InlineData(DicomUids.DeflatedExplicitVRLittleEndian)]
    public async Task What_we_write_is_to_readers_in_JavaScript_what_we_meant(string syntax)
    {
        string parser = await NodePackage.RequireAsync("dicom-parser", "1.8.21");
        string dcmjs = await NodePackage.RequireAsync("dcmjs", "0.51.1");
        string path = _folder.File("ours.dcm");
        long sum;
        using (DicomFile file = DicomFile.Open(Original()))
        {
            // dcmjs reads no escapes; big endian swaps the bytes of a word, which changes no sum.
            file.Dataset.ConvertCharacterSet("ISO_IR 192");
            file.Save(path, syntax);
            sum = Bytes(file).Sum(static b => (long)b);
        }

        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "read_elements.cjs");
        string output = await RunAsync("node", script, parser, dcmjs, path);
        using JsonDocument read = JsonDocument.Parse(output.Split('\n').Single(static l => l.StartsWith("{\"parser\"", StringComparison.Ordinal)));
        foreach (string reader in new[] { "parser", "dcmjs" })
        {
            JsonElement said = read.RootElement.GetProperty(reader);
            Assert.Equal("PID2", said.GetProperty("patientId").GetString());
            Assert.Equal(64, said.GetProperty("rows").GetInt32());
            Assert.Equal(["1.2.826.0.1.3680043.9.9999.8.1", "1.2.826.0.1.3680043.9.9999.8.2"], said.GetProperty("references").EnumerateArray().Select(static e => e.GetString()));
            Assert.Equal(64 * 64 * 2, said.GetProperty("pixelLength").GetInt32());
        }

        Assert.Equal("PRIVATE", read.RootElement.GetProperty("parser").GetProperty("private").GetString());
        Assert.Equal(sum, read.RootElement.GetProperty("parser").GetProperty("pixelSum").GetInt64());
    }

    /// <summary>One with a nested sequence, private elements and a name in Japanese.</summary>
    private string Original()
    {
        const string root = "1.2.826.0.1.3680043.9.9999.";
        DicomDataset dataset = TestData.Image("PID2", "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE", "ACC2001", root + "3", root + "3.1", "CT", 1, "20240301", "\\ISO 2022 IR 87");
        DicomDataset[] items = [.. Enumerable.Range(1, 2).Select(static i =>
        {
            DicomDataset item = new();
            item.SetString(DicomTags.ReferencedSopClassUid, DicomUids.CTImageStorage);
            item.SetString(DicomTags.ReferencedSopInstanceUid, root + "8." + i.ToString(CultureInfo.InvariantCulture));
            return item;
        })];
        dataset.SetItems(DicomTags.ReferencedImageSequence, items);
        dataset.SetString(new DicomTag(0x00090010), DicomVR.LO, "XNATTOOLS TEST");
        dataset.SetString(new DicomTag(0x00091001), DicomVR.LO, "PRIVATE");

        // Compressors drop bits above those that are stored.
        dataset.SetInt32(DicomTags.BitsStored, 16);
        dataset.SetInt32(DicomTags.HighBit, 15);
        string path = _folder.File("original.dcm");
        using DicomFile file = new(dataset);
        file.Save(path);
        return path;
    }

    private static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        (int code, string output) = await Tool.RunAsync(tool, null, arguments);
        Assert.True(code == 0, $"{tool} {code}: {output}");
        return output;
    }

    private static byte[] Bytes(DicomFile file)
    {
        using MemoryStream bytes = new();
        using Stream pixels = file.OpenPixelData();
        pixels.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Dictionary<string, string> Values(string path)
    {
        using DicomFile file = DicomFile.Open(path);
        return Values(file);
    }

    /// <summary>Every element of the data set by path, with what it says; private ones have no representation in implicit syntax.</summary>
    private static Dictionary<string, string> Values(DicomFile file)
    {
        Dictionary<string, FlatElement> flat = [];
        FlatElement.Flatten(file.Dataset, "", flat);
        return flat.Where(static e => !e.Key.EndsWith(",0000)", StringComparison.Ordinal))
            .ToDictionary(static e => e.Key, static e => (e.Key.Contains("(0009,", StringComparison.Ordinal) ? null : e.Value.Text) ?? e.Value.LittleHash + e.Value.Length.ToString(CultureInfo.InvariantCulture));
    }
}
