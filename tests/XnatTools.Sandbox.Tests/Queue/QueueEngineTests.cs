using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Queue;
using Xunit;

namespace XnatTools.Sandbox.Tests.Queue;

/// <summary>The queue by its clock, with a made PACS in place of associations.</summary>
public sealed class QueueEngineTests : IDisposable
{
    private readonly SandboxState _state = SandboxState.Open(null);
    private readonly SandboxClock _clock = new(new DateTimeOffset(2024, 3, 7, 12, 0, 0, TimeSpan.Zero), factor: 0);
    private readonly MadePacs _pacs = new();
    private readonly QueueEngineOptions _options = new();
    private readonly DqrStore _store;
    private readonly QueueEngine _engine;

    public QueueEngineTests()
    {
        _store = new DqrStore(_state);
        _pacs.Clock = _clock;
        _engine = new QueueEngine(_store, new DqrSettings(_store, PluginGeneration.V2, TimeSpan.FromMinutes(1)), _pacs, _pacs, _options, _clock);
        _store.Write(document => document.Pacs.Add(new SandboxPacs { Id = 1 }));
        _engine.Start();
    }

    [Fact]
    public async Task Nothing_moves_without_an_open_interval()
    {
        Enqueue("1.1");
        await PassAsync(10);
        Assert.Equal([QueueStatus.Queued], Statuses());
        Assert.Empty(_pacs.Moves);
    }

    [Fact]
    public async Task Nothing_moves_while_the_pacs_is_down()
    {
        Open(threads: 1);
        Enqueue("1.1");
        _pacs.Down = true;
        await PassAsync(3);
        Assert.Equal([QueueStatus.Queued], Statuses());
        _pacs.Down = false;
        await PassAsync(1);
        Assert.Empty(Statuses());
        Assert.Equal(QueueStatus.Issued, History().Single().Status);
    }

    [Fact]
    public async Task Goes_by_priority_then_by_age()
    {
        Open(threads: 1);
        Enqueue("1.1", priority: 10);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Enqueue("1.2", priority: 10);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Enqueue("1.3", priority: 1);
        await PassAsync(1);
        Assert.Equal(["1.3", "1.1", "1.2"], History().Select(record => record.StudyInstanceUid));
    }

    [Fact]
    public async Task One_move_per_series_in_sequence_to_the_title_without_its_port()
    {
        Open(threads: 1);
        Enqueue("1.1", series: 3);
        await PassAsync(1);
        Assert.Equal([("1.1.0", "XNAT"), ("1.1.1", "XNAT"), ("1.1.2", "XNAT")], _pacs.Moves);
    }

    [Fact]
    public async Task A_failing_study_is_tried_five_times_with_one_history_record_each()
    {
        Open(threads: 1);
        Enqueue("1.1");
        _pacs.Fail["1.1"] = int.MaxValue;
        await PassAsync(5);
        Assert.Equal(1, _store.Read(document => document.Queue.Single().Retries));
        await PassAsync(40);
        Assert.Empty(Statuses());
        Assert.Equal(5, History().Count);
        Assert.All(History(), record => Assert.Equal((QueueStatus.Failed, "made to fail"), (record.Status, record.ErrorMessage)));
        TimeSpan between = History()[1].ExecutedTime - History()[0].ExecutedTime;
        Assert.InRange(between, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(361));
    }

    [Fact]
    public async Task A_failing_study_holds_its_slot_while_it_waits()
    {
        Open(threads: 1);
        Enqueue("1.1", priority: 1);
        Enqueue("1.2");
        _pacs.Fail["1.1"] = 1;
        await PassAsync(4);
        Assert.DoesNotContain(History(), record => record.StudyInstanceUid == "1.2");
        await PassAsync(4);
        Assert.Equal(["1.1", "1.1", "1.2"], History().Select(record => record.StudyInstanceUid));
        Assert.Equal([QueueStatus.Failed, QueueStatus.Issued, QueueStatus.Issued], History().Select(record => record.Status));
    }

    [Fact]
    public async Task A_second_thread_overtakes_a_waiting_one()
    {
        Open(threads: 2);
        Enqueue("1.1", priority: 1);
        Enqueue("1.2");
        _pacs.Fail["1.1"] = 1;
        await PassAsync(1);
        Assert.Contains(History(), record => record.StudyInstanceUid == "1.2" && record.Status == QueueStatus.Issued);
    }

    [Fact]
    public async Task Utilisation_makes_the_worker_pause_in_proportion()
    {
        Open(threads: 1, utilization: 25);
        Enqueue("1.1");
        Enqueue("1.2");
        _pacs.Duration = TimeSpan.FromMinutes(10);
        await PassAsync(1);
        Assert.Single(History());
        await PassAsync(28);
        Assert.Single(History());
        await PassAsync(4);
        Assert.Equal(2, History().Count);
    }

