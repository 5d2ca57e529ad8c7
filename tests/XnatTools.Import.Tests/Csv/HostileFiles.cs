using System.Collections.Generic;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Tests.Csv;

/// <summary>Files whose bytes, encoding, delimiter or headings are the trap.</summary>
internal static class HostileFiles
{
    private const string Good = "Accession Number,Subject,Session\nACC0001,S001,S001_1\n";

    private static readonly Encoding s_ansi = CsvReadOptions.EncodingByName("windows-1252");

    public static IEnumerable<CsvCase> All()
    {
        yield return CsvCase.Text("nothing wrong", Good, "", 1);
        yield return CsvCase.Raw("empty", [], "Empty", 0);
        yield return CsvCase.Text("blank lines only", "\r\n \r\n\t\r\n", "Empty", 0);
        yield return CsvCase.Raw("mark only", [0xEF, 0xBB, 0xBF], "Empty", 0);
        yield return CsvCase.Text("headings only", "Accession Number,Subject,Session\n", "NoRows", 0);
        yield return CsvCase.Raw("UTF-8 mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], "ByteOrderMark", 1);
        yield return CsvCase.Raw("two UTF-8 marks", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], "ByteOrderMark HeadingInvisible", 1);
        yield return CsvCase.Raw("UTF-16 little endian", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)], "ByteOrderMark", 1);
        yield return CsvCase.Raw("UTF-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Good)], "ByteOrderMark", 1);
        yield return CsvCase.Raw("UTF-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(Good)], "ByteOrderMark", 1);
        yield return CsvCase.Raw("UTF-16 without mark", Encoding.Unicode.GetBytes(Good), "Utf16WithoutMark", 0);
        yield return CsvCase.Raw("UTF-16 named", Encoding.Unicode.GetBytes(Good), "", 1, new CsvReadOptions { Encoding = CsvReadOptions.EncodingByName("Unicode") });
        yield return CsvCase.Raw("Windows-1252", s_ansi.GetBytes("Accession Number,Subject,Session,Remark\nACC1,S1,S1_1,ok\nACC2,S2,S2_1,M\u00FCller\n"), "EncodingInvalid", 0);
        yield return CsvCase.Raw("Windows-1252 named", s_ansi.GetBytes("Accession Number,Subject,Session,Remark\nACC2,S2,S2_1,M\u00FCller\n"), "HeadingUnknown", 1, new CsvReadOptions { Encoding = s_ansi });
        yield return CsvCase.Raw("UTF-16 cut in a character", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good), 0x41], "ByteOrderMark EncodingInvalid", 0).Only("EncodingInvalid");
        yield return CsvCase.Raw("NUL bytes", Encoding.UTF8.GetBytes("Accession Number,Subject,Session\nACC\01,S1,S1_1\n"), "NulByte", 0);
        yield return CsvCase.Raw("workbook named csv", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00, 0x08], "IsExcel", 0);
        yield return CsvCase.Raw("old workbook named csv", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "IsExcel", 0);
        yield return CsvCase.Text("web page named csv", "<html><table><tr><td>Accession Number</td></tr></table></html>", "IsHtml", 0);
        yield return CsvCase.Text("XML named csv", "<?xml version=\"1.0\"?><Workbook/>", "IsXml", 0);
        yield return CsvCase.Text("JSON named csv", "[{\"criteria\":{\"accessionNumber\":\"A\"}}]", "IsJson", 0);
        yield return CsvCase.Raw("PDF named csv", Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj"), "IsBinary", 0);
        yield return CsvCase.Text("semicolons", Good.Replace(',', ';'), "Delimiter", 1);
        yield return CsvCase.Text("tabulators", Good.Replace(',', '\t'), "Delimiter", 1);
        yield return CsvCase.Text("bars", Good.Replace(',', '|'), "HeadingNone", 0);
        yield return CsvCase.Text("bars named", Good.Replace(',', '|'), "Delimiter", 1, new CsvReadOptions { Delimiter = '|' });
        yield return CsvCase.Text("sep line", "sep=;\r\n" + Good.Replace(',', ';').Replace("\n", "\r\n"), "SepLine Delimiter", 1);
        yield return CsvCase.Text("mixed line ends", "Accession Number,Subject,Session\r\nACC1,S1,S1_1\nACC2,S2,S2_1\n", "LineEndsMixed", 2);
        yield return CsvCase.Text("old Macintosh line ends", Good.Replace('\n', '\r'), "", 1);
        yield return CsvCase.Text("form feed before heading", "\fPatient ID,Study Date,Subject,Session\nP0001,20240307,S001,S001_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("zero width space before heading", "\u200BAccession Number,Subject,Session\nACC1,S1,S1_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("no-break space in heading", "Accession\u00A0Number,Subject,Session\nACC1,S1,S1_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("mark in the middle of a heading", "Acces\uFEFFsion Number,Subject,Session\nACC1,S1,S1_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("direction marks around a heading", "\u202AAccession Number\u202C,Subject,Session\nACC1,S1,S1_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("vertical tab and soft line break in a heading", "\"Accession\nNumber\",\vSubject,Session\nACC1,S1,S1_1\n", "HeadingInvisible", 1);
        yield return CsvCase.Text("padded headings", " Accession Number , Subject,Session\nACC1,S1,S1_1\n", "HeadingPadded", 1);
        yield return CsvCase.Text("quoted headings are CSV", "\"Accession Number\",\"Subject\",\"Session\"\n\"ACC1\",\"S1\",\"S1_1\"\n", "", 1);
        yield return CsvCase.Text("quotes kept in headings", "\"\"\"Accession Number\"\"\",Subject,Session\nACC1,S1,S1_1\n", "HeadingPadded", 1);
        yield return CsvCase.Text("snake case headings", "accession_number,study_instance_uid,subject,session\nACC1,1.2.840.1,S1,S1_1\n", "HeadingAlias", 1);
        yield return CsvCase.Text("usual aliases", "MRN,StudyDate,XNAT Subject,Session Label\nP1,20240307,S1,S1_1\n", "HeadingAlias", 1);
        yield return CsvCase.Text("misspelled date heading", "Patient ID,Stduy Date,Subject,Session\nP0001,20240307,S1,S1_1\n", "HeadingMisspelled PatientAlone", 0);
        yield return CsvCase.Text("misspelled key heading", "Acession Nmber,Subject,Session\nACC1,S1,S1_1\n", "HeadingMisspelled NoSearchColumn CriteriaNone", 0);
        yield return CsvCase.Text("Cyrillic letter in heading", "\u0410ccession Number,Subject,Session\nACC1,S1,S1_1\n", "HeadingMisspelled NoSearchColumn CriteriaNone", 0);
        yield return CsvCase.Text("no headings", "ACC0001,S001,S001_1\nACC0002,S002,S002_1\n", "HeadingNone", 0);
        yield return CsvCase.Text("headings in the third line", "Cohort of March,,\n\nAccession Number,Subject,Session\nACC1,S1,S1_1\n", "HeadingNotFirst", 1);
        yield return CsvCase.Text("labels without key", "Subject,Session\nS1,S1_1\n", "NoSearchColumn CriteriaNone", 0);
        yield return CsvCase.Text("a date column without key", "Study Date,Subject,Session\n20240307,S1,S1_1\n", "NoSearchColumn DateAlone", 0);
        yield return CsvCase.Text("ambiguous heading beside a patient", "Patient ID,Date,Subject,Session\nP0001,20240307,S1,S1_1\n", "HeadingAmbiguous PatientAlone CriterionIgnored", 0);
        yield return CsvCase.Text("ambiguous heading beside an accession", "Accession Number,Date,Subject,Session\nACC1,20240307,S1,S1_1\n", "HeadingAmbiguous", 1);
        yield return CsvCase.Text("criterion the server cannot use", "Patient ID,Study ID,Subject,Session\nP0001,77,S1,S1_1\n", "HeadingNotSearchable PatientAlone CriterionIgnored", 0);
        yield return CsvCase.Text("unknown column", "Accession Number,Ward,Subject,Session\nACC1,W1,S1,S1_1\n", "HeadingUnknown", 1);
        yield return CsvCase.Text("data without heading", "Patient ID,,Subject,Session\nP1,20240307,S1,S1_1\n", "HeadingBlank PatientAlone", 0);
        yield return CsvCase.Text("row counter without heading", ",Accession Number,Subject,Session\n0,ACC1,S1,S1_1\n1,ACC2,S2,S2_1\n", "HeadingCounter", 2);
        yield return CsvCase.Text("trailing empty columns", "Accession Number,Subject,Session,,\nACC1,S1,S1_1,,\n", "ColumnEmpty", 1);
        yield return CsvCase.Text("duplicate heading, same values", "Accession Number,Accession,Subject,Session\nACC1,ACC1,S1,S1_1\n", "HeadingAlias HeadingDuplicate", 1);
        yield return CsvCase.Text("duplicate heading, other values", "Patient ID,MRN,Study Date,Subject,Session\nP1,P2,20240307,S1,S1_1\n", "HeadingAlias HeadingDuplicate ColumnsDisagree", 0);
        yield return CsvCase.Text("no label columns", "Accession Number\nACC1\n", "SubjectColumnMissing SessionColumnMissing", 1);
        yield return CsvCase.Text("no label columns but required", "Accession Number\nACC1\n", "SubjectColumnMissing SessionColumnMissing SubjectMissing SessionMissing", 0, new CsvReadOptions { RequireLabels = true });
        yield return CsvCase.Text("one name column", "Patient ID,Last Name,Subject,Session\nP1,Sample,S1,S1_1\n", "NameColumnAlone", 1);
        yield return CsvCase.Text("trailing blank rows", Good + ",,\n,,\n\n", "RowBlank", 1);
        yield return CsvCase.Text("control-Z at the end", Good + "\u001A", "RowBlank", 1);
        yield return CsvCase.Text("too many rows", Good + "ACC2,S2,S2_1\n", "TooManyRows", 0, new CsvReadOptions { MaximumRows = 1 });
        yield return CsvCase.Text("more rows than one call takes", "Accession Number,Subject,Session\n" + string.Concat(Enumerable.Range(1001, 1001).Select(i => $"ACC{i},S{i},S{i}_1\n")), "ManyRows", 1001);
        yield return CsvCase.Text("quote never closed in a long file", "Accession Number,Subject,Session\n\"ACC1,S1,S1_1\n" + new string('x', 70000), "CellTooLong NoRows", 0);
    }

    /// <summary>Some faults end the look at a file before other facts are told.</summary>
    private static CsvCase Only(this CsvCase one, string codes) => CsvCase.Raw(one.Name, one.Bytes, codes, one.ValidRows, one.Options);
}
