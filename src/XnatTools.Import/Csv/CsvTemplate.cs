using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>Makes CSV files with the right headings, empty or filled.</summary>
public static class CsvTemplate
{
    /// <summary>Columns for accession numbers: the usual case.</summary>
    public static IReadOnlyList<CsvField> ByAccession { get; } = [CsvField.AccessionNumber, CsvField.Subject, CsvField.Session];

    /// <summary>Columns for patient ID and study date, for PACS whose accession numbers are not reliable.</summary>
    public static IReadOnlyList<CsvField> ByPatient { get; } = [CsvField.PatientId, CsvField.StudyDate, CsvField.Modality, CsvField.Subject, CsvField.Session];

    /// <summary>Every column the server knows.</summary>
    public static IReadOnlyList<CsvField> All { get; } = Everything();

    /// <summary>The text of a file: the headings, and a line for each row.</summary>
    public static string Text(IReadOnlyList<CsvField> fields, IEnumerable<ImportRow>? rows = null)
    {
        List<string?> cells = [];
        foreach (CsvField field in fields ?? throw new ArgumentNullException(nameof(fields)))
        {
            cells.Add(CsvHeadings.NameOf(field));
        }

        StringBuilder text = new();
        CsvCells.AppendLine(text, cells);
        foreach (ImportRow row in rows ?? [])
        {
            string?[] values = DqrCsvWriter.CellsOf(row);
            cells.Clear();
            foreach (CsvField field in fields)
            {
                string? value = field <= CsvField.RelabelPatientBirthDate ? values[(int)field] : null;
                cells.Add(value is not null && DqrCsvWriter.IsEmptied(value) ? CellReader.Emptied : value);
            }

            CsvCells.AppendLine(text, cells);
        }

        return text.ToString();
    }

    /// <summary>Writes the file; one that exists is kept unless <paramref name="force"/> is set. Returns its full path.</summary>
    /// <exception cref="XnatException">The file exists or cannot be written.</exception>
    public static string Write(string path, IReadOnlyList<CsvField> fields, IEnumerable<ImportRow>? rows = null, bool force = false)
    {
        string full = NewFile.FullPath(path ?? throw new ArgumentNullException(nameof(path)));
        byte[] bytes = new UTF8Encoding(false).GetBytes(Text(fields, rows));
        NewFile.Write(full, force, stream => stream.Write(bytes, 0, bytes.Length));
        return full;
    }

    private static List<CsvField> Everything()
    {
        List<CsvField> fields = [];
        for (CsvField field = CsvField.AccessionNumber; field <= CsvField.RelabelPatientBirthDate; field++)
        {
            fields.Add(field);
        }

        return fields;
    }
}
