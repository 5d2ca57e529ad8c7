using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// The requests of one association in the order in which they shall be answered. While an operation runs it reads on: sees
/// C-CANCEL and the end of the connection, takes the answers to what we send ourselves (C-GET), and keeps requests that came
/// meanwhile, as many as the agreed window and small ones only; a store waits on the wire.
/// </summary>
internal sealed class RequestReader(DimseChannel channel, int window, int datasetLimit, TimeSpan dataTimeout)
{
    private readonly object _lock = new();
    private readonly Queue<DimseMessage> _waiting = new();
    private Task<(bool Woken, DimseMessage? Message)>? _ahead;
    private DimseMessage? _running;
    private CancellationTokenSource? _cancel;
    private TaskCompletionSource<DimseMessage>? _answer;
    private ushort _answerId;
    private bool _ended;

    /// <summary>The next request; null when the association ends in order.</summary>
    public async Task<DimseMessage?> NextAsync()
    {
        while (true)
        {
            lock (_lock)
            {
                _running = null;
                _cancel = null;
                // A store that waits on the wire stands before the answers that a C-GET needs: it has its turn first.
                if (_waiting.Count > 0 && !(_ahead is { IsCompleted: true } && _waiting.Peek().Field == DimseCommand.GetRequest))
                {
                    return _running = _waiting.Dequeue();
                }
            }

            if (_ahead is not { } ahead)
            {
                return await channel.ReceiveAsync().ConfigureAwait(false);
            }

            (bool woken, DimseMessage? message) = await ahead.ConfigureAwait(false);
            _ahead = null;
            if (!woken)
            {
                return message;
            }
        }
    }

    /// <summary>Reads on while this operation runs; its token is cancelled by C-CANCEL and by the end of the association.</summary>
    public void ReadOn(DimseMessage running, CancellationTokenSource cancel)
    {
        lock (_lock)
        {
            _running = running;
            _cancel = cancel;
        }

        if (_ahead is null || (_ahead.Status == TaskStatus.RanToCompletion && _ahead.Result.Woken))
        {
            _ahead = ReadAheadAsync();
        }

        if (_ended || running.IsCancelled)
        {
            Cancel();
        }
    }

    /// <summary>The answer to a request of ours, with the token of the operation that it belongs to.</summary>
    public Task<DimseMessage> AnswerAsync(ushort id)
    {
        lock (_lock)
        {
            _answerId = id;
            _answer = new TaskCompletionSource<DimseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_ended || _ahead is { IsCompleted: true })
            {
                _answer.SetException(channel.Connection.Failure(null));
            }

            return _answer.Task;
        }
    }

    private async Task<(bool Woken, DimseMessage? Message)> ReadAheadAsync()
    {
        try
        {
            while (true)
            {
                DimseMessage? message = await channel.ReceiveAsync().ConfigureAwait(false);
                if (message is null)
                {
                    End(channel.Connection.Failure(null));
                    return (false, null);
                }

                if (message.IsResponse)
                {
                    await channel.DrainAsync(message).ConfigureAwait(false);
                    if (!TakeAnswer(message))
                    {
                        throw await channel.FailAsync("an answer to nothing that was asked", 2).ConfigureAwait(false);
                    }
                }
                else if (message.Field == DimseCommand.CancelRequest)
                {
                    if (CancelOf(message.RespondedTo))
                    {
                        return (false, message);
                    }
                }
                else if (await KeepAsync(message).ConfigureAwait(false) is { } result)
                {
                    return (result, message);
                }
            }
        }
        catch (DicomException e)
        {
            End(e);
            throw;
        }
    }

    /// <summary>Null: kept, read on. True: kept, and somebody waits for it. False: it is the next, its data set unread.</summary>
    private async Task<bool?> KeepAsync(DimseMessage message)
    {
        bool full;
        bool sending;
        lock (_lock)
        {
            if (_running is null)
            {
                return false;
            }

            full = _waiting.Count >= window - 1;
            sending = _running.Field == DimseCommand.GetRequest;
        }

        if (full || message.Field == DimseCommand.StoreRequest)
        {
            if (!sending)
            {
                return false;
            }

            if (full && window <= 1)
            {
                throw await channel.FailAsync("a request beyond the agreed number", 2).ConfigureAwait(false);
            }

            // It stands before the answers that the C-GET under way needs.
            await channel.DrainAsync(message).ConfigureAwait(false);
            channel.Connection.SetDeadline(this, dataTimeout, "answer");
            await channel.SendAsync(message.ContextId, DimseCommand.Answer(message.Command, DicomStatus.ResourceLimitation, withDataset: false), null).ConfigureAwait(false);
            channel.Connection.ClearDeadline(this);
            return null;
        }

        message.Dataset = message.HasDataset ? await channel.ReceiveDatasetAsync(message, datasetLimit).ConfigureAwait(false) : null;
        lock (_lock)
        {
            _waiting.Enqueue(message);
            return _running is null ? true : null;
        }
    }

    private bool TakeAnswer(DimseMessage message)
    {
        TaskCompletionSource<DimseMessage>? answer;
        lock (_lock)
        {
            if (message.RespondedTo != _answerId)
            {
                return false;
            }

            answer = _answer;
            _answer = null;
        }

        return answer is not null && answer.TrySetResult(message);
    }

    /// <summary>True when nobody runs any more: it came too late, and the caller passes over it.</summary>
    private bool CancelOf(ushort id)
    {
        lock (_lock)
        {
            foreach (DimseMessage waiting in _waiting)
            {
                waiting.IsCancelled |= waiting.MessageId == id;
            }

            if (_running is null)
            {
                return true;
            }

            if (_running.MessageId != id)
            {
                return false;
            }

            _running.IsCancelled = true;
        }

        Cancel();
        return false;
    }

    private void End(DicomException failure)
    {
        TaskCompletionSource<DimseMessage>? answer;
        lock (_lock)
        {
            _ended = true;
            answer = _answer;
        }

        answer?.TrySetException(failure);
        Cancel();
    }

    private void Cancel()
    {
        CancellationTokenSource? cancel;
        lock (_lock)
        {
            cancel = _cancel;
        }

        try
        {
            cancel?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The operation ended meanwhile.
        }
    }
}
