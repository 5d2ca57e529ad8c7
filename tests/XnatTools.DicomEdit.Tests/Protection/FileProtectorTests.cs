using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Audit;
using XnatTools.DicomEdit.Pixels;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.DicomEdit.Tests.Protection;

public sealed class FileProtectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _out;

    public FileProtectorTests() => _out = Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_beside_and_the_original_is_as_it_was()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        byte[] before = File.ReadAllBytes(source);

        DicomProtectResult result = new FileProtector(TestScripts.Options(), _out).Protect(source, Path.Combine("sub", "a.dcm"), 1);

        Assert.Equal((DicomProtectOutcome.Protected, null), (result.Outcome, result.Reason));
        Assert.Equal(Path.Combine(_out, "sub", "a.dcm"), result.Destination);
        Assert.Equal(before, File.ReadAllBytes(source));
        Assert.Equal((null, null), (result.SourceHash, result.Hash));
        Assert.Equal(HeaderHash(before), result.SourceHeaderHash);
        Assert.Equal(HeaderHash(File.ReadAllBytes(result.Destination!)), result.HeaderHash);
        using DicomFile file = DicomFile.Open(result.Destination!);
        Assert.Equal("SUBJ_01", file.Dataset.GetString(DicomTags.PatientName));
        Assert.Equal("20231229", file.Dataset.GetString(DicomTags.StudyDate));
        Assert.False(file.Dataset.Contains(new DicomTag(0x00291001)));
        Assert.Empty(file.Findings);
        Assert.InRange(result.Changed, 8, 30);
        Assert.InRange(result.Removed, 1, 30);
        Assert.InRange(result.Emptied, 1, 30);
        Assert.Equal(0, result.Added);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hashes_of_whole_files_are_taken_while_they_are_copied(bool masked)
    {
        DicomDataset dataset = MadeImage.Identified();
        byte[] pixels = new byte[700_000];
        new Random(3).NextBytes(pixels);
        dataset.SetString(new DicomTag(0x00280010), "500");
        dataset.SetString(new DicomTag(0x00280011), "700");
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
        dataset.Set(new DicomElement(new DicomTag(0xFFFCFFFC), DicomVR.OB, new byte[300_000]));
        string source = MadeImage.Save(_folder, dataset);
        ProtectionOptions options = new()
        {
            Chain = TestScripts.SiteAndProject(),
            Variables = TestScripts.Labels,
            WithHashes = true,
            Rectangles = masked ? PixelTemplate.Parse("[]\n0,0,32,4\n") : null,
        };

        DicomProtectResult result = new FileProtector(options, _out).Protect(source, "a.dcm", 1);

        Assert.Equal((DicomProtectOutcome.Protected, null, masked ? 1 : 0), (result.Outcome, result.Reason, result.Rectangles));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source))), result.SourceHash);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(result.Destination!))), result.Hash);
    }

    [Fact]
    public void Neither_preamble_nor_doubled_elements_survive_nor_bytes_after_the_end()
    {
        DicomDataset dataset = MadeImage.Identified();
        DicomDataset item = new();
        item.SetString(DicomTag.Parse("CodeValue"), "1");
        dataset.SetItems(DicomTag.Parse("AnatomicRegionSequence"), item);
        string source = MadeImage.Save(_folder, dataset);
        List<byte> bytes = [.. File.ReadAllBytes(source)];
        Encoding.ASCII.GetBytes("HIDDENA").CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));

        // In the item, a second (0008,0100) that no reader shows: the lengths around it are made right by hand.
        int at = Encoding.Latin1.GetString([.. bytes]).IndexOf("\u0008\u0000\u0000\u0001SH", StringComparison.Ordinal);
        byte[] doubled = [8, 0, 0, 1, (byte)'S', (byte)'H', 8, 0, .. Encoding.ASCII.GetBytes("HIDDENBB")];
        bytes.InsertRange(at + 10, doubled);
        bytes[at - 4] += 16;
        bytes[at - 12] += 16;
        File.WriteAllBytes(source, [.. bytes]);

        DicomProtectResult result = new FileProtector(TestScripts.Options(), _out).Protect(source, "a.dcm", 1);

        Assert.Equal((DicomProtectOutcome.Protected, null), (result.Outcome, result.Reason));
        Assert.DoesNotContain("HIDDEN", Encoding.Latin1.GetString(File.ReadAllBytes(result.Destination!)), StringComparison.Ordinal);

        // What comes after the last element may be the rest of one: such a file is not whole.
        bytes.AddRange(Encoding.ASCII.GetBytes("\u0001\u0002HIDDENCC"));
        File.WriteAllBytes(source, [.. bytes]);
        Assert.Equal(DicomProtectOutcome.Failed, new FileProtector(TestScripts.Options(), _out).Protect(source, "b.dcm", 1).Outcome);
    }

    [Theory]
    [InlineData("version \"6.6\"\nreject[]\n", DicomProtectOutcome.Rejected)]
    [InlineData("version \"6.6\"\n(0010,0010) := \"X\"\n(0008,0021) := shiftDateByIncrement[(0008,0012), \"1\"]\n", DicomProtectOutcome.Failed)]
    [InlineData("version \"6.6\"\nalterPixels[\"rectangle\", \"l=0, t=0, r=9, b=9\", \"solid\", \"v=0\"]\n", DicomProtectOutcome.Failed)]
    public void Without_success_nothing_is_written(string script, DicomProtectOutcome outcome)
    {
        DicomDataset dataset = MadeImage.Identified();
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OB, DicomFragments.FromBytes([[0xFF, 0xD8, 0, 0]])));
        string source = MadeImage.Save(_folder, dataset, syntax: "1.2.840.10008.1.2.4.50");

        DicomProtectResult result = new FileProtector(TestScripts.Options(TestScripts.Chain(script)), _out).Protect(source, "a.dcm", 1);

        Assert.Equal(outcome, result.Outcome);
        Assert.NotNull(result.Code);
        Assert.Null(result.Destination);
        Assert.False(Directory.Exists(_out));
        Assert.DoesNotContain("Featherstone", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_image_is_told_apart()
    {
        File.WriteAllText(_folder.File("note.txt"), "x");
        FileProtector protector = new(TestScripts.Options(), _out);

        Assert.Equal(DicomProtectOutcome.NotDicom, protector.Protect(_folder.File("note.txt"), "note.txt", 1).Outcome);
        Assert.Equal("DicomFileNotFound", protector.Protect(_folder.File("none.dcm"), "none.dcm", 2).Code);
    }

    [Fact]
    public void A_damaged_file_is_not_written()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        File.WriteAllBytes(source, File.ReadAllBytes(source)[..600]);

        DicomProtectResult result = new FileProtector(TestScripts.Options(), _out).Protect(source, "a.dcm", 1);

        Assert.Equal((DicomProtectOutcome.Failed, "DicomInvalid"), (result.Outcome, result.Code));
    }

    [Fact]
    public void Names_follow_a_template_and_never_collide_or_lead_out()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        OutputName name = OutputName.Parse("{subject}/{Modality}/{SeriesNumber}-{(0020,0013)}.dcm", TestScripts.Labels);
        ProtectionOptions options = new() { Chain = TestScripts.SiteAndProject(), Variables = TestScripts.Labels, Name = name };
        FileProtector protector = new(options, _out);

        Assert.Equal(Path.Combine(_out, "SUBJ_01", "CT", "3-1.dcm"), protector.Protect(source, "a.dcm", 1).Destination);
        Assert.Equal("DicomOutputExists", protector.Protect(source, "b.dcm", 2).Code);
        Assert.Equal("DicomOutputExists", new FileProtector(options, _out).Protect(source, "a.dcm", 1).Code);
        Assert.Equal("DicomOutputExists", new FileProtector(TestScripts.Options(), _out).Protect(source, Path.Combine("..", "..", "a.dcm"), 1).Code);
        Assert.Equal("DicomOutputExists", new FileProtector(TestScripts.Options(), _folder.Path).Protect(source, "a.dcm", 1).Code);
        Assert.Throws<FormatException>(() => OutputName.Parse("{nothing}.dcm", TestScripts.Labels));
        Assert.Throws<FormatException>(() => OutputName.Parse("/{subject}.dcm", TestScripts.Labels));
    }

    [Fact]
    public void A_second_run_skips_what_is_proven_done_and_gives_the_same_uids()
    {
        DicomEditChain chain = TestScripts.Chain("version \"6.6\"\n(0020,000D) := mapUID[\"study\", \"1.2.3\"]\n");
        string one = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        string two = MadeImage.Save(_folder, MadeImage.Identified(), "2.dcm");
        string first = StudyOf(Run(chain, one, "1.dcm"));
        DicomProtectResult again = Run(chain, one, "1.dcm");

        Assert.Equal(DicomProtectOutcome.AlreadyDone, again.Outcome);
        Assert.Equal(first, StudyOf(Run(chain, two, "2.dcm")));

        // A touched output, or a touched original, is done anew.
        File.AppendAllText(again.Destination!, "x");
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "1.dcm").Outcome);
        File.Copy(two, one, overwrite: true);
        byte[] bytes = File.ReadAllBytes(one);
        bytes[^1]++;
        File.WriteAllBytes(one, bytes);
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "1.dcm").Outcome);

        // By its whole content a file is known at another time too, but only where that was taken.
        File.SetLastWriteTimeUtc(one, DateTime.UtcNow.AddDays(-3));
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "1.dcm").Outcome);
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "1.dcm", whole: true).Outcome);
        File.SetLastWriteTimeUtc(one, DateTime.UtcNow.AddDays(-4));
        Assert.Equal(DicomProtectOutcome.AlreadyDone, Run(chain, one, "1.dcm").Outcome);
        Assert.Equal(DicomProtectOutcome.AlreadyDone, Run(chain, one, "1.dcm", whole: true).Outcome);

        // A line that was cut off is dropped.
        File.AppendAllText(Path.Combine(_out, ProtectionState.FileName), "d\t3.dcm\tte");
        Assert.Equal(DicomProtectOutcome.AlreadyDone, Run(chain, one, "1.dcm").Outcome);
        Assert.DoesNotContain(MadeImage.Root, File.ReadAllText(Path.Combine(_out, ProtectionState.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_are_written_only_where_asked_for()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        using DicomFile plain = DicomFile.Open(new FileProtector(TestScripts.Options(), _out).Protect(source, "a.dcm", 1).Destination!);
        Assert.False(plain.Dataset.Contains(new DicomTag(0x00120062)));

        ProtectionOptions options = new() { Chain = TestScripts.SiteAndProject(), Variables = TestScripts.Labels, Method = "project script 3" };
        using DicomFile marked = DicomFile.Open(new FileProtector(options, _out).Protect(source, "b.dcm", 1).Destination!);
        Assert.Equal("YES", marked.Dataset.GetString(new DicomTag(0x00120062)));
        Assert.Equal(["project script 3"], marked.Dataset.GetStrings(new DicomTag(0x00120063)));
    }

    [Fact]
    public void Rectangles_of_a_template_go_by_the_header_as_it_came()
    {
        DicomDataset dataset = MadeImage.Identified();
        dataset.SetString(DicomTag.Parse("DeviceSerialNumber"), "S9");
        string source = MadeImage.Save(_folder, dataset);
        ProtectionOptions options = new()
        {
            Chain = TestScripts.SiteAndProject(),
            Variables = TestScripts.Labels,
            Rectangles = PixelTemplate.Parse("[DeviceSerialNumber=S9]\n0,0,32,4\n0,30,99,99\n"),
        };

        DicomProtectResult result = new FileProtector(options, _out).Protect(source, "a.dcm", 1);

        Assert.Equal(2, result.Rectangles);
        using DicomFile file = DicomFile.Open(result.Destination!);
        byte[] pixels = file.Dataset[DicomTags.PixelData]!.Value.ToBytes();
        Assert.True(pixels.AsSpan(0, 4 * 64).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(pixels.AsSpan(4 * 64, 26 * 64).IndexOfAnyExcept((byte)0) >= 0);
        Assert.Equal("NO", file.Dataset.GetString(new DicomTag(0x00280301)));
    }

    [Fact]
    public void A_preview_tells_the_differences_and_writes_nothing()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        List<DicomHeaderDifference> differences = [];
        DicomProtectResult result = new FileProtector(TestScripts.Options(), _out).Preview(source, 1, differences);

        Assert.Null(result.Destination);
        Assert.False(Directory.Exists(_out));
        DicomHeaderDifference name = differences.Single(d => d.Tag == "(0010,0010)");
        Assert.Equal((DicomDifferenceKind.Changed, "Featherstone^Zelda", "SUBJ_01", "(a name)"), (name.Action, name.Before, name.After, name.ShownBefore));
        Assert.Equal(DicomDifferenceKind.Removed, differences.Single(d => d.Tag == "(0029,1001)").Action);
        Assert.DoesNotContain(differences, d => d.Action == DicomDifferenceKind.Kept || d.Tag == "(7FE0,0010)");
    }

    [Fact]
    public void A_preview_of_exact_scripts_names_the_engines_faults()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified());
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\n(0010,0010) := format[\"{0}\", subject]\n", new DicomEditOptions { Compatibility = DicomEditCompatibility.Exact });
        List<string> faults = [];
        DicomProtectResult result = new FileProtector(TestScripts.Options(new DicomEditChain([script])), _out).Preview(source, 1, [], faults);

        Assert.Equal(DicomProtectOutcome.Failed, result.Outcome);
        Assert.Contains("variable", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rectangle_that_fails_names_no_line_of_a_script()
    {
        DicomDataset dataset = MadeImage.Identified();
        dataset.SetInt32(DicomTags.BitsAllocated, 12);
        ProtectionOptions options = new() { Chain = TestScripts.SiteAndProject(), Variables = TestScripts.Labels, Rectangles = PixelTemplate.Parse("[Modality=CT]\n0,0,8,8\n") };

        DicomProtectResult result = new FileProtector(options, _out).Protect(MadeImage.Save(_folder, dataset), "a.dcm", 1);

        Assert.Equal(DicomProtectOutcome.Failed, result.Outcome);
        Assert.StartsWith("Rectangles: ", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Line", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_without_a_value_is_refused_before_any_file() =>
        Assert.Throws<XnatException>(() => new FileProtector(new ProtectionOptions { Chain = TestScripts.SiteAndProject() }, _out));

    [Fact]
    public void Many_threads_share_one_protector()
    {
        for (int i = 0; i < 40; i++)
        {
            DicomDataset dataset = MadeImage.Identified();
            dataset.SetInt32(DicomTags.InstanceNumber, i);
            MadeImage.Save(_folder, dataset, i + ".dcm");
        }

        using ProtectionState state = ProtectionState.Open(_out);
        FileProtector protector = new(TestScripts.Options(), _out, state);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.True(protector.Protect(_folder.File(i + ".dcm"), i + ".dcm", i + 1).Successful));
        Assert.Equal(40, state.Count);
        Assert.Equal(40, Directory.GetFiles(_out, "*.dcm").Length);
    }

    [Fact]
    public void An_output_is_replaced_by_its_own_source_only()
    {
        DicomEditChain chain = TestScripts.SiteAndProject();
        string one = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        string two = MadeImage.Save(_folder, MadeImage.Identified(), "2.dcm");
        DicomProtectResult first = Run(chain, one, "a.dcm");

        byte[] kept = File.ReadAllBytes(first.Destination!);
        File.AppendAllText(first.Destination!, "x");
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "a.dcm").Outcome);
        File.AppendAllText(first.Destination!, "x");
        Assert.Equal((DicomProtectOutcome.Failed, "DicomOutputExists"), (Run(chain, two, "a.dcm") is var other ? other.Outcome : default, other.Code));
        Assert.Equal(kept.Length + 1, new FileInfo(first.Destination!).Length);
    }

    [Fact]
    public void An_output_whose_line_a_kill_took_is_made_again_and_not_refused()
    {
        DicomEditChain chain = TestScripts.SiteAndProject();
        string one = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        string two = MadeImage.Save(_folder, MadeImage.Identified(), "2.dcm");
        Run(chain, one, "a.dcm");
        string state = Path.Combine(_out, ProtectionState.FileName);
        File.WriteAllLines(state, File.ReadAllLines(state).Where(line => !line.StartsWith("d\t", StringComparison.Ordinal)));

        Assert.Equal("DicomOutputExists", Run(chain, two, "a.dcm").Code);
        Assert.Equal(DicomProtectOutcome.Protected, Run(chain, one, "a.dcm").Outcome);
    }

    [Fact]
    public void What_a_killed_run_had_begun_to_write_is_taken_away_by_the_next()
    {
        DicomEditChain chain = TestScripts.SiteAndProject();
        string one = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        Run(chain, one, Path.Combine("sub", "a.dcm"));
        Run(chain, one, Path.Combine("done", "a.dcm"));
        string state = Path.Combine(_out, ProtectionState.FileName);
        File.WriteAllLines(state, File.ReadAllLines(state).Where(line => !line.StartsWith("d\tsub", StringComparison.Ordinal)));
        string draft = Path.Combine(_out, "sub", "." + Guid.NewGuid().ToString("N") + ".tmp");
        string other = Path.Combine(_out, "sub", ".notes.tmp");
        string elsewhere = Path.Combine(_out, "done", "." + Guid.NewGuid().ToString("N") + ".tmp");
        Array.ForEach([draft, other, elsewhere], path => File.WriteAllText(path, "x"));

        ProtectionState.Open(_out).Dispose();

        Assert.Equal((false, true, true), (File.Exists(draft), File.Exists(other), File.Exists(elsewhere)));
    }

    [SkippableFact]
    public void Links_in_the_destination_never_lead_to_an_original()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links needs a right on Windows");
        string source = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        byte[] original = File.ReadAllBytes(source);
        Directory.CreateDirectory(_out);
        File.CreateSymbolicLink(Path.Combine(_out, "a.dcm"), source);
        Directory.CreateSymbolicLink(Path.Combine(_out, "sub"), _folder.Path);
        ProtectionOptions options = new() { Chain = TestScripts.SiteAndProject(), Variables = TestScripts.Labels, Force = true };

        Assert.Equal("DicomOutputExists", new FileProtector(options, _out).Protect(source, "a.dcm", 1).Code);
        Assert.Equal("DicomOutputExists", new FileProtector(options, _out).Protect(source, Path.Combine("sub", "b.dcm"), 1).Code);
        Assert.Equal(original, File.ReadAllBytes(source));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "b.dcm")));
        Assert.True(RealPath.IsWithin(RealPath.Of(Path.Combine(_out, "sub", "new")), RealPath.Of(_folder.Path)));
        Assert.False(RealPath.IsWithin(RealPath.Of(Path.Combine(_out, "sub", "new")), RealPath.Of(_out)));
    }

    [Fact]
    public void A_lookup_without_an_entry_stops_the_file_instead_of_leaving_the_old_value()
    {
        string source = MadeImage.Save(_folder, MadeImage.Identified(), "1.dcm");
        DicomEditChain chain = TestScripts.Chain("version \"6.1\"\n(0010,0020) := lookup[\"id\", (0010,0020)]\n");
        foreach (DicomEditLookup? table in new[] { null, DicomEditLookup.Parse("id/other = X") })
        {
            ProtectionOptions options = new() { Chain = chain, Lookup = table };
            Assert.Equal("DicomEditFailed", new FileProtector(options, _out).Protect(source, "a.dcm", 1).Code);
        }
    }

    private static string StudyOf(DicomProtectResult result)
    {
        using DicomFile file = DicomFile.Open(result.Destination!);
        return file.Dataset.GetString(DicomTags.StudyInstanceUid)!;
    }

    /// <summary>Of the bytes before the element of pixel data, found by its tag and representation.</summary>
    private static string HeaderHash(byte[] file)
    {
        int end = file.AsSpan().LastIndexOf((byte[])[0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'W']);
        Assert.InRange(end, 200, file.Length);
        return Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(0, end)));
    }

    private DicomProtectResult Run(DicomEditChain chain, string source, string relative, bool whole = false)
    {
        using ProtectionState state = ProtectionState.Open(_out);
        ProtectionOptions options = new() { Chain = chain, Variables = TestScripts.Labels, WithHashes = whole };
        return new FileProtector(options, _out, state).Protect(source, relative, 1);
    }
}
