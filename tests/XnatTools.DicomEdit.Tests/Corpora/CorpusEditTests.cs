using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.DicomEdit.Tests.Corpora;

/// <summary>Real files through scripts, judged by the programs of others.</summary>
[Trait("Category", "Peer")]
public sealed class CorpusEditTests : IDisposable
{
    private static readonly Regex s_rootLine = new(@"^\(([0-9a-f]{4}),([0-9a-f]{4})\)", RegexOptions.Compiled);

    /// <summary>Rescale type takes certain words only, and a responsible person asks for a role beside.</summary>
    private static readonly DicomTag[] s_notFree = [DicomTag.Parse("RescaleType"), DicomTag.Parse("ResponsiblePerson")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_repaired_project_script_runs_on_every_whole_file()
    {
        Dictionary<DicomProtectOutcome, int> outcomes = [];
        FileProtector protector = new(TestScripts.Options(), _folder.Path);
        int position = 0;
        foreach (string path in Corpus.Files())
        {
            DicomProtectResult result = protector.Protect(path, (++position) + ".dcm", position);
            outcomes[result.Outcome] = outcomes.GetValueOrDefault(result.Outcome) + 1;
            if (!result.Successful)
            {
                Assert.True(result.Code == "DicomInvalid", $"{Path.GetFileName(path)}: {result.Code} {result.Reason}");
                continue;
            }

            using DicomFile file = DicomFile.Open(result.Destination!);
            Assert.Equal("SUBJ_01", file.Dataset.GetString(DicomTags.PatientName));
            Assert.DoesNotContain(file.Dataset, e => e.Tag.IsPrivate);
            Assert.DoesNotContain(file.Findings, f => f.IsDamage);
        }

        Assert.InRange(outcomes[DicomProtectOutcome.Protected], 120, 200);
    }

    [SkippableFact]
    public async Task What_a_script_of_150_tags_does_not_address_is_unchanged()
    {
        Tool.Require("dcmdump");
        IReadOnlyList<string> files = Corpus.Files();
        List<DicomTag> tags = Addressed(files);
        Assert.Equal(150, tags.Count);
        FileProtector protector = new(TestScripts.Options(TestScripts.Chain(ScriptOf(tags))), _folder.Path);
        List<(string Before, string After)> pairs = [];
        foreach (string path in files)
        {
            DicomProtectResult result = protector.Protect(path, Path.GetFileName(path), pairs.Count + 1);
            if (result.Destination is { } after)
            {
                pairs.Add((path, after));
            }
        }

        Assert.InRange(pairs.Count, 120, 200);
        ConcurrentBag<string> wrong = [];
        HashSet<string> names = [.. tags.Select(tag => tag.ToString())];
        await Parallel.ForEachAsync(pairs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (pair, _) =>
        {
            string name = Path.GetFileName(pair.Before);
            Own(pair.Before, pair.After, names, name, wrong);
            await DumpAsync(pair.Before, pair.After, names, name, wrong);
            await CheckAsync("dciodvfy", pair.Before, pair.After, name, wrong);
            await ReadsAsync("gdcmdump", pair.Before, pair.After, name, wrong);
        });
        Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Order(StringComparer.Ordinal).Take(40)));
        await PydicomAsync(pairs);
    }

    /// <summary>The texts at the root that most files have, of representations in which any text is good.</summary>
    private static List<DicomTag> Addressed(IReadOnlyList<string> files)
    {
        Dictionary<DicomTag, int> counts = [];
        foreach (string path in files)
        {
            try
            {
                using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
                foreach (DicomElement element in file.Dataset)
                {
                    if (!element.Tag.IsPrivate && !s_notFree.Contains(element.Tag) && DicomDictionary.Standard.TryGet(element.Tag, out DicomDictionaryEntry? entry) && ValueOf(entry.VR) is not null)
                    {
                        counts[element.Tag] = counts.GetValueOrDefault(element.Tag) + 1;
                    }
                }
            }
            catch (DicomException)
            {
                // Some are no DICOM files on purpose.
            }
        }

        List<DicomTag> common = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key).ToList();

        // What is left of 150 are attributes that no file has: the script says them, and nothing happens.
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries.OrderBy(e => e.Tag))
        {
            if (common.Count < 150 && entry.Tag.Group >= 8 && !s_notFree.Contains(entry.Tag) && ValueOf(entry.VR) is not null && !common.Contains(entry.Tag))
            {
                common.Add(entry.Tag);
            }
        }

        return common.Take(150).ToList();
    }

    private static string? ValueOf(DicomVR vr) => vr.ToString() switch
    {
        "LO" or "SH" or "ST" or "LT" => "CHANGED",
        "PN" => "Changed^Name",
        "DA" => "20010203",
        "TM" => "040506",
        "AS" => "044Y",
        _ => null,
    };

    private static string ScriptOf(List<DicomTag> tags)
    {
        StringBuilder script = new("version \"6.6\"\n");
        foreach (DicomTag tag in tags)
        {
            DicomDictionary.Standard.TryGet(tag, out DicomDictionaryEntry? entry);
            script.Append(tag).Append(" ?= \"").Append(ValueOf(entry!.VR)).Append("\"\n");
        }

        return script.ToString();
    }

    private static void Own(string before, string after, HashSet<string> names, string name, ConcurrentBag<string> wrong)
    {
        using DicomFile old = DicomFile.Open(before);
        using DicomFile now = DicomFile.Open(after);
        foreach (DicomHeaderDifference difference in HeaderComparison.Compare(old, now))
        {
            if (!names.Contains(difference.Tag) && !difference.Tag.StartsWith("(0002,", StringComparison.Ordinal) && !difference.Tag.EndsWith(",0000)", StringComparison.Ordinal))
            {
                wrong.Add($"{name}: {difference.Action} {difference.Tag}");
            }
        }

        if (old.HasPixelData && !SameBytes(old, now))
        {
            wrong.Add(name + ": other pixel data");
        }
    }

    private static bool SameBytes(DicomFile old, DicomFile now)
    {
        using MemoryStream one = new();
        using MemoryStream two = new();
        using (Stream stream = old.OpenPixelData())
        {
            stream.CopyTo(one);
        }

        using (Stream stream = now.OpenPixelData())
        {
            stream.CopyTo(two);
        }

        return one.GetBuffer().AsSpan(0, (int)one.Length).SequenceEqual(two.GetBuffer().AsSpan(0, (int)two.Length));
    }

    private static async Task DumpAsync(string before, string after, HashSet<string> names, string name, ConcurrentBag<string> wrong)
    {
        (int code, string old) = await Tool.RunAsync("dcmdump", null, "-q", before);
        if (code != 0)
        {
            return; // what it cannot read before is no judgement
        }

        (code, string now) = await Tool.RunAsync("dcmdump", null, "-q", after);
        if (code != 0)
        {
            wrong.Add(name + ": dcmdump no longer reads it");
            return;
        }

        string[] one = Kept(old, names);
        string[] two = Kept(now, names);
        if (!one.SequenceEqual(two))
        {
            int at = Enumerable.Range(0, Math.Max(one.Length, two.Length)).First(i => i >= one.Length || i >= two.Length || one[i] != two[i]);
            wrong.Add($"{name}: dcmdump line {at}: '{(at < one.Length ? one[at] : "")}' '{(at < two.Length ? two[at] : "")}'");
        }
    }

    /// <summary>Lines of elements that the script does not address, with everything in them; group lengths are as they must be.</summary>
    private static string[] Kept(string dump, HashSet<string> names)
    {
        List<string> lines = [];
        bool dropped = true;
        bool dataset = false;
        foreach (string line in dump.Split('\n'))
        {
            dataset |= line.StartsWith("# Dicom-Data-Set", StringComparison.Ordinal);
            if (!dataset || line.StartsWith('#'))
            {
                continue;
            }

            if (s_rootLine.Match(line) is { Success: true } match)
            {
                string tag = $"({match.Groups[1].Value.ToUpperInvariant()},{match.Groups[2].Value.ToUpperInvariant()})";
                dropped = names.Contains(tag) || tag.EndsWith(",0000)", StringComparison.Ordinal);
            }

            if (!dropped)
            {
                // Padding to an even length is put right where something was rewritten.
                lines.Add(line.TrimEnd());
            }
        }

        return [.. lines];
    }

    private static async Task CheckAsync(string tool, string before, string after, string name, ConcurrentBag<string> wrong)
    {
        // What was broken on purpose is put right when it is written, and read further than before.
        if (Tool.Find(tool) is null || name.StartsWith("made__", StringComparison.Ordinal))
        {
            return;
        }

        (_, string old) = await Tool.RunAsync(tool, null, before);
        (_, string now) = await Tool.RunAsync(tool, null, after);
        if (old.Contains("Tags out of order", StringComparison.Ordinal))
        {
            return; // it gave up before, and nobody knows what it would have said
        }

        HashSet<string> known = [.. Errors(old)];
        foreach (string error in Errors(now))
        {
            // The meta group follows the data set, whatever stands there (as XNAT's engine has it).
            if (!known.Contains(error) && !error.Contains("Media Storage SOP Instance UID", StringComparison.Ordinal) && !error.Contains("MediaStorageSOPInstanceUID", StringComparison.Ordinal))
            {
                wrong.Add($"{name}: {tool}: {error}");
            }
        }
    }

    private static IEnumerable<string> Errors(string output) => output.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Select(line => line.TrimEnd());

    private static async Task ReadsAsync(string tool, string before, string after, string name, ConcurrentBag<string> wrong)
    {
        if (Tool.Find(tool) is null || (await Tool.RunAsync(tool, null, before)).Code != 0)
        {
            return;
        }

        if ((await Tool.RunAsync(tool, null, after)).Code != 0)
        {
            wrong.Add($"{name}: {tool} no longer reads it");
        }
    }

    private static async Task PydicomAsync(List<(string Before, string After)> pairs)
    {
        using PythonPeer peer = PythonPeer.Start("read_all.py", [.. pairs.SelectMany(pair => new[] { pair.Before, pair.After })]);
        List<string> wrong = [];
        foreach ((string before, _) in pairs)
        {
            string? old = await peer.ReadLineAsync();
            string? now = await peer.ReadLineAsync();
            Assert.True(now is not null, await peer.EndAsync("pydicom"));
            if (old == "ok" && now != "ok")
            {
                wrong.Add(Path.GetFileName(before) + ": " + now);
            }
        }

        Assert.Empty(wrong);
    }
}
