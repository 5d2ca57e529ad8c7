namespace XnatTools.Import.Csv;

/// <summary>Findings about dates.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode DateIso { get; private set; } = null!;

    public static CsvFindingCode DateSlash { get; private set; } = null!;

    public static CsvFindingCode DateNamedMonth { get; private set; } = null!;

    public static CsvFindingCode DateTime { get; private set; } = null!;

    public static CsvFindingCode DateDecimal { get; private set; } = null!;

    public static CsvFindingCode DateRangeForm { get; private set; } = null!;

    public static CsvFindingCode DateAmbiguous { get; private set; } = null!;

    public static CsvFindingCode DateLayout { get; private set; } = null!;

    public static CsvFindingCode DateImpossible { get; private set; } = null!;

    public static CsvFindingCode DateSerial { get; private set; } = null!;

    public static CsvFindingCode DateTwoDigitYear { get; private set; } = null!;

    public static CsvFindingCode DatePartial { get; private set; } = null!;

    public static CsvFindingCode DateInvalid { get; private set; } = null!;

    public static CsvFindingCode DateRangeReversed { get; private set; } = null!;

    public static CsvFindingCode DateRangeNotAllowed { get; private set; } = null!;

    public static CsvFindingCode DateRangeOpen { get; private set; } = null!;

    public static CsvFindingCode DateFuture { get; private set; } = null!;

    public static CsvFindingCode DateOld { get; private set; } = null!;

    public static CsvFindingCode BirthAfterStudy { get; private set; } = null!;

    private static void AddDateCodes()
    {
        DateIso = Mends("CsvDateIso", "The date is written with dashes, which the server takes for a range and then fails the whole file.", "None needed: what is sent is yyyyMMdd.");
        DateSlash = Mends("CsvDateSlash", "The date is written with slashes or dots, year first.", "None needed: what is sent is yyyyMMdd.");
        DateNamedMonth = Mends("CsvDateNamedMonth", "The month is written as a name.", "None needed: what is sent is yyyyMMdd.");
        DateTime = Mends("CsvDateTime", "A time of day is attached to the date.", "None needed: only the date is sent.");
        DateDecimal = Mends("CsvDateDecimal", "The date ends in .0, as tables of numbers write it.", "None needed: what is sent is yyyyMMdd.");
        DateRangeForm = Mends("CsvDateRangeForm", "The range is not written as yyyyMMdd-yyyyMMdd.", "None needed: what is sent is.");
        DateAmbiguous = Error("CsvDateAmbiguous", "Day and month of the date cannot be told apart.", "Write yyyyMMdd, or say -DateFormat, such as dd/MM/yyyy.");
        DateLayout = Error("CsvDateLayout", "The date is not written year first.", "Write yyyyMMdd, or say -DateFormat, such as dd/MM/yyyy.");
        DateImpossible = Error("CsvDateImpossible", "There is no such day; the server would silently take another.", "Correct the date.");
        DateSerial = Error("CsvDateSerial", "The cell holds Excel's number of a day instead of a date.", "Format the column as text yyyyMMdd before exporting it.");
        DateTwoDigitYear = Error("CsvDateTwoDigitYear", "The year has two digits.", "Write yyyyMMdd.");
        DatePartial = Error("CsvDatePartial", "The date is incomplete.", "Write yyyyMMdd, or a range yyyyMMdd-yyyyMMdd.");
        DateInvalid = Error("CsvDateInvalid", "This is not a date.", "Write yyyyMMdd.");
        DateRangeReversed = Error("CsvDateRangeReversed", "The range ends before it starts.", "Swap the dates, if that is what is meant.");
        DateRangeNotAllowed = Error("CsvDateRangeNotAllowed", "A range cannot stand in this column.", "Write one date, yyyyMMdd.");
        DateRangeOpen = Info("CsvDateRangeOpen", "The range is open at one end; older servers fail on that.", "Give both ends.");
        DateFuture = Warn("CsvDateFuture", "The date is in the future.", "Check the year.");
        DateOld = Warn("CsvDateOld", "The date is before 1900.", "Check the year.");
        BirthAfterStudy = Warn("CsvBirthAfterStudy", "The birth date is after the study date.", "Check both.");
    }
}
