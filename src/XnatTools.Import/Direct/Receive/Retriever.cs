using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Nodes;

namespace XnatTools.Import.Direct.Receive;

/// <summary>
/// Makes retrieve requests, one at a time, each over an association that is kept. A request ends when the sender says so, when
/// the association breaks, when nothing at all came for the whole of the retrieve time-out, or when the disk takes no more.
/// </summary>
internal sealed class Retriever : IAsyncDisposable
{
    private static readonly TimeSpan s_never = TimeSpan.FromDays(7);

    private readonly ReceiveOptions _options;
    private readonly Intake _intake;
    private readonly MoveReceiver? _receiver;
    private readonly NodeLink _moves;
    private readonly NodeLink _gets;
    private IReadOnlyList<PacsSeries> _series = [];
    private IReadOnlyCollection<string> _classes = [];
    private string _proposed = "";

    /// <param name="options">The node and its times.</param>
    /// <param name="intake">Takes what comes.</param>
    /// <param name="receiver">For C-MOVE; null when there is none.</param>
    public Retriever(ReceiveOptions options, Intake intake, MoveReceiver? receiver)
    {
        _options = options;
        _intake = intake;
        _receiver = receiver;
        // It has counted the study by now.
        _moves = new NodeLink(options.Profile, options.Pace, static () => [PresentationContext.Move(DicomQueryRoot.Study), PresentationContext.Move(DicomQueryRoot.Patient)], 1, s_never, answered: true);
        _gets = new NodeLink(options.Profile, options.Pace, () => GetContexts.For(_series, _classes), 1, s_never, answered: true);
    }

    /// <summary>Asks for a study, series of it, or instances of a series.</summary>
    /// <param name="method">C-GET or C-MOVE.</param>
    /// <param name="fetch">The study.</param>
    /// <param name="series">Series; none for the whole study.</param>
    /// <param name="instances">Instances of the one series named; none for whole series.</param>
    /// <param name="classes">SOP classes that are known to be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RetrieveReport> RunAsync(ReceiveMethod method, StudyFetch fetch, IReadOnlyList<string> series, IReadOnlyList<string> instances, IReadOnlyCollection<string> classes, CancellationToken cancellationToken)
    {
        bool get = method == ReceiveMethod.Get;
        string name = get ? "C-GET" : "C-MOVE";
        if (get)
        {
            await ProposeAsync(fetch.Series, classes).ConfigureAwait(false);
        }

        for (bool again = false; ; again = true)
        {
            NodeLink link = get ? _gets : _moves;
            fetch.Begin();
            DicomAssociation association;
            bool kept;
            try
            {
                int before = link.Associations;
                association = await link.GetAsync(cancellationToken).ConfigureAwait(false);
                kept = link.Associations == before;
            }
            catch (XnatException fault)
            {
                return new RetrieveReport { Method = name, Fault = fault };
            }

            if (RootOf(association, get) is not { } root)
            {
                return new RetrieveReport
                {
                    Method = name,
                    NotOffered = true,
                    Fault = new XnatException(XnatErrorCode.PacsContextRefused, get
                        ? "The node does not offer C-GET, or does not send to us over our own association."
                        : "The node does not offer C-MOVE."),
                };
            }

            using Watch watch = new(fetch, _options, cancellationToken);
            try
            {
                DicomDataset keys = QueryKeys.Retrieve(fetch.Study.StudyInstanceUid, series, instances, root == DicomQueryRoot.Patient ? fetch.Study.PatientId : null);
                DicomRetrieveProgress final = get
                    ? await association.GetAsync(root, keys, (request, token) => _intake.TakeAsync(request, fetch, token), watch, watch.Token).ConfigureAwait(false)
                    : await association.MoveAsync(root, keys, _options.ReceiverAETitle, watch, watch.Token).ConfigureAwait(false);
                return new RetrieveReport { Method = name, Final = final, Taken = fetch.Taken };
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                link.Drop(association);
                if (fetch.IsRefused)
                {
                    return Ended(name, fetch, new XnatException(XnatErrorCode.ReceiveDiskFull, "The request was cancelled, because the staging disk takes no more."));
                }

                fetch.Faults.Add(ReceiveFaultKind.Stalled);
                return Ended(name, fetch, new XnatException(XnatErrorCode.PacsTimedOut, $"Nothing came for {_options.Profile.RetrieveTimeout.TotalSeconds:0} seconds ({name})."));
            }
            catch (DicomException fault)
            {
                link.Drop(association);
                if (fault.Code == DicomErrorCode.Aborted && kept && !again && fetch.Taken == 0)
                {
                    continue; // The node had ended an association that was at rest.
                }

                fetch.Faults.Add(fault.Code == DicomErrorCode.TimedOut ? ReceiveFaultKind.Stalled : ReceiveFaultKind.Aborted, fault.Message);
                return Ended(name, fetch, NodeFaults.Of(fault, name));
            }
        }
    }

