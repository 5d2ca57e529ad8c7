using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>
/// Rectangles on images of several kinds, blacked out by XNAT's engine (6.6.0); its outcomes and the hashes of the first 600 bytes of
/// its pixels were recorded. Exact mode gives the same; safe mode too, but for rectangles that black out nothing or elsewhere.
/// </summary>
public sealed class RecordedPixelTests : IDisposable
{
    private const int Compared = 600;

    private static readonly JsonSerializerOptions s_json = new() { PropertyNameCaseInsensitive = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DicomEditCompatibility.Exact)]
    [InlineData(DicomEditCompatibility.Safe)]
    public void Rectangles_are_blacked_out_as_the_engine_did(DicomEditCompatibility compatibility)
    {
        List<RecordedPixels> cases = Load();
        List<string> wrong = [];
        int refused = 0;
        for (int i = 0; i < cases.Count; i++)
        {
            string expected = cases[i].Outcome + " " + cases[i].Pixels;
            string ours = Run(cases[i], compatibility, i);
            if (IsTurnedOrEmpty(cases[i]) && compatibility == DicomEditCompatibility.Safe && ours == "Error ")
            {
                refused++;
            }
            else if (expected != ours)
            {
                wrong.Add($"{cases[i].Photometric} {cases[i].Bits}: the engine {expected}, ours {ours}\n{cases[i].Script}");
            }
        }

        Assert.InRange(cases.Count, 150, 400);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join("\n", wrong.Take(6)));
        Assert.Equal(compatibility == DicomEditCompatibility.Safe ? cases.Count(IsTurnedOrEmpty) : 0, refused);
    }

    /// <summary>Two of the recorded rectangles are; the engine says success of them.</summary>
    private static bool IsTurnedOrEmpty(RecordedPixels recorded) =>
        recorded.Script.Contains("l=6, t=6, r=3, b=3", StringComparison.Ordinal) || recorded.Script.Contains("l=5, t=5, r=5, b=8", StringComparison.Ordinal);

    private string Run(RecordedPixels recorded, DicomEditCompatibility compatibility, int number)
    {
        if (!DicomEditScript.TryCompile(recorded.Script, new DicomEditOptions { Compatibility = compatibility }, out DicomEditScript? script, out _))
        {
            return "Error ";
        }

        string source = MadeImage.Save(_folder, Image(recorded));
        ProtectionOptions options = new() { Chain = new DicomEditChain([script]), Variables = TestScripts.Labels };
        DicomProtectResult result = new FileProtector(options, _folder.File("out")).Protect(source, number + ".dcm", number + 1);
        if (!result.Successful)
        {
            return "Error ";
        }

        using DicomFile file = DicomFile.Open(result.Destination!);
        return "Success " + (file.Dataset.TryGet(DicomTags.PixelData, out DicomElement pixels) ? Convert.ToHexStringLower(SHA256.HashData(pixels.ToBytes().Take(Compared).ToArray())) : "");
    }

    private static DicomDataset Image(RecordedPixels recorded)
    {
        const int Rows = 10;
        const int Columns = 12;
        DicomDataset dataset = MadeImage.Clean();
        MadeImage.Pixels(dataset, Rows, Columns, recorded.Bits);
        dataset.SetInt32(DicomTags.SamplesPerPixel, recorded.Samples);
        dataset.SetString(DicomTags.PhotometricInterpretation, recorded.Photometric);
        if (recorded.Samples > 1)
        {
            dataset.SetInt32(new DicomTag(0x00280006), recorded.Planar);
        }

        if (recorded.Frames > 1)
        {
            dataset.SetInt32(DicomTags.NumberOfFrames, recorded.Frames);
        }

        byte[] pixels = new byte[Rows * Columns * recorded.Samples * recorded.Bits / 8 * recorded.Frames];
        new Random(3).NextBytes(pixels);
        dataset.Set(new DicomElement(DicomTags.PixelData, recorded.Bits == 8 ? DicomVR.OB : DicomVR.OW, pixels));
        return dataset;
    }

    private static List<RecordedPixels> Load()
    {
        using Stream stream = typeof(RecordedPixelTests).Assembly.GetManifestResourceStream("recorded-pixels.jsonl")!;
        using StreamReader reader = new(stream);
        List<RecordedPixels> cases = [];
        while (reader.ReadLine() is { } line)
        {
            cases.Add(JsonSerializer.Deserialize<RecordedPixels>(line, s_json)!);
        }

        return cases;
    }
}
