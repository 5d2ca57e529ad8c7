using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;
using Xunit;

namespace XnatTools.Import.Tests.Csv;

public sealed class CsvSheetReaderTests
{
    [Fact]
    public void Names_line_column_and_code_point()
    {
        CsvFinding heading = Assert.Single(CsvCase.Text("x", "Subject,\fPatient ID,Study Date,Session\nS1,P1,20240307,S1_1\n", "", 1).Find());
        Assert.Equal((1, 2, "Patient ID", "U+000C"), (heading.Line, heading.ColumnNumber, heading.Column, heading.CodePoint));

        CsvFinding cell = Assert.Single(CsvCase.Text("x", "Accession Number,Subject,Session\n\nACC1,S1,S1_1\nACC\u200B2,S2,S2_1\n", "", 2).Find(), f => f.Code == "CsvInvisible");
        Assert.Equal((4, 1, "Accession Number", "U+200B"), (cell.Line, cell.ColumnNumber, cell.Column, cell.CodePoint));
        Assert.True(cell.CanRepair);
    }

    [Fact]
    public void Counts_lines_as_an_editor_does()
    {
        List<ImportRow> rows = Rows("Accession Number,Subject,Session,Remark\r\nA1,S1,S1_1,\"two\r\nlines\"\r\nA2,S2,S2_1,\r\n");

        Assert.Equal([2, 4], rows.Select(r => r.Row));
    }

    [Fact]
    public void Gives_canonical_values_and_keeps_unknown_columns()
    {
        ImportRow row = Assert.Single(Rows("MRN;Study-Date;modality;Subject;Session;Arm;Relabel Patient Birth Date\n'0012;2024/03/07;mr;S1;S1_1; left ;\"\"\"\"\"\"\n"));

        Assert.Equal("0012", row.PatientId);
        Assert.Equal("20240307", row.StudyDate);
        Assert.Equal("MR", row.Modality);
        Assert.Equal("S1", row.Subject);
        Assert.Equal("", row.Labels.PatientBirthDate);
        Assert.Equal(" left ", row.Other["arm"]);
        Assert.True(row.IsValid);
        Assert.Equal("case.csv", row.SourceFile);
    }

    [Theory]
    [InlineData("Sample^Alex", "Sample", "Alex")]
    [InlineData("\"Sample, Alex\"", "Sample", "Alex")]
    [InlineData("Sample", "Sample", null)]
    [InlineData("van der Berg^Jo Ann", "van der Berg", "Jo Ann")]
    public void Takes_whole_names_apart(string name, string last, string? first)
    {
        ImportRow row = Assert.Single(Rows($"Patient ID,Patient Name,Subject,Session\nP1,{name},S1,S1_1\n"));

        Assert.Equal((last, first), (row.LastName, row.FirstName));
        Assert.True(row.IsValid);
    }

    [Fact]
    public void Both_lines_of_a_contradiction_know_of_each_other()
    {
        List<CsvFinding> found = CsvCase.Text("x", "Patient ID,Study Date,Subject,Session\nP1,20240101,S1,S1_1\nP9,20240101,S9,S9_1\nP1,20240201,S2,S2_1\n", "", 1).Find();

        Assert.Equal([(2, "Line 4"), (4, "Line 2")], found.Select(f => (f.Line, f.Message[..6])));
        Assert.All(found, f => Assert.Equal("CsvPatientTwoSubjects", f.Code));
    }

    [Fact]
    public void Shows_values_only_when_asked()
    {
        byte[] file = Encoding.UTF8.GetBytes("Accession Number,Subject,Session\nACC*,S1,S1_1\n");
        using CsvSheetReader reader = CsvSheetReader.Open(new MemoryStream(file), "x", new CsvReadOptions { IncludeValues = true });

        Assert.Equal("ACC*", Assert.Single(CsvCheck.Run(reader)).Value);
    }

    [Fact]
    public void Sixteen_thousand_columns_are_too_many()
    {
        CsvCase wide = CsvCase.Text("wide", "Accession Number,Subject,Session\nA1,S1,S1_1\n" + new string(',', 20000) + "\n", "", 0);

        Assert.Contains(wide.Find(), f => f.Code == "CsvTooManyColumns" && f.Line == 3);
    }

    [Fact]
    public void A_missing_file_is_named_as_such()
    {
        XnatException error = Assert.Throws<XnatException>(() => CsvSheetReader.Read(Path.Combine(Path.GetTempPath(), "no-such-file.csv")).Count());

        Assert.Equal(XnatErrorCode.CsvFileNotFound, error.Code);
    }

    [Fact]
    public void Codes_are_unique_and_complete()
    {
        Assert.Equal(CsvFindingCodes.All.Count, CsvFindingCodes.All.Select(c => c.Id).Distinct().Count());
        Assert.All(CsvFindingCodes.All, code =>
        {
            Assert.StartsWith("Csv", code.Id, StringComparison.Ordinal);
            Assert.EndsWith(".", code.Message, StringComparison.Ordinal);
            Assert.NotEqual("", code.Cure);
            Assert.Same(code, CsvFindingCodes.FromId(code.Id));
            Assert.False(code.CanRepair && code.Severity == FindingSeverity.Error);
        });
    }

    [Fact]
    public void Aliases_point_to_one_field_each()
    {
        foreach (KeyValuePair<CsvField, string[]> entry in CsvHeadings.Spellings)
        {
            Assert.All(entry.Value, spelling => Assert.Equal(entry.Key, CsvHeadings.Find(spelling)));
            Assert.All(entry.Value, spelling => Assert.Equal(entry.Key, CsvHeadings.Find(" " + spelling.ToUpperInvariant().Replace(' ', '_') + "\u200B")));
        }
    }

    [Fact]
    public void Templates_have_headings_that_read_back_without_a_word()
    {
        foreach (IReadOnlyList<CsvField> fields in new[] { CsvTemplate.ByAccession, CsvTemplate.ByPatient, CsvTemplate.All })
        {
            string text = CsvTemplate.Text(fields, [new ImportRow { Row = 2, AccessionNumber = "A1", PatientId = "P1", Labels = new RelabelMap { Subject = "S1", Session = "S1_1", StudyId = "" } }]);
            using CsvSheetReader reader = CsvSheetReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv");

            Assert.DoesNotContain(CsvCheck.Run(reader), f => f.Severity != FindingSeverity.Information && f.Code != "CsvPatientAlone");
            Assert.Equal("S1_1", Assert.Single(reader.ReadRows()).Session);
        }
    }

    private static List<ImportRow> Rows(string text)
    {
        using CsvSheetReader reader = CsvCase.Text("rows", text, "", 0).Open();
        return reader.ReadRows().ToList();
    }
}
