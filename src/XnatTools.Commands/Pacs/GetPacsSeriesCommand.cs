using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>Lists the series of studies on a PACS, through XNAT or, with -Node, by C-FIND from this machine.</summary>
[Cmdlet(VerbsCommon.Get, "PacsSeries", DefaultParameterSetName = ByStudy)]
[OutputType(typeof(PacsSeries))]
public sealed class GetPacsSeriesCommand : XnatConnectedCmdlet
{
    private const string ByStudy = "Study";
    private const string ByUid = "Uid";
    private const int StudiesAtOnce = 10;

    private readonly List<PacsStudy> _waiting = [];
    private NodeQueries? _queries;
    private long? _pacsId;

    /// <summary>Studies of Find-PacsStudy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Study instance UIDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByUid)]
    [Alias("Study Instance UID", "StudyUid")]
    public string[] StudyInstanceUid { get; set; } = [];

    /// <summary>The PACS, by number, name or AE title; without it the study's own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>A DICOM node as AET@host:port, asked from this machine without XNAT.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>With -Node: our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CallingAETitle { get; set; }

    /// <summary>With -Node: talk TLS.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>With -Node: thumbprint of the node's certificate; only that one is accepted. Means TLS.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>With -Node: longest wait, in seconds, for each of connection, association and answer.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    private protected override bool NeedsConnection => Node is null;

    private protected override void BeginConnected()
    {
        if (Node is not null && Pacs is not null)
        {
            throw new XnatException(XnatErrorCode.NodeInvalid, "-Pacs names a PACS of XNAT and -Node one that is asked without XNAT: give one of them.");
        }

        _queries = Node is null ? null : new NodeQueries(NodeChoice.Make(Node, CallingAETitle, UseTls, CertificateThumbprint, TimeoutSec));
    }

    private protected override void Process()
    {
        if (ParameterSetName == ByStudy)
        {
            Add(_queries is null && (Pacs is not null || InputObject!.PacsId == 0) ? InputObject!.OnPacs(PacsId()) : InputObject!);
            return;
        }

        foreach (string uid in StudyInstanceUid)
        {
            Add(new PacsStudy { StudyInstanceUid = uid.Trim(), PacsId = _queries is null ? PacsId() : 0 });
        }
    }

    private long PacsId() => _pacsId ??= Run(token => PacsChoice.FindAsync(Client, Pacs, token)).Id;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Stopped before the end: nothing is waited for.
        _queries?.Abort();
        _queries = null;
        base.Dispose(disposing);
    }

    private protected override void End()
    {
        Flush();
        if (_queries is { } queries)
        {
            _queries = null;
            Run(async _ => await queries.DisposeAsync().ConfigureAwait(false));
        }
    }

    private void Add(PacsStudy study)
    {
        _waiting.Add(study);
        if (_waiting.Count == StudiesAtOnce)
        {
            Flush();
        }
    }

    private void Flush()
    {
        PacsStudy[] studies = _waiting.ToArray();
        _waiting.Clear();
        if (studies.Length > 0 && _queries is not null)
        {
            NodeStudyFinder finder = new(_queries);
            Stream(token => finder.ListAsync(studies, token), Write);
        }
        else if (studies.Length > 0)
        {
            SeriesSelector selector = new(Gateway);
            Stream(token => selector.ListAsync(studies, token), Write);
        }
    }

    private void Write(FindResult result)
    {
        if (result.Failure is ImportItem failure)
        {
            ReportOutcome(failure);
            return;
        }

        foreach (PacsSeries series in result.Study!.Series ?? [])
        {
            WriteObject(series);
        }
    }
}
