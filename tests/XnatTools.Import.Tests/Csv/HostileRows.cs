using System.Collections.Generic;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Tests.Csv;

/// <summary>Files with good headings whose rows or cells are the trap.</summary>
internal static class HostileRows
{
    public static IEnumerable<CsvCase> All()
    {
        foreach (CsvCase one in Dates())
        {
            yield return one;
        }

        foreach (CsvCase one in Cells())
        {
            yield return one;
        }

        foreach (CsvCase one in Criteria())
        {
            yield return one;
        }

        foreach (CsvCase one in Shapes())
        {
            yield return one;
        }

        foreach (CsvCase one in Comparisons())
        {
            yield return one;
        }
    }

    private static IEnumerable<CsvCase> Dates()
    {
        yield return CsvCase.Row("ISO date", "DateIso", 1, date: "2024-03-07");
        yield return CsvCase.Row("slash date, year first", "DateSlash", 1, date: "2024/03/07");
        yield return CsvCase.Row("slash date, ambiguous", "DateAmbiguous", 0, date: "7/3/2024");
        yield return CsvCase.Row("slash date, day first for sure", "DateLayout", 0, date: "25/03/2024");
        yield return CsvCase.Row("day first with a format", "", 1, date: "07/03/2024", options: new CsvReadOptions { DateFormat = "dd/MM/yyyy" });
        yield return CsvCase.Row("eight digits, year last", "DateAmbiguous", 0, date: "07032024");
        yield return CsvCase.Row("impossible day", "DateImpossible", 0, date: "20240231");
        yield return CsvCase.Row("impossible month", "DateImpossible", 0, date: "20241301");
        yield return CsvCase.Row("Excel serial", "DateSerial", 0, date: "45358");
        yield return CsvCase.Row("Excel serial with time", "DateSerial", 0, date: "45358.4270833");
        yield return CsvCase.Row("time attached", "DateTime", 1, date: "2024-03-07 00:00:00");
        yield return CsvCase.Row("DICOM date and time", "DateTime", 1, date: "20240307101500");
        yield return CsvCase.Row("ISO time with zone", "DateInvalid", 0, date: "2024-03-07T23:30:00Z");
        yield return CsvCase.Row("date as decimal", "DateDecimal", 1, date: "20240307.0");
        yield return CsvCase.Row("date as exponent", "Exponent", 0, date: "2.0240307E+7");
        yield return CsvCase.Row("month name", "DateNamedMonth", 1, date: "7-Mar-2024");
        yield return CsvCase.Row("month name, American", "DateNamedMonth", 1, date: "\"March 7, 2024\"");
        yield return CsvCase.Row("two-digit year", "DateTwoDigitYear", 0, date: "7-Mar-24");
        yield return CsvCase.Row("year only", "DatePartial", 0, date: "2024");
        yield return CsvCase.Row("year and month", "DatePartial", 0, date: "2024-03");
        yield return CsvCase.Row("range", "", 1, date: "20240301-20240331");
        yield return CsvCase.Row("ISO range", "DateRangeForm", 1, date: "2024-03-01-2024-03-31");
        yield return CsvCase.Row("range in words", "DateRangeForm", 1, date: "2024-03-01 to 2024-03-31");
        yield return CsvCase.Row("range with a long dash", "DateRangeForm", 1, date: "20240301\u201320240331");
        yield return CsvCase.Row("range reversed", "DateRangeReversed", 0, date: "20240331-20240301");
        yield return CsvCase.Row("open range", "DateRangeOpen", 1, date: "20240301-");
        yield return CsvCase.Row("a dash means no date to the server", "Placeholder", 0, date: "-");
        yield return CsvCase.Row("not a date", "DateInvalid", 0, date: "yesterday");
        yield return CsvCase.Row("future date", "DateFuture", 1, date: "29990101");
        yield return CsvCase.Row("ancient date", "DateOld", 1, date: "18991231");
        yield return CsvCase.Row("digits of another script", "DigitNotAscii", 1, date: "\u0662\u0660\u0662\u0664\u0660\u0663\u0660\u0667");
        yield return CsvCase.Text("birth date as range", "Patient ID,DOB,Subject,Session\nP1,19600101-19700101,S1,S1_1\n", "DateRangeNotAllowed", 0);
        yield return CsvCase.Text("birth date with dashes", "Patient ID,DOB,Subject,Session\nP1,1960-01-01,S1,S1_1\n", "DateIso", 1);
        yield return CsvCase.Text("born after the study", "Patient ID,Study Date,DOB,Subject,Session\nP1,20100101,20110101,S1,S1_1\n", "BirthAfterStudy", 1);
    }

