namespace XnatTools.Import.Csv;

/// <summary>Findings about the file as a whole.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode Empty { get; private set; } = null!;

    public static CsvFindingCode IsExcel { get; private set; } = null!;

    public static CsvFindingCode IsHtml { get; private set; } = null!;

    public static CsvFindingCode IsXml { get; private set; } = null!;

    public static CsvFindingCode IsJson { get; private set; } = null!;

    public static CsvFindingCode IsBinary { get; private set; } = null!;

    public static CsvFindingCode Utf16WithoutMark { get; private set; } = null!;

    public static CsvFindingCode EncodingInvalid { get; private set; } = null!;

    public static CsvFindingCode NulByte { get; private set; } = null!;

    public static CsvFindingCode CellTooLong { get; private set; } = null!;

    public static CsvFindingCode TooManyColumns { get; private set; } = null!;

    public static CsvFindingCode TooManyRows { get; private set; } = null!;

    public static CsvFindingCode ByteOrderMark { get; private set; } = null!;

    public static CsvFindingCode Delimiter { get; private set; } = null!;

    public static CsvFindingCode SepLine { get; private set; } = null!;

    public static CsvFindingCode LineEndsMixed { get; private set; } = null!;

    public static CsvFindingCode ManyRows { get; private set; } = null!;

    private static void AddFileCodes()
    {
        Empty = Error("CsvEmpty", "The file is empty.", "Check that the export worked; New-XnatCsv makes a template.");
        IsExcel = Error("CsvIsExcel", "This is an Excel workbook, whatever its name says.", "Open it in Excel and save it as CSV UTF-8 (comma delimited).");
        IsHtml = Error("CsvIsHtml", "This is a web page saved under a CSV name.", "Export the data again as CSV, or open the page in Excel and save it as CSV UTF-8.");
        IsXml = Error("CsvIsXml", "This is XML, not CSV.", "Open it in Excel and save it as CSV UTF-8.");
        IsJson = Error("CsvIsJson", "This is JSON, not CSV.", "Use ConvertFrom-XnatDqrJson for a saved answer of the server.");
        IsBinary = Error("CsvIsBinary", "This is not a text file.", "Check the path, and export the data as CSV UTF-8.");
        Utf16WithoutMark = Error("CsvUtf16WithoutMark", "This looks like UTF-16 without a byte order mark.", "Say -Encoding Unicode, or save the file as CSV UTF-8.");
        EncodingInvalid = Error("CsvEncodingInvalid", "A character on this line cannot be read in the file's encoding.", "Save the file as CSV UTF-8, or name its encoding: for files of older Windows programs -Encoding windows-1252.");
        NulByte = Error("CsvNulByte", "The file holds NUL characters from this line on.", "The file is damaged or not text: export it again.");
        CellTooLong = Error("CsvCellTooLong", "A cell from this line on is longer than any cell can be.", "Look for a quotation mark that is opened and never closed.");
        TooManyColumns = Error("CsvTooManyColumns", "A line has more than {0} columns.", "Check that this is the right file.");
        TooManyRows = Error("CsvTooManyRows", "The file has more than {0} data rows.", "Split the file, or raise the limit.");
        ByteOrderMark = Info("CsvByteOrderMark", "The file starts with a byte order mark, which the server would take for a part of the first heading.", "None needed: what is sent has none.", true);
        Delimiter = Info("CsvDelimiter", "The cells are separated by {0}; the server knows commas only.", "None needed: what is sent has commas.", true);
        SepLine = Info("CsvSepLine", "The file starts with Excel's sep= line, which the server would take for the headings.", "None needed: it is left out.", true);
        LineEndsMixed = Info("CsvLineEndsMixed", "Lines end in different ways.", "None needed: what is sent has one kind.", true);
        ManyRows = Info("CsvManyRows", "The file has {0} data rows; the server takes at most 1000 in one call.", "None needed: rows are asked for in chunks of at most 100.");
    }
}
