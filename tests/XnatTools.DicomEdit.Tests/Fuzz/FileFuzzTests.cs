using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;
using XnatTools.DicomEdit.Protection;
using XnatTools.DicomEdit.Tests.Differential;

namespace XnatTools.DicomEdit.Tests.Fuzz;

/// <summary>
/// Mutated files, the same for a seed, through the whole way from file to file: each ends with an outcome, soon and in little
/// memory; what is written reads whole and has the labels, and of what is not written there is no trace. XNATTOOLS_FUZZ_FILES sets
/// their number, XNATTOOLS_FUZZ_SEED the seed.
/// </summary>
public sealed class FileFuzzTests : IDisposable
{
    private const string Pixels = "version \"6.6\"\n(0010,0010) := subject\nalterPixels[\"rectangle\", \"l=0, t=0, r=9, b=5\", \"solid\", \"v=0\"]\n";
    private const string Deep = "version \"6.6\"\n(0010,0010) := subject\nhashUIDList[*/(0008,1155), */(0020,000D)]\nretainPrivateTags[*/(0029,{ACME}0X)]\n-*/(0010,00X@)\n(0010,0010) := subject\nblankValues[collectValues[{(0010,0020), (0008,0050)}]]\n*/(0008,XXXX) ?= \"\"\n";

