using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>DCMTK and GDCM: what they list of the corpus, and what dcmodify makes of the same edit.</summary>
[Trait("Category", "Peer")]
public sealed partial class DcmdumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Dcmdump_lists_the_same_elements_with_the_same_lengths()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Corpus.Files())
        {
            (int code, string output) = await Tool.RunAsync("dcmdump", null, "-q", "-dc", "-Un", path);
            if (code != 0)
            {
                continue;
            }

            DicomFile file;
            try
            {
                file = DicomFile.Open(path);
            }
            catch (DicomException)
            {
                differences.Add(Path.GetFileName(path) + ": refused by us only");
                continue;
            }

            using (file)
            {
                if (file.IsDamaged || file.Findings.Any(f => f.Kind is DicomFindingKind.OutOfOrder or DicomFindingKind.Duplicate or DicomFindingKind.BadVR or DicomFindingKind.BadLength or DicomFindingKind.MissingDelimiter or DicomFindingKind.TrailingBytes))
                {
                    continue;
                }

                compared++;
                List<string> ours = [];
                foreach (DicomElement element in file.Dataset)
                {
                    if (element.VR.IsText && element.RawValue.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
                    {
                        // Its dump goes over several lines.
                        continue;
                    }

                    long length = element.Items is not null || element.Fragments is not null ? -1 : element.Length;
                    ours.Add($"{element.Tag} {length}".ToLowerInvariant());
                }

                List<string> theirs = [];
                foreach (string line in output.Split('\n'))
                {
                    // Only the outermost level has no blanks before it.
                    Match match = TopLine().Match(line);
                    if (match.Success && !match.Groups[1].Value.StartsWith("0002", StringComparison.Ordinal) && !match.Groups[1].Value.StartsWith("fffe", StringComparison.Ordinal))
                    {
                        bool nested = match.Groups[2].Value == "SQ" || line.Contains("(PixelSequence", StringComparison.Ordinal) || line.Contains("(Sequence with", StringComparison.Ordinal);
                        long length = nested || match.Groups[3].Value == "u/l" ? -1 : long.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
                        theirs.Add($"({match.Groups[1].Value}) {length}");
                    }
                }

                foreach (string line in ours.Except(theirs).Where(l => !theirs.Contains(l.Substring(0, 12) + "-1")).Take(3))
                {
                    // DCMTK evens odd lengths out in memory, and lists those.
                    long length = long.Parse(line.Substring(12), CultureInfo.InvariantCulture);
                    if (length % 2 == 0 || !theirs.Contains(line.Substring(0, 12) + (length + 1).ToString(CultureInfo.InvariantCulture)))
                    {
                        differences.Add($"{Path.GetFileName(path)}: {line} is not theirs");
                    }
                }

                foreach (string line in theirs.Where(line => !file.Dataset.Contains(DicomTag.Parse(line.Substring(0, 11)))).Take(3))
                {
                    differences.Add($"{Path.GetFileName(path)}: {line} is theirs only");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(40)));
        Assert.True(compared > 90, compared.ToString(CultureInfo.InvariantCulture));
    }

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

    [GeneratedRegex(@"^\(([0-9a-f]{4},[0-9a-f]{4})\) (..) .*# +(u/l|\d+),")]
    private static partial Regex TopLine();

    private static async Task<string> DumpAsync(string path)
    {
        (int code, string output) = await Tool.RunAsync("dcmdump", null, "-q", "+L", path);
        Assert.True(code == 0, output);
        return string.Join("\n", output.Split('\n').Where(line => !line.StartsWith("(0002", StringComparison.Ordinal) && !line.StartsWith('#')));
    }
}
