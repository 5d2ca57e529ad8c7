using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>Lists the series of studies on a PACS.</summary>
[Cmdlet(VerbsCommon.Get, "PacsSeries", DefaultParameterSetName = ByStudy)]
[OutputType(typeof(PacsSeries))]
public sealed class GetPacsSeriesCommand : XnatConnectedCmdlet
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

    /// <summary>The PACS, by number, name or AE title; without it the study's own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == ByStudy)
        {
            Add(Pacs is not null || InputObject!.PacsId == 0 ? InputObject!.OnPacs(PacsId()) : InputObject);
            return;
        }

        foreach (string uid in StudyInstanceUid)
        {
            Add(new PacsStudy { StudyInstanceUid = uid.Trim(), PacsId = PacsId() });
        }
    }

    private long PacsId() => _pacsId ??= Run(token => PacsChoice.FindAsync(Client, Pacs, token)).Id;

    private protected override void End() => Flush();

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
        if (studies.Length > 0)
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
