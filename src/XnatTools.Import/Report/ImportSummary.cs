using System;
using System.Collections.Generic;
using XnatTools.Import.Campaign;
using XnatTools.Import.Diagnosis;
using XnatTools.Import.Ledger;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Report;

/// <summary>Makes the short view of an import from its ledger.</summary>
public static class ImportSummary
{
    /// <summary>One of the last studies that comes short: seven minutes of rest, two of pause, its turn, and XNAT's five idle minutes again.</summary>
    private static readonly TimeSpan s_lateStudy = TimeSpan.FromMinutes(15);

    /// <summary>How the import stands.</summary>
    /// <param name="path">Full path of the ledger.</param>
    /// <param name="state">What it says.</param>
    /// <param name="isHeld">Whether a process is running it.</param>
    /// <param name="now">The time.</param>
    /// <param name="schedule">When it may post; null when that is not known.</param>
    /// <param name="night">When the higher pace holds; null when that is not known.</param>
    /// <param name="facts">What the server shows; null when it was not asked.</param>
    /// <param name="stalls">What stands still.</param>
    public static XnatImport Make(string path, LedgerState state, bool isHeld, DateTimeOffset now, IImportSchedule? schedule = null, IImportSchedule? night = null, ServerFacts? facts = null, ImportStall[]? stalls = null)
    {
        if (state is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        Dictionary<ImportOutcome, int> outcomes = [];
        foreach (LedgerLine line in state.Lines)
        {
            ImportOutcome outcome = OutcomeOf(line, state, facts);
            outcomes[outcome] = outcomes.TryGetValue(outcome, out int n) ? n + 1 : 1;
        }

        Dictionary<ImportState, int> states = [];
        int complete = 0;
        int failed = 0;
        int inFlight = 0;
        int arriving = 0;
        foreach (LedgerStudy study in state.Studies)
        {
            ImportState seen = facts?.StateOf(study) ?? study.State;
            states[seen] = states.TryGetValue(seen, out int n) ? n + 1 : 1;
            if (study.IsFinal)
            {
                complete += study.Outcome is ImportOutcome.InPrearchive or ImportOutcome.Archived ? 1 : 0;
                failed += OutcomeGroups.Of(study.Outcome) != OutcomeGroup.Ok && study.Outcome != ImportOutcome.Excluded ? 1 : 0;
            }
            else if (seen is ImportState.Posting or ImportState.Queued or ImportState.Retrieving)
            {
                inFlight++;
            }
            else if (seen is ImportState.Arriving or ImportState.InPrearchive or ImportState.Archiving or ImportState.Incomplete)
            {
                arriving++;
            }
        }

        XnatImportStatus status = StatusOf(state, isHeld);
        return new XnatImport
        {
            Ledger = path,
            JobId = state.Header.JobId,
            Status = status,
            Site = state.Header.Site,
            Project = state.Header.Project,
            PacsId = state.Header.PacsId,
            Receiver = state.Header.Receiver,
            Started = state.Header.Started,
            LastActivity = state.LastTime,
            Lines = state.Lines.Count,
            Studies = state.Studies.Count,
            Complete = complete,
            Failed = failed,
            InFlight = inFlight,
            Arriving = arriving,
            Waiting = Waiting(state),
            Outcomes = outcomes,
            States = states,
            Stalls = stalls ?? [],
            ServerAsked = facts is { Fault: null },
            Forecast = status == XnatImportStatus.Ended ? null : Forecast(state, now, schedule, night),
        };
    }

    /// <summary>Forecast from the ledger's own times.</summary>
    public static ImportForecast Forecast(LedgerState state, DateTimeOffset now, IImportSchedule? schedule, IImportSchedule? night) => Forecaster.Make(Input(state, now, schedule, night));

    private static ForecastInput Input(LedgerState state, DateTimeOffset now, IImportSchedule? schedule, IImportSchedule? night)
    {
        if (state is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        List<DateTimeOffset> done = [];
        List<TimeSpan> tails = [];
        DateTimeOffset? began = null;
        int remaining = 0;
        long remainingImages = 0;
        List<int> doneImages = [];
        bool counted = true;
        int repeated = 0;
        foreach (LedgerStudy study in state.Studies)
        {
            if (study.Posted is DateTimeOffset posted && (began is null || posted < began))
            {
                began = posted;
            }

            counted &= study.Expected.Instances is not null;
            bool again = study.Failures + study.Refetches > 0;
            bool waits = !study.IsFinal && (study.InFlight || study.State == ImportState.Planned);
            if (study.LeftQueue is DateTimeOffset left && (again || !waits))
            {
                done.Add(left);
                doneImages.Add(study.Expected.Instances ?? 0);
                if (study.Finished is DateTimeOffset finished && finished > left)
                {
                    tails.Add(finished - left);
                }
            }

            repeated += study.Refetches > 0 ? 1 : 0;
            if (waits || (!study.IsFinal && study.LeftQueue is null))
            {
                remaining++;
                remainingImages += CampaignPace.ImagesOf(study);
            }
        }

        tails.Sort();
        return new ForecastInput
        {
            Remaining = remaining,
            RemainingImages = counted ? remainingImages : null,
            Done = done,
            DoneImages = counted ? doneImages : null,
            Began = began,
            Started = state.Header.Started,
            Again = repeated,
            Schedule = schedule ?? ImportSchedule.Always,
            Night = night,
            Tail = Tail(tails, remaining),
            Now = now,
        };
    }

    /// <summary>The outcome of a line as of now: the ledger's, or how far the server has it while it is under way.</summary>
    public static ImportOutcome OutcomeOf(LedgerLine line, LedgerState state, ServerFacts? facts)
    {
        if (facts is null)
        {
            return line.Outcome;
        }

        foreach (string key in line.Keys)
        {
            if (state.Find(key) is { IsFinal: false } study && study.Outcome == line.Outcome && facts.StateOf(study) is ImportState seen)
            {
                return seen switch
                {
                    ImportState.Queued => ImportOutcome.Queued,
                    ImportState.Retrieving => ImportOutcome.Retrieving,
                    _ => ImportOutcome.Arriving,
                };
            }
        }

        return line.Outcome;
    }

    /// <summary>What an import is doing.</summary>
    /// <param name="state">Its ledger.</param>
    /// <param name="isHeld">Whether a process is running it.</param>
    public static XnatImportStatus StatusOf(LedgerState state, bool isHeld) =>
        isHeld ? XnatImportStatus.Running
        : !state.IsPlanned ? XnatImportStatus.Planning
        : state.IsEnded || IsAllDone(state) ? XnatImportStatus.Ended
        : state.AwaitsApproval ? XnatImportStatus.WaitingForApproval
        : state.IsStopped ? XnatImportStatus.Stopped
        : XnatImportStatus.Interrupted;

    /// <summary>A stop that came after the last study leaves nothing to go on with.</summary>
    private static bool IsAllDone(LedgerState state)
    {
        foreach (LedgerStudy study in state.Studies)
        {
            if (!study.IsFinal || study.State == ImportState.Cancelled)
            {
                return false;
            }
        }

        return state.Studies.Count > 0;
    }

    /// <summary>The import ends with the slowest of the last studies: of many, some come late or short, whatever the first ones did.</summary>
    private static TimeSpan Tail(List<TimeSpan> tails, int remaining)
    {
        TimeSpan seen = tails.Count > 0 ? tails[tails.Count * 9 / 10] : TimeSpan.FromMinutes(5);
        return seen < s_lateStudy && remaining >= 20 ? s_lateStudy : seen;
    }

    private static int Waiting(LedgerState state)
    {
        int waiting = 0;
        foreach (LedgerStudy study in state.Studies)
        {
            waiting += !study.IsFinal && (study.State is ImportState.Planned or ImportState.Queried) ? 1 : 0;
        }

        return waiting;
    }
}
