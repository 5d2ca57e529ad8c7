using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Query;

namespace XnatTools.Import.Direct.Query;

/// <summary>
/// Finds the studies of rows at a node, as <see cref="StudyFinder"/> does through XNAT: same checks, same objects, same outcomes,
/// in the order of the rows. Several rows are under way at once.
/// </summary>
public sealed class NodeStudyFinder
{
    private readonly NodeQueries _queries;
    private readonly FindOptions _options;
    private readonly bool _withSeries;

    /// <param name="queries">The node.</param>
    /// <param name="options">How rows are asked for; chunks and pauses are not used.</param>
    /// <param name="withSeries">Ask for the series of each study too, with their instance counts.</param>
    public NodeStudyFinder(NodeQueries queries, FindOptions? options = null, bool withSeries = false)
    {
        _queries = queries ?? throw new ArgumentNullException(nameof(queries));
        _options = options ?? new FindOptions();
        _withSeries = withSeries;
    }

    /// <summary>Answers rows in their order.</summary>
    public async IAsyncEnumerable<FindResult> FindAsync(IEnumerable<ImportRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<List<FindResult>>> waiting = new();
        try
        {
            foreach (ImportRow row in rows)
            {
                if (waiting.Count == _queries.QueriesInFlight)
                {
                    foreach (FindResult result in await waiting.Dequeue().ConfigureAwait(false))
                    {
                        yield return result;
                    }
                }

                waiting.Enqueue(AnswerAsync(row, stop.Token));
            }

            while (waiting.Count > 0)
            {
                foreach (FindResult result in await waiting.Dequeue().ConfigureAwait(false))
                {
                    yield return result;
                }
            }
        }
        finally
        {
#pragma warning disable CA1849 // Nothing of ours runs in the callbacks that could block.
            stop.Cancel();
#pragma warning restore CA1849
            foreach (Task<List<FindResult>> task in waiting)
            {
                await EndAsync(task).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds the series to studies that do not have them yet, in their order.</summary>
    public async IAsyncEnumerable<FindResult> ListAsync(IEnumerable<PacsStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Queue<Task<FindResult>> waiting = new();
        foreach (PacsStudy study in studies)
        {
            if (waiting.Count == _queries.QueriesInFlight)
            {
                yield return await waiting.Dequeue().ConfigureAwait(false);
            }

            waiting.Enqueue(WithSeriesAsync(study, cancellationToken));
        }

        while (waiting.Count > 0)
        {
            yield return await waiting.Dequeue().ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Asked for.
        }
    }

    private async Task<List<FindResult>> AnswerAsync(ImportRow row, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        if (RowCriteria.Check(row, 0, _options) is { } refused)
        {
            return [FindResult.Failed(refused)];
        }

        IReadOnlyList<PacsStudy> studies;
        try
        {
            studies = await _queries.FindStudiesAsync(row, NodeQueries.AnswerLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault)
        {
            return [FindResult.Failed(Outcome.Of(row, 0, ImportOutcome.QueryFailed, fault.Code, fault.Message, now))];
        }

        if (studies.Count > NodeQueries.AnswerLimit)
        {
            return [Fail(row, ImportOutcome.Ambiguous, XnatErrorCode.PacsAnswerCapped, $"More than {NodeQueries.AnswerLimit} studies were answered; the rest was not read.")];
        }

        List<PacsStudy> kept = StudyFilter.Apply(row, studies);
        if (kept.Count == 0)
        {
            return [Fail(row, ImportOutcome.NotFound, XnatErrorCode.PacsStudyNotFound, studies.Count == 0
                ? "The PACS has no such study."
                : $"The PACS answered {studies.Count}, but none that is exactly what was asked.")];
        }

        if (kept.Count > _options.MaximumStudies)
        {
            return [Fail(row, ImportOutcome.Ambiguous, XnatErrorCode.PacsStudyAmbiguous, $"The PACS has {kept.Count} studies for it; {_options.MaximumStudies} allowed.")];
        }

        List<FindResult> results = new(kept.Count);
        foreach (PacsStudy study in kept)
        {
            PacsStudy found = study.ForRow(row, 0);
            results.Add(_withSeries ? await WithSeriesAsync(found, cancellationToken).ConfigureAwait(false) : FindResult.Found(found));
        }

        return results;
    }

    private async Task<FindResult> WithSeriesAsync(PacsStudy study, CancellationToken cancellationToken)
    {
        if (study.Series is not null)
        {
            return FindResult.Found(study);
        }

        try
        {
            PacsSeries[] series = await _queries.FindSeriesAsync(study, cancellationToken).ConfigureAwait(false);
            return FindResult.Found(study.WithSeries(Array.ConvertAll(series, one => one.ForStudy(study))));
        }
        catch (XnatException fault)
        {
            return FindResult.Failed(Outcome.Of(study, null, ImportOutcome.QueryFailed, fault.Code, fault.Message, _options.Time.GetUtcNow()));
        }
    }

    private FindResult Fail(ImportRow row, ImportOutcome outcome, XnatErrorCode code, string reason) =>
        FindResult.Failed(Outcome.Of(row, 0, outcome, code, reason, _options.Time.GetUtcNow()));
}
