using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;
using XnatTools.Sandbox.Dqr;
using Xunit;

namespace XnatTools.Import.Tests.Csv;

public sealed class DqrCsvWriterTests
{
    private const string IdentifierCharacters = "ABCDEFabc0123456789-_./ ()#:;&";

    [Fact]
    public void Writes_what_the_server_wants()
    {
        byte[] file = DqrCsvWriter.Write(
        [
            new ImportRow { Row = 2, AccessionNumber = "ACC1", Labels = new RelabelMap { Subject = "S1", Session = "S1_1" } },
            new ImportRow { Row = 3, PatientId = "P2", StudyDate = "20240307", LastName = "Sample", Labels = new RelabelMap { Subject = "S2", Session = "S2_1", PatientBirthDate = "" } },
        ]);

        Assert.Equal(
            "Accession Number,Patient ID,Study Date,Last Name,First Name,Subject,Session,Relabel Patient Birth Date\nACC1,,,,,S1,S1_1,\n,P2,20240307,Sample,,S2,S2_1,\"\"\"\"\"\"\n",
            Encoding.ASCII.GetString(file));
    }

    [Fact]
    public void What_is_written_is_read_back_and_understood_by_the_naive_server()
    {
        Random random = new(20240307);
        for (int run = 0; run < 400; run++)
        {
            List<ImportRow> rows = Enumerable.Range(0, random.Next(1, 6)).Select(i => RandomRow(random, i)).ToList();

            byte[] file = DqrCsvWriter.Write(rows);

            Assert.All(file, b => Assert.True(b is 10 or (>= 32 and <= 126)));
            CsvReadOptions options = new() { RequireLabels = false };
            using CsvSheetReader reader = CsvSheetReader.Open(new MemoryStream(file), "sent.csv", options);
            List<ImportRow> read = reader.ReadRows().ToList();
            IReadOnlyList<DqrCsvRow> server = DqrCsvReader.Read(file);
            Assert.Equal(rows.Count, read.Count);
            Assert.Equal(rows.Count, server.Count);
            for (int i = 0; i < rows.Count; i++)
            {
                AssertSame(rows[i], read[i]);
                AssertUnderstood(rows[i], server[i]);
            }
        }
    }

    [Theory]
    [InlineData("A,B")]
    [InlineData("A\"B")]
    [InlineData("A\\B")]
    [InlineData("A\nB")]
    [InlineData(" A")]
    [InlineData("A*")]
    [InlineData("\u00C4")]
    [InlineData("A\u0000")]
    public void Refuses_what_the_server_would_misread(string value)
    {
        XnatException error = Assert.Throws<XnatException>(() => DqrCsvWriter.Write([new ImportRow { Row = 7, PatientId = value }]));

        Assert.Equal(XnatErrorCode.CsvRowInvalid, error.Code);
        Assert.Contains("Row 7", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_rows_that_ask_for_nothing_or_have_errors()
    {
        Assert.Throws<XnatException>(() => DqrCsvWriter.Write([new ImportRow { Labels = new RelabelMap { Subject = "S1" } }]));
        Assert.Throws<XnatException>(() => DqrCsvWriter.Write([new ImportRow { PatientId = "P1", StudyDate = "2024-03-07" }]));
        Assert.Throws<XnatException>(() => DqrCsvWriter.Write([new ImportRow { PatientId = "P1", Findings = [new CsvFinding { Severity = FindingSeverity.Error }] }]));
        Assert.NotEmpty(DqrCsvWriter.Write([new ImportRow { PatientId = "P*" }], allowWildcard: true));
    }

    private static ImportRow RandomRow(Random random, int index)
    {
        bool name = random.Next(4) == 0;
        string? date = random.Next(4) switch { 0 => "20240307", 1 => "20240101-20240131", 2 => "20240101-", _ => null };
        return new ImportRow
        {
            Row = index + 2,
            AccessionNumber = random.Next(3) > 0 ? Identifier(random, 16) : null,
            PatientId = Identifier(random, 30),
            StudyInstanceUid = random.Next(4) == 0 ? "1.2.840." + random.Next(1, 99999) : null,
            StudyDate = date,
            LastName = name ? "Sample" + (char)('a' + random.Next(26)) : null,
            FirstName = name && random.Next(2) == 0 ? "Al ex" : null,
            PatientBirthDate = random.Next(4) == 0 ? "19600229" : null,
            Modality = random.Next(4) == 0 ? "MR" : null,
            Labels = random.Next(5) == 0 ? RelabelMap.Empty : new RelabelMap
            {
                Subject = "S" + random.Next(1000),
                Session = "S" + random.Next(1000) + "_" + index,
                PatientName = random.Next(5) == 0 ? "" : null,
                StudyDate = random.Next(5) == 0 ? "20000101" : null,
            },
        };
    }

    private static string Identifier(Random random, int most)
    {
        // The first character keeps clear of placeholders and of marks that a spreadsheet would read.
        char[] text = new char[random.Next(1, most) + 1];
        text[0] = (char)('G' + random.Next(10));
        for (int i = 1; i < text.Length; i++)
        {
            text[i] = IdentifierCharacters[random.Next(IdentifierCharacters.Length)];
        }

        return new string(text).TrimEnd() + "q";
    }

    private static void AssertSame(ImportRow sent, ImportRow read)
    {
        Assert.Equal(sent.AccessionNumber, read.AccessionNumber);
        Assert.Equal(sent.StudyInstanceUid, read.StudyInstanceUid);
        Assert.Equal(sent.PatientId, read.PatientId);
        Assert.Equal(sent.StudyDate, read.StudyDate);
        Assert.Equal(sent.LastName, read.LastName);
        Assert.Equal(sent.FirstName, read.FirstName);
        Assert.Equal(sent.PatientBirthDate, read.PatientBirthDate);
        Assert.Equal(sent.Modality, read.Modality);
        Assert.True(sent.Labels.SameAs(read.Labels));
    }

    private static void AssertUnderstood(ImportRow sent, DqrCsvRow server)
    {
        Assert.Equal(sent.AccessionNumber, server.Criteria.AccessionNumber);
        Assert.Equal(sent.StudyInstanceUid, server.Criteria.StudyInstanceUid);
        Assert.Equal(sent.PatientId, server.Criteria.PatientId);
        Assert.Equal(sent.PatientBirthDate, server.Criteria.Dob);
        Assert.Equal(sent.Modality, server.Criteria.Modality);
        Assert.Equal(sent.LastName is null ? null : sent.LastName + "," + sent.FirstName, server.Criteria.PatientName);
        Assert.Equal(sent.StudyDate is null, server.Criteria.StudyDateRange is null);
        Assert.Equal(
            sent.Labels.ToEntries().Select(e => e.Key + "=" + e.Value),
            server.RelabelMap.Select(e => e.Key + "=" + e.Value.Trim('"')).OrderBy(e => sent.Labels.ToEntries().Select(x => x.Key).ToList().IndexOf(e[..e.IndexOf('=', StringComparison.Ordinal)])));
    }
}
