namespace XnatTools.Import.Csv;

/// <summary>Findings about headings.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode HeadingNone { get; private set; } = null!;

    public static CsvFindingCode NoRows { get; private set; } = null!;

    public static CsvFindingCode NoSearchColumn { get; private set; } = null!;

    public static CsvFindingCode HeadingNotFirst { get; private set; } = null!;

    public static CsvFindingCode HeadingInvisible { get; private set; } = null!;

    public static CsvFindingCode HeadingPadded { get; private set; } = null!;

    public static CsvFindingCode HeadingAlias { get; private set; } = null!;

    public static CsvFindingCode HeadingWholeName { get; private set; } = null!;

    public static CsvFindingCode HeadingMisspelled { get; private set; } = null!;

    public static CsvFindingCode HeadingAmbiguous { get; private set; } = null!;

    public static CsvFindingCode HeadingNotSearchable { get; private set; } = null!;

    public static CsvFindingCode HeadingUnknown { get; private set; } = null!;

    public static CsvFindingCode HeadingBlank { get; private set; } = null!;

    public static CsvFindingCode HeadingCounter { get; private set; } = null!;

    public static CsvFindingCode ColumnEmpty { get; private set; } = null!;

    public static CsvFindingCode HeadingDuplicate { get; private set; } = null!;

    public static CsvFindingCode SubjectColumnMissing { get; private set; } = null!;

    public static CsvFindingCode SessionColumnMissing { get; private set; } = null!;

    public static CsvFindingCode NameColumnAlone { get; private set; } = null!;

    private static void AddHeadingCodes()
    {
        HeadingNone = Error("CsvHeadingNone", "No line has a heading that XnatTools knows.", "The first line must name the columns, such as Accession Number, Patient ID, Study Date, Subject, Session; New-XnatCsv makes a template.");
        NoRows = Error("CsvNoRows", "There are headings but no data rows.", "Check that the export worked.");
        NoSearchColumn = Error("CsvNoSearchColumn", "There is no column to search by.", "Add Accession Number, Study Instance UID or Patient ID.");
        HeadingNotFirst = Mends("CsvHeadingNotFirst", "The headings are in line {0}; the lines above are left out.", "Delete what stands above the headings.");
        HeadingInvisible = Mends("CsvHeadingInvisible", "The heading holds a character that cannot be seen.", "Delete it: Repair-XnatCsv does, or type the heading anew.");
        HeadingPadded = Info("CsvHeadingPadded", "The heading has spaces or quotation marks around it.", "None needed: they are left out.", true);
        HeadingAlias = Info("CsvHeadingAlias", "The server does not know this spelling; it is taken for {0}.", "None needed: what is sent has the server's own heading.", true);
        HeadingWholeName = Info("CsvHeadingWholeName", "The server has no column for whole names; they are taken apart at the caret or comma.", "None needed.");
        HeadingMisspelled = Error("CsvHeadingMisspelled", "The heading looks like {0} but is not.", "Correct it. It is not guessed, because without the column the search could be broader than meant.");
        HeadingAmbiguous = Warn("CsvHeadingAmbiguous", "The heading can mean more than one thing and is not used.", "Say which: Patient ID, Accession Number, Study Date, Last Name and First Name.");
        HeadingNotSearchable = Warn("CsvHeadingNotSearchable", "XNAT cannot search by this column from a file; it does not narrow the search.", "Use accession number, study UID or patient ID; trim series with Select-PacsSeries.");
        HeadingUnknown = Info("CsvHeadingUnknown", "XnatTools does not use this column; it is kept for templates and reports.", "None needed.");
        HeadingBlank = Error("CsvHeadingBlank", "The column holds data but has no heading.", "Give it a heading, or delete it.");
        HeadingCounter = Info("CsvHeadingCounter", "The column has no heading and counts the rows; it is not used.", "None needed.");
        ColumnEmpty = Info("CsvColumnEmpty", "The column is empty and has no heading.", "None needed: it is left out.", true);
        HeadingDuplicate = Warn("CsvHeadingDuplicate", "The column stands twice in the file (first as column {0}).", "Delete one of them.");
        SubjectColumnMissing = Warn("CsvSubjectColumnMissing", "There is no Subject column.", "Add it, or set labels with Set-XnatLabel before the import.");
        SessionColumnMissing = Warn("CsvSessionColumnMissing", "There is no Session column.", "Add it, or set labels with Set-XnatLabel before the import.");
        NameColumnAlone = Mends("CsvNameColumnAlone", "Only one of Last Name and First Name is there; the server fails the whole file when one is missing.", "None needed: what is sent has both.");
    }
}
