using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using XnatTools.DicomEdit.Tests.Examples;

namespace XnatTools.DicomEdit.Tests.Language;

/// <summary>Errors say where, what was expected, and show the line; what may be written is read.</summary>
public sealed class SyntaxTests
{
    [Theory]
    [InlineData("(0010,0010) = \"a\"", 2, 18, "?")]
    [InlineData("(0010,0010)\n:= \"x\"", 2, 12, ":=")]
    [InlineData("(0010,0010) := concatenate[\"a\",\n\"b\"]", 2, 32, "value")]
    [InlineData("(001X,0010) := \"a\"", 2, 5, "@")]
    [InlineData("-(0019,10F0)", 2, 8, "{CREATOR}")]
    [InlineData("-(0019,{1ABC}10)", 2, 8, "CREATOR")]
    [InlineData("(0010,0010) := 007", 2, 18, "comparison")]
    [InlineData("(0010,0010) := \"\\d\"", 2, 17, "\\\\")]
    [InlineData("(0010,0010) := \"open", 2, 16, "\"")]
    [InlineData("(0010,0010) := {\"a\", }", 2, 22, "value")]
    [InlineData("if ((0010,0010) = \"a\") -(0010,0010)", 2, 24, "{")]
    [InlineData("if ((0010,0010) = \"a\") {\n-(0010,0010)", 2, 24, "}")]
    [InlineData("(0008,0060) = \"CT\" ? removeAllPrivateTags", 2, 22, "action")]
    [InlineData("# note", 2, 1, "//")]
    [InlineData("x := \"a\"", 2, 1, "statement")]
    public void An_error_says_where_and_what(string statement, int line, int column, string expected)
    {
        DicomEditException error = Assert.Throws<DicomEditException>(() => DicomEditScript.Compile("version \"6.6\"\n" + statement));

        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.Equal(statement.Split('\n')[0], error.LineText);
        Assert.Contains($"Line {line}, column {column}", error.Message, StringComparison.Ordinal);
        Assert.Contains(new string(' ', 4 + column - 1) + "^", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        Assert.False(DicomEditScript.TryCompile("version \"6.6\"\n-(0010)\n(0010,0010) := \"a\"\n-\nnoSuch[]\n", null, out _, out IReadOnlyList<DicomEditFinding> findings));

        Assert.Equal([2, 4, 5], findings.Where(f => f.Severity == DicomEditSeverity.Error).Select(f => f.Line));
    }

    [Theory]
    [InlineData("hashuid[(0010,0020)]", "UnknownFunction")]
    [InlineData("(0010,0010) := urlEncode[\"a\"]", "UnknownFunction")]
    [InlineData("(0010,0010) := substring[\"abc\", 1]", "Arguments")]
    [InlineData("*/(0010,0010) := \"a\"", "PluralTarget")]
    [InlineData("(0010,0010) := */(0010,0020)", "PluralValue")]
    [InlineData("(0010,0010) := uppercase[*/(0010,0020)]", "PluralValue")]
    [InlineData("(0010,0010) := hashUIDList[(0010,0020)]", "NoResult")]
    [InlineData("delete[\"(0008,1140)/(0008,1155)\"]", "Address")]
    [InlineData("delete[\"(0008,1140)[0]\"]", "Address")]
    [InlineData("delete[(0029,{ACME}10)]", "Address")]
    [InlineData("retainPrivateTags[(0010,0010)]", "Tag")]
    [InlineData("removeTags[\"PatientName\"]", "Tag")]
    [InlineData("(0008,0020) := shiftDateByIncrement[(0008,0020), \"1.5\"]", "Integer")]
    [InlineData("(0008,0020) := shiftDateByIncrement[(0008,0020), (0020,4000)]", "Integer")]
    [InlineData("(0008,0020) := shiftDateByIncrement[(0008,0020), 1, \"weeks\"]", "Unit")]
    [InlineData("(0008,0020) := shiftDateByIncrement[(0010,0010), 1]", "ShiftTarget")]
    [InlineData("(0010,0010) ~ \"(\" ? -(0010,0010)", "Regex")]
    [InlineData("(0010,0010) ~ \"a++\" ? -(0010,0010)", "Regex")]
    [InlineData("(0010,0010) := getURL[\"http://a/b\"]", "Url")]
    [InlineData("reject[(0008,0060)]", "UnreadTag")]
    [InlineData("(0008,1140)[0] ?= \"x\"", "ItemPath")]
    [InlineData("-(0008,1140)/+", "Path")]
    [InlineData("echo", "Echo")]
    public void What_is_certain_to_fail_is_refused_before_any_object(string statement, string rule)
    {
        Assert.False(DicomEditScript.TryCompile("version \"6.6\"\n" + statement, null, out _, out IReadOnlyList<DicomEditFinding> findings));
        Assert.Contains(findings, f => f.Severity == DicomEditSeverity.Error && f.Rule == rule && f.Line == 2);
    }

    [Theory]
    [InlineData("(0020,4000) := \\\n\"jo\\\nined\"", "joined")]
    [InlineData("(0020,4000) := \"a // b\" // c", "a // b")]
    [InlineData("l := {\n\n\"a\", // one\n\n1,\n{ \"b\" }\n\n}\n(0020,4000) := l", "[a, 1, [b]]")]
    [InlineData("; (0020,4000) := \"odd\"", "odd")]
    [InlineData("(0010,0010) := \"a\" (0020,4000) := \"b\"", "b")]
    [InlineData("(0020 , 4000) := \"blanks\"", "blanks")]
    [InlineData("if ((0008,0060) = \"MR\")\n{\n}\nelseif ((0008,0060) ~ \"C.\")\n{ (0020,4000) := \"second\" }\nelse { (0020,4000) := \"third\" }", "second")]
    [InlineData("v := \"A\"\nif (true[]) { v := \"B\" }\n(0020,4000) := v", "B")]
    [InlineData("(0020,4000) := 3.50", "3.50")]
    [InlineData("(0020,4000) := \"a\\nb\\(\"", "a\\nb\\(")]
    [InlineData("(0020,4000) := format[\"it's {0}, it''s {0}\", \"x\"]", "its {0}, it's {0}")]
    [InlineData("(0020,4000) := format[\"{0}{2}\", (0008,9999)]", "null{2}")]
    [InlineData("(0020,4000) := normalizeString[\"M\u00FCller\", \"-\"]", "M-ller")]
    public void What_may_be_written_is_read(string statements, string expected)
    {
        Assert.Equal(expected, Objects.Edit("version \"6.6\"\n" + statements).Text(0x00204000));
    }

    [Fact]
    public void A_missing_variable_stops_before_the_first_edit()
    {
        Dicom.DicomDataset dataset = Objects.Sample();

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\n-(0010,0010)\n(0010,0020) := code");

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
        Assert.Contains("code", result.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.Counts.Total);
        Assert.Equal("Sample^Patient", dataset.Text(0x00100010));
    }

    [Fact]
    public void Rejection_is_an_outcome_of_its_own_and_can_be_ignored()
    {
        DicomEditScript script = DicomEditScript.Compile("version \"6.6\"\n(0008,0060) = \"CT\" ? reject[]\n(0010,0010) := \"after\"");
        Dicom.DicomDataset dataset = Objects.Sample();
        Dicom.DicomDataset other = Objects.Sample();

        Assert.Equal(DicomEditOutcome.Rejected, script.Apply(dataset, Objects.Context).Outcome);
        Assert.True(script.Apply(other, new DicomEditContext { IgnoreRejection = true }).IsSuccess);
        Assert.Equal("after", other.Text(0x00100010));
    }

    [Fact]
    public void A_message_never_shows_a_value()
    {
        Dicom.DicomDataset dataset = Objects.Sample();
        dataset.SetString(new Dicom.DicomTag(0x00080021), "20310511");
        dataset.Set(new Dicom.DicomElement(new Dicom.DicomTag(0x00080021), Dicom.DicomVR.DA, "SECRET"u8.ToArray()));

        DicomEditResult result = Objects.Run(dataset, "version \"6.6\"\n(0008,0021) := shiftDateByIncrement[(0008,0021), 1]");

        Assert.Equal(DicomEditOutcome.Error, result.Outcome);
        Assert.DoesNotContain("SECRET", result.Message, StringComparison.Ordinal);
    }
}
