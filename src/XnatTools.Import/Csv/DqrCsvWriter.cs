using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>
/// Writes the one CSV file that is ever sent to the server: the server's own headings, ASCII, LF, no byte order mark, every row as
/// wide as the headings. The server splits at every comma and knows no quoting (specs/xnat-dqr-api.md 5.2), so a value that would
/// need it is refused. The only quotation marks are six in a relabel cell, the server's way to say "set to empty".
/// </summary>
public static class DqrCsvWriter
{
    private const string EmptiedCell = "\"\"\"\"\"\"";

    /// <summary>The file of these rows.</summary>
    /// <param name="rows">Rows without errors.</param>
    /// <param name="allowWildcard">Lets * and ? through; see <see cref="CsvReadOptions.AllowWildcard"/>.</param>
    /// <exception cref="XnatException">A row has an error, no criterion, or a value the server would misread.</exception>
    public static byte[] Write(IEnumerable<ImportRow> rows, bool allowWildcard = false)
    {
        if (rows is null)
        {
            throw new ArgumentNullException(nameof(rows));
        }

        List<string?[]> table = [];
        bool[] used = new bool[(int)CsvField.PatientName];
        foreach (ImportRow row in rows)
        {
            string?[] cells = CellsOf(row);
            Check(row, cells, allowWildcard);
            table.Add(cells);
            for (int i = 0; i < cells.Length; i++)
            {
                used[i] |= cells[i] is not null;
            }
        }

        // The server fails the whole file when one of the two name columns is missing.
        used[(int)CsvField.LastName] |= used[(int)CsvField.FirstName];
        used[(int)CsvField.FirstName] |= used[(int)CsvField.LastName];
        StringBuilder text = new();
        AppendHeadings(text, used);
        foreach (string?[] cells in table)
        {
            AppendRow(text, cells, used);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The server's headings and cells of one row, blank ones left out; what the batch answer echoes is compared with it.</summary>
    internal static string?[] CellsOf(ImportRow row)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        RelabelMap labels = row.Labels;
        return
        [
            Blank(row.AccessionNumber), Blank(row.StudyInstanceUid), Blank(row.PatientId), Blank(row.StudyDate), Blank(row.LastName), Blank(row.FirstName),
            Blank(row.PatientBirthDate), Blank(row.Modality),
            Label(labels.Subject), Label(labels.Session), Label(labels.PatientName), Label(labels.PatientId), Label(labels.StudyId),
            Label(labels.AccessionNumber), Label(labels.StudyDate), Label(labels.PatientBirthDate),
        ];
    }

    internal static bool IsEmptied(string cell) => string.Equals(cell, EmptiedCell, StringComparison.Ordinal);

    private static string? Blank(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static string? Label(string? value) => value is null ? null : value.Length == 0 ? EmptiedCell : value;

    private static void Check(ImportRow row, string?[] cells, bool allowWildcard)
    {
        if (!row.IsValid)
        {
            throw Refused(row, "it has findings that are errors");
        }

        bool criterion = false;
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not string cell || ReferenceEquals(cell, EmptiedCell))
            {
                continue;
            }

            CsvField field = (CsvField)i;
            bool search = field <= CsvField.Modality;
            criterion |= search;
            if (!IsSafe(cell) || (search && !allowWildcard && cell.IndexOfAny(['*', '?']) >= 0))
            {
                throw Refused(row, $"the server would misread its {CsvHeadings.NameOf(field)}");
            }

            bool date = field is CsvField.StudyDate or CsvField.PatientBirthDate or CsvField.RelabelStudyDate or CsvField.RelabelPatientBirthDate;
            if (date && !IsDate(cell, field == CsvField.StudyDate))
            {
                throw Refused(row, $"its {CsvHeadings.NameOf(field)} is not yyyyMMdd");
            }
        }

        if (!criterion)
        {
            throw Refused(row, "it has nothing to search by");
        }
    }

    private static XnatException Refused(ImportRow row, string why) =>
        new(XnatErrorCode.CsvRowInvalid, $"Row {row.Row} is not sent: {why}.") { TargetObject = row };

    /// <summary>Printable ASCII without comma, quotation mark and backslash, and no space at an end.</summary>
    private static bool IsSafe(string cell)
    {
        foreach (char c in cell)
        {
            if (c is < ' ' or > '~' or ',' or '"' or '\\')
            {
                return false;
            }
        }

        return cell[0] != ' ' && cell[cell.Length - 1] != ' ';
    }

    private static bool IsDate(string cell, bool range)
    {
        CsvDate date = CsvDates.Read(cell, range, null);
        return string.Equals(date.Value, cell, StringComparison.Ordinal);
    }

    private static void AppendHeadings(StringBuilder text, bool[] used)
    {
        int start = text.Length;
        for (int i = 0; i < used.Length; i++)
        {
            if (used[i])
            {
                text.Append(text.Length > start ? "," : "").Append(CsvHeadings.NameOf((CsvField)i));
            }
        }

        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, string?[] cells, bool[] used)
    {
        bool first = true;
        for (int i = 0; i < used.Length; i++)
        {
            if (used[i])
            {
                text.Append(first ? "" : ",").Append(cells[i]);
                first = false;
            }
        }

        text.Append('\n');
    }
}
