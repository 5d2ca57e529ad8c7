using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>One step after another: count, look, judge, clear, check the canary, post. Faults of the server are waited out.</summary>
internal sealed class CampaignLoop
{
    private static readonly TimeSpan s_leastPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_trustInLook = TimeSpan.FromMinutes(5);

    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly StudyList _studies;
    private readonly PolicyWatch _policy;
    private readonly CampaignGate _gate;
    private readonly CampaignChoice _choice;
    private readonly DirectWork _direct;
    private readonly CampaignPoster _poster;
    private readonly StudyLooks _looks;
    private readonly CampaignMeter _meter;
    private readonly QueueClearing _clearing;
    private readonly PostingBrake _brake;
    private readonly CampaignStop _stop;
    private readonly ServerAbsence _absence;
    private readonly DateTimeOffset _started;
    private DateTimeOffset _nextCount = DateTimeOffset.MinValue;
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset? _lastLook;
    private int _failedLooks;
    private int _quietLooks;
    private int? _count;
    private bool? _open;
    private bool _queueChanged;
    private bool _begun;
    private string _activity = "looking";

    public CampaignLoop(CampaignSite site, CampaignOptions options, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
    {
        CampaignPace pace = new(options, ledger.State.Pace);
        _site = site;
        _options = options;
        _ledger = ledger;
        _absence = new ServerAbsence(options);
        _studies = new StudyList(studies);
        _started = options.Time.GetUtcNow();
        _policy = new PolicyWatch(site.Policy, options, ledger);
        _gate = new CampaignGate(site, options, _policy, ledger, studies);
        _direct = new DirectWork(site, options, _gate, ledger, studies);
        _choice = new CampaignChoice(options, pace, _gate, studies, _direct);
        _poster = new CampaignPoster(site.Dqr, options, ledger);
        _meter = new CampaignMeter(options, ledger, studies);
        _clearing = new QueueClearing(site, options, ledger, studies);
        _brake = new PostingBrake(site, options, ledger, pace, _clearing);
        _stop = new CampaignStop(options, ledger, _studies, _direct, _clearing);
        _looks = new StudyLooks(site, options, ledger, _studies, _clearing, _brake);
    }

    /// <summary>Fingerprint of the policy of this run.</summary>
    public string Policy => _policy.InForce;

    /// <summary>What of it changed while the run went on; null while nothing did.</summary>
    public string? PolicyChange => _policy.What;

    private DateTimeOffset Now => _options.Time.GetUtcNow();

    private bool TimeIsUp => _options.Timeout is TimeSpan timeout && Now - _started >= timeout;

    /// <summary>One step. Why the run ends with it, or null. Throws what waiting does not cure.</summary>
    public async Task<CampaignEnd?> StepAsync(bool stop, CancellationToken cancellationToken)
    {
        try
        {
            if (!_begun)
            {
                await _policy.BeginAsync(cancellationToken).ConfigureAwait(false);
                _gate.Begin();
                _begun = true;
            }

            _direct.Collect(Now);
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            _absence.End();
            if (stop || _stop.IsAsked)
            {
                _activity = "stopping";
                _nextLook = _stop.IsAsked ? _nextLook : DateTimeOffset.MinValue;
                return await _stop.AskedAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_policy.Change is null)
            {
                await _gate.CheckAsync(cancellationToken).ConfigureAwait(false);
                if (Ending() is CampaignEnd end)
                {
                    return end;
                }
            }

            bool holds = await PolicyHoldsAsync(cancellationToken).ConfigureAwait(false);
            if (_policy.Change is XnatException change)
            {
                _activity = "the policy has changed: what runs ends";
                await _stop.DrainAsync(change, TimeIsUp, cancellationToken).ConfigureAwait(false);
                return null;
            }

            if (IsWindowOpen(Now) && holds)
            {
                _direct.Start(Now, cancellationToken);
            }

            await PostAsync(cancellationToken).ConfigureAwait(false);
            return Ending();
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            Away(fault);
            return TimeIsUp ? CampaignEnd.Timeout : null;
        }
    }

    /// <summary>How long nothing has to be done.</summary>
    public TimeSpan NextStep()
    {
        DateTimeOffset now = Now;
        TimeSpan pause = _nextCount - now;
        if (!_studies.AnyAtServer() && !_absence.Lasts)
        {
            // Nothing to follow: until the window, the breaker or a study's pause ends. A stop is noticed all the same.
            pause = TimeSpan.FromSeconds(30);
            DateTimeOffset? due = _brake.ClosedUntil ?? _studies.NextDue(now);
            if (due is DateTimeOffset next && next - now < pause)
            {
                pause = next - now;
            }

            if (_options.Schedule.NextOpening(now) is DateTimeOffset opening && opening > now && opening - now < pause)
            {
                pause = opening - now;
            }
        }

        if (pause <= TimeSpan.Zero)
        {
            return _options.CountInterval;
        }

        // A timer cuts fractions of a millisecond off, and would come back before the time with nothing to do.
        return pause < s_leastPause ? s_leastPause : pause > s_longestPause ? s_longestPause : pause;
    }

    /// <summary>How far it has come.</summary>
    public CampaignProgress Progress() => _meter.Read(_activity, Now);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = Now;
        if (now < _nextCount || (_count is not null && !_studies.AnyAtServer() && !WantsToPost(now)))
        {
            return;
        }

        bool first = _count is null;
        int? before = _count;
        _count = await _site.Dqr.QueueCountAsync(cancellationToken).ConfigureAwait(false);
        _nextCount = Now + _options.CountInterval;
        _queueChanged |= before != _count;
        try
        {
            if (first || now >= _nextLook)
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
                _lastLook = Now;
                _failedLooks = 0;
                _queueChanged = false;
            }
            else if (_queueChanged && _studies.AnyAtServer())
            {
                await _looks.QueueAsync(cancellationToken).ConfigureAwait(false);
                _queueChanged = false;
            }
        }
        catch (XnatException fault) when (_lastLook is DateTimeOffset last && Now - last < s_trustInLook && !Faults.IsFatal(fault))
        {
            // The server counts its records, so it is there; what is known from the last look is good enough to keep its worker busy.
            _nextLook = Now + TimeSpan.FromSeconds(5 << Math.Min(_failedLooks++, 3));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        bool moved = await _looks.AllAsync(_count ?? 0, cancellationToken).ConfigureAwait(false);

        // Sooner while something moves or an answer is missing; a campaign of many studies need not look so often, for free places
        // are seen by the count.
        _quietLooks = moved ? 0 : _quietLooks + 1;
        TimeSpan pause = TimeSpan.FromTicks(Math.Min(_options.IdleInterval.Ticks, _options.LookInterval.Ticks * (1 + Math.Min(_quietLooks, 60))));
        _nextLook = Now + (_studies.All.Count > 50 && !_studies.AnyUnknown() ? _options.IdleInterval : pause);
    }

