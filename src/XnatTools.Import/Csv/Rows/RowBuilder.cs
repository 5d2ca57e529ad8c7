using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>Makes the object users hold of a row's canonical values.</summary>
internal sealed class RowBuilder
{
    private static readonly Dictionary<string, string> s_none = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _path;
    private readonly List<KeyValuePair<string, int>> _other = [];

    public RowBuilder(string path, CsvSheet sheet)
    {
        _path = path;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (CsvColumn column in sheet.Columns)
        {
            if (column.IsUsed || column.Heading.Length == 0)
            {
                continue;
            }

            string name = column.Heading;
            for (int i = 2; !names.Add(name); i++)
            {
                name = $"{column.Heading} ({i})";
            }

            _other.Add(new KeyValuePair<string, int>(name, column.Number - 1));
        }
    }

    public ImportRow Build(EvaluatedRow row, CsvFinding[] findings) => new()
    {
        Row = row.Record.Line,
        SourceFile = _path,
        AccessionNumber = row[CsvField.AccessionNumber],
        StudyInstanceUid = row[CsvField.StudyInstanceUid],
        PatientId = row[CsvField.PatientId],
        StudyDate = row[CsvField.StudyDate],
        LastName = row[CsvField.LastName],
        FirstName = row[CsvField.FirstName],
        PatientBirthDate = row[CsvField.PatientBirthDate],
        Modality = row[CsvField.Modality],
        Labels = Labels(row),
        Other = Other(row.Record),
        Findings = findings,
    };

    private static RelabelMap Labels(EvaluatedRow row)
    {
        for (CsvField field = CsvField.Subject; field <= CsvField.RelabelPatientBirthDate; field++)
        {
            if (row[field] is not null)
            {
                return new RelabelMap
                {
                    Subject = Label(row, CsvField.Subject),
                    Session = Label(row, CsvField.Session),
                    PatientName = Label(row, CsvField.RelabelPatientName),
                    PatientId = Label(row, CsvField.RelabelPatientId),
                    StudyId = Label(row, CsvField.RelabelStudyId),
                    AccessionNumber = Label(row, CsvField.RelabelAccessionNumber),
                    StudyDate = Label(row, CsvField.RelabelStudyDate),
                    PatientBirthDate = Label(row, CsvField.RelabelPatientBirthDate),
                };
            }
        }

        return RelabelMap.Empty;
    }

    /// <summary>Two quotation marks mean "set to empty", which the map says with an empty string.</summary>
    private static string? Label(EvaluatedRow row, CsvField field) => string.Equals(row[field], CellReader.Emptied, StringComparison.Ordinal) ? "" : row[field];

    private Dictionary<string, string> Other(RawRecord record)
    {
        if (_other.Count == 0)
        {
            return s_none;
        }

        Dictionary<string, string> other = new(_other.Count, StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, int> column in _other)
        {
            other[column.Key] = column.Value < record.Cells.Length ? record.Cells[column.Value] : "";
        }

        return other;
    }
}
