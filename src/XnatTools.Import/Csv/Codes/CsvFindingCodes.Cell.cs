namespace XnatTools.Import.Csv;

/// <summary>Findings about cells.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode Invisible { get; private set; } = null!;

    public static CsvFindingCode Padded { get; private set; } = null!;

    public static CsvFindingCode SpaceOdd { get; private set; } = null!;

    public static CsvFindingCode Apostrophe { get; private set; } = null!;

    public static CsvFindingCode FormulaText { get; private set; } = null!;

    public static CsvFindingCode QuotesKept { get; private set; } = null!;

    public static CsvFindingCode SmartQuotes { get; private set; } = null!;

    public static CsvFindingCode DigitNotAscii { get; private set; } = null!;

    public static CsvFindingCode ModalityCase { get; private set; } = null!;

    public static CsvFindingCode Exponent { get; private set; } = null!;

    public static CsvFindingCode DecimalTail { get; private set; } = null!;

    public static CsvFindingCode LeadingZerosLost { get; private set; } = null!;

    public static CsvFindingCode DigitsLost { get; private set; } = null!;

    public static CsvFindingCode Formula { get; private set; } = null!;

    public static CsvFindingCode Placeholder { get; private set; } = null!;

    public static CsvFindingCode PlaceholderName { get; private set; } = null!;

    public static CsvFindingCode Wildcard { get; private set; } = null!;

    public static CsvFindingCode WildcardAllowed { get; private set; } = null!;

    public static CsvFindingCode Comma { get; private set; } = null!;

    public static CsvFindingCode Quote { get; private set; } = null!;

    public static CsvFindingCode Backslash { get; private set; } = null!;

    public static CsvFindingCode LineBreak { get; private set; } = null!;

    public static CsvFindingCode ControlCharacter { get; private set; } = null!;

    public static CsvFindingCode ReplacementCharacter { get; private set; } = null!;

    public static CsvFindingCode LookAlike { get; private set; } = null!;

    public static CsvFindingCode NotAscii { get; private set; } = null!;

    public static CsvFindingCode UidInvalid { get; private set; } = null!;

    public static CsvFindingCode UidTooLong { get; private set; } = null!;

    public static CsvFindingCode UidElsewhere { get; private set; } = null!;

    public static CsvFindingCode AccessionTooLong { get; private set; } = null!;

    public static CsvFindingCode ValueTooLong { get; private set; } = null!;

    public static CsvFindingCode AccessionDated { get; private set; } = null!;

    public static CsvFindingCode ModalityUnknown { get; private set; } = null!;

    public static CsvFindingCode FirstNameOnly { get; private set; } = null!;

    public static CsvFindingCode NameParts { get; private set; } = null!;

    public static CsvFindingCode LabelCharacter { get; private set; } = null!;

    public static CsvFindingCode LabelTooLong { get; private set; } = null!;

    public static CsvFindingCode SessionLong { get; private set; } = null!;

    public static CsvFindingCode LabelEmptied { get; private set; } = null!;

    public static CsvFindingCode LabelIdentifies { get; private set; } = null!;

    private static void AddCellCodes()
    {
        Invisible = Mends("CsvInvisible", "The cell holds a character that cannot be seen.", "None needed: it is left out of what is sent.");
        Padded = Mends("CsvPadded", "There are spaces around the value, which the server would search for.", "None needed: they are left out.");
        SpaceOdd = Mends("CsvSpaceOdd", "The cell holds a space that is not the usual one.", "None needed: a usual space is sent.");
        Apostrophe = Mends("CsvApostrophe", "The value starts with an apostrophe, Excel's mark for text.", "None needed: it is left out.");
        FormulaText = Mends("CsvFormulaText", "The value is written as an Excel formula that keeps text, =\"...\".", "None needed: only the text is sent.");
        QuotesKept = Mends("CsvQuotesKept", "The value stands in quotation marks that belong to the cell.", "None needed: they are left out.");
        SmartQuotes = Mends("CsvSmartQuotes", "The value stands in typographic quotation marks.", "None needed: they are left out.");
        DigitNotAscii = Mends("CsvDigitNotAscii", "The cell holds digits of another script.", "None needed: the usual digits are sent.");
        ModalityCase = Mends("CsvModalityCase", "The modality is not in capitals.", "None needed: capitals are sent.");
        Exponent = Error("CsvExponent", "The number is in exponent form, such as 1.23E+11: digits are lost.", "Format the column as text in the program it comes from, and export it again.");
        DecimalTail = Error("CsvDecimalTail", "The identifier ends in .0: it was a number on the way, and leading zeros may be lost.", "Export the column as text.");
        LeadingZerosLost = Warn("CsvLeadingZerosLost", "The number is shorter than the others in its column: leading zeros are probably lost.", "Compare with the source; export the column as text.");
        DigitsLost = Warn("CsvDigitsLost", "The number ends in zeros after its fifteenth digit, where Excel rounds.", "Compare with the source; export the column as text.");
        Formula = Error("CsvFormula", "The cell starts like a formula.", "Put the value itself in the cell.");
        Placeholder = Error("CsvPlaceholder", "The cell holds a placeholder such as N/A, NULL, - or #REF!.", "Put the value in, or empty the cell.");
        PlaceholderName = Warn("CsvPlaceholderName", "The name looks like a placeholder.", "Check it.");
        Wildcard = Error("CsvWildcard", "The cell holds * or ?, which would search more broadly.", "Write the exact value; -AllowWildcard lets them through.");
        WildcardAllowed = Warn("CsvWildcardAllowed", "The cell holds * or ?, and so may find more than one study.", "Write the exact value if you can.");
        Comma = Error("CsvComma", "The cell holds a comma, at which the server would split it.", "Take it out.");
        Quote = Error("CsvQuote", "The cell holds a quotation mark, which the server cannot take.", "Take it out.");
        Backslash = Error("CsvBackslash", "The cell holds a backslash, which means 'or' to a PACS.", "Take it out; use one row for each value.");
        LineBreak = Error("CsvLineBreak", "The cell holds a line break.", "Take it out.");
        ControlCharacter = Error("CsvControlCharacter", "The cell holds a control character.", "Take it out.");
        ReplacementCharacter = Error("CsvReplacementCharacter", "A letter was lost when the file was written (U+FFFD stands for it).", "Export the data again as CSV UTF-8.");
        LookAlike = Error("CsvLookAlike", "The value holds a letter of another script, or a sign, that looks like a usual one.", "Type the value anew.");
        NotAscii = Error("CsvNotAscii", "The value holds letters that cannot be sent safely in a file.", "Use an accession number or patient ID instead.");
        UidInvalid = Error("CsvUidInvalid", "This is not a UID: digits and dots only, no part with a leading zero.", "Correct it, or export the column as text.");
        UidTooLong = Error("CsvUidTooLong", "A UID has at most 64 characters.", "Correct it.");
        UidElsewhere = Warn("CsvUidElsewhere", "The value looks like a UID.", "Put it in the column Study Instance UID.");
        AccessionTooLong = Warn("CsvAccessionTooLong", "An accession number has at most 16 characters.", "Check that it is one.");
        ValueTooLong = Error("CsvValueTooLong", "The value is longer than DICOM allows (64 characters).", "Correct it.");
        AccessionDated = Info("CsvAccessionDated", "The accession number starts with a date; some systems make up such numbers, and they are not reliable.", "If nothing is found use patient ID and study date.");
        ModalityUnknown = Warn("CsvModalityUnknown", "DICOM does not know this modality.", "Use the two or three letters of the standard, such as MR, CT, US, CR, DX, XA, NM, PT.");
        FirstNameOnly = Error("CsvFirstNameOnly", "There is a first name but no last name.", "Fill Last Name.");
        NameParts = Error("CsvNameParts", "The name cannot be taken apart without guessing.", "Write Last^First, or use the columns Last Name and First Name.");
        LabelCharacter = Error("CsvLabelCharacter", "A label may hold letters, digits, _ and - only; XNAT would change it silently.", "Choose another label.");
        LabelTooLong = Error("CsvLabelTooLong", "The label is longer than 64 characters.", "Choose a shorter one.");
        SessionLong = Info("CsvSessionLong", "The session label is longer than the 16 characters that DICOM gives an accession number.", "A shorter label is safer.");
        LabelEmptied = Error("CsvLabelEmptied", "The cell asks for an empty label.", "Fill in a label.");
        LabelIdentifies = Warn("CsvLabelIdentifies", "The label holds the patient's or the study's identifier, which relabelling should remove.", "Choose a pseudonym.");
    }
}
