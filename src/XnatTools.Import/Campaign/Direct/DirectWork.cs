using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// The studies of a campaign that go the direct way: begun beside what XNAT imports, under the same gate and window, and written
/// into the same ledger by the loop that owns it.
/// </summary>
internal sealed class DirectWork(CampaignSite site, CampaignOptions options, CampaignGate gate, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
{
    /// <summary>Stands in the ledger in place of a request id.</summary>
    public const string Request = "direct";

    private const int MostTries = 3;

    private readonly List<(StudyMemory Memory, Task<DirectOutcome> Task, CancellationTokenSource Stop)> _running = [];
    private bool _released;

    /// <summary>Whether a study goes this way.</summary>
    public bool Takes(StudyMemory memory) => site.Direct is { } route && route.Takes(memory.Pacs, memory.Study.Refetches > 0);

    /// <summary>Begins what is due.</summary>
    public void Start(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (site.Direct is not { } route)
        {
            return;
        }

        ReleaseProven(route);
        foreach (StudyMemory memory in studies)
        {
            LedgerStudy study = memory.Study;
            bool due = study.State == ImportState.Planned && !study.IsFinal && !memory.IsDirect && (study.NotBefore ?? now) <= now && gate.Allows(memory) && Takes(memory);
            if (!due || _running.Count >= route.StudiesAtOnce || (gate.OneAtATime && AnyInFlight()))
            {
                continue;
            }

            PacsStudy wanted = study.MissingSeries.Count > 0 ? memory.Pacs.WithSelection([.. study.MissingSeries], []) : memory.Pacs;
            ledger.Append(LedgerEntries.State(new StudyChange(study.Key, ImportState.Retrieving) { RequestId = Request, MissingSeries = study.MissingSeries }));
            memory.IsDirect = true;
            string project = ledger.State.Header.Project;
            CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            CancellationToken token = stop.Token;
            _running.Add((memory, Task.Run(() => route.FetchAsync(wanted, project, token), token), stop));
        }
    }

    /// <summary>Writes down what has ended.</summary>
    public void Collect(DateTimeOffset now)
    {
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            (StudyMemory memory, Task<DirectOutcome> task, CancellationTokenSource stop) = _running[i];
            if (!task.IsCompleted)
            {
                continue;
            }

            _running.RemoveAt(i);
            stop.Dispose();
            memory.IsDirect = false;
            memory.Forget();
            DirectOutcome? outcome = OutcomeOf(task);
            ledger.Append(LedgerEntries.State(ChangeOf(memory.Study, outcome, now)));
            if (outcome is { IsProven: true })
            {
                // Only now: a run that dies before the ledger has it finds everything in staging still.
                site.Direct!.Release(memory.Uid);
            }
        }
    }

    /// <summary>What was proven by a run that died before it could take the originals away.</summary>
    private void ReleaseProven(IDirectRoute route)
    {
        foreach (StudyMemory memory in _released ? [] : studies)
        {
            if (memory.Study is { RequestId: Request, IsFinal: true, Reason: null, State: ImportState.InPrearchive or ImportState.Archived })
            {
                route.Release(memory.Uid);
            }
        }

        _released = true;
    }

    /// <summary>Ends what is under way; it goes back in line, and what was received stays received.</summary>
    public async Task StopAsync(DateTimeOffset now)
    {
        foreach ((StudyMemory _, Task<DirectOutcome> task, CancellationTokenSource stop) in _running)
        {
#pragma warning disable CA1849 // CancelAsync is not there on .NET Framework.
            stop.Cancel();
#pragma warning restore CA1849
            await Task.WhenAny(task).ConfigureAwait(false);
        }

        Collect(now);
    }

    private bool AnyInFlight()
    {
        foreach (StudyMemory memory in studies)
        {
            if (memory.IsDirect || memory.Study.InFlight)
            {
                return true;
            }
        }

        return false;
    }

    private static DirectOutcome? OutcomeOf(Task<DirectOutcome> task)
    {
        if (task.Status == TaskStatus.RanToCompletion)
        {
            return task.Result;
        }

        return task.IsCanceled ? null : task.Exception?.GetBaseException() switch
        {
            OperationCanceledException => null,
            XnatException fault => DirectOutcome.Failed(fault.Code, fault.Message, mayPass: !fault.Code.IsTerminating),
            _ => DirectOutcome.Failed(XnatErrorCode.Unexpected, "The direct route broke off.", mayPass: false),
        };
    }

    private StudyChange ChangeOf(LedgerStudy study, DirectOutcome? outcome, DateTimeOffset now)
    {
        if (outcome is null)
        {
            return new StudyChange(study.Key, ImportState.Planned) { RequestId = Request, Reason = "Stopped; what was received stays received.", MissingSeries = study.MissingSeries };
        }

        bool good = outcome.State is ImportState.InPrearchive or ImportState.Archived;

        // Only series that were missing came: the others were counted as whole before, or they would be among them.
        bool part = good && study.MissingSeries.Count > 0;
        bool again = !good && outcome.MayPass && (outcome.State == ImportState.Incomplete
            ? study.Refetches < options.RefetchCount
            : study.Failures + 1 < Math.Min(options.RetryCount, MostTries));
        return new StudyChange(study.Key, again ? ImportState.Planned : outcome.State)
        {
            // A project that archives by itself: the judge sees it through to the archive.
            IsFinal = good ? outcome.State == ImportState.Archived || !options.AwaitArchive : !again,
            RequestId = Request,
            Failed = !good && outcome.State != ImportState.Incomplete,
            Refetch = again && outcome.State == ImportState.Incomplete,
            Code = outcome.Code?.Id,
            Reason = outcome.Reason,
            NotBefore = again ? now + options.RetryPause : null,
            SeriesFound = part ? study.Expected.SeriesTotal : outcome.SeriesFound,
            InstancesFound = part ? study.Expected.Instances : outcome.InstancesFound,
            PrearchiveUrl = outcome.PrearchiveUrl,
            MissingSeries = again ? study.MissingSeries : [],
        };
    }
}
