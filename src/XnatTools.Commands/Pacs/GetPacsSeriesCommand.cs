using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>Lists the series of studies on a PACS, through XNAT or, with -Node, by C-FIND from this machine.</summary>
[Cmdlet(VerbsCommon.Get, "PacsSeries", DefaultParameterSetName = ByStudy)]
[OutputType(typeof(PacsSeries))]
public sealed class GetPacsSeriesCommand : PacsQueryCmdlet
{
    private const string ByStudy = "Study";
    private const string ByUid = "Uid";
    private const int StudiesAtOnce = 10;

    private readonly List<PacsStudy> _waiting = [];
    private long? _pacsId;

    /// <summary>Studies of Find-PacsStudy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Study instance UIDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByUid)]
    [Alias("Study Instance UID", "StudyUid")]
    public string[] StudyInstanceUid { get; set; } = [];

    private protected override void Process()
    {
        if (ParameterSetName == ByStudy)
        {
            Add(Queries is null && (Pacs is not null || InputObject!.PacsId == 0) ? InputObject!.OnPacs(PacsId()) : InputObject!);
            return;
        }

        foreach (string uid in StudyInstanceUid)
        {
            Add(new PacsStudy { StudyInstanceUid = uid.Trim(), PacsId = Queries is null ? PacsId() : 0 });
        }
    }

    private long PacsId() => _pacsId ??= Run(token => PacsChoice.FindAsync(Client, Pacs, token)).Id;

    private void Add(PacsStudy study)
    {
        _waiting.Add(study);
        if (_waiting.Count == StudiesAtOnce)
        {
            Flush();
        }
    }

    private protected override void Flush()
    {
        PacsStudy[] studies = _waiting.ToArray();
        _waiting.Clear();
        if (studies.Length > 0 && Queries is not null)
        {
            NodeStudyFinder finder = new(Queries);
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
