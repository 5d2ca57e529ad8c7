using System;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <content>The turn of one operation, with its cancellation.</content>
public sealed partial class DicomAssociation
{
    /// <summary>
    /// One operation at a time. When its token is cancelled the peer is asked to stop, where there is a message for that,
    /// and the connection is cut when it does not within a moment.
    /// </summary>
    private sealed class OperationScope : IDisposable
    {
        private readonly DicomAssociation _association;
        private readonly CancellationToken _token;
        private readonly bool _cancelMessage;
        private CancellationTokenRegistration _registration;
        private byte _contextId;
        private ushort _messageId;
        private int _cancelSent;

        private OperationScope(DicomAssociation association, bool cancelMessage, CancellationToken token)
        {
            _association = association;
            _cancelMessage = cancelMessage;
            _token = token;
        }

        public static async Task<OperationScope> EnterAsync(DicomAssociation association, bool cancelMessage, CancellationToken token)
        {
            await association._operation.WaitAsync(token).ConfigureAwait(false);
            OperationScope scope = new(association, cancelMessage, token);
            scope._registration = token.Register(static state => ((OperationScope)state!).OnCancelled(), scope);
            return scope;
        }

        /// <summary>From here on C-CANCEL has something to name.</summary>
        public void Begin(byte contextId, ushort messageId)
        {
            _contextId = contextId;
            _messageId = messageId;
            if (_token.IsCancellationRequested)
            {
                OnCancelled();
            }
        }

        public void SetDeadline(TimeSpan timeout, string phase)
        {
            if (!_token.IsCancellationRequested && _cancelSent == 0)
            {
                _association._channel.Connection.SetDeadline(timeout, phase);
            }
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
                    answer = await _association.ReceiveMessageAsync().ConfigureAwait(false);
                    await _association._channel.DrainAsync(answer).ConfigureAwait(false);
                    _association._channel.Connection.SetDeadline(_association._options.CancelTimeout, "C-CANCEL");
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
            _association._channel.Connection.ClearDeadline();
            _association._operation.Release();
        }

        private void OnCancelled()
        {
            if (_cancelMessage && _messageId != 0)
            {
                _ = SendCancelAsync();
            }
            else
            {
                _association._channel.Connection.SetDeadline(_association._options.CancelTimeout, "cancelled");
            }
        }

        private async Task SendCancelAsync()
        {
            if (Interlocked.Exchange(ref _cancelSent, 1) != 0)
            {
                return;
            }

            _association._channel.Connection.SetDeadline(_association._options.CancelTimeout, "C-CANCEL");
            try
            {
                await _association._channel.SendAsync(_contextId, DimseCommand.Cancel(_messageId), null).ConfigureAwait(false);
            }
            catch (DicomException)
            {
                // The reader sees the broken connection.
            }
        }
    }
}
