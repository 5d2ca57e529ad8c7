using System;

namespace XnatTools.Import.Csv;

/// <summary>Turns a record into canonical values and reports what is wrong with it by itself; other rows are not looked at.</summary>
internal sealed class RowEvaluator
{
    private readonly CsvSheet _sheet;
    private readonly CsvReadOptions _options;
    private readonly FindingSink _sink;
    private readonly EvaluatedRow _row;
    private int _changedHeadings;

    public RowEvaluator(CsvSheet sheet, CsvReadOptions options, FindingSink sink)
    {
        _sheet = sheet;
        _options = options;
        _sink = sink;
        _row = new EvaluatedRow(sheet.Columns.Count);
    }

    /// <summary>Reads one record. The returned object is the same for every call.</summary>
    public EvaluatedRow Evaluate(RawRecord record)
    {
        Array.Clear(_row.Values, 0, _row.Values.Length);
        Array.Clear(_row.Cells, 0, _row.Cells.Length);
        _row.Record = record;
        _row.IsMisshapen = false;
        _row.IsHeading = !record.IsStray && IsHeading(record);
        if (_row.IsHeading)
        {
            _row.IsMisshapen = true;
            _sink.Add(CsvFindingCodes.HeadingRepeated, record.Line);
            return _row;
        }

        CheckShape(record);
        if (_row.IsMisshapen)
        {
            // The cells are not where they belong: whatever else could be said about them would mislead.
            return _row;
        }

        ReadCells(record);
        if (_changedHeadings > 0)
        {
            _sink.Add(CsvFindingCodes.HeadingChanged, record.Line, first: _changedHeadings);
        }

        SplitName(record);
        CriteriaRules.Check(_row, _sheet, _options, _sink);
        CheckLabels(record);
        return _row;
    }

    /// <summary>One more line of headings, as in files that were put together; the columns may stand in another order below it.</summary>
    private bool IsHeading(RawRecord record)
    {
        int filled = 0;
        int known = 0;
        bool same = true;
        for (int i = 0; i < record.Cells.Length; i++)
        {
            string cell = record.Cells[i];
            if (cell.Length is < 2 or > 40)
            {
                filled += cell.Length > 0 ? 1 : 0;
                continue;
            }

            filled++;
            CsvField field = CsvHeadings.Find(cell);
            known += field is CsvField.Unknown ? 0 : 1;
            same &= i < _sheet.Columns.Count && field == _sheet.Columns[i].Field;
        }

        if (known == 0 || known * 2 < filled || (known < 2 && !same))
        {
            return false;
        }

        if (!same)
        {
            _changedHeadings = record.Line;
        }

        return true;
    }

    private void CheckShape(RawRecord record)
    {
        int count = record.Cells.Length;
        int columns = _sheet.Columns.Count;
        if (record.IsStray)
        {
            _row.IsMisshapen = true;
            _sink.Add(record.EndLine > record.Line ? CsvFindingCodes.QuoteUnclosed : CsvFindingCodes.QuoteStray, record.Line);
        }
        else if (record.EndLine > record.Line && HidesRows(record))
        {
            _row.IsMisshapen = true;
            _sink.Add(CsvFindingCodes.QuoteUnclosed, record.Line);
        }

        if (_row.IsMisshapen)
        {
            return;
        }

        if (count < columns)
        {
            bool criterion = false;
            for (int i = count; i < columns; i++)
            {
                criterion |= _sheet.Columns[i].IsSearch;
            }

            _row.IsMisshapen |= criterion;
            _sink.Add(criterion ? CsvFindingCodes.RowShortCriterion : CsvFindingCodes.RowShort, record.Line);
        }
        else if (count > columns)
        {
            bool filled = false;
            for (int i = columns; i < count; i++)
            {
                filled |= !CsvText.IsBlank(record.Cells[i]);
            }

            _row.IsMisshapen |= filled;
            _sink.Add(filled ? CsvFindingCodes.RowLong : CsvFindingCodes.RowTrailingCells, record.Line);
        }
    }

