using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Direct.Receive;

/// <content>What the PACS counts and lists.</content>
internal sealed partial class StudyReceiver
{
    /// <summary>Where more is there than the PACS counts, its list of instances decides.</summary>
    private async Task ExplainSurplusAsync(CancellationToken cancellationToken)
    {
        foreach (string uid in _fetch.Study.SeriesInstanceUid.Length == 0 ? _fetch.Staged.SeriesUids() : [])
        {
            if (!_series.Exists(state => state.Uid == uid))
            {
                Faults.Add(ReceiveFaultKind.CountChanged, "a series came that the PACS did not list");
                _series.Add(new SeriesState(new PacsSeries { StudyInstanceUid = _fetch.Study.StudyInstanceUid, SeriesInstanceUid = uid }));
            }
        }

        foreach (SeriesState state in _series)
        {
            if (state.Instances is null && state.Series.InstanceCount is int count && _fetch.Staged.CountOf(state.Uid) > count && !state.CannotList)
            {
                Faults.Add(ReceiveFaultKind.CountChanged, "more came of a series than the PACS counts");
                await ListAsync(state, cancellationToken).ConfigureAwait(false);
            }
            else if (state.Instances is null && state.Series.InstanceCount is null)
            {
                await ListAsync(state, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ListAsync(SeriesState state, CancellationToken cancellationToken)
    {
        if (state.Instances is not null || state.CannotList)
        {
            return;
        }

        try
        {
            IReadOnlyDictionary<string, string> instances = await _run.Queries.FindInstancesAsync(_fetch.Study, state.Uid, cancellationToken).ConfigureAwait(false);
            if (instances.Count > 0 && instances.Count >= (state.Series.InstanceCount ?? 0))
            {
                state.List(instances);
            }
            else
            {
                // A list that is shorter than the count proves nothing.
                state.CannotList = true;
            }
        }
        catch (XnatException)
        {
            state.CannotList = true;
        }
    }

    /// <summary>Asks for the counts once more: a study may still have been arriving at the PACS.</summary>
    private async Task<bool> RecountAsync(CancellationToken cancellationToken)
    {
        PacsSeries[] now;
        try
        {
            now = await _run.Queries.FindSeriesAsync(_fetch.Study, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException)
        {
            return false; // What was counted before holds.
        }

        bool more = false;
        foreach (PacsSeries series in now)
        {
            SeriesState? state = _series.Find(one => one.Uid == series.SeriesInstanceUid);
            if (state is null && _fetch.Study.SeriesInstanceUid.Length == 0)
            {
                _series.Add(new SeriesState(series));
                more = true;
            }
            else if (state is not null)
            {
                more |= state.Recount(series) && !state.IsComplete(_fetch.Staged);
            }
        }

        if (more)
        {
            Faults.Add(ReceiveFaultKind.CountChanged, "the PACS has more of the study than before");
        }

        return more;
    }
}
