using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>
/// Reads DICOM headers at the server, of the first object of a session or scan. Values are objects' properties only: they may
/// identify a patient.
/// </summary>
[Cmdlet(VerbsCommon.Get, "XnatDicomHeader", DefaultParameterSetName = ByPrearchive)]
[OutputType(typeof(DicomHeaderElement))]
public sealed class GetXnatDicomHeaderCommand : XnatConnectedCmdlet
{
    private const string ByPrearchive = "Prearchive";
    private const string ByScan = "Scan";
    private const string ByArchive = "Archive";

    /// <summary>Sessions of Get-XnatPrearchive.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPrearchive)]
    public PrearchiveSession? InputObject { get; set; }

    /// <summary>Scans of Get-XnatPrearchiveScan.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByScan)]
    public PrearchiveScan? PrearchiveScan { get; set; }

    /// <summary>Archived sessions.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByArchive)]
    public ImageSession? ImageSession { get; set; }

    /// <summary>Scan id; the whole session's first object without it.</summary>
    [Parameter(ParameterSetName = ByPrearchive)]
    [Parameter(ParameterSetName = ByArchive)]
    public string? Scan { get; set; }

    /// <summary>Keywords or tags, such as PatientID or (0010,0020); all elements without it.</summary>
    [Parameter(Position = 0)]
    [Alias("Tag", "Keyword")]
    [ArgumentCompleter(typeof(KeywordCompleter))]
    public string[] Field { get; set; } = [];

    private protected override void Process()
    {
        object target = (object?)InputObject ?? (object?)PrearchiveScan ?? ImageSession!;
        Guard(() => Write(target), target);
    }

    private void Write(object target)
    {
        (string source, string? study) = target switch
        {
            PrearchiveSession session => (session.Url + Tail(Scan), session.StudyInstanceUid),
            PrearchiveScan scan => (scan.PrearchiveSession?.Url + Tail(scan.Id), scan.PrearchiveSession?.StudyInstanceUid),
            ImageSession session => ($"/archive/projects/{session.Project}/subjects/{session.Subject}/experiments/{session.Session}{Tail(Scan)}", session.StudyInstanceUid),
            _ => ("", null),
        };
        bool any = false;
        foreach (DicomHeaderElement element in Run(token => Client.Headers.DumpAsync(source, Field, study, token)))
        {
            any = true;
            WriteObject(element);
        }

        if (!any)
        {
            ReportRow(new XnatException(XnatErrorCode.NotFound, "The server found no DICOM object to read there."), target);
        }
    }

    private static string Tail(string? scan) => string.IsNullOrEmpty(scan) ? "" : "/scans/" + scan;
}
