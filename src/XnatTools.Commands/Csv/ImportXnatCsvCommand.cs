using System;
using System.Management.Automation;
using XnatTools.Import.Csv;

namespace XnatTools.Commands;

/// <summary>
/// Reads a CSV file of studies, checks it, and writes one row object a line. A line that is not usable is an error with its number
/// and is not written, so that it cannot be asked for.
/// </summary>
[Cmdlet(VerbsData.Import, "XnatCsv", DefaultParameterSetName = ByPath)]
[OutputType(typeof(ImportRow))]
public sealed class ImportXnatCsvCommand : CsvCmdlet
{
    /// <summary>Write rows that are not usable too; their IsValid is false and Findings says why.</summary>
    [Parameter]
    public SwitchParameter IncludeInvalid { get; set; }

    private protected override void ProcessFile(string file)
    {
        using CsvSheetReader reader = CsvSheetReader.Open(file, MakeOptions());
        foreach (CsvFinding finding in reader.Findings)
        {
            if (finding.Severity == FindingSeverity.Warning)
            {
                WriteWarning($"{finding}. {finding.Message}");
            }
        }

        int rows = 0;
        int invalid = 0;
        foreach (ImportRow row in reader.ReadRows())
        {
            StopToken.ThrowIfCancellationRequested();
            ShowProgress("Reading the CSV file", $"row {++rows}", rows, reader.RowCount);
            if (!row.IsValid)
            {
                invalid++;
                CsvFinding finding = Array.Find(row.Findings, f => f.Severity == FindingSeverity.Error)!;
                ReportRow(new XnatException(XnatErrorCode.CsvRowInvalid, $"Line {row.Row}: {finding.Message} ({finding.Code})") { Advice = finding.Cure }, row);
            }

            if (row.IsValid || IncludeInvalid)
            {
                WriteObject(row);
            }
        }

        WriteVerbose($"{rows} rows, {invalid} of them not usable.");
    }
}
