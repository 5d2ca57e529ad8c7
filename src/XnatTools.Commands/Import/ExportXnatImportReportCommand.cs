using System;
using System.IO;
using System.Management.Automation;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;

namespace XnatTools.Commands;

/// <summary>
/// Writes the report of an import: a page with counts, a timeline and what is missing, and the state of each study as CSV. With
/// -IncludeIdentifier also CSV files of the lines that succeeded, failed or need a look, to be fed back, and the accession trace.
/// </summary>
[Cmdlet(VerbsData.Export, "XnatImportReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportXnatImportReportCommand : LedgerCmdlet
{
    /// <summary>The ledger, or the CSV file beside which it lies.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Ledger { get; set; } = "";

    /// <summary>A folder, or a folder and the beginning of the file names; without it beside the ledger.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Write what identifies patients as well: the CSV files to feed back, the trace, and accession numbers in the page.</summary>
    [Parameter]
    public SwitchParameter IncludeIdentifier { get; set; }

    /// <summary>Only studies with such descriptions in the trace; wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? StudyDescription { get; set; }

    /// <summary>Replace files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        string ledger = LedgerChoice.Of(ResolveLiteral(Ledger));
        XnatImport import = Look(ledger, TimeSpan.FromMinutes(10), askServer: false, out LedgerState state, out _);
        if (IncludeIdentifier && !state.HasIdentifiers)
        {
            throw new XnatException(XnatErrorCode.LedgerUnusable, "The identifiers in the ledger are protected for another user or computer.") { Advice = "Let the user who ran the import make the report, or leave out -IncludeIdentifier." };
        }

        string stem = Stem(ledger);
        if (!ShouldProcess(stem + ".*", "Write the report of the import"))
        {
            return;
        }

        string? folder = System.IO.Path.GetDirectoryName(stem);
        if (!string.IsNullOrEmpty(folder))
        {
            Directory.CreateDirectory(folder);
        }

        Write(stem + ".report.html", writer => ReportPage.Write(writer, state, import, IncludeIdentifier));
        Write(stem + ".status.csv", writer => ReportTables.WriteStatus(writer, state));
        if (IncludeIdentifier)
        {
            Write(stem + ".ok.csv", writer => ReportTables.WriteLines(writer, state, OutcomeGroup.Ok));
            Write(stem + ".failed.csv", writer => ReportTables.WriteLines(writer, state, OutcomeGroup.Failed));
            Write(stem + ".review.csv", writer => ReportTables.WriteLines(writer, state, OutcomeGroup.Review));
            Write(stem + ".trace.csv", writer => ReportTables.WriteTrace(writer, state, Filter()));
        }
        else
        {
            WriteVerbose("The CSV files to feed back and the accession trace hold identifiers; -IncludeIdentifier writes them.");
        }
    }

    private Func<string?, bool>? Filter()
    {
        if (StudyDescription is not { Length: > 0 } wanted)
        {
            return null;
        }

        WildcardPattern[] patterns = Array.ConvertAll(wanted, w => WildcardPattern.Get(w, WildcardOptions.IgnoreCase));
        return text => Array.Exists(patterns, p => p.IsMatch(text ?? ""));
    }

    private string Stem(string ledger)
    {
        string name = System.IO.Path.GetFileName(ledger);
        name = name.EndsWith(LedgerChoice.Extension, StringComparison.OrdinalIgnoreCase) ? name.Substring(0, name.Length - LedgerChoice.Extension.Length) : System.IO.Path.GetFileNameWithoutExtension(name);
        if (Path is null)
        {
            return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(ledger) ?? "", name);
        }

        string path = ResolveLiteral(Path);
        return Directory.Exists(path) || Path.EndsWith("/", StringComparison.Ordinal) || Path.EndsWith("\\", StringComparison.Ordinal) ? System.IO.Path.Combine(path, name) : path;
    }

    private void Write(string path, Action<TextWriter> write) => Guard(() =>
    {
        ReportFile.Write(path, Force, write);
        WriteObject(new FileInfo(path));
    }, path);
}
