using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>DCMTK and GDCM: what they list of the corpus, and what dcmodify makes of the same edit.</summary>
[Trait("Category", "Peer")]
public sealed class DcmdumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Elements_and_decoded_text_agree_with_dcmdump()
    {
        Tool.Require("dcmdump");
        IReadOnlyList<string> files = Corpus.Files();
        Dictionary<string, List<DumpedElement>> theirs = await DumpedElement.RunAsync(files, utf8: true);

        // Its converter knows not every spelling and set; those files are compared in their bytes.
        List<string> rest = files.Where(f => theirs[f].Count == 0).ToList();
        Dictionary<string, List<DumpedElement>> plain = await DumpedElement.RunAsync(rest, utf8: false);
        List<string> differences = [];
        int compared = 0;
        int elements = 0;
        foreach (string path in files)
        {
            bool utf8 = theirs[path].Count > 0;
            List<DumpedElement> list = utf8 ? theirs[path] : plain[path];
            if (list.Count == 0)
            {
                continue;
            }

            using DicomFile file = DicomFile.Open(path);
            Compare(file, Path.GetFileName(path), list, utf8, differences);
            compared++;
            elements += list.Count;
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join("\n", differences.Take(60)));
        Assert.True(compared > 130 && elements > 25000, $"{compared} files, {elements} elements");
    }

    private static void Compare(DicomFile file, string name, List<DumpedElement> theirs, bool utf8, List<string> differences)
    {
        Dictionary<string, FlatElement> ours = [];
        FlatElement.Flatten(file.Meta, "", ours);
        FlatElement.Flatten(file.Dataset, "", ours);
        foreach (DumpedElement element in theirs)
        {
            bool found = ours.Remove(element.Path, out FlatElement? mine);
            if (utf8 && element.Path.EndsWith("(0008,0005)", StringComparison.Ordinal))
            {
                // Names the set that it converted to.
                continue;
            }

            if (!found || mine is null)
            {
                differences.Add($"{name} {element.Path} {element.VR}: we have not");
                continue;
            }

            if (element.VR == "UN" && mine.VR == "SQ" && element.Length >= 0)
            {
                // It leaves items in UN of defined length as bytes.
                foreach (string key in ours.Keys.Where(key => key.StartsWith(element.Path + "[", StringComparison.Ordinal)).ToList())
                {
                    ours.Remove(key);
                }

                continue;
            }

            // Text that was converted has another length.
            bool converted = utf8 && mine.Element.VR.UsesCharacterSet && mine.Text!.Any(c => c > 0x7E);
            if (!converted && mine.Length != element.Length && !(mine.Length % 2 != 0 && element.Length == mine.Length + 1))
            {
                differences.Add($"{name} {element.Path} {mine.VR} {mine.Length}: theirs {element.VR} {element.Length}");
            }
            else if (element.Text is not null && !Same(mine, element.Text, utf8))
            {
                differences.Add($"{name} {element.Path} {mine.VR}: '{mine.Text ?? mine.Numbers}', theirs '{element.Text}'");
            }
        }

        differences.AddRange(ours.Keys.Select(key => $"{name} {key} {ours[key].VR}: they have not"));
    }

    private static bool Same(FlatElement mine, string text, bool utf8)
    {
        if (mine.Text is not null)
        {
            string own = utf8 ? mine.Text : System.Text.Encoding.Latin1.GetString(mine.Element.ToBytes());

            // Bytes beyond ASCII in a value that must be ASCII are nobody's text.
            return Normal(own) == Normal(text) || (utf8 && !mine.Element.VR.UsesCharacterSet && mine.Text.Any(c => c > 0x7E));
        }

        if (mine.Numbers is null)
        {
            return true;
        }

        string[] a = mine.Numbers.Split('\\');
        string[] b = text.Split('\\');
        return a.Length == b.Length && a.Zip(b).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase) || Near(pair.First, pair.Second, mine.VR));
    }

    /// <summary>The same number, but for the last of the digits that are printed.</summary>
    private static bool Near(string a, string b, string vr) =>
        double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out double first)
        && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out double second)
        && (vr == "FL" ? (float)first == (float)second || Math.Abs(first - second) <= Math.Abs(first) * 1e-6 : Math.Abs(first - second) <= Math.Abs(first) * 1e-14);

    private static string Normal(string text) => string.Join("\\", text.Split('\\').Select(part => part.Trim(' ', '\0').Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)));

    [SkippableFact]
    public async Task Our_edit_and_dcmodifys_read_the_same()
    {
        Tool.Require("dcmodify");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        for (int i = 0; i < 3; i++)
        {
            string theirs = _folder.File("theirs.dcm");
            string ours = _folder.File("ours.dcm");
            File.Copy(paths[i], theirs, overwrite: true);
            (int code, string output) = await Tool.RunAsync("dcmodify", null, "-nb", "-m", "(0010,0010)=ANON", "-i", "(0012,0062)=YES", "-e", "(0008,0090)", theirs);
            Assert.True(code == 0, output);
            using (DicomFile file = DicomFile.Open(paths[i]))
            {
                file.Dataset.SetString(DicomTags.PatientName, "ANON");
                file.Dataset.SetString(DicomTags.PatientIdentityRemoved, "YES");
                file.Dataset.Remove(DicomTags.ReferringPhysicianName);
                file.Save(ours);
            }

            Assert.Equal(await DumpAsync(theirs), await DumpAsync(ours));
            (code, output) = await Tool.RunAsync("dcmftest", null, ours);
            Assert.True(code == 0, output);
            if (Tool.Find("gdcmdump") is not null)
            {
                (code, output) = await Tool.RunAsync("gdcmdump", null, ours);
                Assert.True(code == 0, output);
                Assert.Contains("ANON", output, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<string> DumpAsync(string path)
    {
        (int code, string output) = await Tool.RunAsync("dcmdump", null, "-q", "+L", path);
        Assert.True(code == 0, output);
        return string.Join("\n", output.Split('\n').Where(line => !line.StartsWith("(0002", StringComparison.Ordinal) && !line.StartsWith('#')));
    }
}
