using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Query;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>
/// Chooses the series of a study to import. Without parameters it keeps dose info, dose reports and patient protocols out, which
/// show the patient's name in the image. What is left out stays on the study, each series with its reason.
/// </summary>
[Cmdlet(VerbsCommon.Select, "PacsSeries")]
[OutputType(typeof(PacsStudy))]
public sealed class SelectPacsSeriesCommand : XnatConnectedCmdlet
{
    private const int StudiesAtOnce = 10;

    private readonly List<PacsStudy> _waiting = [];
    private SeriesPolicy _policy = SeriesPolicy.Default;
    private int _done;
    private long? _pacsId;

    /// <summary>Studies of Find-PacsStudy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Descriptions wanted, with wildcards.</summary>
    [Parameter(Position = 0)]
    [Alias("Include", "SeriesDescription")]
    [SupportsWildcards]
    public string[] Description { get; set; } = [];

    /// <summary>Descriptions left out, with wildcards.</summary>
    [Parameter]
    [Alias("Exclude")]
    [SupportsWildcards]
    public string[] ExcludeDescription { get; set; } = [];

    /// <summary>Modalities wanted, such as MR.</summary>
    [Parameter]
    public string[] Modality { get; set; } = [];

    /// <summary>Modalities left out, such as SR.</summary>
    [Parameter]
    public string[] ExcludeModality { get; set; } = [];

    /// <summary>Fewest images of a series.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MinimumInstances { get; set; }

    /// <summary>Most images of a series.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumInstances { get; set; }

    /// <summary>At most this many series a study, the lowest series numbers first.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumSeries { get; set; }

    /// <summary>Lets dose info, dose reports and patient protocols through. They usually show the patient's name.</summary>
    [Parameter]
    public SwitchParameter IncludeDoseReport { get; set; }

    /// <summary>The PACS, by number, name or AE title; without it the study's own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    private protected override void BeginConnected()
    {
        _policy = new SeriesPolicy
        {
            Include = Description,
            Exclude = ExcludeDescription,
            Modality = Modality,
            ExcludeModality = ExcludeModality,
            MinimumInstances = MinimumInstances > 0 ? MinimumInstances : null,
            MaximumInstances = MaximumInstances > 0 ? MaximumInstances : null,
            MaximumSeries = MaximumSeries > 0 ? MaximumSeries : null,
            UseDefaults = !IncludeDoseReport,
        };
        if (IncludeDoseReport)
        {
            WriteWarning("Dose info, dose reports and patient protocols are let through; they usually show the patient's name in the image.");
        }
    }

    private protected override void Process()
    {
        // A saved answer does not say which PACS it is from.
        bool isKnown = Pacs is null && (InputObject!.PacsId > 0 || InputObject.Series is not null);
        _waiting.Add(isKnown ? InputObject! : InputObject!.OnPacs(_pacsId ??= Run(token => PacsChoice.FindAsync(Client, Pacs, token)).Id));
        if (_waiting.Count == StudiesAtOnce)
        {
            Flush();
        }
    }

    private protected override void End() => Flush();

    private void Flush()
    {
        PacsStudy[] studies = _waiting.ToArray();
        _waiting.Clear();
        if (studies.Length > 0)
        {
            SeriesSelector selector = new(Gateway, _policy);
            Stream(token => selector.SelectAsync(studies, token), Write);
        }
    }

    private void Write(FindResult result)
    {
        ShowProgress("Choosing series", $"{++_done} studies");
        PacsStudy? study = result.Study ?? result.Failure?.Study;
        foreach (PacsSeries series in study?.ExcludedSeries ?? [])
        {
            WriteVerbose($"{study}, {series}: left out, {series.ExcludedBecause}.");
        }

        if (result.Study is not null)
        {
            WriteObject(result.Study);
        }
        else if (result.Failure!.Outcome == ImportOutcome.Excluded)
        {
            // Left out on purpose, so no error; but not in silence.
            WriteWarning($"{study}: {result.Failure.Reason}");
            WriteInformation(result.Failure, ["XnatTools"]);
        }
        else
        {
            ReportOutcome(result.Failure);
        }
    }
}
