using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// Reads an association on which several operations are under way, and hands each what answers it, by message id. Answers to
/// queries wait in memory until they are taken; beyond a limit the association is aborted.
/// </summary>
internal sealed class AnswerRouter(DimseChannel channel, int datasetLimit)
{
    private readonly Dictionary<ushort, Inbox> _inboxes = [];
    private readonly long _heldLimit = datasetLimit * 4L;
    private Inbox? _objects;
    private DicomException? _failure;
    private long _held;

    /// <summary>Ends with the association.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>From here on what answers this id is kept; with <paramref name="takesObjects"/> also the objects that a C-GET brings.</summary>
    public void Register(ushort id, bool takesObjects)
    {
        lock (_inboxes)
        {
            Inbox inbox = new();
            _inboxes[id] = inbox;
            _objects = takesObjects ? inbox : _objects;
        }
    }

    /// <summary>Nothing is waited for any more.</summary>
    public void Unregister(ushort id)
    {
        lock (_inboxes)
        {
            if (!_inboxes.TryGetValue(id, out Inbox? inbox))
            {
                return;
            }

            _inboxes.Remove(id);
            _objects = ReferenceEquals(_objects, inbox) ? null : _objects;
            while (inbox.Waiting.Count > 0)
            {
                _held -= inbox.Waiting.Dequeue().Dataset?.Length ?? 0;
            }

            inbox.Taken?.TrySetResult(true);
        }
    }

    /// <summary>The next message for an operation: an answer with its data set, or an object whose data set is still on its way.</summary>
    public Task<(DimseMessage Message, byte[]? Dataset)> ReceiveAsync(ushort id)
    {
        lock (_inboxes)
        {
            Inbox inbox = _inboxes[id];
            if (inbox.Waiting.Count > 0)
            {
                (DimseMessage Message, byte[]? Dataset) next = inbox.Waiting.Dequeue();
                _held -= next.Dataset?.Length ?? 0;
                return Task.FromResult(next);
            }

            if (_failure is not null)
            {
                return Task.FromException<(DimseMessage, byte[]?)>(_failure);
            }

            inbox.Reader = new TaskCompletionSource<(DimseMessage, byte[]?)>(TaskCreationOptions.RunContinuationsAsynchronously);
            return inbox.Reader.Task;
        }
    }

    /// <summary>An object was read to its end; the next message may be looked at.</summary>
    public void ObjectTaken(ushort id)
    {
        lock (_inboxes)
        {
            if (_inboxes.TryGetValue(id, out Inbox? inbox))
            {
                inbox.Taken?.TrySetResult(true);
            }
        }
    }

    private async Task RunAsync()
    {
        DicomException failure;
        try
        {
            while (true)
            {
                channel.Connection.ClearDeadline();
                DimseMessage? message = await channel.ReceiveAsync().ConfigureAwait(false);
                if (message is null)
                {
                    failure = channel.Connection.Failure(null);
                    break;
                }

                if (message.IsResponse)
                {
                    byte[]? dataset = message.HasDataset ? await channel.ReceiveDatasetAsync(message, datasetLimit).ConfigureAwait(false) : null;
                    bool known = Deliver(message, dataset);
                    if (!known)
                    {
                        throw await channel.FailAsync("an answer to nothing that was asked", 2).ConfigureAwait(false);
                    }

                    if (_held > _heldLimit)
                    {
                        DicomException full = new(DicomErrorCode.LimitExceeded, "More answers came than may wait in memory.");
                        await channel.AbortAsync(0, 0, full).ConfigureAwait(false);
                        throw full;
                    }
                }
                else if (message.Field == DimseCommand.StoreRequest && Hand(message) is { } taken)
                {
                    await taken.ConfigureAwait(false);
                    await channel.DrainAsync(message).ConfigureAwait(false);
                }
                else
                {
                    throw await channel.FailAsync("a request where answers were due", 2).ConfigureAwait(false);
                }
            }
        }
        catch (DicomException e)
        {
            failure = e;
        }
        catch (Exception e) when (DicomConnection.IsConnectionError(e))
        {
            failure = channel.Connection.Failure(e);
        }

        List<TaskCompletionSource<(DimseMessage, byte[]?)>> readers = [];
        lock (_inboxes)
        {
            _failure = failure;
            foreach (Inbox inbox in _inboxes.Values)
            {
                if (inbox.Reader is { } reader)
                {
                    readers.Add(reader);
                }
            }
        }

        foreach (TaskCompletionSource<(DimseMessage, byte[]?)> reader in readers)
        {
            reader.TrySetException(failure);
        }
    }

    private bool Deliver(DimseMessage message, byte[]? dataset)
    {
        lock (_inboxes)
        {
            if (!_inboxes.TryGetValue(message.RespondedTo, out Inbox? inbox))
            {
                return false;
            }

            Put(inbox, message, dataset);
            return true;
        }
    }

    private Task<bool>? Hand(DimseMessage message)
    {
        lock (_inboxes)
        {
            if (_objects is not { } inbox)
            {
                return null;
            }

            inbox.Taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Put(inbox, message, null);
            return inbox.Taken.Task;
        }
    }

    private void Put(Inbox inbox, DimseMessage message, byte[]? dataset)
    {
        if (inbox.Reader is { } reader)
        {
            inbox.Reader = null;
            reader.SetResult((message, dataset));
            return;
        }

        _held += dataset?.Length ?? 0;
        inbox.Waiting.Enqueue((message, dataset));
    }

    private sealed class Inbox
    {
        public Queue<(DimseMessage Message, byte[]? Dataset)> Waiting { get; } = new();

        public TaskCompletionSource<(DimseMessage, byte[]?)>? Reader { get; set; }

        public TaskCompletionSource<bool>? Taken { get; set; }
    }
}
