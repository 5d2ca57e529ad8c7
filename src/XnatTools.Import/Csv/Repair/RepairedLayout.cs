using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>The columns of a repaired file: the server's headings, without empty columns, with the second name column where it is missing.</summary>
internal sealed class RepairedLayout
{
    private readonly CsvSheet _sheet;
    private readonly bool[] _dropped;
    private readonly int _nameBefore = -1;
    private readonly string _addedName = "";

    public RepairedLayout(CsvSheet sheet, IReadOnlyList<CsvFinding> findings)
    {
        _sheet = sheet;
        _dropped = new bool[sheet.Columns.Count];
        foreach (CsvFinding finding in findings)
        {
            if (finding.Code == CsvFindingCodes.ColumnEmpty.Id)
            {
                _dropped[finding.ColumnNumber - 1] = true;
            }
            else if (finding.Code == CsvFindingCodes.NameColumnAlone.Id)
            {
                _nameBefore = finding.ColumnNumber - 1;
                _addedName = CsvHeadings.NameOf(sheet.Columns[_nameBefore].Field == CsvField.LastName ? CsvField.FirstName : CsvField.LastName);
            }
        }
    }

    public List<string?> Headings()
    {
        List<string?> cells = [];
        for (int i = 0; i < _sheet.Columns.Count; i++)
        {
            CsvColumn column = _sheet.Columns[i];
            if (!_dropped[i])
            {
                cells.Add(column.IsUsed ? CsvHeadings.NameOf(column.Field) : column.Heading);
            }

            if (i == _nameBefore)
            {
                cells.Add(_addedName);
            }
        }

        return cells;
    }

    public List<string?> Row(EvaluatedRow row)
    {
        if (row.Record.IsStray)
        {
            return Stray(row.Record);
        }

        List<string?> cells = [];
        string[] raw = row.Record.Cells;
        int count = row.IsMisshapen ? raw.Length : _sheet.Columns.Count;
        for (int i = 0; i < count; i++)
        {
            string? cell = i < raw.Length ? raw[i] : "";
            if (!row.IsMisshapen)
            {
                cell = Mended(row, _sheet.Columns[i], cell);
            }

            if (i >= _dropped.Length || !_dropped[i])
            {
                cells.Add(OneLineEnd(cell));
            }

            if (i == _nameBefore)
            {
                cells.Add("");
            }
        }

        return cells;
    }

    private static string? Mended(EvaluatedRow row, CsvColumn column, string raw)
    {
        if (!column.IsUsed)
        {
            return raw;
        }

        return row.Cells[column.Number - 1];
    }

    /// <summary>A line whose quotation marks are wrong stays together in one cell: a person must see it as it was.</summary>
    private List<string?> Stray(RawRecord record)
    {
        string text = record.Text.TrimEnd('\r', '\n');
        if (_sheet.Columns[0].IsUsed)
        {
            // The text lands in this column, where its invisible characters would be found again.
            string cleaned = CellCleaner.Clean(new CellContext(new FindingSink("", false, false), CsvReadOptions.Default, record.Line, _sheet.Columns[0], text));
            text = cleaned.IndexOf('"') >= 0 ? cleaned : text;
        }

        List<string?> cells = [OneLineEnd(text)];
        int width = Headings().Count;
        while (cells.Count < width)
        {
            cells.Add("");
        }

        return cells;
    }

    /// <summary>The new file has one kind of line end, in its cells too.</summary>
    private static string? OneLineEnd(string? cell) => cell is not null && cell.IndexOf('\r') >= 0
        ? cell.Replace("\r\n", "\n").Replace('\r', '\n')
        : cell;
}
