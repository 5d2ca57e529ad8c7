using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>The sub-operations of one C-MOVE or C-GET, with their counts and pending answers.</summary>
internal sealed class RetrieveRun(DimseChannel channel, RequestReader reader, DimseMessage request, PresentationContext context, DicomAssociationRequest association, DicomServerOptions options, DicomRetrievePlan plan, CancellationToken cancel)
{
    private readonly List<string> _failedUids = [];
    private int _completed;
    private int _failed;
    private int _warnings;
    private bool _cancelled;

    private int Remaining => plan.Paths.Count - _completed - _failed - _warnings;

    public async Task MoveAsync()
    {
        if (plan.Paths.Count == 0)
        {
            await FinishAsync(DicomStatus.Success).ConfigureAwait(false);
            return;
        }

        DicomAssociation? target = null;
        try
        {
            DicomClientOptions client = options.MoveOptions ?? new DicomClientOptions { CallingAETitle = options.AETitle, MaxPduLength = options.MaxPduLength };
            target = await DicomAssociation.OpenAsync(plan.Destination ?? throw new InvalidOperationException("A move needs a destination."), Contexts(), client, cancel).ConfigureAwait(false);
            DicomMoveOriginator originator = new(association.CallingAETitle, request.MessageId);
            for (int i = 0; i < plan.Paths.Count && !cancel.IsCancellationRequested; i++)
            {
                string path = plan.Paths[i];
                await OneAsync(i, path, () => target.StoreAsync(path, originator, CancellationToken.None)).ConfigureAwait(false);
                await PendingAsync().ConfigureAwait(false);
                if (!target.IsOpen)
                {
                    break;
                }
            }
        }
        catch (DicomException) when (!cancel.IsCancellationRequested)
        {
            _failed = plan.Paths.Count - _completed - _warnings;
            await FinishAsync(DicomStatus.UnableToPerformSuboperations).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException)
        {
            _cancelled = true;
        }
        finally
        {
            if (target is not null)
            {
                await target.DisposeAsync().ConfigureAwait(false);
            }
        }

        await FinishAsync(Outcome()).ConfigureAwait(false);
    }

    /// <summary>Sends over the requestor's own association.</summary>
    public async Task GetAsync()
    {
        ushort id = 0;
        try
        {
            for (int i = 0; i < plan.Paths.Count && !cancel.IsCancellationRequested; i++)
            {
                string path = plan.Paths[i];
                id++;
                await OneAsync(i, path, () => StoreHereAsync(path, id)).ConfigureAwait(false);
                await PendingAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _cancelled = true;
        }

        await FinishAsync(Outcome()).ConfigureAwait(false);
    }

    private async Task<DicomStatus> StoreHereAsync(string path, ushort id)
    {
        Task<DimseMessage> answer = reader.AnswerAsync(id);
        try
        {
            await StoreSender.SendFileAsync(channel, association.Contexts, true, path, id, null, options.DataTimeout).ConfigureAwait(false);
        }
        catch
        {
            _ = answer.ContinueWith(static task => task.Exception, TaskScheduler.Default);
            throw;
        }

        channel.Connection.SetDeadline(this, options.DataTimeout, "C-GET");
        DicomStatus status = (await answer.ConfigureAwait(false)).Status;
        channel.Connection.ClearDeadline(this);
        return status;
    }

    private async Task OneAsync(int index, string path, Func<Task<DicomStatus>> store)
    {
        DicomStatus status;
        try
        {
            if (plan.BeforeEach is { } hook)
            {
                await hook(index, cancel).ConfigureAwait(false);
            }

            status = await store().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DicomServiceException
            || (e is DicomException { Code: DicomErrorCode.ContextNotAccepted or DicomErrorCode.NotDicom or DicomErrorCode.Damaged or DicomErrorCode.NotSupported }))
        {
            status = DicomStatus.ProcessingFailure;
        }

        switch (status.Kind)
        {
            case DicomStatusKind.Success:
                _completed++;
                break;
            case DicomStatusKind.Warning:
                _warnings++;
                break;
            default:
                _failed++;
                _failedUids.Add(InstanceOf(path));
                break;
        }
    }

    private static string InstanceOf(string path)
    {
        try
        {
            using DicomFile file = DicomFile.Open(path, new DicomReadOptions { Depth = DicomReadDepth.UpToTag, StopTag = new DicomTag(0x00080019) });
            return StoreSender.UidsOf(file).SopInstance;
        }
        catch (Exception e) when (e is IOException or DicomException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private List<PresentationContext> Contexts()
    {
        SortedSet<string> seen = new(StringComparer.Ordinal);
        List<string> readable = [];
        foreach (string path in plan.Paths)
        {
            try
            {
                (string sopClass, string syntax) = StoreSender.ClassOf(path);
                if (seen.Add(sopClass + " " + syntax))
                {
                    readable.Add(path);
                }
            }
            catch (Exception e) when (e is IOException or DicomException or UnauthorizedAccessException)
            {
                // Fails by itself when its turn comes.
            }
        }

        List<PresentationContext> contexts = new(PresentationContext.StorageOf(readable));
        if (contexts.Count == 0)
        {
            contexts.Add(PresentationContext.Verification());
        }

        return contexts;
    }

    private DicomStatus Outcome()
    {
        if (_cancelled || (cancel.IsCancellationRequested && Remaining > 0))
        {
            return DicomStatus.Cancelled;
        }

        if (Remaining > 0)
        {
            _failed += Remaining;
        }

        return _failed == 0 && _warnings == 0
            ? DicomStatus.Success
            : _completed + _warnings == 0 ? DicomStatus.UnableToPerformSuboperations : DicomStatus.SuboperationsWithFailures;
    }

    private Task PendingAsync() => Remaining == 0 ? Task.CompletedTask : SendAsync(DicomStatus.Pending, null);

    private Task FinishAsync(DicomStatus status)
    {
        byte[]? identifier = null;
        if (_failedUids.Count > 0)
        {
            DicomDataset failed = new();
            failed.SetString(DicomTags.FailedSopInstanceUidList, _failedUids.ToArray());
            identifier = DicomFileWriter.Encode(failed, context.AcceptedTransferSyntax!);
        }

        return SendAsync(status, identifier);
    }

    private async Task SendAsync(DicomStatus status, byte[]? identifier)
    {
        DicomDataset answer = DimseCommand.Answer(request.Command, status, identifier is not null);
        if (status.Kind is DicomStatusKind.Pending or DicomStatusKind.Cancelled)
        {
            DimseCommand.SetUInt16(answer, DicomTags.NumberOfRemainingSuboperations, Remaining);
        }

        DimseCommand.SetUInt16(answer, DicomTags.NumberOfCompletedSuboperations, _completed);
        DimseCommand.SetUInt16(answer, DicomTags.NumberOfFailedSuboperations, _failed);
        DimseCommand.SetUInt16(answer, DicomTags.NumberOfWarningSuboperations, _warnings);
        channel.Connection.SetDeadline(this, options.DataTimeout, "answer");
        await channel.SendAsync(request.ContextId, answer, identifier).ConfigureAwait(false);
        channel.Connection.ClearDeadline(this);
    }
}
