using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>Answers the requests of one association.</summary>
internal sealed class ServerOperations(DimseChannel channel, DicomAssociationRequest association, DicomService service, DicomServerOptions options, CancellationToken stop)
{
    private readonly RequestReader _reader = new(channel, association.OperationsWindow, options.MaxDatasetBytes, options.DataTimeout);

    public async Task RunAsync()
    {
        while (true)
        {
            // A deadline of its own: that of reading is renewed and cleared by data sets that come ahead of their turn.
            channel.Connection.SetDeadline(_reader, options.IdleTimeout, "idle");
            DimseMessage? message = await _reader.NextAsync().ConfigureAwait(false);
            channel.Connection.ClearDeadline(_reader);
            if (message is null)
            {
                return;
            }

            PresentationContext? context = FindContext(message.ContextId);
            if (context is null)
            {
                throw await channel.FailAsync("a presentation context that was not accepted", 2).ConfigureAwait(false);
            }

            if (message.IsCancelled)
            {
                await SendAsync(message, DicomStatus.Cancelled).ConfigureAwait(false);
                continue;
            }

            switch (message.Field)
            {
                case DimseCommand.EchoRequest:
                    DicomStatus echo = await AnswerAsync(() => service.EchoAsync(association, stop)).ConfigureAwait(false);
                    await SendAsync(message, echo).ConfigureAwait(false);
                    break;
                case DimseCommand.StoreRequest:
                    await StoreAsync(message, context).ConfigureAwait(false);
                    break;
                case DimseCommand.FindRequest:
                    await FindAsync(message, context).ConfigureAwait(false);
                    break;
                case DimseCommand.MoveRequest or DimseCommand.GetRequest:
                    await RetrieveAsync(message, context).ConfigureAwait(false);
                    break;
                case DimseCommand.CancelRequest:
                    // Too late: the operation has ended.
                    break;
                default:
                    await channel.DrainAsync(message).ConfigureAwait(false);
                    await SendAsync(message, DicomStatus.UnrecognizedOperation).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static async Task<DicomStatus> AnswerAsync(Func<Task<DicomStatus>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (DicomServiceException e)
        {
            return e.Status;
        }
    }

    private PresentationContext? FindContext(byte id)
    {
        foreach (PresentationContext context in association.Contexts)
        {
            if (context.Id == id && context.Result == DicomContextResult.Accepted)
            {
                return context;
            }
        }

        return null;
    }

    private Task SendAsync(DimseMessage request, DicomStatus status) =>
        SendAsync(request, DimseCommand.Answer(request.Command, status, withDataset: false), null);

    /// <summary>A peer that does not take its answers is cut off; while it is read from, that has a time of its own.</summary>
    private async Task SendAsync(DimseMessage request, DicomDataset answer, byte[]? dataset)
    {
        channel.Connection.SetDeadline(this, options.DataTimeout, "answer");
        await channel.SendAsync(request.ContextId, answer, dataset).ConfigureAwait(false);
        channel.Connection.ClearDeadline(this);
    }

    private async Task StoreAsync(DimseMessage message, PresentationContext context)
    {
        DicomStoreRequest request = new(channel, message, context.AcceptedTransferSyntax!, association.CallingAETitle, association.CalledAETitle);
        DicomStatus status;
        try
        {
            status = await AnswerAsync(() => service.StoreAsync(request, stop)).ConfigureAwait(false);
        }
        catch (IOException)
        {
            status = DicomStatus.OutOfResources;
        }
        catch (UnauthorizedAccessException)
        {
            status = DicomStatus.OutOfResources;
        }

        await channel.DrainAsync(message).ConfigureAwait(false);
        await SendAsync(message, status).ConfigureAwait(false);
    }

    private async Task<DicomDataset> ReceiveKeysAsync(DimseMessage message, PresentationContext context)
    {
        byte[] bytes = message.Dataset ?? await channel.ReceiveDatasetAsync(message, options.MaxDatasetBytes).ConfigureAwait(false);
        return DicomReader.ReadBytes(bytes, new DicomTransferSyntax(context.AcceptedTransferSyntax!));
    }

    private async Task FindAsync(DimseMessage message, PresentationContext context)
    {
        // While it runs the peer is listened to, beside what it sends.
        await channel.Connection.LeaveThreadAsync().ConfigureAwait(false);
        DicomDataset keys = await ReceiveKeysAsync(message, context).ConfigureAwait(false);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _reader.ReadOn(message, cancel);
        DicomStatus status = DicomStatus.Success;
        try
        {
            DicomFindRequest request = new(context.AbstractSyntax, keys, association);
            IAsyncEnumerator<DicomDataset> answers = service.FindAsync(request, cancel.Token).GetAsyncEnumerator(cancel.Token);
            try
            {
                while (!cancel.IsCancellationRequested && await answers.MoveNextAsync().ConfigureAwait(false))
                {
                    byte[] bytes = DicomFileWriter.Encode(answers.Current, context.AcceptedTransferSyntax!);
                    await SendAsync(message, DimseCommand.Answer(message.Command, DicomStatus.Pending, withDataset: true), bytes).ConfigureAwait(false);
                }
            }
            finally
            {
                await answers.DisposeAsync().ConfigureAwait(false);
            }

            status = cancel.IsCancellationRequested ? DicomStatus.Cancelled : DicomStatus.Success;
        }
        catch (DicomServiceException e)
        {
            status = e.Status;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            status = DicomStatus.Cancelled;
        }

        await SendAsync(message, status).ConfigureAwait(false);
    }

    private async Task RetrieveAsync(DimseMessage message, PresentationContext context)
    {
        // While it runs the peer is listened to, beside what it sends.
        await channel.Connection.LeaveThreadAsync().ConfigureAwait(false);
        DicomDataset keys = await ReceiveKeysAsync(message, context).ConfigureAwait(false);
        bool move = message.Field == DimseCommand.MoveRequest;
        DicomRetrieveRequest request = new(context.AbstractSyntax, keys, message.Command.GetString(DicomTags.MoveDestination), message.MessageId, association);
        DicomRetrievePlan plan;
        try
        {
            plan = await service.RetrieveAsync(request, stop).ConfigureAwait(false);
        }
        catch (DicomServiceException e)
        {
            plan = DicomRetrievePlan.Refuse(e.Status);
        }

        if (plan.Refusal is { } refusal)
        {
            await SendAsync(message, refusal).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        RetrieveRun run = new(channel, _reader, message, context, association, options, plan, cancel.Token);
        _reader.ReadOn(message, cancel);
        if (move)
        {
            await run.MoveAsync().ConfigureAwait(false);
        }
        else
        {
            await run.GetAsync().ConfigureAwait(false);
        }
    }
}
