using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Tests.Differential;
using XnatTools.DicomEdit.Tests.Hospital;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Fuzz;

/// <summary>
/// Mutated scripts, the same for a seed: whatever comes, a script is refused with a place or ends with an outcome, soon, and
/// memory stays small. XNATTOOLS_FUZZ_SCRIPTS sets their number, XNATTOOLS_FUZZ_SEED the seed.
/// </summary>
public sealed class ScriptFuzzTests
{
    private static readonly string[] s_pieces =
    [
        "\"", "\\", "//", "{", "}", "[", "]", "(", ")", "(0010,0010)", "*/", "+/", "./", "[%]", "[9999]", ":=", "?=", "?", ":", "~", "!~", "=", "-", ",", "\n", "\r\n",
        "if (", "else {", "elseif (", "version \"6.6\"\n", "version \"4.0\"\n", "hashUIDList[", "concatenate[a, a]", "a := {a, a}", "format[\"{0}\", ", "(0029,{ACME}02)", "\"(a+)+$\"",
        "\"(.*)*x\"", "(xXX@,XXXX)", "(60X@,3000)", "\0", "\uFEFF", "\u00FC", "x", "#", "9999999999999999999", "-0", "1.5", "describe a hidden\n", "echo ", "removeAllPrivateTags", "replace[(0010,4000), \"\", \"aaaaaaaa\"]",
    ];

    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_FUZZ_SCRIPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 2000;

    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("XNATTOOLS_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : 20311;

    [Theory]
    [InlineData(DicomEditCompatibility.Safe)]
    [InlineData(DicomEditCompatibility.Exact)]
    public void Mutated_scripts_are_refused_or_end(DicomEditCompatibility compatibility)
    {
        Random random = new(s_seed);
        ScriptGenerator generator = new(s_seed);
        string[] long_ = [HospitalScriptTests.Read("project-repaired.das"), HospitalScriptTests.Read("project-published.das"), HospitalScriptTests.Read("site.das")];
        DicomEditOptions options = new() { Compatibility = compatibility, RegexTimeout = TimeSpan.FromMilliseconds(50) };
        DicomEditContext context = new(new Dictionary<string, string> { ["project"] = "P", ["subject"] = "S", ["session"] = "E", ["Extra"] = "x" });
        int ran = 0;
        for (int i = 0; i < s_count / 2; i++)
        {
            (string script, int target) = generator.Next();
            string text = Mutate(random.Next(50) == 0 ? long_[random.Next(long_.Length)] : script, random);
            Stopwatch watch = Stopwatch.StartNew();
            ran += Run(text, target, options, context) ? 1 : 0;

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"Seed {s_seed}, script {i} took {watch.Elapsed}:\n{text}");
        }

        long held = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(held < 300L * 1024 * 1024, $"{held} bytes are held.");
        Assert.True(ran > s_count / 100, $"Only {ran} scripts ran: the mutations are too coarse to test anything.");
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("{", 100_000)]
    [InlineData("a[", 100_000)]
    [InlineData("if (true[]) {\n", 20_000)]
    [InlineData("a := {", 20_000)]
    [InlineData("*/", 100_000)]
    [InlineData("}\n", 20_000)]
    [InlineData("\"", 100_001)]
    [InlineData("\\\n", 100_000)]
    public void Endless_nesting_is_refused(string piece, int times)
    {
        StringBuilder text = new("version \"6.6\"\n(0010,0010) := ");
        for (int i = 0; i < times; i++)
        {
            text.Append(piece);
        }

        Assert.False(DicomEditScript.TryCompile(text.ToString(), null, out _, out IReadOnlyList<DicomEditFinding> findings));
        Assert.NotEmpty(findings);
    }

    [Theory]
    [InlineData("a := \"0123456789\"", "a := concatenate[a, a]")]
    [InlineData("a := {\"x\"}", "a := {a, a}")]
    [InlineData("a := \"0123456789\"", "a := replace[a, \"0\", a]")]
    [InlineData("a := \"0123456789\"", "a := format[\"{0}{0}{0}\", a]")]
    public void What_doubles_at_each_line_is_stopped(string first, string again)
    {
        StringBuilder text = new("version \"6.6\"\n" + first + "\n");
        for (int i = 0; i < 200; i++)
        {
            text.Append(again).Append('\n');
        }

        text.Append("(0020,4000) := a\nblankValues[a]\n");
        DicomDataset dataset = Examples.Objects.Sample();

        DicomEditResult result = Examples.Objects.Run(dataset, text.ToString());

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
    }

    [Fact]
    public void A_regular_expression_that_never_ends_is_stopped()
    {
        DicomDataset dataset = Examples.Objects.Sample();
        dataset.SetString(new DicomTag(0x00104000), new string('a', 200));

        DicomEditResult result = Examples.Objects.Run(dataset, "version \"6.6\"\n(0010,4000) ~ \"(a+)+b\" ? -(0010,0010)", new DicomEditOptions { RegexTimeout = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
        Assert.Contains("too long", result.Message, StringComparison.Ordinal);
    }

    /// <summary>Once an index out of range, found by mutation. (Without the engine's defects these scripts do not compile.)</summary>
    [Theory]
    [InlineData("(0040,0275)[%]/(0008,0020)")]
    [InlineData("(0008,1140)[%]/(0008,1150)")]
    [InlineData("+/(0008,0020)")]
    [InlineData("(0008,1140)[9999]/(0008,0020)")]
    public void A_date_in_every_item_is_no_crash(string path)
    {
        for (int target = 0; target < CaseObjects.Count; target++)
        {
            Assert.True(Run($"version \"6.6\"\n(0008,0020) := shiftDateByIncrement[{path}, 1]", target, new DicomEditOptions { Compatibility = DicomEditCompatibility.Exact }, new DicomEditContext(new Dictionary<string, string>())));
        }
    }

    private static bool Run(string text, int target, DicomEditOptions options, DicomEditContext context)
    {
        if (!DicomEditScript.TryCompile(text, options, out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> findings))
        {
            Assert.Contains(findings, f => f.Severity == DicomEditSeverity.Error && f.Line > 0 && f.Column > 0);
            return false;
        }

        using DicomFile file = CaseObjects.Make(target);
        DicomEditResult result = script.Apply(file, context);
        Assert.True(Enum.IsDefined(result.Outcome));
        return true;
    }

    private static string Mutate(string script, Random random)
    {
        StringBuilder text = new(script);
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes && text.Length > 0; i++)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                    break;
                case 1:
                    text[at] = (char)random.Next(9, 127);
                    break;
                case 2:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 30), text.Length - at)));
                    break;
                default:
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }
}
