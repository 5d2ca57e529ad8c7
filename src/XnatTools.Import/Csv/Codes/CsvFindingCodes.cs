using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>
/// Every finding there is, in the order of the documentation: the file, its headings, its rows, their cells, and rows compared
/// with each other. Help and tests enumerate <see cref="All"/>.
/// </summary>
public static partial class CsvFindingCodes
{
    private static readonly List<CsvFindingCode> s_all = [];

    private static readonly Dictionary<string, CsvFindingCode> s_byId = new(StringComparer.Ordinal);

    static CsvFindingCodes()
    {
        // Touching each part in order keeps All in the documentation's order whatever the compiler does with partial classes.
        AddFileCodes();
        AddHeadingCodes();
        AddRowCodes();
        AddDateCodes();
        AddCellCodes();
        AddCompareCodes();
    }

    /// <summary>All codes.</summary>
    public static IReadOnlyList<CsvFindingCode> All => s_all;

    /// <summary>The code with that id, or null.</summary>
    public static CsvFindingCode? FromId(string id) => s_byId.TryGetValue(id, out CsvFindingCode? code) ? code : null;

    private static CsvFindingCode Error(string id, string message, string cure) => Add(id, FindingSeverity.Error, false, message, cure);

    private static CsvFindingCode Warn(string id, string message, string cure) => Add(id, FindingSeverity.Warning, false, message, cure);

    private static CsvFindingCode Mends(string id, string message, string cure) => Add(id, FindingSeverity.Warning, true, message, cure);

    private static CsvFindingCode Info(string id, string message, string cure, bool repair = false) => Add(id, FindingSeverity.Information, repair, message, cure);

    private static CsvFindingCode Add(string id, FindingSeverity severity, bool repair, string message, string cure)
    {
        CsvFindingCode code = new(id, severity, repair, message, cure);
        s_byId.Add(id, code);
        s_all.Add(code);
        return code;
    }
}
