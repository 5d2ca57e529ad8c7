using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <content>The operations.</content>
public sealed partial class DicomAssociation
{
    /// <summary>C-ECHO.</summary>
    public async Task<DicomStatus> EchoAsync(CancellationToken cancellationToken = default)
    {
        PresentationContext context = Require(DicomUids.Verification);
        using OperationScope scope = await OperationScope.EnterAsync(this, cancelMessage: false, cancellationToken).ConfigureAwait(false);
        try
        {
            ushort id = scope.Id;
            scope.SetDeadline(_options.ResponseTimeout, "C-ECHO");
            await _channel.SendAsync(context.Id, DimseCommand.Request(DimseCommand.EchoRequest, id, DicomUids.Verification, withDataset: false), null).ConfigureAwait(false);
            return (await scope.ReceiveAsync().ConfigureAwait(false)).Message.Status;
        }
        catch (DicomException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>
    /// C-FIND. Answers are handed out as they come; each is decoded by its own character set. When the enumeration is left
    /// early or cancelled, the peer is asked to stop (C-CANCEL).
    /// </summary>
    /// <param name="root">Information model.</param>
    /// <param name="keys">Keys to match and to return, with (0008,0052).</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="DicomStatusException">The final status was a failure.</exception>
    public async IAsyncEnumerable<DicomDataset> FindAsync(DicomQueryRoot root, DicomDataset keys, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        PresentationContext context = Require(PresentationContext.Find(root).AbstractSyntax);
        using OperationScope scope = await OperationScope.EnterAsync(this, cancelMessage: true, cancellationToken).ConfigureAwait(false);
        ushort id = scope.Id;
        DicomTransferSyntax syntax = new(context.AcceptedTransferSyntax!);
        await scope.GuardAsync(SendRequestAsync(context, DimseCommand.FindRequest, id, keys, null, scope, _options.ResponseTimeout, "C-FIND")).ConfigureAwait(false);
        scope.Begin(context.Id);
        bool ended = false;
        try
        {
            while (true)
            {
                scope.SetDeadline(_options.ResponseTimeout, "C-FIND");
                (DimseMessage answer, byte[]? bytes) = await scope.ReceiveAsync().ConfigureAwait(false);
                if (answer.Status.Kind != DicomStatusKind.Pending)
                {
                    ended = true;
                    cancellationToken.ThrowIfCancellationRequested();
                    if (answer.Status.Kind == DicomStatusKind.Failure)
                    {
                        throw new DicomStatusException(DicomOperation.Find, answer.Status, answer.Command.GetString(DicomTags.ErrorComment));
                    }

                    yield break;
                }

                if (bytes is not null && !cancellationToken.IsCancellationRequested)
                {
                    yield return DicomReader.ReadBytes(bytes, syntax);
                }
            }
        }
        finally
        {
            if (!ended)
            {
                await scope.AbandonAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>C-MOVE: the peer sends what matches to a third node that it knows by AE title.</summary>
    /// <param name="root">Information model.</param>
    /// <param name="keys">Level and unique keys.</param>
    /// <param name="destinationAETitle">Where to; the peer must know it.</param>
    /// <param name="progress">Gets the counts of every pending answer.</param>
    /// <param name="cancellationToken">Asks the peer to stop, and aborts if it does not.</param>
    /// <returns>The final answer; a failure is told by its status, not by an exception.</returns>
    public Task<DicomRetrieveProgress> MoveAsync(DicomQueryRoot root, DicomDataset keys, string destinationAETitle, IProgress<DicomRetrieveProgress>? progress = null, CancellationToken cancellationToken = default) =>
        DicomNode.IsValidAETitle(destinationAETitle)
            ? RetrieveAsync(DimseCommand.MoveRequest, PresentationContext.Move(root).AbstractSyntax, keys, destinationAETitle, null, progress, cancellationToken)
            : throw new ArgumentException("Not an AE title.", nameof(destinationAETitle));

    /// <summary>C-GET: the peer sends what matches over this association. Storage contexts must have been proposed with <see cref="PresentationContext.RequestorIsScp"/>.</summary>
    /// <param name="root">Information model.</param>
    /// <param name="keys">Level and unique keys.</param>
    /// <param name="store">Takes each object; its status is answered to the peer.</param>
    /// <param name="progress">Gets the counts of every pending answer.</param>
    /// <param name="cancellationToken">Asks the peer to stop, and aborts if it does not.</param>
    /// <returns>The final answer; a failure is told by its status, not by an exception.</returns>
    public Task<DicomRetrieveProgress> GetAsync(DicomQueryRoot root, DicomDataset keys, Func<DicomStoreRequest, CancellationToken, Task<DicomStatus>> store, IProgress<DicomRetrieveProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RetrieveAsync(DimseCommand.GetRequest, PresentationContext.Get(root).AbstractSyntax, keys, null, store ?? throw new ArgumentNullException(nameof(store)), progress, cancellationToken);

    /// <summary>C-STORE of a file, streamed; it goes as it is where its syntax was accepted.</summary>
    public Task<DicomStatus> StoreAsync(string path, DicomMoveOriginator? originator = null, CancellationToken cancellationToken = default) =>
        StoreAsync(id => StoreSender.SendFileAsync(_channel, Contexts, false, path, id, originator, _options.ResponseTimeout), cancellationToken);

    /// <summary>C-STORE of a file with the changes made to it in memory.</summary>
    public Task<DicomStatus> StoreAsync(DicomFile file, CancellationToken cancellationToken = default) =>
        StoreAsync(id => StoreSender.SendFileAsync(_channel, Contexts, file ?? throw new ArgumentNullException(nameof(file)), id, _options.ResponseTimeout), cancellationToken);

    private async Task<DicomStatus> StoreAsync(Func<ushort, Task> send, CancellationToken cancellationToken)
    {
        using OperationScope scope = await OperationScope.EnterAsync(this, cancelMessage: false, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_router is null)
            {
                scope.SetDeadline(_options.ResponseTimeout, "C-STORE");
            }

            await send(scope.Id).ConfigureAwait(false);
            scope.SetDeadline(_options.ResponseTimeout, "C-STORE");
            return (await scope.ReceiveAsync().ConfigureAwait(false)).Message.Status;
        }
        catch (DicomException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<DicomRetrieveProgress> RetrieveAsync(int field, string abstractSyntax, DicomDataset keys, string? destination, Func<DicomStoreRequest, CancellationToken, Task<DicomStatus>>? store, IProgress<DicomRetrieveProgress>? progress, CancellationToken cancellationToken)
    {
        PresentationContext context = Require(abstractSyntax);
        string name = field == DimseCommand.GetRequest ? "C-GET" : "C-MOVE";
        using OperationScope scope = await OperationScope.EnterAsync(this, cancelMessage: true, cancellationToken).ConfigureAwait(false);
        if (store is not null)
        {
            await scope.TakeObjectsAsync().ConfigureAwait(false);
        }

        ushort id = scope.Id;
        await scope.GuardAsync(SendRequestAsync(context, field, id, keys, destination, scope, _options.ResponseTimeout, name)).ConfigureAwait(false);
        scope.Begin(context.Id);
        while (true)
        {
            scope.SetDeadline(_options.RetrieveTimeout, name);
            (DimseMessage message, byte[]? bytes) = await scope.ReceiveAsync().ConfigureAwait(false);
            if (message.Field == DimseCommand.StoreRequest && store is not null)
            {
                await scope.GuardAsync(TakeObjectAsync(message, id, store, scope, cancellationToken)).ConfigureAwait(false);
                continue;
            }

            DicomDataset? identifier = bytes is null ? null : DicomReader.ReadBytes(bytes, new DicomTransferSyntax(context.AcceptedTransferSyntax!));
            DicomRetrieveProgress report = new(message.Command, identifier);
            if (report.Status.Kind == DicomStatusKind.Pending)
            {
                progress?.Report(report);
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            return report;
        }
    }

    private async Task TakeObjectAsync(DimseMessage message, ushort id, Func<DicomStoreRequest, CancellationToken, Task<DicomStatus>> store, OperationScope scope, CancellationToken cancellationToken)
    {
        PresentationContext? context = null;
        foreach (PresentationContext candidate in Contexts)
        {
            context = candidate.Id == message.ContextId && candidate.Result == DicomContextResult.Accepted ? candidate : context;
        }

        if (context is null)
        {
            throw await _channel.FailAsync("a presentation context that was not accepted", 2).ConfigureAwait(false);
        }

        DicomStoreRequest request = new(_channel, message, context.AcceptedTransferSyntax!, Node.AETitle, _options.CallingAETitle);
        DicomStatus status;
        try
        {
            status = await store(request, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            status = DicomStatus.OutOfResources;
        }

        await _channel.DrainAsync(message).ConfigureAwait(false);
        _router?.ObjectTaken(id);
        scope.SetDeadline(_options.ResponseTimeout, "C-GET");
        await _channel.SendAsync(message.ContextId, DimseCommand.Answer(message.Command, status, withDataset: false), null).ConfigureAwait(false);
    }

    private async Task SendRequestAsync(PresentationContext context, int field, ushort id, DicomDataset keys, string? destination, OperationScope scope, TimeSpan timeout, string phase)
    {
        if (keys is null)
        {
            throw new ArgumentNullException(nameof(keys));
        }

        DicomDataset command = DimseCommand.Request(field, id, context.AbstractSyntax, withDataset: true);
        if (destination is not null)
        {
            command.SetString(DicomTags.MoveDestination, destination);
        }

        scope.SetDeadline(timeout, phase);
        await _channel.SendAsync(context.Id, command, DicomFileWriter.Encode(keys, context.AcceptedTransferSyntax!)).ConfigureAwait(false);
    }

    private async Task<DimseMessage> ReceiveMessageAsync() => await _channel.ReceiveAsync().ConfigureAwait(false)
        ?? throw _channel.Connection.Failure(null);
}