    private async Task PostAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset now = Now;
            if (!IsWindowOpen(now))
            {
                _policy.Rest();
                return;
            }

            if (!await _brake.AllowsAsync(WantsToPost(now), cancellationToken).ConfigureAwait(false))
            {
                _policy.Rest();
                _activity = "pausing after trouble";
                return;
            }

            if (_studies.AwaitsAnswer(now - _poster.LongestCall))
            {
                return;
            }

            if (!await PolicyHoldsAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            if (_choice.Next(now, _count ?? 0) is not List<StudyMemory> batch)
            {
                _activity = _studies.AnyAtServer() ? "following" : "waiting";
                return;
            }

            _activity = "posting";
            _nextCount = DateTimeOffset.MinValue;
            int before = _count ?? 0;
            bool good = await _poster.PostAsync(batch, cancellationToken).ConfigureAwait(false);
            _count = before + batch.Count;
            _nextCount = Now + _options.CountInterval;
            _quietLooks = 0;
            DateTimeOffset soon = Now + _options.LookInterval;
            _nextLook = soon < _nextLook || !good ? soon : _nextLook;
            bool whole = !_studies.AnyUnknown();
            _queueChanged |= !whole;
            await _brake.PostedAsync(good, whole, before + _poster.Taken, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsWindowOpen(DateTimeOffset now)
    {
        bool open = _options.Schedule.IsOpen(now);
        if (open != (_open ?? true))
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Window, open ? "The window opened." : "The window is shut: what was posted drains.", open ? null : "WindowShut"));
        }

        _open = open;
        _activity = open ? _activity : "outside the window";
        return open;
    }

    private CampaignEnd? Ending()
    {
        bool all = true;
        bool posted = true;
        foreach (StudyMemory memory in _studies.All)
        {
            LedgerStudy study = memory.Study;
            all &= study.IsFinal;
            posted &= study.IsFinal || (!memory.IsDirect && study.State is not (ImportState.Planned or ImportState.Posting));
        }

        if (all)
        {
            return CampaignEnd.Done;
        }

        if (posted && !_options.Follow)
        {
            return CampaignEnd.Posted;
        }

        if (_gate.AwaitsApproval)
        {
            return CampaignEnd.Approval;
        }

        return TimeIsUp ? CampaignEnd.Timeout : null;
    }

    private void Away(XnatException fault)
    {
        _policy.Rest();
        _activity = "the server does not answer";
        _nextCount = Now + _absence.Note(fault);
    }

    private Task<bool> PolicyHoldsAsync(CancellationToken cancellationToken) =>
        _policy.HoldsAsync(_brake.ClosedUntil is null && WantsToPost(Now), _studies.AnyAtServer(), _brake, cancellationToken);

    private bool WantsToPost(DateTimeOffset now) => _studies.NextDue(now) is DateTimeOffset due && due <= now && _options.Schedule.IsOpen(now);
}
