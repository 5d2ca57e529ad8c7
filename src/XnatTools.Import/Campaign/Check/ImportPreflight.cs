using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Preflight;

namespace XnatTools.Import.Campaign;

/// <summary>Checks everything that can be known before the first study is posted.</summary>
public sealed class ImportPreflight
{
    private readonly ISiteGateway _site;
    private readonly IDqrGateway _dqr;
    private readonly IPrearchiveGateway _prearchive;
    private readonly ImportOptions _options;
    private readonly IPolicyGateway? _policy;
    private XnatProject? _project;

    /// <param name="site">The site.</param>
    /// <param name="dqr">Its DQR plugin.</param>
    /// <param name="prearchive">Its prearchive and archive.</param>
    /// <param name="options">Where the import goes.</param>
    /// <param name="policy">Its scripts and rights; null leaves those checks out.</param>
    public ImportPreflight(ISiteGateway site, IDqrGateway dqr, IPrearchiveGateway prearchive, ImportOptions options, IPolicyGateway? policy = null)
    {
        _policy = policy;
        _site = site ?? throw new ArgumentNullException(nameof(site));
        _dqr = dqr ?? throw new ArgumentNullException(nameof(dqr));
        _prearchive = prearchive ?? throw new ArgumentNullException(nameof(prearchive));
        _options = options ?? throw new ArgumentNullException(nameof(options));
    }

