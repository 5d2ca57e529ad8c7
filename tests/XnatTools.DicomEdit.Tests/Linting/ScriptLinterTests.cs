using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using XnatTools.DicomEdit.Audit;
using XnatTools.DicomEdit.Linting;

namespace XnatTools.DicomEdit.Tests.Linting;

public sealed class ScriptLinterTests
{
    [Theory]
    [InlineData("(0010,0010) := \"A\"\n(0010,0010) := \"B\"", "Undone", 2)]
    [InlineData("(0010,0010) := \"A\"\n-(0010,0010)", "Undone", 2)]
    [InlineData("(0010,0010) := \"A\"\n-(0010,00XX)", "Undone", 2)]
    [InlineData("(0008,1140)[0]/(0008,1155) := \"1\"\n-(0008,1140)", "Undone", 2)]
    [InlineData("(0010,0010) := \"A\"\n(0010,0020) := (0010,0010)\n(0010,0010) := \"B\"", null, 0)]
    [InlineData("(0010,0010) := \"A\"\n(0010,0010) := normalizeString[(0010,0010)]", null, 0)]
    [InlineData("(0010,0010) := \"A\"\nv := collectValues[(0010,0010)]\nblankValues[v]\n(0010,0010) := \"B\"", null, 0)]
    [InlineData("-(0010,0010)\n-(0010,0010)", "NeverActs", 3)]
    [InlineData("-(0010,0010)\n(0010,0010) ?= \"\"", "NeverActs", 3)]
    [InlineData("-(0008,0020)\n(0008,0020) ~ \".+\" ? (0008,0020) := shiftDateByIncrement[(0008,0020), 3]", null, 0)]
    [InlineData("removeAllPrivateTags\n-(0029,{ACME}10)", "NeverActs", 3)]
    [InlineData("delete[\"(0029,1010)\"]", "PrivateByNumber", 2)]
    [InlineData("(0010,0020) := hashUID[(0010,0020)]", "GuessableHash", 2)]
    [InlineData("(0020,000D) := hashUID[(0020,000D)]", "HalfHashed", 2)]
    [InlineData("(0020,000D) := hashUID[(0020,000D)]\nhashUIDList[*/(0008,1155)]", null, 0)]
    [InlineData("\"a\" = \"b\" ? -(0010,0010)", "ConstantCondition", 2)]
    [InlineData("v := \"a\"", "UnusedVariable", 2)]
    [InlineData("(0008,0020) := shiftDateByIncrement[(0008,0020), 3]", "AbsentDate", 2)]
    [InlineData("(0008,0020) ~ \".+\" ? (0008,0020) := shiftDateByIncrement[(0008,0020), 3]", null, 0)]
    [InlineData("(0010,0010) := concatenate[\"a\", (0018,1072)]", "AbsentValue", 2)]
    [InlineData("(0018,1072) != \"\" ? (0010,0010) := concatenate[\"a\", (0018,1072)]", "AbsentValue", 2)]
    [InlineData("(0008,1140) := \"\"", "SequenceTarget", 2)]
    [InlineData("-(0008,0244)", "UnknownTag", 2)]
    public void What_is_probably_not_meant_is_told(string script, string? rule, int line)
    {
        DicomEditScriptFinding[] warnings = Check("version \"6.6\"\n" + script).Where(f => f.Severity == DicomEditScriptSeverity.Warning).ToArray();

        if (rule is null)
        {
            Assert.Empty(warnings);
        }
        else
        {
            Assert.Contains(warnings, f => f.Rule == rule && f.Line == line && f.LineText is { Length: > 0 });
        }
    }

    [Theory]
    [InlineData("version \"6.6\"\n-(60XX,3000)\n")]
    [InlineData("version \"6.6\"\n# later\n-(0010,0010)\n")]
    [InlineData("version \"X.x\"\n-(0010,0010)\n")]
    [InlineData("version \"6.6\"\nhashUUID[(0010,0010)]\n")]
    public void What_is_refused_is_an_error_with_its_line(string script) =>
        Assert.Contains(Check(script), f => f.Severity == DicomEditScriptSeverity.Error && f.Line > 0);

    [Fact]
    public void A_line_for_people_gives_one_error() =>
        Assert.Equal("Hash", Assert.Single(Check("version \"6.6\"\n# to be done: names\n-(0010,0010)\n"), f => f.Severity == DicomEditScriptSeverity.Error).Rule);

    [Fact]
    public void A_version_4_line_that_makes_xnat_do_nothing_is_told() =>
        Assert.Contains(Check("version \"4.0\"\n-(0010,0010)\n"), f => f is { Rule: "Version", Severity: DicomEditScriptSeverity.Warning, Line: 1 });

