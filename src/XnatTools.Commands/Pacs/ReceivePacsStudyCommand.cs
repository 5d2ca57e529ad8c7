using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Direct;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Schedule;

namespace XnatTools.Commands;

/// <summary>
/// Receives studies from a PACS into a staging folder, without XNAT: by C-GET, or by C-MOVE to a receiver that the command opens.
/// Each study is counted against the PACS; what is missing is asked for again, and what is there already is not.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "PacsStudy", SupportsShouldProcess = true, DefaultParameterSetName = ByStudy)]
[OutputType(typeof(ReceivedStudy))]
public sealed class ReceivePacsStudyCommand : XnatCmdlet
{
    private const string ByStudy = "Study";
    private const string ByUid = "Uid";

    private readonly List<PacsStudy> _studies = [];

    /// <summary>Studies of Find-PacsStudy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByStudy)]
    public PacsStudy? InputObject { get; set; }

    /// <summary>Study instance UIDs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByUid)]
    [Alias("Study Instance UID", "StudyUid")]
    [ValidateNotNullOrEmpty]
    public string[] StudyInstanceUid { get; set; } = [];

    /// <summary>The PACS as AET@host:port, or the name of its profile; without it the node that found the study.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>A file of PACS profiles; without it pacs.json in the user's application data, when it exists.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>The staging folder. It will hold identifying files.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StagingPath { get; set; } = "";

    /// <summary>Get, Move, or Auto: C-GET where the node allows it, else C-MOVE.</summary>
    [Parameter]
    public ReceiveMethod Method { get; set; }

    /// <summary>Port to listen on for C-MOVE, as the PACS knows it.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ListenPort { get; set; }

    /// <summary>Address to listen on for C-MOVE; all of this machine if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ListenAddress { get; set; }

    /// <summary>AE title of our receiver, as the PACS knows it; the calling one if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReceiverAETitle { get; set; }

    /// <summary>Who may send besides the node itself: AET or AET@address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowedCaller { get; set; } = [];

    /// <summary>Our own AE title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CallingAETitle { get; set; }

    /// <summary>Talk TLS to the node.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>Thumbprint of the node's certificate; only that one is accepted. Means TLS.</summary>
    [Parameter]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Longest wait, in seconds, for each of connection, association and answer to a query.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Longest silence, in seconds, while the PACS retrieves.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int RetrieveTimeoutSec { get; set; } = 600;

    /// <summary>Studies at a time.</summary>
    [Parameter]
    [Alias("Throttle")]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 2;

    /// <summary>Objects that are written at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int MaximumInstances { get; set; } = 8;

    /// <summary>Space of the staging disk that must stay free, in bytes (2GB if not given).</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinimumFreeSpace { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Rounds of asking for what is missing.</summary>
    [Parameter]
    [ValidateRange(1, 20)]
    public int RetryCount { get; set; } = 6;

    /// <summary>Times of day when the PACS may be asked, such as 19:00-07:00.</summary>
    [Parameter]
    public string[]? Window { get; set; }

    /// <summary>Saturdays and Sundays count as open too.</summary>
    [Parameter]
    public SwitchParameter Weekend { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == ByStudy)
        {
            _studies.Add(InputObject!);
            return;
        }

        foreach (string uid in StudyInstanceUid)
        {
            _studies.Add(new PacsStudy { StudyInstanceUid = uid.Trim() });
        }
    }

    private protected override void End()
    {
        // Studies of several nodes can come down one pipeline; each node has its own run.
        SortedDictionary<string, List<PacsStudy>> nodes = new(StringComparer.Ordinal);
        foreach (PacsStudy study in _studies)
        {
            Guard(
                () =>
                {
                    string node = Node ?? study.Node ?? throw new XnatException(XnatErrorCode.ArgumentInvalid, "Name the PACS with -Node: the study was not found at a DICOM node.");
                    if (ShouldProcess(study.ToString(), "Receive from " + node))
                    {
                        (nodes.TryGetValue(node, out List<PacsStudy>? list) ? list : nodes[node] = []).Add(study);
                    }
                },
                study);
        }

        int done = 0;
        foreach (KeyValuePair<string, List<PacsStudy>> pair in nodes)
        {
            ReceiveRun run = new(Options(pair.Key));
            try
            {
                Run((pump, token) => ReceiveAsync(
                    pump,
                    run,
                    pair.Value,
                    result =>
                    {
                        done++;
                        Write(result);
                    },
                    () => Show(run, done),
                    token));
            }
            finally
            {
                // After Ctrl+C too: the receiver is closed at once.
                run.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
            }
        }
    }

    private static async Task ReceiveAsync(PipelinePump pump, ReceiveRun run, List<PacsStudy> studies, Action<ReceivedStudy> write, Action show, CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task shown = ShowAsync(pump, show, end.Token);
        try
        {
            await foreach (ReceivedStudy result in run.ReceiveAsync(studies, cancellationToken).ConfigureAwait(false))
            {
                await pump.PostAsync(() => write(result)).ConfigureAwait(false);
            }
        }
        finally
        {
            end.Cancel();
            await shown.ConfigureAwait(false);
        }
    }

    /// <summary>Every second, and not with every object: what comes must not wait for the pipeline, which may be sending the study before.</summary>
    private static async Task ShowAsync(PipelinePump pump, Action show, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
                await pump.PostAsync(show).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private void Show(ReceiveRun run, int done) =>
        ShowProgress("Receiving studies", $"{done} of {_studies.Count} done, {run.Instances} instances", done, _studies.Count);

    private void Write(ReceivedStudy result)
    {
        WriteObject(result);
        if (!result.IsComplete)
        {
            string where = result.Row > 0 ? $"Row {result.Row}: " : "";
            ReportRow(new XnatException(XnatErrorCode.FromId(result.Code ?? ""), where + (result.Reason ?? result.Outcome.ToString())), result);
        }
    }

    private ReceiveOptions Options(string node) => new()
    {
        Profile = NodeChoice.Make(
            node, Profile is null ? null : ResolveLiteral(Profile), CallingAETitle, UseTls, CertificateThumbprint,
            IsBound(nameof(TimeoutSec)) ? TimeoutSec : null, IsBound(nameof(RetrieveTimeoutSec)) ? RetrieveTimeoutSec : null),
        StagingFolder = ResolveLiteral(StagingPath),
        Method = Method,
        ListenPort = ListenPort > 0 ? ListenPort : Method == ReceiveMethod.Move
            ? throw new XnatException(XnatErrorCode.ArgumentInvalid, "C-MOVE needs -ListenPort, the port under which the PACS knows our receiver.")
            : null,
        ListenAddress = ListenAddress is null ? IPAddress.Any
            : IPAddress.TryParse(ListenAddress, out IPAddress? address) ? address
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, "-ListenAddress is an IP address of this machine."),
        ReceiverTitle = ReceiverAETitle is null || Dicom.DicomNode.IsValidAETitle(ReceiverAETitle)
            ? ReceiverAETitle?.Trim()
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, "-ReceiverAETitle is not an AE title: 1 to 16 characters of ASCII without backslash."),
        AllowedCallers = AllowedCaller,
        StudiesAtOnce = ThrottleLimit,
        InstancesInFlight = MaximumInstances,
        MinimumFreeBytes = MinimumFreeSpace,
        Rounds = RetryCount,
        Pace = new DirectPace { Notice = Notify },
        Schedule = ImportSchedule.Parse(Window, Weekend, TimeZoneInfo.Local),
    };
}