    private static readonly int s_count = Number("XNATTOOLS_FUZZ_FILES", 1200);
    private static readonly int s_seed = Number("XNATTOOLS_FUZZ_SEED", 20311);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mutated_files_end_with_an_outcome_and_leave_nothing_half_written()
    {
        Random random = new(s_seed);
        List<byte[]> seeds = Seeds();
        FileProtector[] protectors =
        [
            Protector(TestScripts.SiteAndProject(), null),
            Protector(TestScripts.Chain(Pixels), null),
            Protector(TestScripts.Chain(Deep), null),
            Protector(TestScripts.SiteAndProject(), PixelTemplate.Parse("[Modality=US]\nregions\n[]\n0,0,8,8\n")),
        ];
        string source = _folder.File("in.dcm");
        Dictionary<DicomProtectOutcome, int> outcomes = [];
        for (int i = 0; i < s_count; i++)
        {
            byte[] bytes = Mutate(seeds[random.Next(seeds.Count)], seeds, random);
            File.WriteAllBytes(source, bytes);
            string label = $"Seed {s_seed}, file {i}";
            int which = random.Next(protectors.Length);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();

            DicomProtectResult result = Protect(protectors[which], source, i, label);

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{label} took {watch.Elapsed}.");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 200L * 1024 * 1024, $"{label} took {GC.GetAllocatedBytesForCurrentThread() - allocated} bytes for {bytes.Length}.");
            Check(result, label);
            outcomes[result.Outcome] = outcomes.GetValueOrDefault(result.Outcome) + 1;
        }

        Assert.True(outcomes.GetValueOrDefault(DicomProtectOutcome.Protected) > s_count / 10, $"Only {outcomes.GetValueOrDefault(DicomProtectOutcome.Protected)} came through.");
        Assert.True(outcomes.GetValueOrDefault(DicomProtectOutcome.Failed) > s_count / 10, "The mutations are too weak to test anything.");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 300L * 1024 * 1024);
    }

    [Fact]
    public void Mutated_templates_and_tables_are_read_or_refused()
    {
        Random random = new(s_seed);
        string[] texts =
        [
            "[Modality=US, ManufacturerModelName=Model*]\n0,0,640,40\n[Modality=US]\nregions\n[Modality=CT]\nnone\n[]\n1,2,3,4\n",
            "id/H7741902 = A1 // a comment\nid/X = \nsite / key=value=more\n",
            "{subject}/{Modality}/{SeriesNumber}-{(0020,0013)}-{Index}.dcm",
        ];
        DicomDataset dataset = MadeImage.Identified("US");
        for (int i = 0; i < s_count * 4; i++)
        {
            int kind = random.Next(3);
            string text = MutateText(texts[kind], random);
            try
            {
                switch (kind)
                {
                    case 0:
                        Assert.All(PixelTemplate.Parse(text).Find(dataset) ?? [], region => Assert.True(region.Right > region.Left && region.Bottom > region.Top));
                        break;
                    case 1:
                        DicomEditLookup.Parse(text).Find("id", "H7741902");
                        break;
                    default:
                        string name = OutputName.Parse(text, TestScripts.Labels).Make(dataset, TestScripts.Labels, 1);
                        Assert.False(Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."), name);
                        break;
                }
            }
            catch (FormatException)
            {
                // Refused, by a sentence that says why.
            }
        }
    }

    private static DicomProtectResult Protect(FileProtector protector, string source, int index, string label)
    {
        try
        {
            return protector.Protect(source, index.ToString(CultureInfo.InvariantCulture) + ".dcm", index + 1);
        }
        catch (Exception error)
        {
            File.Copy(source, Path.Combine(Path.GetTempPath(), "xnattools-fuzz-failed.dcm"), overwrite: true);
            throw new InvalidOperationException(label + ": a crash.", error);
        }
    }

    private FileProtector Protector(DicomEditChain chain, PixelTemplate? rectangles) =>
        new(new ProtectionOptions { Chain = chain, Variables = TestScripts.Labels, Rectangles = rectangles, WithHashes = true, Fingerprint = "fuzz" }, _folder.File("out"));

    private void Check(DicomProtectResult result, string label)
    {
        string[] left = Directory.Exists(_folder.File("out")) ? Directory.GetFileSystemEntries(_folder.File("out")) : [];
        if (!result.Successful)
        {
            Assert.True(left.Length == 0, $"{label}: {result.Outcome}, and something is left.");
            Assert.True(result.Destination is null && result.Code is not null, label);
            return;
        }

        Assert.True(left.Length == 1 && left[0] == result.Destination, label);
        using (DicomFile file = DicomFile.Open(result.Destination!))
        {
            Assert.False(file.IsDamaged, label);
            Assert.True(file.Dataset.GetString(DicomTags.PatientName) == "SUBJ_01", $"{label}: the name is not the label.");
        }

        File.Delete(result.Destination!);
    }

    private static List<byte[]> Seeds()
    {
        List<byte[]> seeds = [];
        for (int i = 0; i < CaseObjects.Count; i++)
        {
            using DicomFile file = CaseObjects.Make(i);
            seeds.Add(Bytes(file));
        }

        foreach (string syntax in new[] { DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian, DicomUids.ExplicitVRBigEndian, DicomUids.DeflatedExplicitVRLittleEndian })
        {
            using DicomFile file = new(MadeImage.Identified(), syntax) { IsStrict = false };
            seeds.Add(Bytes(file));
        }

        seeds.Add(Encapsulated(RleFrame.Syntax, [[2, 0, 0, 0, .. new byte[60], 31, .. new byte[32], 0xE1, 7]]));
        seeds.Add(Encapsulated("1.2.840.10008.1.2.4.50", [[0xFF, 0xD8, 1, 2, 0xFF, 0xD9], [1, 2, 3, 4]]));
        DicomDataset us = MadeImage.Identified("US");
        DicomDataset region = new();
        foreach ((uint tag, string value) in new[] { (0x00186018u, "4"), (0x0018601Au, "4"), (0x0018601Cu, "20"), (0x0018601Eu, "20") })
        {
            region.SetString(new DicomTag(tag), value);
        }

        us.SetItems(new DicomTag(0x00186011), region);
        using DicomFile ultrasound = new(us, DicomUids.ExplicitVRLittleEndian) { IsStrict = false };
        seeds.Add(Bytes(ultrasound));
        return seeds;
    }

    private static byte[] Encapsulated(string syntax, byte[][] fragments)
    {
        DicomDataset dataset = MadeImage.Identified();
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, DicomFragments.FromBytes(fragments)));
        using DicomFile file = new(dataset, syntax) { IsStrict = false };
        return Bytes(file);
    }

    private static byte[] Bytes(DicomFile file)
    {
        using MemoryStream stream = new();
        file.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Mutate(byte[] seed, List<byte[]> others, Random random)
    {
        List<byte> bytes = [.. seed];
        int changes = random.Next(1, 5);
        for (int i = 0; i < changes && bytes.Count > 140; i++)
        {
            // Mostly behind the preamble: what lies in it is all one.
            int at = random.Next(random.Next(10) == 0 ? 0 : 132, bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    byte[] other = others[random.Next(others.Count)];
                    int from = random.Next(132, other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(8, 200))]);
                    break;
                case 6:
                    Put(bytes, at, [0xFF, 0xFF, 0xFF, 0xFF]);
                    break;
                case 7:
                    Put(bytes, at, BitConverter.GetBytes((uint)random.Next()));
                    break;
                default:
                    Put(bytes, at, (random.Next(4) switch { 0 => [0xFE, 0xFF, 0x00, 0xE0], 1 => [0xFE, 0xFF, 0x0D, 0xE0], 2 => [0xE0, 0x7F, 0x10, 0x00], _ => Encoding.ASCII.GetBytes("SQ\0\0") })!);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Put(List<byte> bytes, int at, byte[] what)
    {
        for (int i = 0; i < what.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = what[i];
        }
    }

    private static string MutateText(string text, Random random)
    {
        StringBuilder built = new(text);
        int changes = random.Next(1, 5);
        for (int i = 0; i < changes && built.Length > 0; i++)
        {
            int at = random.Next(built.Length);
            switch (random.Next(4))
            {
                case 0:
                    built.Remove(at, Math.Min(random.Next(1, 6), built.Length - at));
                    break;
                case 1:
                    built[at] = (char)random.Next(0, 300);
                    break;
                case 2:
                    built.Insert(at, built.ToString(at, Math.Min(random.Next(1, 12), built.Length - at)));
                    break;
                default:
                    string[] pieces = ["..", "/", "\\", "{", "}", "[", "]", ",", "=", "99999999999", "-1", "\r\n", "regions", "none", "*", ":", "\0", "{PatientName}", "{(0010,0020)}"];
                    built.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
            }
        }

        return built.ToString();
    }

    private static int Number(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : standard;
}
