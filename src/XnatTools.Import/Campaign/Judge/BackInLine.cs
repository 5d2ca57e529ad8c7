using System;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>Decides of a study that failed, or came short, whether it goes to the end of the line or has come to its end.</summary>
internal sealed class BackInLine
{
    private readonly CampaignOptions _options;

    public BackInLine(CampaignOptions options) => _options = options;

    /// <summary>The server does not hold it: it was left out, or its call failed.</summary>
    public Verdict NotTaken(StudyMemory memory, DateTimeOffset now)
    {
        LedgerStudy study = memory.Study;
        if (memory.Refused is XnatErrorCode refusal)
        {
            memory.Explains = memory.SuspectOf;
            if (memory.Together <= 1 || _options.Priority)
            {
                return new Verdict(new StudyChange(study.Key, ImportState.Blocked) { IsFinal = true, Code = refusal.Id, Reason = "The server refuses this study.", Failed = true });
            }

            // One of the studies of the request is the reason. Halves tell sooner than each alone, and do not overtake others' requests.
            memory.SuspectOf = study.RequestId;
            memory.Together = (memory.Together + 1) / 2;
            memory.Refused = null;
            return new Verdict(new StudyChange(study.Key, ImportState.Planned) { Failed = true, Code = refusal.Id, Reason = "A request with it was refused.", MissingSeries = study.MissingSeries });
        }

        if (study.Failures + 1 >= _options.RetryCount)
        {
            return new Verdict(new StudyChange(study.Key, ImportState.Failed)
            {
                Outcome = ImportOutcome.NotAccepted,
                IsFinal = true,
                Failed = true,
                Code = XnatErrorCode.ImportNotAccepted.Id,
                Reason = $"Asked for {study.Attempts} times; the server leaves it out without saying why.",
            });
        }

        return new Verdict(new StudyChange(study.Key, ImportState.Planned)
        {
            Failed = true,
            Code = XnatErrorCode.ImportNotAccepted.Id,
            Reason = "The server did not take it.",
            NotBefore = Later(study, now, untried: true),
            MissingSeries = study.MissingSeries,
        });
    }

    /// <summary>A try of the server's failed, and it holds the study no more.</summary>
    public Verdict Failed(StudyMemory memory, bool silent, Completeness? there, DateTimeOffset now)
    {
        LedgerStudy study = memory.Study;
        VerdictSignal signal = study.Failures == 0 && !memory.WasSeenFailing ? VerdictSignal.Trouble : VerdictSignal.None;
        string reason = silent ? "The server gave up without a reason; a wrong receiver AE title or port looks like this." : "The server gave up; its history has the reason.";
        if (study.Failures + 1 >= _options.RetryCount)
        {
            return new Verdict(
                new StudyChange(study.Key, ImportState.Failed)
                {
                    IsFinal = true,
                    Failed = true,
                    Code = XnatErrorCode.ImportFailed.Id,
                    Reason = reason,
                    SeriesFound = there?.Scans ?? 0,
                    InstancesFound = there?.Files ?? 0,
                    Missing = there?.Missing ?? [],
                },
                signal);
        }

        memory.Forget();
        return new Verdict(
            new StudyChange(study.Key, ImportState.Planned)
            {
                Failed = true,
                Code = XnatErrorCode.ImportFailed.Id,
                Reason = reason,
                NotBefore = Later(study, now),
                MissingSeries = there?.MissingSeries ?? [],
            },
            signal);
    }

    /// <summary>It came to rest with less than the PACS has: what is missing is fetched again, up to a limit.</summary>
    public Verdict Incomplete(StudyMemory memory, Completeness? there, string reason, DateTimeOffset now)
    {
        LedgerStudy study = memory.Study;
        if (study.Refetches < _options.RefetchCount)
        {
            memory.Forget();
            return new Verdict(new StudyChange(study.Key, ImportState.Planned)
            {
                Refetch = true,
                Code = XnatErrorCode.ImportIncomplete.Id,
                Reason = reason,
                NotBefore = now + _options.RetryPause,
                SeriesFound = there?.Scans ?? 0,
                InstancesFound = there?.Files ?? 0,
                Missing = there?.Missing ?? [],
                MissingSeries = there is { Files: > 0 } ? there.MissingSeries : [],
            });
        }

        return new Verdict(new StudyChange(study.Key, ImportState.Incomplete)
        {
            IsFinal = true,
            Code = XnatErrorCode.ImportIncomplete.Id,
            Reason = reason,
            SeriesFound = there?.Scans ?? 0,
            InstancesFound = there?.Files ?? 0,
            Missing = there?.Missing ?? ["everything"],
        });
    }

    /// <summary>It was taken back before the server tried it, because the PACS answered nobody or the policy changed: no fault of its own.</summary>
    public Verdict Relieved(StudyMemory memory, DateTimeOffset now)
    {
        XnatErrorCode reason = memory.Relieved ?? XnatErrorCode.PacsUnreachable;
        bool changed = reason == XnatErrorCode.PolicyChanged;
        memory.Forget();
        return new Verdict(new StudyChange(memory.Study.Key, ImportState.Planned)
        {
            Code = reason.Id,
            Reason = changed ? "Taken back because the policy changed." : "Taken back while the PACS did not answer.",
            NotBefore = changed ? null : now + _options.RetryPause,
            MissingSeries = memory.Study.MissingSeries,
        });
    }

    /// <summary>It left the queue without a trace: the server was restarted, or somebody took it out.</summary>
    public Verdict Vanished(StudyMemory memory, DateTimeOffset now)
    {
        LedgerStudy study = memory.Study;
        if (study.Refetches < _options.RefetchCount)
        {
            memory.Forget();
            return new Verdict(new StudyChange(study.Key, ImportState.Planned) { Refetch = true, Code = XnatErrorCode.OutcomeUnknown.Id, Reason = "It left the queue without a trace.", NotBefore = now + _options.RetryPause });
        }

        return new Verdict(new StudyChange(study.Key, ImportState.Failed)
        {
            Outcome = ImportOutcome.Unknown,
            IsFinal = true,
            Code = XnatErrorCode.OutcomeUnknown.Id,
            Reason = "It left the queue without a trace, more than once: somebody may be removing it.",
        });
    }

    /// <summary>What the server did not even try held no worker of its and no place in the PACS: it may come again sooner.</summary>
    private DateTimeOffset Later(LedgerStudy study, DateTimeOffset now, bool untried = false)
    {
        TimeSpan first = untried ? TimeSpan.FromTicks(_options.RetryPause.Ticks / 4) : _options.RetryPause;
        TimeSpan pause = TimeSpan.FromTicks(Math.Min(_options.LongestRetryPause.Ticks, first.Ticks << Math.Min(study.Failures, 8)));
        return now + pause;
    }
}
