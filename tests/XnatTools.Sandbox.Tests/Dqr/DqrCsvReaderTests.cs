using System.Collections.Generic;
using System.Linq;
using System.Text;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Web;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

public sealed class DqrCsvReaderTests
{
    private static IReadOnlyList<DqrCsvRow> Read(string text, bool openDates = true) => DqrCsvReader.Read(Encoding.UTF8.GetBytes(text), openDates);

    [Fact]
    public void Reads_the_minimal_example()
    {
        IReadOnlyList<DqrCsvRow> rows = Read("Accession Number,Subject,Session\nACC0001,S001,S001_1\r\nACC0002,S002,S002_1\r");
        Assert.Equal(["ACC0001", "ACC0002"], rows.Select(row => row.Criteria.AccessionNumber));
        Assert.Equal("S001", rows[0].RelabelMap["Subject"]);
        Assert.Equal("S002_1", rows[1].RelabelMap["Session"]);
        Assert.Equal([1, 2], rows.Select(row => row.Ordinal));
    }

    [Fact]
    public void Keeps_quotes_blanks_and_padding_as_part_of_the_value()
    {
        IReadOnlyList<DqrCsvRow> rows = Read("Accession Number,Subject\n\"ACC1\", S1 ");
        Assert.Equal("\"ACC1\"", rows[0].Criteria.AccessionNumber);
        Assert.Equal(" S1 ", rows[0].RelabelMap["Subject"]);
    }

    [Theory]
    [InlineData("\uFEFFAccession Number\nACC1")]
    [InlineData("\"Accession Number\"\nACC1")]
    [InlineData(" Accession Number\nACC1")]
    [InlineData("accession number\nACC1")]
    [InlineData("Accession  Number\nACC1")]
    public void Does_not_know_a_heading_that_is_not_exact(string text) => Assert.False(Read(text).Single().Criteria.HasAny);

    [Fact]
    public void First_occurrence_of_a_heading_wins()
        => Assert.Equal("A", Read("Accession Number,Accession Number\nA,B").Single().Criteria.AccessionNumber);

    [Fact]
    public void Skips_blank_lines_and_keeps_comma_lines_as_rows_without_criteria()
    {
        IReadOnlyList<DqrCsvRow> rows = Read("Accession Number,Subject\n\n  \nACC1,S1\n,\n\n");
        Assert.Equal(2, rows.Count);
        Assert.False(rows[1].Criteria.HasAny);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("Accession Number,Subject\nACC1,S1\nACC2")]
    [InlineData("Last Name,Accession Number\nSmith,ACC1")]
    [InlineData("Study Date\n2024-03-07")]
    [InlineData("Study Date\n 20240307")]
    [InlineData("Study Date\n7/3/2024")]
    [InlineData("Study Date\n20241301")]
    [InlineData("Study Date\n20240132")]
    public void Loses_the_whole_file(string text) => Assert.Equal(XapiFault.Other, Assert.Throws<XapiException>(() => Read(text)).Fault);

    [Fact]
    public void A_short_row_is_fine_when_only_unknown_columns_are_missing()
        => Assert.Equal("ACC1", Read("Accession Number,Notes\nACC1").Single().Criteria.AccessionNumber);

    [Fact]
    public void Headings_alone_give_no_rows() => Assert.Empty(Read("Accession Number,Subject\n"));

    [Fact]
    public void One_name_column_is_harmless_while_its_cells_are_blank()
        => Assert.Null(Read("Last Name,Accession Number\n,ACC1").Single().Criteria.PatientName);

    [Fact]
    public void Names_become_last_comma_first()
        => Assert.Equal("Sample,Alex", Read("First Name,Last Name\nAlex,Sample").Single().Criteria.PatientName);

    [Theory]
    [InlineData("20240307", "20240307-20240308")]
    [InlineData("2024/03/07", "20240307-20240308")]
    [InlineData("20240301-20240331", "20240301-20240331")]
    [InlineData("20240301-20240301", "20240301-20240302")]
    [InlineData("2024/03/01-2024/03/31", "20240301-20240331")]
    [InlineData("20240301-", "20240301-")]
    [InlineData("-20240331", "-20240331")]
    [InlineData("-", null)]
    [InlineData("20240231", "20240229-20240301")]
    [InlineData("20231231", "20231231-20240101")]
    public void Dates_are_padded_as_the_server_does(string cell, string? sent)
        => Assert.Equal(sent, Read("Study Date\n" + cell).Single().Criteria.StudyDateRange?.ToDicom());

    [Theory]
    [InlineData("20240301-")]
    [InlineData("-20240331")]
    public void Older_builds_lose_the_file_on_an_open_range(string cell)
        => Assert.Throws<XapiException>(() => Read("Study Date\n" + cell, openDates: false));

    [Fact]
    public void Cells_of_two_or_six_quotes_stay_in_the_relabel_map()
    {
        DqrCsvRow row = Read("Accession Number,Subject,Session\nACC1,\"\",\"\"\"\"\"\"").Single();
        Assert.Equal("\"\"", row.RelabelMap["Subject"]);
        Assert.Equal("\"\"\"\"\"\"", row.RelabelMap["Session"]);
    }
}
