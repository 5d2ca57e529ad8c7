using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <content>The turn of one operation, with its cancellation.</content>
public sealed partial class DicomAssociation
{
    /// <summary>
    /// One operation among as many as were agreed, as a rule one. When its token is cancelled the peer is asked to stop, where there is a message for that,
    /// and the connection is cut when it does not within a moment.
    /// </summary>
    private sealed class OperationScope : IDisposable
    {
        private readonly DicomAssociation _association;
        private readonly CancellationToken _token;
        private readonly bool _cancelMessage;
        private CancellationTokenRegistration _registration;
        private byte _contextId;
        private bool _begun;
        private int _cancelSent;
        private bool _takesObjects;

        private OperationScope(DicomAssociation association, bool cancelMessage, CancellationToken token)
        {
            _association = association;
            _cancelMessage = cancelMessage;
            _token = token;
        }

        public static async Task<OperationScope> EnterAsync(DicomAssociation association, bool cancelMessage, CancellationToken token)
        {
            await association._operation.WaitAsync(token).ConfigureAwait(false);
            OperationScope scope = new(association, cancelMessage, token) { Id = association.NextMessageId() };
            association._router?.Register(scope.Id, takesObjects: false);
            scope._registration = token.Register(static state => ((OperationScope)state!).OnCancelled(), scope);
            return scope;
        }

        /// <summary>The message id of the operation.</summary>
        public ushort Id { get; private init; }

        /// <summary>The operation is a C-GET: what the peer stores meanwhile is its own. One at a time.</summary>
        public async Task TakeObjectsAsync()
        {
            await _association._getting.WaitAsync(_token).ConfigureAwait(false);
            _takesObjects = true;
            _association._router?.Register(Id, takesObjects: true);
        }

        /// <summary>From here on C-CANCEL has something to name.</summary>
        public void Begin(byte contextId)
        {
            _contextId = contextId;
            _begun = true;
            if (_token.IsCancellationRequested)
            {
                OnCancelled();
            }
        }

        public void SetDeadline(TimeSpan timeout, string phase)
        {
            if (!_token.IsCancellationRequested && _cancelSent == 0)
            {
                Watch(timeout, phase);
            }
        }

        /// <summary>The next message for this operation, with its data set; the data set of an object is still on its way.</summary>
        public async Task<(DimseMessage Message, byte[]? Dataset)> ReceiveAsync()
        {
            if (_association._router is { } router)
            {
                return await GuardAsync(router.ReceiveAsync(Id)).ConfigureAwait(false);
            }

            DimseMessage message = await GuardAsync(_association.ReceiveMessageAsync()).ConfigureAwait(false);
            bool isObject = _takesObjects && message.Field == DimseCommand.StoreRequest;
            if (!isObject && (!message.IsResponse || message.RespondedTo != Id))
            {
                throw await _association._channel.FailAsync("an answer to nothing that was asked", 2).ConfigureAwait(false);
            }

            byte[]? dataset = message.HasDataset && !isObject
                ? await GuardAsync(_association._channel.ReceiveDatasetAsync(message, _association._options.MaxDatasetBytes)).ConfigureAwait(false)
                : null;
            return (message, dataset);
        }

        public async Task GuardAsync(Task task)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (DicomException) when (_token.IsCancellationRequested)
            {
                throw new OperationCanceledException(_token);
            }
        }

        public async Task<T> GuardAsync<T>(Task<T> task)
        {
            try
            {
                return await task.ConfigureAwait(false);
            }
            catch (DicomException) when (_token.IsCancellationRequested)
            {
                throw new OperationCanceledException(_token);
            }
        }

        /// <summary>The caller wants no more answers: has the peer stop, and reads what is still under way.</summary>
        public async Task AbandonAsync()
        {
            if (!_association.IsOpen)
            {
                return;
            }

            try
            {
                await SendCancelAsync().ConfigureAwait(false);
                DimseMessage answer;
                do
                {
                    if (_association._router is { } router)
                    {
                        answer = (await router.ReceiveAsync(Id).ConfigureAwait(false)).Message;
                    }
                    else
                    {
                        answer = await _association.ReceiveMessageAsync().ConfigureAwait(false);
                        await _association._channel.DrainAsync(answer).ConfigureAwait(false);
                    }

                    Watch(_association._options.CancelTimeout, "C-CANCEL");
                }
                while (answer.Status.Kind == DicomStatusKind.Pending);
            }
            catch (DicomException)
            {
                // It did not stop; the association is gone.
            }
        }

        public void Dispose()
        {
            _registration.Dispose();
            if (_association._router is { } router)
            {
                router.Unregister(Id);
                _association._channel.Connection.ClearDeadline(this);
            }
            else
            {
                _association._channel.Connection.ClearDeadline();
            }

            if (_takesObjects)
            {
                _association._getting.Release();
            }

            _association._operation.Release();
        }

        /// <summary>Beside others an operation has a deadline of its own; alone it has the connection's.</summary>
        private void Watch(TimeSpan timeout, string phase)
        {
            if (_association._router is null)
            {
                _association._channel.Connection.SetDeadline(timeout, phase);
            }
            else
            {
                _association._channel.Connection.SetDeadline(this, timeout, phase);
            }
        }

        private void OnCancelled()
        {
            if (_cancelMessage && _begun)
            {
                _ = SendCancelAsync();
            }
            else
            {
                Watch(_association._options.CancelTimeout, "cancelled");
            }
        }

        private async Task SendCancelAsync()
        {
            if (Interlocked.Exchange(ref _cancelSent, 1) != 0)
            {
                return;
            }

            Watch(_association._options.CancelTimeout, "C-CANCEL");
            try
            {
                await _association._channel.SendAsync(_contextId, DimseCommand.Cancel(Id), null).ConfigureAwait(false);
            }
            catch (DicomException)
            {
                // The reader sees the broken connection.
            }
        }
    }
}
