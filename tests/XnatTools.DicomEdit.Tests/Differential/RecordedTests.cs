using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using XnatTools.Dicom;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>
/// Scripts made at random and run by XNAT's engine; its results were recorded. Exact mode must give the same, to the byte of
/// each value. Safe mode must, too, unless exact mode says which fault of the engine it repeated, or the script is refused.
/// </summary>
public sealed class RecordedTests
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNameCaseInsensitive = true };
    private static readonly Lazy<List<RecordedCase>> s_cases = new(() => Load("recorded.jsonl"));
    private static readonly List<string>[] s_objects = Enumerable.Range(0, CaseObjects.Count).Select(Baseline).ToArray();

    [Fact]
    public void Exact_mode_gives_what_the_engine_gave()
    {
        Assert.True(s_cases.Value.Count >= 2000, "There are too few cases.");
        AssertExact(s_cases.Value);
    }

    [Fact]
    public void Exact_mode_looks_up_and_fetches_as_the_engine_did()
    {
        List<RecordedCase> cases = Load("recorded-lookup.jsonl");
        Assert.True(cases.Count >= 600, "There are too few cases.");
        AssertExact(cases);
    }

    [Fact]
    public void Safe_mode_differs_only_where_the_engine_is_at_fault_or_the_script_is_refused() => AssertSafe(s_cases.Value, 7);

    [Fact]
    public void Safe_mode_looks_up_and_fetches_as_the_engine_did_but_for_its_faults() => AssertSafe(Load("recorded-lookup.jsonl"), 6);

    private static void AssertExact(List<RecordedCase> cases)
    {
        DicomEditOptions exact = new() { Compatibility = DicomEditCompatibility.Exact, AllowUrls = true };
        List<string> wrong = [];
        foreach (RecordedCase recorded in cases)
        {
            Outcome ours = Run(recorded, exact);
            if (Difference(recorded, ours) is { } difference)
            {
                wrong.Add($"object {recorded.Target}: {difference}\n{recorded.Script}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Count} differ:\n" + string.Join("\n---\n", wrong.Take(5)));
    }

    private static void AssertSafe(List<RecordedCase> cases, int tenths)
    {
        DicomEditOptions exact = new() { Compatibility = DicomEditCompatibility.Exact, AllowUrls = true };
        List<string> unexplained = [];
        int same = 0;
        foreach (RecordedCase recorded in cases)
        {
            Outcome ours = Run(recorded, new DicomEditOptions { AllowUrls = true });
            if (Difference(recorded, ours) is not { } difference)
            {
                same++;
                continue;
            }

            bool needsMore = ours.Message.StartsWith("Missing value", StringComparison.Ordinal);
            if (!ours.IsRefused && !needsMore && Run(recorded, exact).Faults.Count == 0)
            {
                unexplained.Add($"object {recorded.Target}: {difference}\n{recorded.Script}");
            }
        }

        Assert.True(unexplained.Count == 0, $"{unexplained.Count} unexplained:\n" + string.Join("\n---\n", unexplained.Take(5)));
        Assert.True(same > cases.Count * tenths / 10, $"Only {same} are the same.");
    }

    private static string? Difference(RecordedCase recorded, Outcome ours)
    {
        if (ours.Kind != recorded.Outcome)
        {
            return $"the engine: {recorded.Outcome}, ours: {ours.Kind} {ours.Message}";
        }

        if (recorded.Outcome != "Success")
        {
            return null;
        }

        HashSet<string> removed = [.. recorded.Removed ?? []];
        Dictionary<string, string> expected = [];
        foreach (string line in s_objects[recorded.Target].Where(line => !removed.Contains(Path(line))).Concat(recorded.Set ?? []))
        {
            expected[Path(line)] = line;
        }

        HashSet<string> have = [.. ours.Lines];
        string[] missing = expected.Values.Where(line => !have.Contains(line)).ToArray();
        string[] extra = ours.Lines.Where(line => !expected.ContainsValue(line)).ToArray();
        return missing.Length + extra.Length == 0 ? null : $"the engine has {string.Join(", ", missing.Take(4))}; ours {string.Join(", ", extra.Take(4))}";
    }

    private static Outcome Run(RecordedCase recorded, DicomEditOptions options)
    {
        using DicomFile file = CaseObjects.Make(recorded.Target);
        if (!DicomEditScript.TryCompile(recorded.Script, options, out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> findings))
        {
            return new Outcome("Error", string.Join("; ", findings), true, [], []);
        }

        DicomEditContext context = new(new Dictionary<string, string> { ["project"] = "LUNG", ["subject"] = "LUNG_012", ["session"] = "LUNG_012_CT1", ["Extra"] = "e7" })
        {
            Lookup = recorded.HasTable ? RecordedWorld.Lookup : null,
            UrlFetcher = RecordedWorld.Fetch,
        };
        DicomEditResult result = script.Apply(file, context);
        return new Outcome(result.Outcome.ToString(), result.Message, false, Lines(file), result.EngineFaults);
    }

    private static List<string> Baseline(int index)
    {
        using DicomFile file = CaseObjects.Make(index);
        return Lines(file);
    }

    /// <summary>Group 2 is left out: programs put their own names there.</summary>
    private static List<string> Lines(DicomFile file) => CaseObjects.Dump(new DicomDataset(), file.Dataset);

    private static string Path(string line) => line.Substring(0, line.IndexOf('|', StringComparison.Ordinal));

    private static List<RecordedCase> Load(string name)
    {
        using Stream stream = typeof(RecordedTests).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        List<RecordedCase> cases = [];
        while (reader.ReadLine() is { } line)
        {
            RecordedCase recorded = JsonSerializer.Deserialize<RecordedCase>(line, s_json)!;
            recorded.HasTable = name != "recorded.jsonl";
            cases.Add(recorded);
        }

        return cases;
    }

    private sealed record Outcome(string Kind, string Message, bool IsRefused, List<string> Lines, IReadOnlyList<string> Faults);
}