    /// <summary>True when a cell with line breaks holds something that looks like a row of this sheet.</summary>
    private bool HidesRows(RawRecord record)
    {
        foreach (string cell in record.Cells)
        {
            if (cell.IndexOfAny(['\r', '\n']) < 0)
            {
                continue;
            }

            foreach (string line in cell.Split('\r', '\n'))
            {
                if (_sheet.Columns.Count > 1 && line.Split(',', ';', '\t').Length >= Math.Max(2, _sheet.Columns.Count - 1))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void ReadCells(RawRecord record)
    {
        int count = Math.Min(record.Cells.Length, _sheet.Columns.Count);
        for (int i = 0; i < count; i++)
        {
            CsvColumn column = _sheet.Columns[i];
            if (!column.IsUsed)
            {
                continue;
            }

            string? value = CellReader.Read(new CellContext(_sink, _options, record.Line, column, record.Cells[i]));
            _row.Cells[i] = value;
            if (ReferenceEquals(_sheet.ColumnOf(column.Field), column))
            {
                _row[column.Field] = value;
            }
            else if (!string.Equals(_row[column.Field], value, StringComparison.Ordinal))
            {
                _sink.Add(CsvFindingCodes.ColumnsDisagree, record.Line, column, record.Cells[i]);
            }
        }
    }

    /// <summary>A whole name goes into last and first name when a caret or comma shows where it parts.</summary>
    private void SplitName(RawRecord record)
    {
        if (_row[CsvField.PatientName] is not string name || _sheet.ColumnOf(CsvField.PatientName) is not CsvColumn column)
        {
            return;
        }

        string[] parts = name.Split('^', ',');
        string last = parts[0].Trim();
        string? first = parts.Length > 1 ? parts[1].Trim() : null;
        bool clear = last.Length > 0 && last.IndexOf(' ') < 0 | parts.Length > 1 && !HasThird(parts);
        if (!clear || (_row[CsvField.LastName] ?? last) != last || (_row[CsvField.FirstName] ?? first) != first)
        {
            _sink.Add(CsvFindingCodes.NameParts, record.Line, column, record.Cells[column.Number - 1]);
            return;
        }

        _row[CsvField.LastName] = last;
        _row[CsvField.FirstName] = string.IsNullOrEmpty(first) ? null : first;
    }

    private static bool HasThird(string[] parts)
    {
        for (int i = 2; i < parts.Length; i++)
        {
            if (parts[i].Trim().Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void CheckLabels(RawRecord record)
    {
        CheckLabel(record, CsvField.Subject, CsvFindingCodes.SubjectMissing);
        CheckLabel(record, CsvField.Session, CsvFindingCodes.SessionMissing);
        CheckIdentifies(record, CsvField.RelabelPatientName);
        CheckIdentifies(record, CsvField.RelabelPatientId);
        CheckIdentifies(record, CsvField.RelabelAccessionNumber);
        CheckIdentifies(record, CsvField.RelabelStudyId);
    }

    private void CheckLabel(RawRecord record, CsvField field, CsvFindingCode missing)
    {
        CsvColumn? column = _sheet.ColumnOf(field);
        if (_row[field] is not null)
        {
            CheckIdentifies(record, field);
        }
        else if (_options.RequireLabels ?? column is not null)
        {
            _sink.Add(missing, record.Line, column);
        }
    }

    /// <summary>A label that holds what it should hide.</summary>
    private void CheckIdentifies(RawRecord record, CsvField field)
    {
        if (_row[field] is not string label || label.Length < 3 || _sheet.ColumnOf(field) is not CsvColumn column)
        {
            return;
        }

        bool found = Holds(label, _row[CsvField.PatientId], 4) || Holds(label, _row[CsvField.AccessionNumber], 4) || Holds(label, _row[CsvField.LastName], 3)
            || Holds(label, _row[CsvField.PatientBirthDate], 8);
        if (found)
        {
            _sink.Add(CsvFindingCodes.LabelIdentifies, record.Line, column, record.Cells[column.Number - 1]);
        }
    }

    private static bool Holds(string label, string? identifier, int minimum) => identifier is not null
        && ((identifier.Length >= minimum && label.IndexOf(identifier, StringComparison.OrdinalIgnoreCase) >= 0) || string.Equals(identifier, label, StringComparison.OrdinalIgnoreCase));
}
