using System.Collections.Generic;
using System.Linq;
using Xunit;
using XnatTools.DicomEdit.Tests.Examples;

namespace XnatTools.DicomEdit.Tests.Language;

/// <summary>Which engine a script gets. What XNAT would run as version 4 to no effect is refused.</summary>
public sealed class VersionLineTests
{
    [Theory]
    [InlineData("version \"6.0\"\n", "6.0")]
    [InlineData("version \"6.7\"\n", "6.7")]
    [InlineData("// first\n\nversion\t\"6.6\" // why\n", "6.6")]
    [InlineData("\uFEFFversion \"6.1\"\r\n", "6.1")]
    [InlineData("-(0010,0010)\nversion \"6.1\"\n", "6.1")]
    [InlineData("version \"4.0\"\n", "4.0")]
    [InlineData("-(0010,0010)\n", "4.0")]
    [InlineData("", "4.0")]
    public void The_line_decides(string script, string version)
    {
        Assert.Equal(version, DicomEditScript.Compile(script).Version);
    }

    [Theory]
    [InlineData(" version \"6.1\"\n", 1, 2)]
    [InlineData("\n  version \"6.1\"", 2, 3)]
    [InlineData("Version \"6.1\"", 1, 1)]
    [InlineData("version  \"6.1\"", 1, 8)]
    [InlineData("version 6.1", 1, 8)]
    [InlineData("version := \"6.1\"", 1, 8)]
    [InlineData("version \"X.x\"", 1, 10)]
    [InlineData("version \"6.1.0\"", 1, 10)]
    [InlineData("version \"7.0\"", 1, 10)]
    [InlineData("version", 1, 8)]
    public void What_XNAT_would_not_see_is_refused_with_its_place(string script, int line, int column)
    {
        DicomEditException error = Assert.Throws<DicomEditException>(() => DicomEditScript.Compile(script));

        Assert.Equal("Version", error.Findings[0].Rule);
        Assert.Equal((line, column), (error.Findings[0].Line, error.Findings[0].Column));
    }

    [Theory]
    [InlineData(" version \"6.1\"\n-(0010,0010)")]
    [InlineData("Version \"6.1\"\n-(0010,0010)")]
    [InlineData("version  \"6.1\"\n-(0010,0010)")]
    [InlineData("# note\n-(0010,0010)")]
    [InlineData("version \"4.0\"\n-(0010,0010)")]
    public void Exact_mode_shows_that_XNAT_edits_nothing_and_calls_it_success(string script)
    {
        Dicom.DicomDataset dataset = Objects.Sample();

        DicomEditResult result = Objects.Run(dataset, script, new DicomEditOptions { Compatibility = DicomEditCompatibility.Exact });

        Assert.True(result.IsSuccess);
        Assert.Equal("Sample^Patient", dataset.Text(0x00100010));
    }

    [Theory]
    [InlineData("MR")]
    [InlineData("CT")]
    public void Exact_mode_shows_that_a_ternary_without_version_line_acts_on_everything(string modality)
    {
        string script = $"(0008,0060) = \"{modality}\" ? -(0010,0010)";
        Dicom.DicomDataset dataset = Objects.Sample();

        Objects.Run(dataset, script, new DicomEditOptions { Compatibility = DicomEditCompatibility.Exact });

        Assert.False(dataset.Contains(Dicom.DicomTags.PatientName));
        Assert.Throws<DicomEditException>(() => DicomEditScript.Compile(script));
    }

    [Theory]
    [InlineData("(0010,0010) ?= \"X\"")]
    [InlineData("-(0008,1140)/(0008,1155)")]
    [InlineData("-(0029,{ACME}02)")]
    [InlineData("(0008,0060) != \"CT\" : -(0010,0010)")]
    [InlineData("removeAllPrivateTags")]
    [InlineData("(0010,0010) := {\"a\"}")]
    [InlineData("(0010,0010) := concatenate[\"a\", \"b\"]")]
    [InlineData("-(0010,0010) -(0010,0020)")]
    public void What_only_version_6_has_is_refused_without_a_version_line(string script)
    {
        Assert.False(DicomEditScript.TryCompile(script, null, out _, out IReadOnlyList<DicomEditFinding> findings));
        Assert.Contains(findings, f => f.Severity == DicomEditSeverity.Error);
    }

    [Fact]
    public void Any_one_of_several_conditions_of_version_4_is_enough()
    {
        Dicom.DicomDataset result = Objects.Edit("(0008,0060) = \"MR\", (0010,0020) ~ \"P.*\" : -(0010,0010)\n(0008,1040) := \"A\"\n(0008,1040) := \"B\"");

        Assert.False(result.Contains(Dicom.DicomTags.PatientName));
        Assert.Equal("A", result.Text(0x00081040));
    }

    [Fact]
    public void Variables_are_found_wherever_they_stand()
    {
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\ndescribe code \"A code\"\nexport code \"field\"\n(0010,0010) := format[\"{0}\", code]\nl := {site}\nown := \"a\"\n(0010,0020) := own\ndescribe key hidden");

        Assert.Equal(["code", "key", "site"], script.ExternalVariables.Select(v => v.Name).Order());
        Assert.Equal("A code", script.Variables.Single(v => v.Name == "code").Description);
        Assert.Equal("field", script.Variables.Single(v => v.Name == "code").ExportField);
        Assert.True(script.Variables.Single(v => v.Name == "key").IsHidden);
    }
}
