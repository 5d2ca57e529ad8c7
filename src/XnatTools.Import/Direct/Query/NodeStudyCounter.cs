using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Count;

namespace XnatTools.Import.Direct.Query;

/// <summary>
/// Counts studies at the PACS itself, by C-FIND, several at once. Where the PACS tells no counts of series, the instances are
/// listed and counted, so that also the sloppy ones can be held to something.
/// </summary>
public sealed class NodeStudyCounter : IStudyCounter
{
    private readonly NodeQueries _queries;
    private readonly IStudyCounter? _other;

    /// <param name="queries">The node.</param>
    /// <param name="other">Asked for what the node does not count; nobody when null.</param>
    public NodeStudyCounter(NodeQueries queries, IStudyCounter? other = null)
    {
        _queries = queries ?? throw new ArgumentNullException(nameof(queries));
        _other = other;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StudyCount>> CountAsync(IReadOnlyList<PacsStudy> studies, CancellationToken cancellationToken)
    {
        StudyCount[] counts = new StudyCount[studies.Count];
        using SemaphoreSlim turns = new(_queries.QueriesInFlight);
        Task[] tasks = new Task[studies.Count];
        for (int i = 0; i < tasks.Length; i++)
        {
            int at = i;
            tasks[i] = Task.Run(
                async () =>
                {
                    await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
                    try
                    {
                        counts[at] = await CountAsync(studies[at], cancellationToken).ConfigureAwait(false);
                    }
                    finally
                    {
                        turns.Release();
                    }
                },
                cancellationToken);
        }

        await Task.WhenAll(tasks).ConfigureAwait(false);
        await AskOtherAsync(studies, counts, cancellationToken).ConfigureAwait(false);
        return counts;
    }

    private async Task AskOtherAsync(IReadOnlyList<PacsStudy> studies, StudyCount[] counts, CancellationToken cancellationToken)
    {
        List<int> unknown = [];
        for (int i = 0; i < counts.Length; i++)
        {
            // A list of series that lacks one of those selected is of another study, or of a part of it.
            if (counts[i].Series is not { Count: > 0 } series || (studies[i].SeriesInstanceUid.Length > 0 && series.Count != studies[i].SeriesInstanceUid.Length))
            {
                unknown.Add(i);
            }
        }

        if (_other is null || unknown.Count == 0)
        {
            return;
        }

        IReadOnlyList<StudyCount> told = await _other.CountAsync(unknown.ConvertAll(i => studies[i]), cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < unknown.Count; i++)
        {
            counts[unknown[i]] = told[i];
        }
    }

    private async Task<StudyCount> CountAsync(PacsStudy study, CancellationToken cancellationToken)
    {
        try
        {
            PacsSeries[] series = await _queries.FindSeriesAsync(study, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < series.Length; i++)
            {
                series[i] = series[i].InstanceCount is null ? await ListAsync(study, series[i], cancellationToken).ConfigureAwait(false) : series[i];
            }

            return series.Length == 0 ? StudyCount.Unknown : StudyCount.Of(study.WithSeries(series));
        }
        catch (XnatException)
        {
            return StudyCount.Unknown;
        }
    }

    private async Task<PacsSeries> ListAsync(PacsStudy study, PacsSeries series, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> instances = await _queries.FindInstancesAsync(study, series.SeriesInstanceUid, cancellationToken).ConfigureAwait(false);
        return instances.Count == 0 ? series : new PacsSeries
        {
            Node = series.Node,
            StudyInstanceUid = series.StudyInstanceUid,
            SeriesInstanceUid = series.SeriesInstanceUid,
            SeriesNumber = series.SeriesNumber,
            Modality = series.Modality,
            SeriesDescription = series.SeriesDescription,
            InstanceCount = instances.Count,
        };
    }
}
