using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>Finds the line of headings and says what each means.</summary>
internal sealed class HeadingReader
{
    private const int SearchDepth = 12;

    private readonly FindingSink _sink;

    public HeadingReader(FindingSink sink) => _sink = sink;

    /// <summary>The sheet, or null when no line is usable (the findings say why).</summary>
    public CsvSheet? Read(IEnumerable<RawRecord> records, bool skipFirst)
    {
        RawRecord? first = null;
        int firstIndex = 0;
        int index = 0;
        foreach (RawRecord record in records)
        {
            index++;
            if ((index == 1 && skipFirst) || record.IsBlank)
            {
                continue;
            }

            bool usable = Known(record, out int known, out int filled) && (first is null || known >= 2 || filled == 1);
            if (usable)
            {
                return Build(record, index, first is not null);
            }

            if (first is null)
            {
                first = record;
                firstIndex = index;
            }

            if (index >= SearchDepth)
            {
                break;
            }
        }

        // Headings of which every one is misspelled still deserve to be told from no headings at all.
        if (first is not null && HasSimilar(first))
        {
            return Build(first, firstIndex, false);
        }

        _sink.Add(CsvFindingCodes.HeadingNone, first?.Line ?? 0);
        return null;
    }

    /// <summary>The heading as people see it, and the first character of it that they do not see.</summary>
    public static string Visible(string raw, out char hidden)
    {
        hidden = '\0';
        StringBuilder text = new(raw.Length);
        foreach (char c in raw)
        {
            bool odd = CsvText.IsInvisible(c) || CsvText.IsOddSpace(c) || char.IsControl(c) || CsvText.IsLineBreak(c);
            if (odd && hidden == '\0')
            {
                hidden = c;
            }

            if (!odd || CsvText.IsOddSpace(c) || CsvText.IsLineBreak(c))
            {
                text.Append(odd ? ' ' : c);
            }
        }

        return text.ToString().Trim().Trim('"', '\'', '\u201C', '\u201D').Trim();
    }

    private static bool Known(RawRecord record, out int known, out int filled)
    {
        known = 0;
        filled = 0;
        foreach (string cell in record.Cells)
        {
            filled += cell.Length > 0 ? 1 : 0;
            known += cell.Length is > 1 and < 100 && CsvHeadings.Find(cell) is >= CsvField.AccessionNumber and <= CsvField.PatientName ? 1 : 0;
        }

        return known > 0;
    }

    private static bool HasSimilar(RawRecord record)
    {
        foreach (string cell in record.Cells)
        {
            if (cell.Length < 60 && CsvHeadings.FindSimilar(Visible(cell, out _)) != CsvField.Unknown)
            {
                return true;
            }
        }

        return false;
    }

    private CsvSheet Build(RawRecord record, int index, bool below)
    {
        if (below)
        {
            _sink.Add(CsvFindingCodes.HeadingNotFirst, record.Line, first: record.Line);
        }

        List<CsvColumn> columns = [];
        Dictionary<CsvField, int> seen = [];
        for (int i = 0; i < record.Cells.Length; i++)
        {
            string raw = record.Cells[i];
            string heading = Visible(raw, out char hidden);
            CsvField field = CsvHeadings.Find(heading);
            CsvColumn column = new(i + 1, heading, field);
            columns.Add(column);
            if (heading.Length == 0)
            {
                continue;
            }

            Describe(column, raw, hidden, record.Line);
            if (column.IsUsed && seen.TryGetValue(field, out int number))
            {
                _sink.Add(CsvFindingCodes.HeadingDuplicate, record.Line, column, first: number);
            }
            else
            {
                seen[field] = column.Number;
            }
        }

        // Columns without a heading at the end are Excel's; they are no columns unless they hold something, which the survey sees.
        CsvSheet sheet = new(columns, record.EndLine, index);
        DescribeSheet(sheet, record.Line);
        return sheet;
    }

    private void Describe(CsvColumn column, string raw, char hidden, int line)
    {
        if (hidden != '\0')
        {
            _sink.Add(CsvFindingCodes.HeadingInvisible, line, column, null, hidden);
        }
        else if (!string.Equals(raw, column.Heading, StringComparison.Ordinal) && column.Field != CsvField.Unknown)
        {
            _sink.Add(CsvFindingCodes.HeadingPadded, line, column);
        }

        switch (column.Field)
        {
            case CsvField.Unknown:
                CsvField similar = CsvHeadings.FindSimilar(column.Heading);
                if (similar == CsvField.Unknown)
                {
                    _sink.Add(CsvFindingCodes.HeadingUnknown, line, column);
                }
                else
                {
                    _sink.Add(CsvFindingCodes.HeadingMisspelled, line, column, null, OddLetter(column.Heading), CsvHeadings.NameOf(similar));
                }

                break;
            case CsvField.NotSearchable:
                _sink.Add(CsvFindingCodes.HeadingNotSearchable, line, column);
                break;
            case CsvField.Ambiguous:
                _sink.Add(CsvFindingCodes.HeadingAmbiguous, line, column);
                break;
            case CsvField.PatientName:
                _sink.Add(CsvFindingCodes.HeadingWholeName, line, column);
                break;
            default:
                string canonical = CsvHeadings.NameOf(column.Field);
                if (!string.Equals(canonical, column.Heading, StringComparison.Ordinal))
                {
                    _sink.Add(CsvFindingCodes.HeadingAlias, line, column, first: canonical);
                }

                break;
        }
    }

    private void DescribeSheet(CsvSheet sheet, int line)
    {
        bool name = sheet.Has(CsvField.PatientName);
        bool last = sheet.Has(CsvField.LastName);
        bool first = sheet.Has(CsvField.FirstName);
        bool search = sheet.Has(CsvField.AccessionNumber) || sheet.Has(CsvField.StudyInstanceUid) || sheet.Has(CsvField.PatientId);
        if (!search && !name && !last && !first)
        {
            _sink.Add(CsvFindingCodes.NoSearchColumn, line);
        }

        if (last != first && !name)
        {
            _sink.Add(CsvFindingCodes.NameColumnAlone, line, sheet.ColumnOf(last ? CsvField.LastName : CsvField.FirstName));
        }

        if (!sheet.Has(CsvField.Subject))
        {
            _sink.Add(CsvFindingCodes.SubjectColumnMissing, line);
        }

        if (!sheet.Has(CsvField.Session))
        {
            _sink.Add(CsvFindingCodes.SessionColumnMissing, line);
        }
    }

    private static char? OddLetter(string heading)
    {
        foreach (char c in heading)
        {
            if (c > 0x7F)
            {
                return c;
            }
        }

        return null;
    }
}
