using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Csv;

namespace XnatTools.Commands;

/// <summary>
/// Mends what can be mended in a CSV file without guessing, into a new file; the original is never touched. Writes every finding;
/// Repaired tells those that were mended from those that need a person.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "XnatCsv", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(CsvFinding))]
public sealed class RepairXnatCsvCommand : CsvCmdlet
{
    private readonly HashSet<string> _written = new(System.StringComparer.OrdinalIgnoreCase);

    /// <summary>The new file; NAME.repaired.csv beside the original without it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Put the cell's text into each finding. It may identify a patient.</summary>
    [Parameter]
    public SwitchParameter IncludeValue { get; set; }

    /// <summary>Replace a file at the destination.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessFile(string file)
    {
        string target = Destination is null
            ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, System.IO.Path.GetFileNameWithoutExtension(file) + ".repaired.csv")
            : ResolveLiteral(Destination);
        if (!_written.Add(target))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "-Destination names one file, but several are to be repaired.");
        }

        if (ShouldProcess(target, "Write the repaired file"))
        {
            CsvRepairResult result = CsvRepair.Run(file, target, MakeOptions(IncludeValue), Force, finding => WriteObject(finding));
            WriteVerbose($"{result.Rows} rows written, {result.ValidRows} of them usable: {result}.");
            if (result.RemainingErrors > 0)
            {
                WriteWarning($"{result.RemainingErrors} problems need a person; they are the findings whose Repaired is false.");
            }
        }
    }
}