    private static IEnumerable<CsvCase> Cells()
    {
        yield return CsvCase.Row("exponent", "Exponent", 0, accession: "1.23E+11");
        yield return CsvCase.Row("number with .0", "DecimalTail", 0, accession: "123456.0");
        yield return CsvCase.Row("formula that keeps text", "FormulaText", 1, accession: "=\"00123\"");
        yield return CsvCase.Row("formula that keeps text, quoted", "FormulaText", 1, accession: "\"=\"\"00123\"\"\"");
        yield return CsvCase.Row("formula", "Formula", 0, accession: "=A1+B2");
        yield return CsvCase.Row("formula in a label", "Formula", 0, subject: "@SUM(1)");
        yield return CsvCase.Row("apostrophe", "Apostrophe", 1, accession: "'00123");
        yield return CsvCase.Row("quotes kept", "QuotesKept", 1, accession: "\"\"\"ACC1\"\"\"");
        yield return CsvCase.Row("typographic quotes", "SmartQuotes", 1, accession: "\u201CACC1\u201D");
        yield return CsvCase.Row("quote inside", "Quote", 0, accession: "\"AC\"\"C1\"");
        yield return CsvCase.Row("quote where it may not be", "QuoteStray", 0, accession: "\"ACC\"1");
        yield return CsvCase.Row("comma inside", "Comma", 0, accession: "\"ACC1,ACC2\"");
        yield return CsvCase.Row("backslash means or", "Backslash", 0, accession: "ACC1\\ACC2");
        yield return CsvCase.Row("line break inside", "LineBreak", 0, accession: "\"ACC1\nACC2\"");
        yield return CsvCase.Row("control character", "ControlCharacter", 0, accession: "AC\u0007C1");
        yield return CsvCase.Row("escape in a label", "ControlCharacter LabelCharacter", 0, subject: "S\u001B1");
        yield return CsvCase.Row("wildcard", "Wildcard", 0, accession: "ACC*");
        yield return CsvCase.Row("question mark", "Wildcard", 0, patient: "P000?");
        yield return CsvCase.Row("wildcard allowed", "WildcardAllowed", 1, accession: "ACC*", options: new CsvReadOptions { AllowWildcard = true });
        yield return CsvCase.Row("nothing but a wildcard", "Wildcard", 0, accession: "*", options: new CsvReadOptions { AllowWildcard = true });
        yield return CsvCase.Row("padding", "Padded", 1, accession: " ACC1 ");
        yield return CsvCase.Row("no-break space inside", "SpaceOdd", 1, patient: "P\u00A01");
        yield return CsvCase.Row("tabulator behind", "Invisible", 1, accession: "ACC1\t");
        yield return CsvCase.Row("zero width space inside", "Invisible", 1, accession: "ACC\u200B1");
        yield return CsvCase.Row("only invisible characters", "Invisible", 1, accession: "\u200B\uFEFF");
        yield return CsvCase.Row("Cyrillic letter", "LookAlike", 0, accession: "\u0410CC1");
        yield return CsvCase.Row("full-width letters", "LookAlike", 0, patient: "\uFF301");
        yield return CsvCase.Row("minus that is none", "LookAlike", 0, patient: "P\u22121");
        yield return CsvCase.Row("lost letter", "ReplacementCharacter", 0, patient: "P\uFFFD1");
        yield return CsvCase.Row("placeholder", "Placeholder", 0, accession: "N/A");
        yield return CsvCase.Row("Excel error", "Placeholder", 0, accession: "#REF!");
        yield return CsvCase.Row("column too narrow", "Placeholder", 0, accession: "########");
        yield return CsvCase.Row("placeholder as a label", "Placeholder", 0, session: "NULL");
        yield return CsvCase.Row("sixteen digits rounded", "DigitsLost", 1, accession: "1234567890123450");
        yield return CsvCase.Row("accession too long", "AccessionTooLong", 1, accession: "ABCDEFGHIJKLMNOPQ");
        yield return CsvCase.Row("patient ID too long", "ValueTooLong", 0, patient: new string('P', 65));
        yield return CsvCase.Row("dated accession", "AccessionDated", 1, accession: "202403071234");
        yield return CsvCase.Row("UID in the wrong column", "UidElsewhere AccessionTooLong", 1, accession: "1.2.826.0.1.3680043.10.9999.1");
        yield return CsvCase.Row("label with a space", "LabelCharacter", 0, subject: "S 001");
        yield return CsvCase.Row("label with a slash", "LabelCharacter", 0, session: "S001/1");
        yield return CsvCase.Row("label with an umlaut", "LabelCharacter", 0, subject: "M\u00FCnchen");
        yield return CsvCase.Row("label with a long dash", "LookAlike", 0, subject: "S\u2013001");
        yield return CsvCase.Row("label as exponent", "Exponent", 0, subject: "1.23E+11");
        yield return CsvCase.Row("label too long", "LabelTooLong", 0, session: new string('S', 65));
        yield return CsvCase.Row("long session label", "SessionLong", 1, session: "S001_20240307_MR_1");
        yield return CsvCase.Row("label is the patient ID", "LabelIdentifies", 1, subject: "P0001");
        yield return CsvCase.Row("session holds the accession number", "LabelIdentifies", 1, session: "ACC0001_1");
        yield return CsvCase.Row("blank subject", "SubjectMissing", 0, subject: "");
        yield return CsvCase.Row("blank session", "SessionMissing", 0, session: "");
        yield return CsvCase.Row("blank labels allowed", "", 1, subject: "", session: "", options: new CsvReadOptions { RequireLabels = false });
        yield return CsvCase.Row("label to be emptied", "LabelEmptied", 0, subject: "\"\"\"\"\"\"");
        yield return CsvCase.Text("UID invalid", "Study Instance UID,Subject,Session\n1.2.03.4,S1,S1_1\n", "UidInvalid", 0);
        yield return CsvCase.Text("UID too long", "Study Instance UID,Subject,Session\n1." + new string('2', 63) + ",S1,S1_1\n", "UidTooLong", 0);
        yield return CsvCase.Text("UID with wildcard", "Study Instance UID,Subject,Session\n1.2.*,S1,S1_1\n", "Wildcard", 0, new CsvReadOptions { AllowWildcard = true });
        yield return CsvCase.Text("modality in small letters", "Patient ID,Modality,Subject,Session\nP1,mr,S1,S1_1\n", "ModalityCase", 1);
        yield return CsvCase.Text("modality unknown", "Patient ID,Modality,Subject,Session\nP1,MRI,S1,S1_1\n", "ModalityUnknown", 1);
        yield return CsvCase.Text("two modalities", "Patient ID,Modality,Subject,Session\nP1,MR\\CT,S1,S1_1\n", "Backslash", 0);
        yield return CsvCase.Text("name outside ASCII", "Patient ID,Last Name,First Name,Subject,Session\nP1,M\u00FCller,Anna,S1,S1_1\n", "NotAscii", 0);
        yield return CsvCase.Text("first name alone", "Patient ID,Last Name,First Name,Subject,Session\nP1,,Anna,S1,S1_1\n", "FirstNameOnly PatientAlone", 0);
        yield return CsvCase.Text("a name like a placeholder", "Patient ID,Last Name,First Name,Subject,Session\nP1,Null,Anna,S1,S1_1\n", "PlaceholderName", 1);
        yield return CsvCase.Text("whole name with caret", "Patient ID,Patient Name,Subject,Session\nP1,Sample^Alex,S1,S1_1\n", "HeadingWholeName", 1);
        yield return CsvCase.Text("whole name without a sign", "Patient ID,Patient Name,Subject,Session\nP1,Alex Sample,S1,S1_1\n", "HeadingWholeName NameParts PatientAlone", 0);
    }

