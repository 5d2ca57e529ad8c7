using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Queue;

/// <summary>
/// The plugin's queue: a tick looks for work, workers retrieve study by study. All times come from the injected clock.
/// </summary>
internal sealed class QueueEngine : IAsyncDisposable
{
    private readonly DqrStore _store;
    private readonly DqrSettings _settings;
    private readonly IPacsRetriever _pacs;
    private readonly IImportEffects _effects;
    private readonly QueueEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _running = [];
    private readonly HashSet<Task> _tasks = [];
    private ITimer? _timer;
    private int _busy;
    private TaskCompletionSource? _idle;

    public QueueEngine(DqrStore store, DqrSettings settings, IPacsRetriever pacs, IImportEffects effects, QueueEngineOptions options, TimeProvider time)
    {
        _store = store;
        _settings = settings;
        _pacs = pacs;
        _effects = effects;
        _options = options;
        _time = time;
    }

    /// <summary>Starts the ticks.</summary>
    public void Start()
    {
        TimeSpan tick = _settings.Tick;
        _timer = _time.CreateTimer(_ => OnTimer(), null, tick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>One tick: every PACS that may be asked now gets workers up to its threads. Returns when they are started.</summary>
    public async Task TickAsync()
    {
        Enter();
        try
        {
            List<SandboxPacs> all = _store.Read(document => document.Pacs.ConvertAll(pacs => pacs.Clone()));
            foreach (SandboxPacs pacs in all)
            {
                if (pacs.Queryable && FreeWorkers(pacs.Id) > 0 && await _pacs.EchoAsync(pacs, _stop.Token).ConfigureAwait(false))
                {
                    StartWorkers(pacs.Id);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server is going down.
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends when nothing moves: no tick runs and every worker has ended or sleeps until the clock goes on.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_busy == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>An object of a study arrived: its newest history record, issued within the last hour, becomes received.</summary>
    public void ObjectArrived(string studyInstanceUid)
    {
        if (!_options.MarkReceived)
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        _store.Write(document =>
        {
            for (int i = document.History.Count - 1; i >= 0; i--)
            {
                HistoryRecord record = document.History[i];
                if (record.StudyInstanceUid == studyInstanceUid)
                {
                    if (record.Status == QueueStatus.Issued && now - record.ExecutedTime <= TimeSpan.FromHours(1))
                    {
                        record.Status = QueueStatus.Received;
                    }

                    return;
                }
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] tasks;
        lock (_gate)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void OnTimer()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        // The next tick is armed first: a driven clock that jumps far makes the ticks that lie in between.
        _timer?.Change(_settings.Tick, Timeout.InfiniteTimeSpan);
        Enter();
        Track(Task.Run(async () =>
        {
            try
            {
                await TickAsync().ConfigureAwait(false);
            }
            finally
            {
                Leave();
            }
        }));
    }

    private AvailabilityInterval? OpenInterval(long pacsId)
    {
        DateTime local = _time.GetLocalNow().DateTime;
        return _store.Read(document => document.Intervals.Find(interval => interval.PacsId == pacsId && interval.IsOpen(local, _options.MidnightDefect)));
    }

    private int FreeWorkers(long pacsId)
    {
        if (OpenInterval(pacsId) is not AvailabilityInterval open)
        {
            return 0;
        }

        int waiting = _store.Read(document => document.Queue.FindAll(record => record.PacsId == pacsId && record.Status == QueueStatus.Queued).Count);
        lock (_gate)
        {
            return Math.Min(waiting, open.Threads - _running.GetValueOrDefault(pacsId));
        }
    }

    private void StartWorkers(long pacsId)
    {
        int free = FreeWorkers(pacsId);
        for (int i = 0; i < free; i++)
        {
            lock (_gate)
            {
                _running[pacsId] = _running.GetValueOrDefault(pacsId) + 1;
            }

            Enter();
            Track(Task.Run(() => RunWorkerAsync(pacsId)));
        }
    }

    private async Task RunWorkerAsync(long pacsId)
    {
        try
        {
            while (!_stop.IsCancellationRequested && await WorkOnceAsync(pacsId).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // A record in hand stays PROCESSING, as after any restart of the server.
        }
        finally
        {
            lock (_gate)
            {
                _running[pacsId]--;
            }

            Leave();
        }
    }

    private async Task<bool> WorkOnceAsync(long pacsId)
    {
        AvailabilityInterval? open = OpenInterval(pacsId);
        SandboxPacs? pacs = _store.Read(document => document.Pacs.Find(entry => entry.Id == pacsId)?.Clone());
        int running;
        lock (_gate)
        {
            running = _running[pacsId];
        }

        if (open is null || pacs is null || running > open.Threads
            || (_options.EchoBeforeEach && !await _pacs.EchoAsync(pacs, _stop.Token).ConfigureAwait(false))
            || TakeNext(pacsId) is not QueueRecord record)
        {
            return false;
        }

        long started = _time.GetTimestamp();
        RetrieveException? failure = await RetrieveAsync(pacs, record).ConfigureAwait(false);
        TimeSpan pause = ((100.0 / open.UtilizationPercent) - 1) * _time.GetElapsedTime(started);
        if (failure is null)
        {
            await _effects.SucceededAsync(record).ConfigureAwait(false);
            await SleepAsync(pause).ConfigureAwait(false);
            return true;
        }

        await _effects.FailedAsync(record).ConfigureAwait(false);
        if (!PutBack(record))
        {
            await SleepAsync(pause).ConfigureAwait(false);
            return true;
        }

        // The worker keeps its slot while it waits, and then ends: this is how one bad study blocks the others.
        TimeSpan wait = _settings.RetryWait;
        await SleepAsync(wait > pause ? wait : pause).ConfigureAwait(false);
        return false;
    }

    private QueueRecord? TakeNext(long pacsId) => _store.Write(document =>
    {
        QueueRecord? first = null;
        foreach (QueueRecord record in document.Queue)
        {
            if (record.PacsId == pacsId && record.Status == QueueStatus.Queued
                && (first is null || record.Priority < first.Priority || (record.Priority == first.Priority && record.QueuedTime < first.QueuedTime)))
            {
                first = record;
            }
        }

        if (first is not null)
        {
            first.Status = QueueStatus.Processing;
        }

        return first;
    });

    private async Task<RetrieveException?> RetrieveAsync(SandboxPacs pacs, QueueRecord record)
    {
        long historyId = _store.Write(document =>
        {
            if (record.RemappingScript is not null)
            {
                document.Scripts[record.StudyInstanceUid] = record.RemappingScript;
            }

            HistoryRecord history = ToHistory(record, document.Next("history"));
            document.History.Add(history);
            return history.Id;
        });
        _effects.Route(record);
        try
        {
            if (!_effects.IsReceiver(record.DestinationAeTitle))
            {
                throw new RetrieveException(null);
            }

            int colon = record.DestinationAeTitle.IndexOf(':', StringComparison.Ordinal);
            string destination = colon < 0 ? record.DestinationAeTitle : record.DestinationAeTitle[..colon];
            foreach (string series in record.SeriesIds)
            {
                await _pacs.MoveSeriesAsync(pacs, record.StudyInstanceUid, series, destination, _stop.Token).ConfigureAwait(false);
            }

            _store.Write(document => document.Queue.RemoveAll(other => other.Id == record.Id));
            return null;
        }
        catch (RetrieveException exception)
        {
            _store.Write(document =>
            {
                HistoryRecord history = document.History.Find(other => other.Id == historyId)!;
                history.Status = QueueStatus.Failed;
                history.ErrorMessage = exception.ErrorMessage;
            });
            return exception;
        }
    }

    private bool PutBack(QueueRecord record) => _store.Write(document =>
    {
        record.Retries = (record.Retries ?? 0) + 1;
        if (record.Retries < _settings.MaximumAttempts)
        {
            record.Status = QueueStatus.Queued;
            return true;
        }

        document.Queue.RemoveAll(other => other.Id == record.Id);
        return false;
    });

    private HistoryRecord ToHistory(QueueRecord record, long id) => new()
    {
        Id = id,
        Username = record.Username,
        PacsId = record.PacsId,
        XnatProject = record.XnatProject,
        StudyInstanceUid = record.StudyInstanceUid,
        SeriesIds = record.SeriesIds,
        DestinationAeTitle = record.DestinationAeTitle,
        Status = QueueStatus.Issued,
        QueuedTime = record.QueuedTime,
        StudyDate = record.StudyDate,
        StudyId = record.StudyId,
        AccessionNumber = record.AccessionNumber,
        PatientName = record.PatientName,
        RequestId = record.RequestId,
        ExecutedTime = _time.GetUtcNow(),
    };

    private async Task SleepAsync(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero)
        {
            return;
        }

        // A sleeper is no work under way: whoever drives the clock may go on. The timer itself counts it as work again, so
        // that nobody sees an idle engine between the moment the clock passes and the moment the worker runs.
        TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int once = 0;
        void Wake()
        {
            if (Interlocked.Exchange(ref once, 1) == 0)
            {
                Enter();
                woken.SetResult();
            }
        }

        using ITimer timer = _time.CreateTimer(_ => Wake(), null, duration, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration stop = _stop.Token.Register(Wake);
        Leave();
        await woken.Task.ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
    }

    private void Enter()
    {
        lock (_gate)
        {
            _busy++;
        }
    }

    private void Leave()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_busy == 0)
            {
                idle = _idle;
                _idle = null;
            }
        }

        idle?.SetResult();
    }

    private void Track(Task task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }

        task.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _tasks.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
