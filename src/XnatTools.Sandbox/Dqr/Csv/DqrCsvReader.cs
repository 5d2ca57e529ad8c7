using System;
using System.Collections.Generic;
using System.Text;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>
/// The plugin's splitter, which is not a CSV parser: lines end at CR, LF or CRLF, cells at every comma; nothing is
/// unquoted, trimmed or unescaped, and a byte order mark stays part of the first heading.
/// </summary>
internal sealed class DqrCsvReader
{
    private static readonly string[] s_search = ["Accession Number", "Study Instance UID", "Patient ID", "Study Date", "Last Name", "First Name", "DOB", "Modality"];

    private readonly bool _openDates;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private DqrCsvReader(bool openDates) => _openDates = openDates;

    /// <summary>Reads a file; a structural fault loses all of it.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="openDates">Whether a range may be open on one side (older builds fail on it).</param>
    public static IReadOnlyList<DqrCsvRow> Read(byte[] content, bool openDates = true)
        => new DqrCsvReader(openDates).ReadAll(Encoding.UTF8.GetString(content));

    private List<DqrCsvRow> ReadAll(string text)
    {
        List<DqrCsvRow> rows = [];
        bool headed = false;
        foreach (string line in Lines(text))
        {
            string[] cells = line.Split(',');
            if (headed)
            {
                rows.Add(ReadRow(rows.Count + 1, cells));
            }
            else
            {
                ReadHeadings(cells);
                headed = true;
            }
        }

        return headed ? rows : throw new XapiException(XapiFault.Other, "Index: 0, Size: 0");
    }

    private static IEnumerable<string> Lines(string text)
    {
        foreach (string line in text.Split('\n', '\r'))
        {
            // Splitting at both marks leaves an empty line inside CRLF, which is skipped like any blank line.
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line;
            }
        }
    }

    private void ReadHeadings(string[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (Array.IndexOf(s_search, cells[i]) >= 0 || RelabelHeadings.Tags.ContainsKey(cells[i]))
            {
                _columns.TryAdd(cells[i], i);
            }
        }
    }

    private DqrCsvRow ReadRow(int ordinal, string[] cells)
    {
        foreach (int column in _columns.Values)
        {
            if (column >= cells.Length)
            {
                throw new XapiException(XapiFault.Other, $"Index: {column}, Size: {cells.Length}");
            }
        }

        PacsCriteria criteria = new()
        {
            AccessionNumber = Cell(cells, "Accession Number"),
            StudyInstanceUid = Cell(cells, "Study Instance UID"),
            PatientId = Cell(cells, "Patient ID"),
            Dob = Cell(cells, "DOB"),
            Modality = Cell(cells, "Modality"),
            PatientName = Name(cells),
        };
        if (Cell(cells, "Study Date") is string date)
        {
            criteria.StudyDateRange = Dates(date);
        }

        Dictionary<string, string> relabel = [];
        foreach (string heading in RelabelHeadings.Tags.Keys)
        {
            if (Cell(cells, heading) is string value)
            {
                relabel[heading] = value;
            }
        }

        return new DqrCsvRow(ordinal, criteria, relabel);
    }

    private string? Cell(string[] cells, string heading)
        => _columns.TryGetValue(heading, out int column) && !string.IsNullOrWhiteSpace(cells[column]) ? cells[column] : null;

    private string? Name(string[] cells)
    {
        string? last = Cell(cells, "Last Name");
        string? first = Cell(cells, "First Name");
        if (last is null && first is null)
        {
            return null;
        }

        // The server takes the other column without asking whether it is there.
        if (!_columns.ContainsKey("Last Name") || !_columns.ContainsKey("First Name"))
        {
            throw new XapiException(XapiFault.Other);
        }

        return last + "," + first;
    }

    private DqrDateRange? Dates(string text)
    {
        if (!text.Contains('-', StringComparison.Ordinal))
        {
            DateOnly day = Date(text);
            return new DqrDateRange(day, day);
        }

        string[] sides = text.Split('-');
        if (sides.Length != 2)
        {
            throw Unparsable(text);
        }

        DateOnly? start = sides[0].Length == 0 ? null : Date(sides[0]);
        DateOnly? end = sides[1].Length == 0 ? null : Date(sides[1]);
        if (start is null && end is null)
        {
            return null;
        }

        return _openDates || (start is not null && end is not null) ? new DqrDateRange(start, end) : throw Unparsable(string.Empty);
    }

    private static DateOnly Date(string text) => DqrDate.ParseCell(text) ?? throw Unparsable(text);

    private static XapiException Unparsable(string text) => new XapiException(XapiFault.Other, $"Text '{text}' could not be parsed at index 0");
}
