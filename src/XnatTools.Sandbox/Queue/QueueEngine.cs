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
    private readonly QueueTries _tries;
    private readonly QueueActivity _activity;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _running = [];
    private readonly HashSet<Task> _tasks = [];
    private ITimer? _timer;
    private int _ticking;

    public QueueEngine(DqrStore store, DqrSettings settings, IPacsRetriever pacs, IImportEffects effects, QueueEngineOptions options, TimeProvider time)
    {
        _store = store;
        _settings = settings;
        _pacs = pacs;
        _effects = effects;
        _options = options;
        _time = time;
        _tries = new QueueTries(store, settings, time);
        _activity = new QueueActivity(time);
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
        _activity.Enter();
        try
        {
            List<SandboxPacs> all = _store.Read(document => document.Pacs.ConvertAll(pacs => pacs.Clone()));
            foreach (SandboxPacs pacs in all)
            {
                if (pacs.Queryable && HasWork(pacs.Id) && await _pacs.EchoAsync(pacs, _stop.Token).ConfigureAwait(false))
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
            _activity.Leave();
        }
    }

    /// <summary>Ends when nothing moves: no tick runs and every worker has ended or sleeps until the clock goes on.</summary>
    public Task IdleAsync() => _activity.IdleAsync();

    /// <summary>An object of a study arrived: its newest history record, issued within the last hour, becomes received.</summary>
    public void ObjectArrived(string studyInstanceUid)
    {
        if (_options.MarkReceived)
        {
            _tries.Arrived(studyInstanceUid);
        }
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
        if (Interlocked.Exchange(ref _ticking, 1) == 1)
        {
            return;
        }

        _activity.Enter();
        Track(Task.Run(async () =>
        {
            try
            {
                await TickAsync().ConfigureAwait(false);
            }
            finally
            {
                Volatile.Write(ref _ticking, 0);
                _activity.Leave();
            }
        }));
    }

    private AvailabilityInterval? OpenInterval(long pacsId)
    {
        DateTime local = _time.GetLocalNow().DateTime;
        return _store.Read(document => document.Intervals.Find(interval => interval.PacsId == pacsId && interval.IsOpen(local, _options.MidnightDefect)));
    }

    private bool HasWork(long pacsId)
    {
        int waiting = Waiting(pacsId);
        if (waiting == 0 || OpenInterval(pacsId) is not AvailabilityInterval open)
        {
            return false;
        }

        lock (_gate)
        {
            return open.Threads > _running.GetValueOrDefault(pacsId);
        }
    }

    private int Waiting(long pacsId)
        => _store.Read(document => document.Queue.FindAll(record => record.PacsId == pacsId && record.Status == QueueStatus.Queued).Count);

    private void StartWorkers(long pacsId)
    {
        int threads = OpenInterval(pacsId)?.Threads ?? 0;
        int waiting = Waiting(pacsId);
        int started;
        lock (_gate)
        {
            int running = _running.GetValueOrDefault(pacsId);
            started = Math.Max(0, Math.Min(waiting, threads - running));
            _running[pacsId] = running + started;
        }

        for (int i = 0; i < started; i++)
        {
            _activity.Enter();
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

            _activity.Leave();
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
            || _tries.TakeNext(pacsId) is not QueueRecord record)
        {
            return false;
        }

        long started = _time.GetTimestamp();
        RetrieveException? failure = await RetrieveAsync(pacs, record).ConfigureAwait(false);
        TimeSpan pause = ((100.0 / open.UtilizationPercent) - 1) * _time.GetElapsedTime(started);
        if (failure is null)
        {
            await _effects.SucceededAsync(record).ConfigureAwait(false);
            await _activity.SleepAsync(pause, _stop.Token).ConfigureAwait(false);
            return true;
        }

        await _effects.FailedAsync(record).ConfigureAwait(false);
        if (!_tries.PutBack(record))
        {
            await _activity.SleepAsync(pause, _stop.Token).ConfigureAwait(false);
            return true;
        }

        // The worker keeps its slot while it waits, and then ends: this is how one bad study blocks the others.
        TimeSpan wait = _settings.RetryWait;
        await _activity.SleepAsync(wait > pause ? wait : pause, _stop.Token).ConfigureAwait(false);
        return false;
    }

    private async Task<RetrieveException?> RetrieveAsync(SandboxPacs pacs, QueueRecord record)
    {
        HistoryRecord history = _tries.Issue(record);
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

            _tries.Done(record);
            return null;
        }
        catch (RetrieveException exception)
        {
            _tries.Fail(history, exception.ErrorMessage);
            return exception;
        }
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
