using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Gateway;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Truth;

namespace XnatTools.Import.Simulation.Site;

/// <summary>
/// The plugin's queue as events on the clock: ticks, workers, tries, pauses that hold a slot, and restarts that leave records
/// behind (specification of the API, 8 and 12).
/// </summary>
internal sealed class SimQueue
{
    private readonly DrivenClock _clock;
    private readonly SimOptions _options;
    private readonly SimFaults _faults;
    private readonly SimPacs _pacs;
    private readonly SimStore _store;
    private readonly SimMonitor _monitor;
    private readonly SimDice _dice;
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _good = new(StringComparer.Ordinal);
    private long _nextRecord = 400;
    private long _nextTry = 90_000;
    private int _workers;
    private int _life;
    private bool _ticking;
    private DateTimeOffset _nextTick;

    public SimQueue(DrivenClock clock, SimOptions options, SimFaults faults, SimPacs pacs, SimStore store, SimMonitor monitor, SimDice dice)
    {
        _clock = clock;
        _options = options;
        _faults = faults;
        _pacs = pacs;
        _store = store;
        _monitor = monitor;
        _dice = dice;
    }

    public List<SimRecord> Records { get; } = [];

    public List<SimTry> History { get; } = [];

    /// <summary>Until when the server is away.</summary>
    public DateTimeOffset Back { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Counts restarts; work of an earlier life is lost.</summary>
    public int Life => _life;

    public DateTimeOffset ServerNow => _clock.GetUtcNow() + _options.ServerClock;

    public SimRecord Add(ImportPost post, PacsStudy asked, SimStudy study, string[] series)
    {
        SimRecord record = new(_nextRecord++, post, asked, study, series, ServerNow);
        Records.Add(record);
        _pacs.Change(1, study.Images);
        Tick();
        return record;
    }

    /// <summary>Deletes a record; a transfer that runs goes on.</summary>
    public bool Remove(long id)
    {
        SimRecord? record = Records.Find(r => r.Id == id);
        if (record is null)
        {
            return false;
        }

        Leave(record);
        return true;
    }

    public void Restart(TimeSpan away)
    {
        _life++;
        _workers = 0;
        _ticking = false;
        Back = _clock.GetUtcNow() + away;
        _clock.After(away, Tick);
    }

    /// <summary>Keeps the ticks going while there is work: an idle simulation has nothing due and ends.</summary>
    private void Tick()
    {
        if (_ticking)
        {
            return;
        }

        _ticking = true;
        _nextTick = _clock.GetUtcNow() + _options.Tick;
        int life = _life;
        _clock.After(_options.Tick, () =>
        {
            if (life != _life)
            {
                return;
            }

            _ticking = false;
            Mishaps();
            if (life != _life)
            {
                return;
            }

            if (IsOpen() && _pacs.Answers)
            {
                for (int waiting = Records.Count(r => !r.Processing); waiting > 0 && _workers < _options.Workers; waiting--)
                {
                    _workers++;
                    Work();
                }
            }

            if (Records.Count > 0)
            {
                Tick();
            }
        });
    }

    private void Mishaps()
    {
        if (_dice.Happens(_faults.PacsAway))
        {
            _monitor.Lied("PACS away");
            _pacs.Leave(TimeSpan.FromSeconds(_dice.Between(30, 900)));
        }

        if (_dice.Happens(_faults.Restart))
        {
            _monitor.Lied("restart");
            Restart(TimeSpan.FromSeconds(_dice.Between(45, 240)));
        }
    }

    private bool IsOpen()
    {
        if (_options.Windows is null)
        {
            return true;
        }

        DateTimeOffset local = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), _clock.LocalTimeZone);
        return _options.Windows.Any(w => w.IsOpen(local.DayOfWeek, local.TimeOfDay));
    }

    private void Later(TimeSpan delay, Action action)
    {
        int life = _life;
        _clock.After(delay, () =>
        {
            if (life == _life)
            {
                action();
            }
        });
    }

    private void Work()
    {
        SimRecord? record = IsOpen() ? Records.Where(r => !r.Processing).OrderBy(r => r.Priority).ThenBy(r => r.Queued).ThenBy(r => r.Id).FirstOrDefault() : null;
        if (record is null)
        {
            _workers--;
            return;
        }

        record.Processing = true;
        SimTry issued = new(_nextTry++, record, ServerNow);
        History.Add(issued);
        int number = _tries[record.Study.Uid] = _tries.GetValueOrDefault(record.Study.Uid) + 1;
        bool refused = !_pacs.Takes() || _dice.Happens(_faults.RefuseRetrieve);
        if (refused || record.Study.Poisoned || number <= record.Study.FailsFirst)
        {
            TimeSpan time = TimeSpan.FromSeconds(_dice.Between(2, 20));
            Later(time, () => Failed(record, issued, refused ? "Association rejected by the remote host." : _dice.Happens(50) ? null : "The PACS answered with status A702.", time));
        }
        else
        {
            Retrieve(record, issued);
        }
    }

    private void Retrieve(SimRecord record, SimTry issued)
    {
        int good = _good.GetValueOrDefault(record.Study.Uid);
        _good[record.Study.Uid] = good + 1;
        Dictionary<string, int> images = record.Study.Deliver(record.Series.ToHashSet(StringComparer.Ordinal), good);
        TimeSpan time = _options.RetrieveTime(record.Study, images.Values.Sum());
        Later(time * 0.4, () =>
        {
            if (images.Count > 0)
            {
                (string first, int count) = images.First();
                Arrive(record, issued, new Dictionary<string, int> { [first] = Math.Max(1, count / 2) }, false);
            }
        });
        _monitor.Retrieving += time;
        bool late = _dice.Happens(_faults.LateImages);
        bool apart = _dice.Happens(_faults.SecondSession);
        Later(time, () =>
        {
            if (late)
            {
                _monitor.Lied("late images");
                _clock.After(TimeSpan.FromSeconds(_dice.Between(20, 150)), () => Arrive(record, issued, images, false));
            }
            else if (apart && images.Count > 1)
            {
                _monitor.Lied("second session");
                string last = images.Keys.Last();
                Arrive(record, issued, images.Where(i => i.Key != last).ToDictionary(i => i.Key, i => i.Value), false);
                Arrive(record, issued, new Dictionary<string, int> { [last] = images[last] }, true);
            }
            else if (images.Count > 0)
            {
                Arrive(record, issued, images, false);
            }

            Succeeded(record, time);
        });
    }

    private void Arrive(SimRecord record, SimTry issued, Dictionary<string, int> images, bool apart)
    {
        _monitor.LastArrival = _clock.GetUtcNow();
        _store.Arrive(record, images, apart);
        if (_options.MarksReceived && issued.Status == "ISSUED" && ServerNow - issued.Executed <= TimeSpan.FromHours(1))
        {
            issued.Status = "RECEIVED";
        }
    }

    private void Succeeded(SimRecord record, TimeSpan took)
    {
        Leave(record);
        if (_store.Of(record) is [SimSession only] && only.Status == "RECEIVING")
        {
            _store.Build(only);
        }

        Later(took * ((100.0 / _options.UtilizationPercent) - 1), Work);
    }

    private void Failed(SimRecord record, SimTry issued, string? message, TimeSpan took)
    {
        issued.Status = "FAILED";
        issued.Message = message;

        // What the project's prearchive has of the study is deleted, even what an earlier retrieve brought.
        _store.Prearchive.RemoveAll(s => s.Uid == record.Study.Uid && s.Project == record.Post.Project);
        TimeSpan pause = took * ((100.0 / _options.UtilizationPercent) - 1);
        record.Retries = (record.Retries ?? 0) + 1;
        record.Processing = false;
        if (record.Gone || record.Retries >= _options.MaximumAttempts)
        {
            Leave(record);
            Later(pause, Work);
            return;
        }

        // The worker waits in its slot, and ends then: one bad study blocks the others.
        TimeSpan held = _options.RetryWait > pause ? _options.RetryWait : pause;
        _monitor.Held += took + held;
        Later(held, () =>
        {
            _workers--;
            if (_nextTick > _clock.GetUtcNow() && Records.Exists(r => !r.Processing))
            {
                _monitor.Held += _nextTick - _clock.GetUtcNow();
            }
        });
    }

    private void Leave(SimRecord record)
    {
        if (!record.Gone)
        {
            record.Gone = true;
            Records.Remove(record);
            _pacs.Change(-1, -record.Study.Images);
        }
    }
}
