using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Client;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.Commands;

/// <summary>
/// Audits DICOM files, or headers of sessions at the server, for what could identify a patient. An object a scan, and an error for
/// each scan that is blocked. It finds known risks and proves nothing.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "DicomIdentity", DefaultParameterSetName = ByPath)]
[OutputType(typeof(IdentityScan), typeof(IdentityFinding), typeof(bool))]
public sealed class TestDicomIdentityCommand : DicomTreeCmdlet
{
    private const string ByPrearchive = "Prearchive";
    private const string ByScan = "Scan";
    private const string ByArchive = "Archive";

    private IdentityAudit? _audit;
    private int _headers;

    /// <summary>Sessions of Get-XnatPrearchive.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPrearchive)]
    public PrearchiveSession? InputObject { get; set; }

    /// <summary>Scans of Get-XnatPrearchiveScan.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByScan)]
    public PrearchiveScan? PrearchiveScan { get; set; }

    /// <summary>Archived sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByArchive)]
    public ImageSession? ImageSession { get; set; }

    /// <summary>The rules: Basic, or ShiftedDates for modified dates with patient characteristics and instance UIDs kept.</summary>
    [Parameter]
    public IdentityProfile ConfidentialityProfile { get; set; }

    /// <summary>Further options of PS3.15.</summary>
    [Parameter]
    public IdentityOptions ConfidentialityOption { get; set; }

    /// <summary>Identifiers that must not be found in any value: names, numbers, dates as yyyyMMdd.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string?[] Known { get; set; } = [];

    /// <summary>A text file with such identifiers, one a line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KnownPath { get; set; }

    /// <summary>Regular expressions of the site's own numbers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Pattern { get; set; } = [];

    /// <summary>Regular expressions of whole values that are harmless.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Allow { get; set; } = [];

    /// <summary>Label of the project, which may stand in the header.</summary>
    [Parameter]
    public string? Project { get; set; }

    /// <summary>Label of the subject, which may stand in the header as name and ID.</summary>
    [Parameter]
    public string? Subject { get; set; }

    /// <summary>Label of the session, which may stand in the header as accession number.</summary>
    [Parameter]
    public string? Session { get; set; }

    /// <summary>The folder, or file, of the originals: dates, UIDs and values are held against them.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? ReferencePath { get; set; }

    /// <summary>Days by which the project shifts dates, to be held against the originals.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath)]
    public int? ShiftDay { get; set; }

    /// <summary>Write the findings instead of the scans.</summary>
    [Parameter]
    public SwitchParameter Finding { get; set; }

    /// <summary>Findings carry values, which may identify a patient.</summary>
    [Parameter]
    public SwitchParameter IncludeValue { get; set; }

    /// <summary>Write an HTML page with all findings to this file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Give true or false only, and no errors for what was found.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The connection to use; without it the one made last in this session.</summary>
    [Parameter(ParameterSetName = ByPrearchive)]
    [Parameter(ParameterSetName = ByScan)]
    [Parameter(ParameterSetName = ByArchive)]
    [ValidateNotNull]
    public XnatConnection? Connection { get; set; }

    private protected override void Begin()
    {
        List<string> known = [];
        foreach (string? identifier in Known)
        {
            AddKnown(known, identifier);
        }

        foreach (string line in KnownPath is null ? [] : ReadText(KnownPath, nameof(KnownPath)).Split('\n'))
        {
            AddKnown(known, line.TrimStart('\uFEFF'));
        }

        try
        {
            _audit = new IdentityAudit(new IdentityAuditOptions
            {
                Profile = ConfidentialityProfile,
                Options = ConfidentialityOption,
                Known = known,
                Patterns = Pattern,
                Allowed = Allow,
                Project = Project,
                Subject = Subject,
                Session = Session,
                ShiftDays = ShiftDay,
                WithValues = IncludeValue,
            });
        }
        catch (XnatException error)
        {
            EndWith(error.Code, error.Message);
        }

        if (_audit!.IgnoredIdentifiers > 0)
        {
            WriteWarning($"{_audit.IgnoredIdentifiers} of {known.Count} known identifiers are shorter than three characters and are not looked for.");
        }
    }

    private protected override void Process()
    {
        object? session = (object?)InputObject ?? (object?)PrearchiveScan ?? ImageSession;
        if (ParameterSetName is ByPath or ByLiteralPath)
        {
            Collect();
        }
        else
        {
            Guard(() => ExamineSession(session!), session);
        }
    }

    private protected override void End()
    {
        string? reference = ReferencePath is null ? null : ResolveLiteral(ReferencePath);
        if (reference is not null && !File.Exists(reference) && !Directory.Exists(reference))
        {
            EndWith(XnatErrorCode.DicomFileNotFound, "There is nothing at -ReferencePath.");
        }

        int done = 0;
        InParallel(Files, (file, token) => _audit!.ExamineFile(file.Path, file.Relative, file.Position, OriginalOf(reference, file), token).Count, (_, _) =>
            ShowProgress("Auditing DICOM files", $"file {++done} of {Files.Count}", done, Files.Count));
        IReadOnlyList<IdentityScan> scans = _audit!.Complete();
        if (ReportPath is not null)
        {
            WriteReport(scans);
        }

        bool passed = true;
        foreach (IdentityScan scan in scans)
        {
            passed &= scan.Passed;
            Write(scan);
        }

        if (Quiet)
        {
            WriteObject(passed && scans.Count > 0);
        }
    }

    private static void AddKnown(List<string> known, string? identifier)
    {
        if (!string.IsNullOrWhiteSpace(identifier))
        {
            known.Add(identifier!.Trim());
        }
    }

    private static string? OriginalOf(string? reference, TreeFile file) =>
        reference is null || File.Exists(reference) ? reference : System.IO.Path.Combine(reference, file.Relative);

    private void Write(IdentityScan scan)
    {
        if (Quiet)
        {
            return;
        }

        if (Finding)
        {
            foreach (IdentityFinding finding in scan.Findings)
            {
                WriteObject(finding);
            }
        }
        else
        {
            WriteObject(scan);
        }

        if (!scan.Passed)
        {
            ReportRow(new XnatException(XnatErrorCode.DicomIdentityFound, $"Scan {scan.Position}: {(scan.Blocking == 1 ? "one finding blocks it" : scan.Blocking + " findings block it")}."), scan);
        }
    }

    private void WriteReport(IReadOnlyList<IdentityScan> scans)
    {
        try
        {
            File.WriteAllText(ResolveLiteral(ReportPath!), IdentityHtml.Make(scans, DateTimeOffset.Now));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ReportRow(new XnatException(XnatErrorCode.ArgumentInvalid, "The report cannot be written to -ReportPath."), null);
        }
    }

    private void ExamineSession(object target)
    {
        XnatClient client = (XnatClient)CurrentConnection.Require(Connection).Client;
        foreach ((string source, string? study) in Run(token => HeaderSources.FindAsync(client, target, token)))
        {
            ShowProgress("Auditing headers at the server", $"header {_headers + 1}");
            IReadOnlyList<DicomHeaderElement> header = Run(token => client.Headers.DumpAsync(source, null, study, token));
            if (header.Count == 0)
            {
                ReportRow(new XnatException(XnatErrorCode.NotFound, "The server found no DICOM object to read there."), target);
                continue;
            }

            _audit!.Examine(header, ++_headers, source, HeaderSources.LabelsOf(target));
        }
    }
}
