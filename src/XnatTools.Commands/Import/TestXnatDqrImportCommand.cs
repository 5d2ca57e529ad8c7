using System.Management.Automation;
using XnatTools.Import.Campaign;

namespace XnatTools.Commands;

/// <summary>
/// Checks everything about an import that can be known before the first study is posted, and writes one finding each: plugin,
/// PACS, project, receiver, anonymisation scripts, labels, schedule, and a forecast. Nothing is posted. Without studies only
/// the site is checked.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "XnatDqrImport", DefaultParameterSetName = ByStudy)]
[OutputType(typeof(PreflightFinding), typeof(bool))]
public sealed class TestXnatDqrImportCommand : ImportSourceCmdlet
{
    /// <summary>Studies of Find-PacsStudy, Select-PacsSeries or Set-XnatLabel.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Give true or false only: whether the import may begin and no line would be left behind.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Least severity of findings to write.</summary>
    [Parameter]
    public FindingSeverity Severity { get; set; } = FindingSeverity.Information;

    private protected override void Process()
    {
        if (!ReadSource() && InputObject is not null)
        {
            Studies.Add(InputObject);
        }
    }

    private protected override void End()
    {
        bool clean = true;
        foreach (ImportItem item in Ended)
        {
            clean = false;
            XnatErrorCode code = XnatErrorCode.FromId(item.Code ?? XnatErrorCode.ImportBlocked.Id);
            Write(new PreflightFinding { Check = "Rows", Code = code.Id, Severity = FindingSeverity.Error, Message = item.Reason ?? "", Cure = code.Advice, Row = item.Row });
        }

        ShowProgress("Checking", "asking the server");
        ImportOptions options = MakeOptions(force: false);
        PreflightReport report = Run(token => new ImportPreflight(Gateway, Gateway, Gateway, options, Gateway).RunAsync(Studies, token));
        foreach (PreflightFinding finding in report.Findings)
        {
            clean &= finding.Severity != FindingSeverity.Error;
            Write(finding);
        }

        int present = 0;
        foreach (ImportItem item in report.Settled)
        {
            present += item.Outcome == ImportOutcome.AlreadyPresent ? 1 : 0;
        }

        if (present > 0)
        {
            Write(new PreflightFinding { Check = "Labels", Code = "AlreadyPresent", Severity = FindingSeverity.Information, Message = $"{present} studies are in the project, its prearchive or the queue already and will not be imported again.", Cure = "Use -AllowPresent to import them again." });
        }

        if (Quiet)
        {
            WriteObject(clean);
        }
        else if (Studies.Count > 0 || Ended.Count > 0)
        {
            WriteVerbose($"{report.Ready.Count} studies may be posted, {report.Settled.Count + Ended.Count} not.");
        }
    }

    private void Write(PreflightFinding finding)
    {
        if (!Quiet && finding.Severity >= Severity)
        {
            WriteObject(finding);
        }
    }
}