    private static IEnumerable<CsvCase> Criteria()
    {
        yield return CsvCase.Row("no criterion", "CriteriaNone", 0, "", "", "");
        yield return CsvCase.Row("date alone", "DateAlone", 0, "", "");
        yield return CsvCase.Row("patient alone", "PatientAlone", 1, "", date: "");
        yield return CsvCase.Text("name alone", "Last Name,First Name,Subject,Session\nSample,Alex,S1,S1_1\n", "NameAlone", 0);
        yield return CsvCase.Text("birth date alone", "Patient ID,DOB,Subject,Session\n,19600101,S1,S1_1\n", "BirthDateAlone", 0);
        yield return CsvCase.Text("modality alone", "Patient ID,Modality,Subject,Session\n,MR,S1,S1_1\n", "ModalityAlone", 0);
        yield return CsvCase.Text("date and modality", "Patient ID,Study Date,Modality,Subject,Session\n,20240307,MR,S1,S1_1\n", "CriteriaTooBroad", 0);
        yield return CsvCase.Text("name and birth date", "Last Name,First Name,DOB,Subject,Session\nSample,Alex,19600101,S1,S1_1\n", "CriteriaTooBroad", 0);
        yield return CsvCase.Text("name and birth date allowed", "Last Name,First Name,DOB,Subject,Session\nSample,Alex,19600101,S1,S1_1\n", "NameSearch", 1, new CsvReadOptions { AllowNameSearch = true });
    }

