using System.Management.Automation;
using XnatTools.Import.Csv;

namespace XnatTools.Commands;

/// <summary>
/// Checks a CSV file as the import does, and writes one finding a problem with line, column, code and cure. No server is needed.
/// A file without errors here is accepted by the import.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "XnatCsv", DefaultParameterSetName = ByPath)]
[OutputType(typeof(CsvFinding), typeof(bool))]
public sealed class TestXnatCsvCommand : CsvCmdlet
{
    /// <summary>Give true or false only: whether the file has no errors.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Least severity of findings to write.</summary>
    [Parameter]
    public FindingSeverity Severity { get; set; } = FindingSeverity.Information;

    /// <summary>Put the cell's text into each finding. It may identify a patient.</summary>
    [Parameter]
    public SwitchParameter IncludeValue { get; set; }

    private protected override void ProcessFile(string file)
    {
        using CsvSheetReader reader = CsvSheetReader.Open(file, MakeOptions(IncludeValue));
        bool clean = true;
        int count = 0;
        foreach (CsvFinding finding in CsvCheck.Run(reader))
        {
            StopToken.ThrowIfCancellationRequested();
            count++;
            if (finding.Severity == FindingSeverity.Error)
            {
                clean = false;
                if (Quiet)
                {
                    break;
                }
            }

            if (!Quiet && finding.Severity >= Severity)
            {
                WriteObject(finding);
            }
        }

        if (Quiet)
        {
            WriteObject(clean);
        }
        else
        {
            WriteVerbose($"{reader.RowCount} rows, {count} findings.");
        }
    }
}
