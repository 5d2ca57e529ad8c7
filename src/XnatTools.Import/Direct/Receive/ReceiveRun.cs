using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Direct.Staging;
using XnatTools.Import.Query;

namespace XnatTools.Import.Direct.Receive;

/// <summary>
/// A run that receives studies into a staging folder: some studies at a time, over associations that are kept, with one receiver
/// for C-MOVE. What is in staging already is not asked for again, so a run that was killed is continued by the next.
/// </summary>
public sealed class ReceiveRun : IAsyncDisposable
{
    private readonly StagingFolder _staging;
    private readonly Intake _intake;
    private readonly MoveReceiver? _receiver;
    private readonly ConcurrentBag<Retriever> _idle = [];
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _studies = new(StringComparer.Ordinal);
    private volatile bool _useMove;
    private long _toldOpening;

    /// <summary>Opens staging and, where C-MOVE may be needed, the receiver.</summary>
    /// <exception cref="XnatException">The folder cannot be written, or the port is taken.</exception>
    public ReceiveRun(ReceiveOptions options)
    {
        Options = options ?? throw new ArgumentNullException(nameof(options));
        if (options.Profile is null || string.IsNullOrEmpty(options.StagingFolder))
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "A node and a staging folder are needed.");
        }

        _staging = new StagingFolder(options.StagingFolder);
        Disk = new DiskWatch(options.FreeBytes ?? (() => DiskWatch.FreeBytes(_staging.Path)), options.MinimumFreeBytes, options.Pace.Time);
        _intake = new Intake(_staging, Disk, options);
        try
        {
            _receiver = options.Method == ReceiveMethod.Move || (options.Method == ReceiveMethod.Auto && options.ListenPort is not null)
                ? MoveReceiver.Open(_intake, options)
                : null;
        }
        catch
        {
            Disk.Dispose();
            _staging.Dispose();
            throw;
        }

        _useMove = options.Method == ReceiveMethod.Move;
        Queries = new NodeQueries(options.Profile, options.Pace);
    }

    /// <summary>Port of the receiver for C-MOVE; null when there is none.</summary>
    public int? ReceiverPort => _receiver?.Port;

    /// <summary>Objects that came and were taken, of all studies.</summary>
    public int Instances => _intake.Taken;

    internal ReceiveOptions Options { get; }

    internal NodeQueries Queries { get; }

    internal DiskWatch Disk { get; }

    internal ReceiveMethod Method => _useMove ? ReceiveMethod.Move : ReceiveMethod.Get;

    /// <summary>C-MOVE is possible as far as we are concerned.</summary>
    internal bool MayMove => _receiver is not null && Options.Method != ReceiveMethod.Get;

    /// <summary>Receives studies, some at a time; each is handed out once, as soon as its outcome is known.</summary>
    public async IAsyncEnumerable<ReceivedStudy> ReceiveAsync(IEnumerable<PacsStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<ReceivedStudy>> running = [];
        try
        {
            foreach (PacsStudy study in studies)
            {
                if (running.Count == Options.StudiesAtOnce)
                {
                    yield return await NextAsync(running).ConfigureAwait(false);
                }

                running.Add(Task.Run(() => ReceiveAsync(study, stop.Token), cancellationToken));
            }

            while (running.Count > 0)
            {
                yield return await NextAsync(running).ConfigureAwait(false);
            }
        }
        finally
        {
#pragma warning disable CA1849 // Nothing of ours runs in the callbacks that could block.
            stop.Cancel();
#pragma warning restore CA1849
            foreach (Task<ReceivedStudy> task in running)
            {
                await Task.WhenAny(task).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Receives one study.</summary>
    public async Task<ReceivedStudy> ReceiveAsync(PacsStudy study, CancellationToken cancellationToken = default)
    {
        if (study is null)
        {
            throw new ArgumentNullException(nameof(study));
        }

        // Two rows may mean the same study, perhaps other series of it: one after the other.
        SemaphoreSlim turn = _studies.GetOrAdd(study.StudyInstanceUid, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ReceiveOneAsync(study, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes a study from staging: only for what was proven to be elsewhere.</summary>
    public void RemoveStaged(string studyInstanceUid)
    {
        try
        {
            string path = _staging.StudyPath(studyInstanceUid);
            if (SafeName.IsUid(studyInstanceUid) && System.IO.Directory.Exists(path))
            {
                System.IO.Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            // Held by somebody; it does no harm there.
        }
    }

    /// <summary>Ends the receiver and the associations.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Retriever retriever in _idle)
        {
            await retriever.DisposeAsync().ConfigureAwait(false);
        }

        await Queries.DisposeAsync().ConfigureAwait(false);
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync().ConfigureAwait(false);
        }

        Disk.Dispose();
        _intake.Dispose();
        _staging.Dispose();
    }

    internal void UseMove() => _useMove = true;

    internal async Task WaitForWindowAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = Options.Pace.Time;
        while (!Options.Schedule.IsOpen(time.GetUtcNow()))
        {
            DateTimeOffset opening = Options.Schedule.NextOpening(time.GetUtcNow())
                ?? throw new XnatException(XnatErrorCode.ReceiveWindowClosed, "The window never opens.");
            TimeSpan wait = opening - time.GetUtcNow();
            if (Interlocked.Exchange(ref _toldOpening, opening.UtcTicks) != opening.UtcTicks)
            {
                DateTimeOffset local = TimeZoneInfo.ConvertTime(opening, time.LocalTimeZone);
                Options.Pace.Notice?.Invoke(FormattableString.Invariant($"Outside the window: the PACS is asked for nothing before {local:yyyy-MM-dd HH:mm}."));
            }

            // In short steps: a laptop may sleep over it, and clocks are set.
            await Pause.ForAsync(time, wait < TimeSpan.FromMinutes(1) ? wait : TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<ReceivedStudy> NextAsync(List<Task<ReceivedStudy>> running)
    {
        Task<ReceivedStudy> done = await Task.WhenAny(running).ConfigureAwait(false);
        running.Remove(done);
        return await done.ConfigureAwait(false);
    }

    private async Task<ReceivedStudy> ReceiveOneAsync(PacsStudy study, CancellationToken cancellationToken)
    {
        TimeProvider time = Options.Pace.Time;
        long began = time.GetTimestamp();
        FaultLog faults = new();
        if (!SafeName.IsUid(study.StudyInstanceUid))
        {
            return Ended(study, ReceiveOutcome.Failed, XnatErrorCode.ArgumentInvalid, "The study has no usable study instance UID.", faults, time.GetElapsedTime(began));
        }

        if (!Disk.Check())
        {
            faults.Add(ReceiveFaultKind.DiskFull);
            return Ended(study, ReceiveOutcome.Failed, XnatErrorCode.ReceiveDiskFull, "The staging disk has less free than must stay free: the study was not asked for.", faults, time.GetElapsedTime(began));
        }

        try
        {
            await WaitForWindowAsync(cancellationToken).ConfigureAwait(false);
            List<SeriesState> series = await CountAsync(study, cancellationToken).ConfigureAwait(false);
            if (series.Count == 0)
            {
                return Ended(study, ReceiveOutcome.NotFound, XnatErrorCode.PacsStudyNotFound, study.SeriesInstanceUid.Length == 0
                    ? "The PACS lists no series of the study."
                    : "The PACS has none of the series selected.", faults, time.GetElapsedTime(began));
            }

            using StagedStudy staged = new(_staging, study.StudyInstanceUid, faults);
            StudyFetch fetch = new(study, staged, series.ConvertAll(static one => one.Series), faults, time);
            _intake.Expect(fetch);
            Retriever retriever = _idle.TryTake(out Retriever? kept) ? kept : new Retriever(Options, _intake, _receiver);
            try
            {
                StudyReceiver receiver = new(this, retriever, fetch, series);
                await receiver.RunAsync(cancellationToken).ConfigureAwait(false);
                return receiver.ToResult(time.GetElapsedTime(began));
            }
            finally
            {
                _intake.Forget(fetch);
                _idle.Add(retriever);
            }
        }
        catch (XnatException fault)
        {
            return Ended(study, ReceiveOutcome.Failed, fault.Code, fault.Message, faults, time.GetElapsedTime(began));
        }
    }

    /// <summary>What the PACS has of the study now, limited to the series selected.</summary>
    private async Task<List<SeriesState>> CountAsync(PacsStudy study, CancellationToken cancellationToken)
    {
        HashSet<string> selected = new(study.SeriesInstanceUid, StringComparer.Ordinal);
        List<SeriesState> series = [];
        foreach (PacsSeries one in await Queries.FindSeriesAsync(study, cancellationToken).ConfigureAwait(false))
        {
            if (study.SeriesInstanceUid.Length == 0 || selected.Contains(one.SeriesInstanceUid))
            {
                series.Add(new SeriesState(one));
                selected.Remove(one.SeriesInstanceUid);
            }
        }

        if (series.Count > 0)
        {
            // Selected, and not listed any more: asked for all the same, and named when it does not come.
            foreach (string uid in selected)
            {
                series.Add(new SeriesState(new PacsSeries { StudyInstanceUid = study.StudyInstanceUid, SeriesInstanceUid = uid }));
            }
        }

        return series;
    }

    private ReceivedStudy Ended(PacsStudy study, ReceiveOutcome outcome, XnatErrorCode code, string reason, FaultLog faults, TimeSpan duration) => new()
    {
        Row = study.Row,
        SourceFile = study.SourceFile,
        Outcome = outcome,
        Code = code.Id,
        Reason = reason,
        Study = study,
        Faults = faults.ToArray(),
        Path = SafeName.IsUid(study.StudyInstanceUid) ? _staging.StudyPath(study.StudyInstanceUid) : "",
        Duration = duration,
    };
}