    [Fact]
    public async Task A_wrong_destination_fails_without_a_message()
    {
        Open(threads: 1);
        Enqueue("1.1");
        _pacs.Receiver = "XNAT:1";
        await PassAsync(1);
        Assert.Equal((QueueStatus.Failed, null), (History().Single().Status, History().Single().ErrorMessage));
        Assert.Empty(_pacs.Moves);
    }

    [Fact]
    public async Task Deleting_a_record_in_work_does_not_stop_it_and_does_not_bring_it_back()
    {
        Open(threads: 1);
        Enqueue("1.1");
        _pacs.Fail["1.1"] = int.MaxValue;
        _pacs.OnMove = () => _store.Write(document => document.Queue.Clear());
        await PassAsync(10);
        Assert.Empty(Statuses());
        Assert.Single(History());
    }

    [Fact]
    public async Task A_record_left_processing_by_a_restart_is_not_picked_up()
    {
        Open(threads: 1);
        Enqueue("1.1");
        _store.Write(document => document.Queue[0].Status = QueueStatus.Processing);
        await PassAsync(10);
        Assert.Equal([QueueStatus.Processing], Statuses());
        Assert.Empty(History());
    }

    [Theory]
    [InlineData(59, true, QueueStatus.Received)]
    [InlineData(61, true, QueueStatus.Issued)]
    [InlineData(1, false, QueueStatus.Issued)]
    public async Task The_first_object_within_the_hour_makes_it_received(int minutes, bool marks, string status)
    {
        _options.MarkReceived = marks;
        Open(threads: 1);
        Enqueue("1.1");
        await PassAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        _engine.ObjectArrived("1.2");
        _engine.ObjectArrived("1.1");
        Assert.Equal(status, History().Single().Status);
    }

    [Fact]
    public async Task The_script_is_stored_and_survives_an_import_without_one()
    {
        Open(threads: 1);
        Enqueue("1.1", script: "version \"6.1\"");
        await PassAsync(1);
        Enqueue("1.1");
        await PassAsync(1);
        Assert.Equal("version \"6.1\"", _store.Read(document => document.Scripts["1.1"]));
    }

    // The runner disposes test classes synchronously only.
    public void Dispose()
    {
        _engine.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(30));
        _clock.Dispose();
        _state.Dispose();
    }

    private void Open(int threads, int utilization = 100) => _store.Write(document =>
    {
        foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
        {
            document.Intervals.Add(new AvailabilityInterval
            {
                PacsId = 1,
                Day = day,
                Start = 0,
                End = AvailabilityInterval.MinutesOfDay,
                Threads = threads,
                UtilizationPercent = utilization,
            });
        }
    });

    private void Enqueue(string uid, long priority = 10, int series = 1, string? script = null) => _store.Write(document => document.Queue.Add(new QueueRecord
    {
        Id = document.Next("queue"),
        Username = "admin",
        PacsId = 1,
        XnatProject = "DEMO",
        StudyInstanceUid = uid,
        SeriesIds = [.. Enumerable.Range(0, series).Select(index => $"{uid}.{index}")],
        DestinationAeTitle = "XNAT:8104",
        Priority = priority,
        QueuedTime = _clock.GetUtcNow(),
        RemappingScript = script,
    }));

    private async Task PassAsync(int minutes)
    {
        for (int i = 0; i < minutes; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await _engine.IdleAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private List<string> Statuses() => _store.Read(document => document.Queue.ConvertAll(record => record.Status));

    private List<HistoryRecord> History() => _store.Read(document => document.History.ToList());

    private sealed class MadePacs : IPacsRetriever, IImportEffects
    {
        public SandboxClock? Clock { get; set; }

        public bool Down { get; set; }

        public string Receiver { get; set; } = "XNAT:8104";

        public TimeSpan Duration { get; set; }

        public Action OnMove { get; set; } = () => { };

        public Dictionary<string, int> Fail { get; } = [];

        public ConcurrentQueue<(string Series, string Destination)> Moves { get; } = new();

        public Task<bool> EchoAsync(SandboxPacs pacs, CancellationToken cancellationToken) => Task.FromResult(!Down);

        public Task MoveSeriesAsync(SandboxPacs pacs, string studyInstanceUid, string seriesInstanceUid, string destinationAe, CancellationToken cancellationToken)
        {
            OnMove();
            if (Fail.TryGetValue(studyInstanceUid, out int left) && left > 0)
            {
                Fail[studyInstanceUid] = left - 1;
                throw new RetrieveException("made to fail");
            }

            Moves.Enqueue((seriesInstanceUid, destinationAe));
            Clock!.Advance(Duration);
            return Task.CompletedTask;
        }

        public bool IsReceiver(string destination) => string.Equals(destination, Receiver, StringComparison.OrdinalIgnoreCase);

        public void Route(QueueRecord record)
        {
        }

        public Task SucceededAsync(QueueRecord record) => Task.CompletedTask;

        public Task FailedAsync(QueueRecord record) => Task.CompletedTask;
    }
}
