using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Direct.Staging;
using XnatTools.Import.Query;

namespace XnatTools.Import.Direct.Receive;

/// <summary>
/// Receives one study: asks for what is not in staging yet, counts, and asks again for what is missing, by series and then by
/// instance, until the PACS's counts and staging agree or the rounds are used up.
/// </summary>
internal sealed partial class StudyReceiver
{
    private const int InstancesPerRequest = 64;

    /// <summary>Requests in a row that bring nothing new, after which a round leaves a series: thousands of them would only load the PACS.</summary>
    private const int MostInVain = 64;

    private readonly ReceiveRun _run;
    private readonly ReceiveOptions _options;
    private readonly Retriever _retriever;
    private readonly StudyFetch _fetch;
    private readonly List<SeriesState> _series;
    private string? _method;
    private int _requests;
    private bool _classFailed;
    private XnatException? _last;

    public StudyReceiver(ReceiveRun run, Retriever retriever, StudyFetch fetch, List<SeriesState> series)
    {
        _run = run;
        _options = run.Options;
        _retriever = retriever;
        _fetch = fetch;
        _series = series;
    }

    private FaultLog Faults => _fetch.Faults;

    /// <summary>Rounds, until everything is there.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (int round = 0; round < _options.Rounds; round++)
        {
            await ExplainSurplusAsync(cancellationToken).ConfigureAwait(false);
            List<SeriesState> open = Open();
            if (open.Count == 0)
            {
                // Nothing is waited for where nothing is missing: the last count is the proof.
                if (_requests == 0 || !await RecountAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                open = Open();
            }

            if (round > 0)
            {
                await Pause.ForAsync(_options.Pace.Time, Pause.Nth(_options.RoundPauses, round - 1), cancellationToken).ConfigureAwait(false);
                open = Open();
            }

            if (!await RoundAsync(round, open, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await ExplainSurplusAsync(cancellationToken).ConfigureAwait(false);
        if (Open().Count == 0)
        {
            // Complete in the last round: it may have grown all the same, and then it is not.
            await RecountAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (SeriesState state in Open())
        {
            await ListAsync(state, cancellationToken).ConfigureAwait(false); // so that the result names what is missing
        }
    }

    private List<SeriesState> Open() => _series.FindAll(state => !state.IsComplete(_fetch.Staged));

    private bool IsComplete() => Open().Count == 0;

    /// <summary>One round; false when another cannot help.</summary>
    private async Task<bool> RoundAsync(int round, List<SeriesState> open, CancellationToken cancellationToken)
    {
        if (round == 0 && _fetch.Staged.Count == 0 && _fetch.Study.SeriesInstanceUid.Length == 0)
        {
            return await AskAsync([], [], await ClassesAsync(open, cancellationToken).ConfigureAwait(false), open, cancellationToken).ConfigureAwait(false);
        }

        foreach (SeriesState state in open)
        {
            // By series where much of it is missing, by instance where little is, or where the series did not help. What an earlier
            // run left is gone on with by instance, so that nothing travels twice.
            int there = _fetch.Staged.CountOf(state.Uid);
            bool bySeries = there == 0 || state.Expected is not int expected || (round > 0 && (expected - there) * 4 > expected);
            if (round >= 2 || !bySeries || _classFailed)
            {
                await ListAsync(state, cancellationToken).ConfigureAwait(false);
            }

            List<string>? missing = round >= 2 || !bySeries ? state.Missing(_fetch.Staged) : null;
            if (missing is null)
            {
                if (!await AskAsync([state.Uid], [], ClassesOf(state, state.Instances?.Keys ?? [], round), [state], cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                continue;
            }

            int each = round >= 3 ? 1 : InstancesPerRequest;
            int vain = 0;
            for (int i = 0; i < missing.Count && vain < MostInVain; i += each)
            {
                int fresh = _fetch.Fresh;
                List<string> some = missing.GetRange(i, Math.Min(each, missing.Count - i));
                if (!await AskAsync([state.Uid], some, ClassesOf(state, some, round), [state], cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                vain = _fetch.Fresh > fresh ? 0 : vain + 1;
            }
        }

        return true;
    }

    /// <summary>C-GET has to name the classes beforehand: where they cannot be guessed from the modality the PACS lists them.</summary>
    private async Task<IReadOnlyCollection<string>> ClassesAsync(List<SeriesState> open, CancellationToken cancellationToken)
    {
        HashSet<string> classes = new(StringComparer.Ordinal);
        if (_run.Method != ReceiveMethod.Get || open.TrueForAll(static state => GetContexts.Knows(state.Series.Modality)))
        {
            return classes;
        }

        foreach (SeriesState state in open)
        {
            await ListAsync(state, cancellationToken).ConfigureAwait(false);
            if (state.Instances is null)
            {
                return [];
            }

            classes.UnionWith(state.ClassesOf(state.Instances.Keys));
        }

        return classes;
    }

    /// <summary>
    /// The classes of instances where the PACS lists them. Where it does not, and objects of a C-GET failed, which is mostly for want
    /// of a context: pages of all the standard's classes, one in each round.
    /// </summary>
    private IReadOnlyCollection<string> ClassesOf(SeriesState state, IEnumerable<string> instances, int round)
    {
        IReadOnlyCollection<string> known = state.ClassesOf(instances);
        return known.Count == 0 && _classFailed && round > 0 ? GetContexts.Page(round - 1) : known;
    }

    /// <summary>One request, by C-GET or C-MOVE; false when further ones cannot help.</summary>
    private async Task<bool> AskAsync(IReadOnlyList<string> series, List<string> instances, IReadOnlyCollection<string> classes, List<SeriesState> about, CancellationToken cancellationToken)
    {
        await _run.WaitForWindowAsync(cancellationToken).ConfigureAwait(false);
        if (!_run.Disk.Check())
        {
            Faults.Add(ReceiveFaultKind.DiskFull);
            return false;
        }

        RetrieveReport report;
        ReceiveMethod method = _run.Method;
        while (true)
        {
            _requests++;
            report = await _retriever.RunAsync(method, _fetch, series, instances, classes, cancellationToken).ConfigureAwait(false);
            bool refused = report.NotOffered || (report.Final is { } final && !final.Status.IsSuccess && report.Taken == 0);
            if (method != ReceiveMethod.Get || !refused || !_run.MayMove)
            {
                break;
            }

            // The node does not do C-GET, or not this one.
            method = ReceiveMethod.Move;
            if (report.NotOffered)
            {
                _run.UseMove();
            }
        }

        _method = report.Method;
        await _retriever.SettleAsync(_fetch, report, () => about.TrueForAll(state => state.IsComplete(_fetch.Staged)), cancellationToken).ConfigureAwait(false);
        Note(report, about, instances.Count);
        return !report.NotOffered && !_run.Disk.IsLow && !_fetch.IsRefused && report.Fault?.Code != XnatErrorCode.PacsCalledAETitleUnknown && report.Fault?.Code != XnatErrorCode.PacsCallingAETitleUnknown
            && report.Final?.Status != DicomStatus.MoveDestinationUnknown;
    }

    /// <summary>Holds the sender's words against what came.</summary>
    private void Note(RetrieveReport report, List<SeriesState> about, int instances)
    {
        _last = report.Fault;
        if (report.NotOffered && !_run.MayMove)
        {
            _last = new XnatException(XnatErrorCode.PacsRetrieveRefused, report.Method == "C-GET"
                ? "The node does not offer C-GET, and there is no receiver for C-MOVE."
                : "The node does not offer C-MOVE.");
        }

        if (report.Final is not { } final)
        {
            return;
        }

        _classFailed |= report.Method == "C-GET" && (final.Failed > 0 || !final.Status.IsSuccess);
        int said = final.Completed + final.Warnings;
        if (said > _fetch.Taken)
        {
            Faults.Add(ReceiveFaultKind.FewerThanSaid, null, said - _fetch.Taken);
        }

        if (final.Failed > 0)
        {
            Faults.Add(ReceiveFaultKind.SubOperationsFailed, null, final.Failed);
        }

        if (!final.Status.IsSuccess)
        {
            string words = $"{report.Method} ended with status {final.Status}.";
            Faults.Add(ReceiveFaultKind.StatusFailed, words);
            _last = new XnatException(Nodes.NodeFaults.CodeOf(final.Status), words);
        }

        if (final.Status.Kind == DicomStatusKind.Success && final.Failed == 0)
        {
            int missing = 0;
            foreach (SeriesState state in about)
            {
                missing += state.Expected is int expected ? Math.Max(0, expected - _fetch.Staged.CountOf(state.Uid)) : 0;
            }

            if (instances == 0 ? missing > 0 : _fetch.Taken < instances)
            {
                Faults.Add(ReceiveFaultKind.FewerThanCounted, null, instances == 0 ? missing : instances - _fetch.Taken);
            }
        }

        bool agrees = final.Status.IsSuccess && final.Failed == 0 && said == _fetch.Taken && said > 0;
        foreach (SeriesState state in about)
        {
            state.SenderAgrees |= agrees;
        }
    }
}
