using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Import.Csv;

namespace XnatTools.Commands;

/// <summary>Makes a CSV file with the right headings: empty, or with rows from the pipeline.</summary>
[Cmdlet(VerbsCommon.New, "XnatCsv", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewXnatCsvCommand : XnatCmdlet
{
    private readonly List<ImportRow> _rows = [];

    /// <summary>The new file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Which columns: Accession (number and labels), Patient (ID, date and labels) or All.</summary>
    [Parameter]
    [ValidateSet("Accession", "Patient", "All")]
    public string Column { get; set; } = "Accession";

    /// <summary>Rows to write, such as those of Import-XnatCsv.</summary>
    [Parameter(ValueFromPipeline = true)]
    public ImportRow? InputObject { get; set; }

    /// <summary>Replace a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        if (InputObject is not null)
        {
            _rows.Add(InputObject);
        }
    }

    private protected override void End()
    {
        string path = ResolveLiteral(Path);
        if (!ShouldProcess(path, "Write a CSV file"))
        {
            return;
        }

        IReadOnlyList<CsvField> fields = Column.ToUpperInvariant() switch
        {
            "PATIENT" => CsvTemplate.ByPatient,
            "ALL" => CsvTemplate.All,
            _ => CsvTemplate.ByAccession,
        };
        WriteObject(new FileInfo(CsvTemplate.Write(path, fields, _rows, Force)));
    }
}
