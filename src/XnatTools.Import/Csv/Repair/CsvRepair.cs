using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>
/// Mends what can be mended without guessing and writes a new file; the original is never touched. Rows that need a person come
/// along as they are, so the new file has every row of the old one.
/// </summary>
public static class CsvRepair
{
    /// <summary>Repairs a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="destination">The new file; not the source.</param>
    /// <param name="options">How the source is read.</param>
    /// <param name="force">Replaces a file at the destination.</param>
    /// <param name="found">Hears every finding, with <see cref="CsvFinding.Repaired"/> set where it was mended.</param>
    /// <exception cref="XnatException">The source cannot be read as a sheet, or the destination is the source, exists, or cannot be written.</exception>
    public static CsvRepairResult Run(string source, string destination, CsvReadOptions? options = null, bool force = false, Action<CsvFinding>? found = null)
    {
        string from = NewFile.FullPath(source ?? throw new ArgumentNullException(nameof(source)));
        string to = NewFile.FullPath(destination ?? throw new ArgumentNullException(nameof(destination)));
        if (string.Equals(from, to, StringComparison.OrdinalIgnoreCase))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The repaired file must not take the place of the original: name another.");
        }

        using CsvSheetReader reader = CsvSheetReader.Open(from, options);
        CsvRepairResult result = new();
        NewFile.Write(to, force, stream => result = Run(reader, stream, to, found));
        return result;
    }

    internal static CsvRepairResult Run(CsvSheetReader reader, Stream destination, string path, Action<CsvFinding>? found)
    {
        if (reader.Sheet is not CsvSheet sheet || reader.IsCut)
        {
            reader.ThrowIfUnusable();
            throw new XnatException(XnatErrorCode.CsvUnreadable, "The file has no sheet that could be repaired.");
        }

        int repaired = 0;
        int errors = 0;
        void Tell(IReadOnlyList<CsvFinding> findings)
        {
            foreach (CsvFinding finding in findings)
            {
                repaired += finding.CanRepair ? 1 : 0;
                errors += finding.Severity == FindingSeverity.Error ? 1 : 0;
                found?.Invoke(finding.CanRepair ? Mended(finding) : finding);
            }
        }

        Tell(reader.Findings);
        RepairedLayout layout = new(sheet, reader.Findings);
        using StreamWriter writer = new(destination, new UTF8Encoding(false), 65536, leaveOpen: true);
        StringBuilder line = new();
        CsvCells.AppendLine(line, layout.Headings());
        int rows = 0;
        int valid = 0;
        foreach (JudgedRow row in reader.ReadJudged())
        {
            Tell(row.Findings);
            rows++;
            valid += row.HasError ? 0 : 1;
            CsvCells.AppendLine(line, layout.Row(row.Row));
            writer.Write(line.ToString());
            line.Clear();
        }

        writer.Write(line.ToString());
        return new CsvRepairResult { Path = path, Rows = rows, ValidRows = reader.IsUsable ? valid : 0, Repaired = repaired, RemainingErrors = errors };
    }

    private static CsvFinding Mended(CsvFinding finding) => new()
    {
        SourceFile = finding.SourceFile,
        Line = finding.Line,
        Column = finding.Column,
        ColumnNumber = finding.ColumnNumber,
        Code = finding.Code,
        Severity = finding.Severity,
        Message = finding.Message,
        Cure = finding.Cure,
        CodePoint = finding.CodePoint,
        Value = finding.Value,
        CanRepair = true,
        Repaired = true,
    };
}
