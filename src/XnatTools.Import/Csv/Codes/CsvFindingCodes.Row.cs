namespace XnatTools.Import.Csv;

/// <summary>Findings about one row.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode RowBlank { get; private set; } = null!;

    public static CsvFindingCode RowShort { get; private set; } = null!;

    public static CsvFindingCode RowShortCriterion { get; private set; } = null!;

    public static CsvFindingCode RowLong { get; private set; } = null!;

    public static CsvFindingCode RowTrailingCells { get; private set; } = null!;

    public static CsvFindingCode HeadingRepeated { get; private set; } = null!;

    public static CsvFindingCode HeadingChanged { get; private set; } = null!;

    public static CsvFindingCode QuoteUnclosed { get; private set; } = null!;

    public static CsvFindingCode QuoteStray { get; private set; } = null!;

    public static CsvFindingCode CriteriaNone { get; private set; } = null!;

    public static CsvFindingCode DateAlone { get; private set; } = null!;

    public static CsvFindingCode NameAlone { get; private set; } = null!;

    public static CsvFindingCode BirthDateAlone { get; private set; } = null!;

    public static CsvFindingCode ModalityAlone { get; private set; } = null!;

    public static CsvFindingCode CriteriaTooBroad { get; private set; } = null!;

    public static CsvFindingCode NameSearch { get; private set; } = null!;

    public static CsvFindingCode PatientAlone { get; private set; } = null!;

    public static CsvFindingCode CriterionIgnored { get; private set; } = null!;

    public static CsvFindingCode ColumnsDisagree { get; private set; } = null!;

    public static CsvFindingCode SubjectMissing { get; private set; } = null!;

    public static CsvFindingCode SessionMissing { get; private set; } = null!;

    private static void AddRowCodes()
    {
        RowBlank = Info("CsvRowBlank", "{0} lines hold no data, the first is line {1}.", "None needed: they are left out.", true);
        RowShort = Mends("CsvRowShort", "The row has fewer cells than there are headings; the server would fail the whole file.", "None needed: what is sent is filled up with blank cells.");
        RowShortCriterion = Error("CsvRowShortCriterion", "The row has fewer cells than there are headings, and a search column is among the missing ones.", "Check the row: a comma or a value is missing.");
        RowLong = Error("CsvRowLong", "The row has more cells than there are headings: a value probably holds the delimiter.", "Correct the row; values with commas cannot be sent to the server.");
        RowTrailingCells = Mends("CsvRowTrailingCells", "The row has blank cells beyond the last heading.", "None needed: they are left out.");
        HeadingRepeated = Error("CsvHeadingRepeated", "The headings stand here again, as in files that were put together.", "Delete the line.");
        HeadingChanged = Error("CsvHeadingChanged", "Line {0} holds other headings than the top of the file, so this row may be read under wrong ones.", "Split the file there, or bring the columns into one order.");
        QuoteUnclosed = Error("CsvQuoteUnclosed", "A quotation mark opens a cell that goes on over the next lines, so rows are hidden in it.", "Close or delete the quotation mark.");
        QuoteStray = Error("CsvQuoteStray", "A quotation mark stands in the middle of a cell.", "Delete it, or double it and put the whole cell in quotation marks.");
        CriteriaNone = Error("CsvCriteriaNone", "The row has nothing to search by.", "Give an accession number, a study UID or a patient ID.");
        DateAlone = Error("CsvDateAlone", "The row has a study date but no identifier: it would fetch the hospital's whole day.", "Give an accession number, a study UID or a patient ID.");
        NameAlone = Error("CsvNameAlone", "The row has only a name: it would fetch every patient of that name.", "Give an accession number, a study UID or a patient ID.");
        BirthDateAlone = Error("CsvBirthDateAlone", "The row has only a birth date: it would fetch every patient born that day.", "Give an accession number, a study UID or a patient ID.");
        ModalityAlone = Error("CsvModalityAlone", "The row has only a modality: it would fetch all studies of that kind.", "Give an accession number, a study UID or a patient ID.");
        CriteriaTooBroad = Error("CsvCriteriaTooBroad", "The row has no identifier, and what it has does not point to one patient.", "Give an accession number, a study UID or a patient ID.");
        NameSearch = Warn("CsvNameSearch", "The row is identified by name and birth date only: other spellings are missed and namesakes found.", "Use a patient ID.");
        PatientAlone = Warn("CsvPatientAlone", "The row has a patient ID and nothing else: it asks for every study the patient ever had.", "Give a study date or an accession number, unless all studies are meant.");
        CriterionIgnored = Error("CsvCriterionIgnored", "The row relies on column {0}, which cannot be searched by: the search would be broader than the file says.", "Give an accession number or a study UID, or empty that cell.");
        ColumnsDisagree = Error("CsvColumnsDisagree", "Two columns for the same thing hold different values in this row.", "Delete the wrong one.");
        SubjectMissing = Error("CsvSubjectMissing", "The row has no Subject label.", "Fill the cell.");
        SessionMissing = Error("CsvSessionMissing", "The row has no Session label.", "Fill the cell.");
    }
}
