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
    private static readonly TimeSpan s_afterLostAnswer = TimeSpan.FromSeconds(60);

    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private readonly StudyList _studies;
    private readonly CampaignPace _pace;
    private readonly CampaignBreaker _breaker;
    private readonly CampaignGate _gate;
    private readonly CampaignChoice _choice;
    private readonly DirectWork _direct;
    private readonly CampaignPoster _poster;
    private readonly CampaignLook _look;
    private readonly StudyJudge _judge;
    private readonly CampaignMeter _meter;
    private readonly QueueClearing _clearing;
    private readonly DateTimeOffset _started;
    private DateTimeOffset _nextCount = DateTimeOffset.MinValue;
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset? _awaySince;
    private DateTimeOffset? _standsSince;
    private int _awayReads;
    private int _quietLooks;
    private int? _count;
    private bool? _open;
    private bool _stopping;
    private string _activity = "looking";

    public CampaignLoop(CampaignSite site, CampaignOptions options, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
    {
        _site = site;
        _options = options;
        _ledger = ledger;
        _studies = new StudyList(studies);
        _started = options.Time.GetUtcNow();
        _pace = new CampaignPace(options);
        _breaker = new CampaignBreaker(options);
        _gate = new CampaignGate(site, options, ledger, studies);
        _direct = new DirectWork(site, options, _gate, ledger, studies);
        _choice = new CampaignChoice(options, _pace, _gate, studies, _direct);
        _poster = new CampaignPoster(site.Dqr, options, ledger);
        _look = new CampaignLook(site, ledger.State.Header.PacsId, ledger.State.Header.Project);
        _judge = new StudyJudge(site, options);
        _meter = new CampaignMeter(options, studies);
        _clearing = new QueueClearing(site, options, ledger, studies);
    }

    private DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <summary>One step. Why the run ends with it, or null. Throws what waiting does not cure.</summary>
    public async Task<CampaignEnd?> StepAsync(bool stop, CancellationToken cancellationToken)
    {
        if (_count is null && _awaySince is null)
        {
            _gate.Begin();
        }

        try
        {
            _direct.Collect(Now);
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            _awaySince = null;
            _awayReads = 0;
            if (stop || _stopping)
            {
                return await StopAsync(cancellationToken).ConfigureAwait(false);
            }

            await _gate.CheckAsync(cancellationToken).ConfigureAwait(false);
            if (Ending() is CampaignEnd end)
            {
                return end;
            }

            if (IsWindowOpen(Now))
            {
                _direct.Start(Now, cancellationToken);
            }

            await PostAsync(cancellationToken).ConfigureAwait(false);
            return Ending();
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            Away(fault);
            return _options.Timeout is TimeSpan timeout && Now - _started >= timeout ? CampaignEnd.Timeout : null;
        }
    }

    /// <summary>How long nothing has to be done.</summary>
    public TimeSpan NextStep()
    {
        DateTimeOffset now = Now;
        TimeSpan pause = _nextCount - now;
        if (!_studies.AnyAtServer() && _awaySince is null)
        {
            // Nothing to follow: until the window, the breaker or a study's pause ends. A stop is noticed all the same.
            pause = TimeSpan.FromSeconds(30);
            DateTimeOffset? due = _breaker.ClosedUntil ?? _studies.NextDue(now);
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
        bool changed = before != _count;
        if (first || now >= _nextLook)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (changed && _studies.AnyAtServer())
        {
            await LookAtQueueAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAtQueueAsync(CancellationToken cancellationToken)
    {
        CampaignSnapshot seen = await _look.QueueAsync(_studies.Wanted(), cancellationToken).ConfigureAwait(false);
        List<LedgerEntry> entries = [];
        foreach (StudyMemory memory in _studies.All)
        {
            // Only what frees a place or fills one; absence is counted by the full looks.
            int absent = memory.Absent;
            if (!memory.IsDirect && StudyList.IsOpen(memory) && StudyJudge.JudgeQueue(memory, seen) is Verdict verdict)
            {
                entries.Add(LedgerEntries.State(verdict.Change));
            }

            memory.Absent = Math.Min(memory.Absent, absent);
        }

        _ledger.Append(entries);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        CampaignSnapshot seen = await _look.AllAsync(_studies.Wanted(), _studies.Since(), cancellationToken).ConfigureAwait(false);
        bool moved = await JudgeAsync(seen, cancellationToken).ConfigureAwait(false);
        await _clearing.ClearAsync(seen, cancellationToken).ConfigureAwait(false);
        await RelieveAsync(seen, moved, cancellationToken).ConfigureAwait(false);

        // Sooner while something moves or an answer is missing; a campaign of many studies need not look so often, for free places
        // are seen by the count.
        _quietLooks = moved ? 0 : _quietLooks + 1;
        TimeSpan pause = TimeSpan.FromTicks(Math.Min(_options.IdleInterval.Ticks, _options.LookInterval.Ticks * (1 + Math.Min(_quietLooks, 60))));
        _nextLook = Now + (_studies.All.Count > 50 && !_studies.AnyUnknown() ? _options.IdleInterval : pause);
    }

    /// <summary>Gives a PACS air that has so much before it that it answers nobody.</summary>
    private async Task RelieveAsync(CampaignSnapshot seen, bool moved, CancellationToken cancellationToken)
    {
        if (moved || !_clearing.OnlyWaits(seen))
        {
            _standsSince = null;
            return;
        }

        _standsSince ??= Now;
        if (Now - _standsSince < _options.StandstillTime)
        {
            return;
        }

        _standsSince = Now;
        if (await _site.Dqr.PingAsync(_ledger.State.Header.PacsId, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        int taken = await _clearing.RelieveAsync(seen, cancellationToken).ConfigureAwait(false);
        if (_pace.Refused(taken, Now))
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Pace, $"At most {_pace.Studies(Now)} studies in flight after a refusal."));
        }

        await TroubleAsync().ConfigureAwait(false);
    }

    private async Task<bool> JudgeAsync(CampaignSnapshot seen, CancellationToken cancellationToken)
    {
        bool moved = false;
        HashSet<string> alive = new(StringComparer.Ordinal);
        foreach (StudyMemory memory in _studies.All)
        {
            if (memory.IsDirect || !StudyList.IsOpen(memory))
            {
                continue;
            }

            Verdict? verdict;
            try
            {
                bool wasPosting = memory.Study.State == ImportState.Posting;
                verdict = StudyJudge.JudgeQueue(memory, seen);
                Write(verdict);
                moved |= verdict is not null;
                if (memory.Study.State != ImportState.Planned)
                {
                    verdict = await _judge.JudgeAsync(memory, seen, cancellationToken).ConfigureAwait(false);
                    Write(verdict);
                    moved |= verdict is not null;
                }

                if (wasPosting && memory.Study.State is not (ImportState.Posting or ImportState.Planned) && memory.Study.RequestId is string request)
                {
                    alive.Add(request);
                }
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault) && !Faults.IsAway(fault) && fault.Code != XnatErrorCode.LedgerUnusable)
            {
                // One session that cannot be read must not hide the others.
                continue;
            }

            if (verdict is not null)
            {
                await SignalAsync(verdict.Signal).ConfigureAwait(false);
            }
        }

        foreach (StudyMemory memory in _studies.All)
        {
            if (memory.Study.State == ImportState.Posting && memory.Study.RequestId is string request && alive.Contains(request))
            {
                // The server was still working through that request.
                memory.UnknownSince = Now;
                memory.Absent = 0;
            }
        }

        return moved;
    }

    private void Write(Verdict? verdict)
    {
        if (verdict is not null)
        {
            _ledger.Append(LedgerEntries.State(verdict.Change));
        }
    }

    private async Task SignalAsync(VerdictSignal signal)
    {
        if (signal == VerdictSignal.Good)
        {
            _breaker.Success();
            _pace.Good();
        }
        else if (signal == VerdictSignal.Trouble)
        {
            if (_pace.Refused(Math.Max(_count ?? 0, 1) + 1, Now))
            {
                _ledger.Append(LedgerEntries.Note(LedgerKind.Pace, $"At most {_pace.Studies(Now)} studies in flight after a refusal."));
            }

            await TroubleAsync().ConfigureAwait(false);
        }
    }

    private async Task TroubleAsync()
    {
        if (await _breaker.TroubleAsync().ConfigureAwait(false))
        {
            NotePause();
        }
    }

    private void NotePause() =>
        _ledger.Append(LedgerEntries.Note(LedgerKind.Pause, $"Posting pauses for {(int)(_breaker.ClosedUntil!.Value - Now).TotalSeconds} s after trouble."));

    private async Task PostAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset now = Now;
            if (!IsWindowOpen(now) || !await BreakerAllowsAsync(cancellationToken).ConfigureAwait(false) || HoldsForLostAnswer(now))
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
            bool good = await _poster.PostAsync(batch, cancellationToken).ConfigureAwait(false);
            _count = (_count ?? 0) + batch.Count;
            _nextCount = Now + _options.CountInterval;
            _quietLooks = 0;
            DateTimeOffset soon = Now + _options.LookInterval;
            _nextLook = soon < _nextLook || !good ? soon : _nextLook;
            if (good)
            {
                continue;
            }

            await TroubleAsync().ConfigureAwait(false);
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

    private async Task<bool> BreakerAllowsAsync(CancellationToken cancellationToken)
    {
        if (_breaker.ClosedUntil is null)
        {
            return true;
        }

        _activity = "pausing after trouble";
        if (!_breaker.WantsEcho || !WantsToPost(Now))
        {
            return false;
        }

        bool answers;
        try
        {
            answers = await _site.Dqr.PingAsync(_ledger.State.Header.PacsId, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            answers = false;
        }

        _breaker.Echo(answers);
        if (answers)
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Wake, "The PACS answers an echo: posting goes on."));
        }
        else
        {
            NotePause();
        }

        return answers;
    }

    /// <summary>While the server may still be working through a request, another is not sent beside it.</summary>
    private bool HoldsForLostAnswer(DateTimeOffset now)
    {
        foreach (StudyMemory memory in _studies.All)
        {
            if (memory.Study.State == ImportState.Posting && !memory.CallEnded && now - memory.UnknownSince < s_afterLostAnswer)
            {
                return true;
            }
        }

        return false;
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

        return _options.Timeout is TimeSpan timeout && Now - _started >= timeout ? CampaignEnd.Timeout : null;
    }

    /// <summary>Takes back what waits in the queue, and follows the rest until it has come to rest.</summary>
    private async Task<CampaignEnd?> StopAsync(CancellationToken cancellationToken)
    {
        _activity = "stopping";
        if (!_stopping)
        {
            _stopping = true;
            _ledger.Append(LedgerEntries.Note(LedgerKind.Stop, "Asked to stop: waiting records are taken back, running ones end."));
            _nextLook = DateTimeOffset.MinValue;
            await _direct.StopAsync(Now).ConfigureAwait(false);
        }

        await _clearing.CancelAsync(cancellationToken).ConfigureAwait(false);
        return _studies.AnyAtServer() ? null : CampaignEnd.Stopped;
    }

    private void Away(XnatException fault)
    {
        DateTimeOffset now = Now;
        _awaySince ??= now;
        _activity = "the server does not answer";
        if (now - _awaySince >= _options.Patience)
        {
            throw new XnatException(XnatErrorCode.ServerAway, "The server has not answered for too long.", fault);
        }

        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(60, 5 << Math.Min(_awayReads++, 4)));
        _nextCount = now + (fault.RetryAfter is TimeSpan told && told > pause ? told : pause);
    }

    private bool WantsToPost(DateTimeOffset now) => _studies.NextDue(now) is DateTimeOffset due && due <= now && _options.Schedule.IsOpen(now);
}
