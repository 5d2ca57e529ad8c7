using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Query;

/// <summary>
/// Asks a PACS, through XNAT, for the studies of rows. Every row ends in studies or in one failure of its own; rows are held no
/// longer than their chunk.
/// </summary>
public sealed class StudyFinder
{
    private readonly long _pacsId;
    private readonly FindOptions _options;
    private readonly IDqrGateway _gateway;
    private readonly ChunkAsker _asker;

    public StudyFinder(IDqrGateway gateway, long pacsId, FindOptions? options = null)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _pacsId = pacsId;
        _options = options ?? new FindOptions();
        _asker = new ChunkAsker(gateway, pacsId, _options);
    }

    /// <summary>Answers rows in their order, chunk by chunk.</summary>
    public async IAsyncEnumerable<FindResult> FindAsync(IEnumerable<ImportRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<RowState> chunk = new(_options.ChunkSize);
        foreach (ImportRow row in rows)
        {
            chunk.Add(Check(row));
            if (chunk.Count == _options.ChunkSize)
            {
                await _asker.AskAsync(chunk, cancellationToken).ConfigureAwait(false);
                foreach (FindResult result in Results(chunk))
                {
                    yield return result;
                }

                ThrowFatal();
                chunk.Clear();
            }
        }

        await _asker.AskAsync(chunk, cancellationToken).ConfigureAwait(false);
        foreach (FindResult result in Results(chunk))
        {
            yield return result;
        }

        ThrowFatal();
    }

    /// <summary>Answers rows in their order, chunk by chunk.</summary>
    public async IAsyncEnumerable<FindResult> FindAsync(IAsyncEnumerable<ImportRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ImportRow> chunk = new(_options.ChunkSize);
        await foreach (ImportRow row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            chunk.Add(row);
            if (chunk.Count == _options.ChunkSize)
            {
                await foreach (FindResult result in FindAsync(chunk, cancellationToken).ConfigureAwait(false))
                {
                    yield return result;
                }

                chunk.Clear();
            }
        }

        await foreach (FindResult result in FindAsync(chunk, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>One search by criteria, without a CSV (POST query/studies). Nothing found is a failure of the row, too.</summary>
    public async IAsyncEnumerable<FindResult> SearchAsync(ImportRow criteria, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RowState state = Check(criteria);
        if (state.Failure is null)
        {
            try
            {
                state.Studies = await _gateway.QueryStudiesAsync(_pacsId, criteria, cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException fault) when (fault.Code == XnatErrorCode.PacsQueryFailed || fault.Code == XnatErrorCode.PacsUnreachable)
            {
                state.Failure = Outcome.Of(criteria, _pacsId, ImportOutcome.QueryFailed, fault.Code, "The PACS did not answer the search.", _options.Time.GetUtcNow());
            }
        }

        foreach (FindResult result in Results([state]))
        {
            yield return result;
        }
    }

    private void ThrowFatal()
    {
        if (_asker.Fatal is XnatException fatal)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(fatal).Throw();
        }
    }

    private RowState Check(ImportRow row) => new(row) { Failure = RowCriteria.Check(row, _pacsId, _options) };

    private IEnumerable<FindResult> Results(List<RowState> chunk)
    {
        foreach (RowState state in chunk)
        {
            if (state.Failure is not null)
            {
                yield return FindResult.Failed(state.Failure);
                continue;
            }

            if (state.Studies is null)
            {
                yield return Fail(state.Row, ImportOutcome.QueryFailed, XnatErrorCode.PacsQueryFailed, "The row was not answered.");
                continue;
            }

            if (state.Studies.Count >= FindOptions.AnswerCap)
            {
                yield return Fail(state.Row, ImportOutcome.Ambiguous, XnatErrorCode.PacsAnswerCapped, $"The answer stops at {FindOptions.AnswerCap} studies, the server's limit; there may be more.");
                continue;
            }

            List<PacsStudy> kept = StudyFilter.Apply(state.Row, state.Studies);
            if (kept.Count == 0)
            {
                yield return Fail(state.Row, ImportOutcome.NotFound, XnatErrorCode.PacsStudyNotFound, state.Studies.Count == 0
                    ? "The PACS has no such study."
                    : $"The PACS answered {state.Studies.Count}, but none that is exactly what was asked.");
            }
            else if (kept.Count > _options.MaximumStudies)
            {
                yield return Fail(state.Row, ImportOutcome.Ambiguous, XnatErrorCode.PacsStudyAmbiguous, $"The PACS has {kept.Count} studies for it; {_options.MaximumStudies} allowed.");
            }
            else
            {
                foreach (PacsStudy study in kept)
                {
                    yield return FindResult.Found(study.ForRow(state.Row, _pacsId));
                }
            }
        }
    }

    private FindResult Fail(ImportRow row, ImportOutcome outcome, XnatErrorCode code, string reason) =>
        FindResult.Failed(Outcome.Of(row, _pacsId, outcome, code, reason, _options.Time.GetUtcNow()));
}