    /// <summary>Runs all checks; with no studies, those of the site alone.</summary>
    public async Task<PreflightReport> RunAsync(IReadOnlyList<PacsStudy> studies, CancellationToken cancellationToken = default)
    {
        List<PreflightFinding> findings = [];
        bool reachable = await CheckPluginAndPacsAsync(findings, cancellationToken).ConfigureAwait(false);
        bool project = reachable && await CheckProjectAsync(findings, cancellationToken).ConfigureAwait(false);
        ImportPlan plan = ImportPlan.Make(studies, _options, findings);
        XnatReceiver? receiver = reachable ? await CheckReceiverAsync(findings, plan.Ready, cancellationToken).ConfigureAwait(false) : null;
        if (project)
        {
            await CheckTakenAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        ImportForecast? forecast = null;
        if (reachable)
        {
            IReadOnlyList<PacsWindow>? windows = await _site.WindowsAsync(_options.PacsId, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = TimeZoneInfo.ConvertTime(_dqr.ServerTime ?? _options.Time.GetUtcNow(), _options.ServerZone ?? _options.Time.LocalTimeZone);
            ScheduleCheck.Run(windows, now, _options, findings);
            forecast = ForecastCheck.Run(plan.Ready, windows, now, _options, findings);
        }

        ImportPolicy? rules = null;
        if (project && _policy is not null)
        {
            rules = await ImportPolicy.ReadAsync(_policy, _options.Project, receiver, cancellationToken).ConfigureAwait(false);
            PolicyCheck.Run(rules, receiver, _options, findings);
            ProjectCheck.Mode(_project!, receiver, findings);
        }

        LookAlikes.Check(plan.Ready, findings);
        CheckSeries(findings, plan.Ready);
        return new PreflightReport
        {
            Policy = rules,
            Forecast = forecast,
            Findings = findings,
            Receiver = receiver,
            Ready = plan.Ready,
            Settled = plan.Settled,
            Obstacle = findings.Find(f => f.Severity == FindingSeverity.Error && f.Study is null),
        };
    }

    private async Task<bool> CheckPluginAndPacsAsync(List<PreflightFinding> findings, CancellationToken cancellationToken)
    {
        if (_site.DqrVersion is null)
        {
            Error(findings, "Plugin", XnatErrorCode.DqrNotInstalled, "The site has no DICOM Query-Retrieve plugin.");
            return false;
        }

        Note(findings, "Plugin", "DqrVersion", $"DICOM Query-Retrieve plugin {_site.DqrVersion}.");
        XnatPacs? pacs = await _site.FindPacsAsync(_options.PacsId, cancellationToken).ConfigureAwait(false);
        if (pacs is null)
        {
            Error(findings, "Pacs", XnatErrorCode.PacsNotFound, $"XNAT knows no PACS {_options.PacsId}.");
            return false;
        }

        if (!pacs.Queryable)
        {
            Error(findings, "Pacs", XnatErrorCode.PacsNotQueryable, $"PACS {_options.PacsId} is not set up for queries.");
        }
        else if (!await _dqr.PingAsync(_options.PacsId, cancellationToken).ConfigureAwait(false))
        {
            Error(findings, "Pacs", XnatErrorCode.PacsUnreachable, $"PACS {_options.PacsId} does not answer XNAT's echo.");
        }

        return true;
    }

    private async Task<bool> CheckProjectAsync(List<PreflightFinding> findings, CancellationToken cancellationToken)
    {
        _project = await _site.FindProjectAsync(_options.Project, cancellationToken).ConfigureAwait(false);
        if (_project is null)
        {
            Error(findings, "Project", XnatErrorCode.NotFound, $"There is no project {_options.Project}, or you may not read it.");
            return false;
        }

        if (!await _site.IsDqrEnabledAsync(_options.Project, cancellationToken).ConfigureAwait(false))
        {
            Error(findings, "Project", XnatErrorCode.DqrNotEnabled, $"Project {_options.Project} may not import from a PACS.");
        }

        if (_policy is not null && await _policy.MayEditAsync(_options.Project, cancellationToken).ConfigureAwait(false) == false)
        {
            Error(findings, "Project", XnatErrorCode.PermissionDenied, $"You may read project {_options.Project} but not put sessions into it.");
        }

        return true;
    }

    private async Task<XnatReceiver?> CheckReceiverAsync(List<PreflightFinding> findings, List<PacsStudy> studies, CancellationToken cancellationToken)
    {
        IReadOnlyList<XnatReceiver>? receivers = await _site.ReceiversAsync(cancellationToken).ConfigureAwait(false);
        bool relabel = studies.Exists(s => !s.Labels.IsEmpty);
        (XnatReceiver? receiver, string? trouble) = ReceiverChoice.Choose(receivers, _options.Receiver);
        if (receiver is null)
        {
            Error(findings, "Receiver", XnatErrorCode.ReceiverNotFound, trouble!);
        }
        else if (receivers is null)
        {
            Warn(findings, "Receiver", "ReceiverUnseen", "The receivers cannot be listed with your rights; whether this one relabels is not known.", "The server checks it before it queues anything.");
        }
        else if (!receiver.CanRelabel && (relabel || studies.Count == 0))
        {
            if (_options.Force)
            {
                Warn(findings, "Receiver", XnatErrorCode.RelabelImpossible.Id, $"Receiver {receiver} cannot relabel: ORIGINAL IDENTIFIERS WILL ARRIVE.", XnatErrorCode.RelabelImpossible.Advice);
            }
            else
            {
                Error(findings, "Receiver", XnatErrorCode.RelabelImpossible, $"Receiver {receiver} cannot relabel: original identifiers would arrive.");
            }
        }

        return receiver;
    }

    private async Task CheckTakenAsync(ImportPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Ready.Count == 0)
        {
            return;
        }

        IReadOnlyList<ImageSession> archived = await _prearchive.ArchivedAsync(_options.Project, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PrearchiveSession> waiting = await _prearchive.PrearchiveAsync(_options.Project, cancellationToken).ConfigureAwait(false);
        Presence presence = new(archived, waiting);
        await foreach (ImportQueueItem item in _dqr.QueueAsync(cancellationToken).ConfigureAwait(false))
        {
            presence.AddQueued(item, _options.Project);
        }

        if (!_options.AllowPresent)
        {
            for (int i = 0; i < plan.Ready.Count; i++)
            {
                if (presence.Find(plan.Ready[i], _options.FollowQueued) is string where)
                {
                    plan.Settle(plan.Ready[i], ImportOutcome.AlreadyPresent, null, where);
                    plan.Ready.RemoveAt(i--);
                }
            }
        }

        plan.Block(study => (presence.LabelTaken(study) ?? presence.Joins(study)) is string where ? (XnatErrorCode.LabelTaken, where) : null);
    }

    private static void CheckSeries(List<PreflightFinding> findings, List<PacsStudy> studies)
    {
        int whole = studies.FindAll(s => s.SeriesInstanceUid.Length == 0).Count;
        if (whole > 0)
        {
            Warn(findings, "Series", "SeriesNotSelected", $"No series were selected for {whole} studies: dose reports and patient protocols, which show the patient's name, come along.", "Pipe the studies through Select-PacsSeries.");
        }

        int leftOut = 0;
        foreach (PacsStudy study in studies)
        {
            leftOut += study.ExcludedSeries.Length;
        }

        if (leftOut > 0)
        {
            Note(findings, "Series", "SeriesLeftOut", $"{leftOut} series are left out by choice, such as dose reports and patient protocols; the items count them and the report names them.");
        }
    }

    private static void Error(List<PreflightFinding> findings, string check, XnatErrorCode code, string message) =>
        findings.Add(new PreflightFinding { Check = check, Code = code.Id, Severity = FindingSeverity.Error, Message = message, Cure = code.Advice });

    private static void Warn(List<PreflightFinding> findings, string check, string code, string message, string cure) =>
        findings.Add(new PreflightFinding { Check = check, Code = code, Severity = FindingSeverity.Warning, Message = message, Cure = cure });

    private static void Note(List<PreflightFinding> findings, string check, string code, string message) =>
        findings.Add(new PreflightFinding { Check = check, Code = code, Severity = FindingSeverity.Information, Message = message });
}