    [Theory]
    [InlineData("6.7", "1.9.0")]
    [InlineData("6.6", "1.8.10")]
    [InlineData("6.3", null)]
    public void The_release_that_a_version_needs_is_told(string version, string? release)
    {
        DicomEditScriptFinding? finding = Check($"version \"{version}\"\n-(0010,0010)\n").SingleOrDefault(f => f.Rule == "NeedsXnat");

        Assert.Equal(release is null, finding is null);
        Assert.Contains(release ?? "", finding?.Message ?? "");
    }

    [Fact]
    public void A_script_that_rejects_a_modality_is_held_against_the_table_all_the_same()
    {
        DicomEditChain chain = new([DicomEditScript.Compile("version \"6.6\"\n(0008,0060) = \"US\" ? reject[]\n-(0010,0010)\n")]);
        IReadOnlyList<DicomEditScriptFinding> findings = ScriptLinter.CheckProfile(chain, new ConfidentialityTable(IdentityOptions.None), source: "it");

        Assert.Contains(findings, f => f is { Rule: "LeftAlone", Keyword: "PatientID", Source: "it" } && f.Message.Contains("PatientID", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.Rule == "NotTried" || f.Keyword == "PatientName");

        chain = new([DicomEditScript.Compile("version \"6.6\"\nreject[]\n")]);
        Assert.Equal("NotTried", Assert.Single(ScriptLinter.CheckProfile(chain, new ConfidentialityTable(IdentityOptions.None))).Rule);
    }

    [Fact]
    public void In_version_4_the_earlier_statement_wins_and_numbers_are_any_makers()
    {
        IReadOnlyList<DicomEditScriptFinding> findings = Check("(0008,1040) := \"A\"\n(0008,1040) := \"B\"\n-(0033,1004)\n");

        Assert.Contains(findings, f => f is { Rule: "NeverActs", Line: 2 });
        Assert.Contains(findings, f => f is { Rule: "PrivateByNumber", Line: 3 });
        Assert.Contains(findings, f => f is { Rule: "NoVersion" });
    }

    [Fact]
    public void Variables_are_told() =>
        Assert.Contains(Check("version \"6.6\"\ndescribe cohort \"Name of the cohort\"\n(0010,0020) := cohort\n"), f => f.Rule == "Variable" && f.Message.Contains("cohort", StringComparison.Ordinal));

    [Fact]
    public void What_a_script_leaves_alone_is_found_by_trying_it()
    {
        ConfidentialityTable table = new();
        IReadOnlyList<DicomEditScriptFinding> findings = ScriptLinter.Check("version \"6.6\"\n(0010,0010) := \"\"\n-(0010,1040)\n-*/(0008,0080)\n(0008,0060) = \"CT\" ? -(0008,1070)\n", profile: table);
        string[] left = findings.Where(f => f.Rule == "LeftAlone").Select(f => f.Tag!).ToArray();

        Assert.DoesNotContain("(0010,0010)", left);
        Assert.DoesNotContain("(0010,1040)", left);
        Assert.DoesNotContain("(0008,0080)", left);
        Assert.Contains("(0008,1070)", left);
        Assert.Contains("(0010,0020)", left);
        Assert.Contains("(0040,0275)", left);
        Assert.Equal("Z/D", findings.First(f => f.Tag == "(0010,0020)").Code);
        Assert.Contains(findings, f => f.Rule == "RootOnly" && f.Message.StartsWith("2 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_is_held_against_the_table_as_a_whole()
    {
        ConfidentialityTable table = new(ConfidentialityTable.OptionsOf(IdentityProfile.ShiftedDates));
        int both = ScriptLinter.CheckProfile(TestScripts.SiteAndProject(), table).Count(f => f.Rule == "LeftAlone");
        int project = ScriptLinter.CheckProfile(TestScripts.Chain(TestScripts.Read("project.das")), table).Count(f => f.Rule == "LeftAlone");

        Assert.InRange(both, 100, project);
        Assert.DoesNotContain(ScriptLinter.CheckProfile(TestScripts.SiteAndProject(), table), f => f.Tag is "(0008,0020)" or "(0010,0010)" or "(0032,4000)");
    }

    [Fact]
    public void The_repaired_project_script_has_no_error()
    {
        IReadOnlyList<DicomEditScriptFinding> findings = Check(TestScripts.Read("project.das"));

        Assert.DoesNotContain(findings, f => f.Severity == DicomEditScriptSeverity.Error);
        Assert.DoesNotContain(findings, f => f.Rule is "AbsentDate" or "UnknownTag" or "Undone" or "NeverActs");
        Assert.Contains(findings, f => f.Rule == "HalfHashed");
    }

    private static IReadOnlyList<DicomEditScriptFinding> Check(string script) => ScriptLinter.Check(script);
}
