using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Query;

/// <summary>
/// Asks one chunk until every row of it is answered or has failed for a reason: a failing chunk is halved until the row is found,
/// dropped rows are asked again alone, and an empty answer is held against the PACS before it is believed.
/// </summary>
internal sealed class ChunkAsker
{
    private readonly IDqrGateway _gateway;
    private readonly long _pacsId;
    private readonly FindOptions _options;
    private bool _pacsDown;

    public ChunkAsker(IDqrGateway gateway, long pacsId, FindOptions options)
    {
        _gateway = gateway;
        _pacsId = pacsId;
        _options = options;
    }

    /// <summary>What no later chunk can overcome; null while there is no such thing.</summary>
    public XnatException? Fatal { get; private set; }

    public async Task AskAsync(List<RowState> chunk, CancellationToken cancellationToken)
    {
        List<RowState> open = chunk.FindAll(s => s.IsOpen);
        if (open.Count == 0)
        {
            return;
        }

        if (_pacsDown && !await AnswersAsync(0, cancellationToken).ConfigureAwait(false))
        {
            Unreachable(open);
            return;
        }

        try
        {
            await AskPieceAsync(open, cancellationToken).ConfigureAwait(false);
            await AskDroppedAsync(open.FindAll(s => s.IsOpen), cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault)
        {
            // Each of these needs its own end. What ends the whole query is thrown once the chunk's answers are out.
            Fatal = fault.Code.IsTerminating ? fault : null;
            foreach (RowState state in open.FindAll(s => s.IsOpen))
            {
                Fail(state, fault.Code, $"The row could not be asked for ({fault.Code.Id}).");
            }
        }
    }

    /// <summary>Asks some rows in one call; halves them when the call fails. Rows may stay open.</summary>
    private async Task AskPieceAsync(List<RowState> piece, CancellationToken cancellationToken)
    {
        Stack<List<RowState>> pieces = new();
        pieces.Push(piece);
        int failedInARow = 0;
        while (pieces.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<RowState> rows = pieces.Pop();
            XnatException? fault = await CallAsync(rows, cancellationToken).ConfigureAwait(false);
            if (fault is null)
            {
                failedInARow = 0;
                continue;
            }

            if (rows.Count > 1)
            {
                int half = rows.Count / 2;
                pieces.Push(rows.GetRange(half, rows.Count - half));
                pieces.Push(rows.GetRange(0, half));
            }

            // Halving names a bad row; when everything fails the trouble is elsewhere.
            if (++failedInARow % 4 == 0 && !await AnswersAsync(_options.PacsPauses.Length, cancellationToken).ConfigureAwait(false))
            {
                Unreachable(piece.FindAll(s => s.IsOpen));
                return;
            }
        }
    }

    private async Task AskDroppedAsync(List<RowState> dropped, CancellationToken cancellationToken)
    {
        if (dropped.Count == 0)
        {
            return;
        }

        if (!await AnswersAsync(_options.PacsPauses.Length, cancellationToken).ConfigureAwait(false))
        {
            Unreachable(dropped);
            return;
        }

        if (dropped.Count > 8)
        {
            // The PACS was away for a while and is back: one call more before each row is asked alone.
            await AskPieceAsync(dropped, cancellationToken).ConfigureAwait(false);
        }

        foreach (RowState state in dropped)
        {
            XnatException? fault = null;
            for (int attempt = 0; attempt < _options.RowAttempts && state.IsOpen; attempt++)
            {
                if (attempt > 0 && !await AnswersAsync(_options.PacsPauses.Length, cancellationToken).ConfigureAwait(false))
                {
                    Unreachable(dropped.FindAll(s => s.IsOpen));
                    return;
                }

                fault = await CallAsync([state], cancellationToken).ConfigureAwait(false);
            }

            if (state.IsOpen && fault?.Code == XnatErrorCode.CsvRowInvalid)
            {
                state.Failure = Outcome.Of(state.Row, _pacsId, ImportOutcome.Invalid, fault.Code, fault.Message, _options.Time.GetUtcNow());
            }
            else if (state.IsOpen)
            {
                Fail(state, XnatErrorCode.PacsQueryFailed, fault is null
                    ? "The query of this row failed at the server, which does not say why."
                    : $"The query of this row fails ({fault.Code.Id}).");
            }
        }
    }

    /// <summary>One call. What it threw, when it is about these rows; throws on when nothing can go on.</summary>
    private async Task<XnatException?> CallAsync(List<RowState> rows, CancellationToken cancellationToken)
    {
        ImportRow[] asked = new ImportRow[rows.Count];
        for (int i = 0; i < asked.Length; i++)
        {
            asked[i] = rows[i].Row;
        }

        for (int away = 0; ; away++)
        {
            try
            {
                BatchAnswer?[] answers = AnswerMatcher.Match(asked, await _gateway.QueryBatchAsync(_pacsId, asked, cancellationToken).ConfigureAwait(false));
                for (int i = 0; i < answers.Length; i++)
                {
                    rows[i].Studies ??= answers[i]?.Studies;
                }

                return null;
            }
            catch (XnatException fault) when (Faults.IsAway(fault) && away < _options.PacsPauses.Length)
            {
                await Pause.ForAsync(_options.Time, fault.RetryAfter ?? _options.PacsPauses[away], cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault) && !Faults.IsAway(fault))
            {
                return fault;
            }
        }
    }

    /// <summary>Whether the PACS answers, now or after some of the pauses.</summary>
    private async Task<bool> AnswersAsync(int pauses, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            bool answers;
            try
            {
                answers = await _gateway.PingAsync(_pacsId, cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault))
            {
                answers = false;
            }

            if (answers || i >= pauses)
            {
                _pacsDown = !answers;
                return answers;
            }

            await Pause.ForAsync(_options.Time, _options.PacsPauses[i], cancellationToken).ConfigureAwait(false);
        }
    }

    private void Unreachable(List<RowState> rows)
    {
        foreach (RowState state in rows)
        {
            Fail(state, XnatErrorCode.PacsUnreachable, "The PACS does not answer.");
        }
    }

    private void Fail(RowState state, XnatErrorCode code, string reason) =>
        state.Failure = Outcome.Of(state.Row, _pacsId, ImportOutcome.QueryFailed, code, reason, _options.Time.GetUtcNow());
}