    /// <summary>Waits for what may still be on its way after a C-MOVE ended, until nothing comes any more.</summary>
    /// <param name="fetch">The study.</param>
    /// <param name="report">How the request ended.</param>
    /// <param name="isComplete">Tells that nothing is missing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SettleAsync(StudyFetch fetch, RetrieveReport report, Func<bool> isComplete, CancellationToken cancellationToken)
    {
        if (_receiver is null || report.Method != "C-MOVE" || report.NotOffered || (report.Final is null && fetch.Taken == 0))
        {
            return;
        }

        int said = report.Final is { } final ? final.Completed + final.Warnings : int.MaxValue;
        bool refused = report.Final is { Status.IsSuccess: false } && fetch.Taken == 0;
        TimeSpan step = TimeSpan.FromMilliseconds(20);
        while (!refused && !fetch.IsRefused && !isComplete() && (said == 0 || fetch.Taken < said || _intake.Busy > 0) && fetch.Quiet < _options.QuietTime)
        {
            await Import.Query.Pause.ForAsync(_options.Pace.Time, step, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends both associations in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _moves.DisposeAsync().ConfigureAwait(false);
        await _gets.DisposeAsync().ConfigureAwait(false);
    }

    private static RetrieveReport Ended(string name, StudyFetch fetch, XnatException fault) => new() { Method = name, Fault = fault, Taken = fetch.Taken };

    private static DicomQueryRoot? RootOf(DicomAssociation association, bool get)
    {
        bool takes = !get;
        foreach (PresentationContext context in association.Contexts)
        {
            takes |= context.Result == DicomContextResult.Accepted && context.ScpRoleAccepted;
        }

        foreach (DicomQueryRoot root in takes ? [DicomQueryRoot.Study, DicomQueryRoot.Patient] : Array.Empty<DicomQueryRoot>())
        {
            if (association.FindContext((get ? PresentationContext.Get(root) : PresentationContext.Move(root)).AbstractSyntax) is not null)
            {
                return root;
            }
        }

        return null;
    }

    /// <summary>An association that proposes other classes than are wanted now is given up.</summary>
    private async Task ProposeAsync(IReadOnlyList<PacsSeries> series, IReadOnlyCollection<string> classes)
    {
        SortedSet<string> wanted = new(classes, StringComparer.Ordinal);
        foreach (PacsSeries one in series)
        {
            if (classes.Count == 0)
            {
                wanted.Add(one.Modality ?? "");
            }
        }

        string proposed = string.Join(" ", wanted);
        if (proposed != _proposed)
        {
            await _gets.CloseAsync().ConfigureAwait(false);
            _proposed = proposed;
        }

        _series = series;
        _classes = classes;
    }

    /// <summary>Cancels a request when nothing came for too long, neither an object nor a word of the node, or when what comes is refused.</summary>
    private sealed class Watch : IProgress<DicomRetrieveProgress>, IDisposable
    {
        private readonly StudyFetch _fetch;
        private readonly TimeSpan _limit;
        private readonly CancellationTokenSource _stop;
        private readonly ITimer _timer;

        public Watch(StudyFetch fetch, ReceiveOptions options, CancellationToken cancellationToken)
        {
            _fetch = fetch;
            _limit = options.Profile.RetrieveTimeout;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            TimeSpan step = TimeSpan.FromMilliseconds(Math.Min(1000, Math.Max(20, _limit.TotalMilliseconds / 4)));
            _timer = options.Pace.Time.CreateTimer(static state => ((Watch)state!).Look(), this, step, step);
        }

        public CancellationToken Token => _stop.Token;

        public void Report(DicomRetrieveProgress value) => _fetch.Touch();

        public void Dispose()
        {
            _timer.Dispose();
            _stop.Dispose();
        }

        private void Look()
        {
            if (_fetch.Quiet > _limit || _fetch.IsRefused)
            {
                try
                {
                    _stop.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // It ended meanwhile.
                }
            }
        }
    }
}