    private static IEnumerable<CsvCase> Shapes()
    {
        yield return CsvCase.Text("short row, blank label cells", "Accession Number,Subject,Session,Relabel Study ID\nACC1,S1,S1_1\n", "RowShort", 1);
        yield return CsvCase.Text("short row, date missing", "Patient ID,Subject,Session,Study Date\nP1,S1,S1_1\n", "RowShortCriterion", 0);
        yield return CsvCase.Text("long row", "Accession Number,Subject,Session\nACC1,S1,S1_1,x\n", "RowLong", 0);
        yield return CsvCase.Text("row with trailing commas", "Accession Number,Subject,Session\nACC1,S1,S1_1,,,\n", "RowTrailingCells", 1);
        yield return CsvCase.Text("name with an unquoted comma", "Patient ID,Last Name,First Name,Subject,Session\nP1,Sample, Alex,S1,S1_1,\nP2,Other, Jr, Kim,S2,S2_1\n", "Padded RowTrailingCells RowLong", 1);
        yield return CsvCase.Text("headings repeated", "Accession Number,Subject,Session\nACC1,S1,S1_1\nAccession Number,Subject,Session\nACC2,S2,S2_1\n", "HeadingRepeated", 2);
        yield return CsvCase.Text("headings changed half-way", "Accession Number,Subject,Session\nACC1,S1,S1_1\nSubject,Accession Number,Session\nS2,ACC2,S2_1\n", "HeadingRepeated HeadingChanged", 1);
        yield return CsvCase.Text("quote never closed", "Accession Number,Subject,Session\nACC1,S1,S1_1\n\"ACC2,S2,S2_1\nACC3,S3,S3_1\n", "QuoteUnclosed", 1);
        yield return CsvCase.Text("rows hidden in a remark", "Accession Number,Subject,Session,Remark\nACC1,S1,S1_1,\"seen\nACC2,S2,S2_1,ok\n\"\n", "HeadingUnknown QuoteUnclosed", 0);
        yield return CsvCase.Text("line break in a remark", "Accession Number,Subject,Session,Remark\nACC1,S1,S1_1,\"seen\ntwice, well\"\n", "HeadingUnknown", 1);
    }

    private static IEnumerable<CsvCase> Comparisons()
    {
        yield return CsvCase.Text("lost leading zeros", "Accession Number,Subject,Session\n00012345,S1,S1_1\n12346,S2,S2_1\n", "LeadingZerosLost", 2);
        yield return CsvCase.Text("lengths differ", "Patient ID,Study Date,Subject,Session\n1234567,20240101,S1,S1_1\n2345678,20240101,S2,S2_1\n3456789,20240101,S3,S3_1\n45678,20240101,S4,S4_1\n", "LeadingZerosLost", 4);
        yield return CsvCase.Text("duplicate row", "Accession Number,Subject,Session\nACC1,S1,S1_1\nACC1,S1,S1_1\n", "DuplicateRow", 2);
        yield return CsvCase.Text("one study, two labels", "Accession Number,Subject,Session\nACC1,S1,S1_1\nACC1,S1,S1_2\n", "StudyTwoLabels", 0);
        yield return CsvCase.Text("session twice", "Accession Number,Subject,Session\nACC1,S1,S1_1\nACC2,S2,S1_1\n", "SessionRepeated", 0);
        yield return CsvCase.Text("session differs by capitals", "Accession Number,Subject,Session\nACC1,S1,S1_a\nACC2,S2,S1_A\n", "SessionCaseOnly", 0);
        yield return CsvCase.Text("subject differs by capitals", "Accession Number,Subject,Session\nACC1,sa,S1_1\nACC2,SA,S1_2\n", "SubjectCaseOnly", 2);
        yield return CsvCase.Text("one patient, two subjects", "Patient ID,Study Date,Subject,Session\nP1,20240101,S1,S1_1\nP1,20240201,S2,S2_1\n", "PatientTwoSubjects", 0);
        yield return CsvCase.Text("two patients, one subject", "Patient ID,Study Date,Subject,Session\nP1,20240101,S1,S1_1\nP2,20240101,S1,S1_2\n", "SubjectTwoPatients", 0);
        yield return CsvCase.Text("labels that look alike", "Accession Number,Subject,Session\nACC1,S1,SO1\nACC2,S1,S01\n", "LabelLookAlike", 2);
    }
}
