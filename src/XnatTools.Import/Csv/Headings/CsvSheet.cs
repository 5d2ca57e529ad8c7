using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>What is known of a sheet once its headings are read.</summary>
internal sealed class CsvSheet
{
    private const int FieldCount = (int)CsvField.PatientName + 1;

    private readonly CsvColumn?[] _byField = new CsvColumn?[FieldCount];

    public CsvSheet(IReadOnlyList<CsvColumn> columns, int headingLine, int skipRecords)
    {
        Columns = columns;
        HeadingLine = headingLine;
        SkipRecords = skipRecords;
        List<CsvColumn> narrowing = [];
        foreach (CsvColumn column in columns)
        {
            if (column.IsUsed)
            {
                _byField[(int)column.Field] ??= column;
            }

            if (CsvHeadings.Narrows(column))
            {
                narrowing.Add(column);
            }
        }

        NarrowingColumns = narrowing;
    }

    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>Line of the headings.</summary>
    public int HeadingLine { get; }

    /// <summary>Records up to and with the headings.</summary>
    public int SkipRecords { get; }

    /// <summary>Columns that cannot be searched by although they would narrow the search.</summary>
    public IReadOnlyList<CsvColumn> NarrowingColumns { get; }

    /// <summary>The first column of a field, or null.</summary>
    public CsvColumn? ColumnOf(CsvField field) => _byField[(int)field];

    public bool Has(CsvField field) => _byField[(int)field] is not null;
}
