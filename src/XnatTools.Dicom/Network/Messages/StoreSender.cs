using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>Sends C-STORE requests over a channel, for both sides: an SCU's store, and a C-GET's sub-operations.</summary>
internal static class StoreSender
{
    private static readonly DicomReadOptions s_uids = new() { Depth = DicomReadDepth.UpToTag, StopTag = new DicomTag(0x00080019) };

    /// <summary>Sends a file as it is where its syntax was accepted, otherwise rewritten where that leaves its pixel data alone.</summary>
    public static async Task SendFileAsync(DimseChannel channel, IReadOnlyList<PresentationContext> contexts, bool asScp, string path, ushort messageId, DicomMoveOriginator? originator, TimeSpan timeout)
    {
        using DicomFile head = DicomFile.Open(path, s_uids);
        (string sopClass, string sopInstance) = UidsOf(head);
        PresentationContext context = Choose(contexts, asScp, sopClass, head.TransferSyntaxUid);
        DicomDataset command = Command(messageId, sopClass, sopInstance, originator);
        if (context.AcceptedTransferSyntax == head.TransferSyntaxUid)
        {
            await channel.SendAsync(context.Id, command, head.Layout.Source!, head.DatasetOffset, timeout).ConfigureAwait(false);
            return;
        }

        using DicomFile whole = DicomFile.Open(path);
        string target = context.AcceptedTransferSyntax!;
        DicomFileWriter.Check(whole, new DicomTransferSyntax(target));
        await channel.SendWrittenAsync(context.Id, command, stream => whole.WriteDataset(stream, target), timeout).ConfigureAwait(false);
    }

    /// <summary>Sends a file with the changes made to it in memory.</summary>
    public static Task SendFileAsync(DimseChannel channel, IReadOnlyList<PresentationContext> contexts, DicomFile file, ushort messageId, TimeSpan timeout)
    {
        (string sopClass, string sopInstance) = UidsOf(file);
        PresentationContext context = Choose(contexts, false, sopClass, file.TransferSyntaxUid);
        DicomDataset command = Command(messageId, sopClass, sopInstance, null);
        string target = context.AcceptedTransferSyntax!;

        // What is refused is refused before a byte of it is sent, and the association goes on.
        DicomFileWriter.Check(file, new DicomTransferSyntax(target));
        return channel.SendWrittenAsync(context.Id, command, stream => file.WriteDataset(stream, target), timeout);
    }

    public static (string SopClass, string SopInstance) UidsOf(DicomFile file)
    {
        string? sopClass = file.Dataset.GetString(DicomTags.SopClassUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopClassUid);
        string? sopInstance = file.Dataset.GetString(DicomTags.SopInstanceUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopInstanceUid);
        return sopClass is null || sopInstance is null
            ? throw new DicomException(DicomErrorCode.Damaged, "The file has no SOP class or instance UID.")
            : (sopClass, sopInstance);
    }

    /// <summary>SOP class and syntax of a file, for the contexts to propose.</summary>
    public static (string SopClass, string Syntax) ClassOf(string path)
    {
        using DicomFile head = DicomFile.Open(path, s_uids);
        return (UidsOf(head).SopClass, head.TransferSyntaxUid);
    }

    private static PresentationContext Choose(IReadOnlyList<PresentationContext> contexts, bool asScp, string sopClass, string syntax)
    {
        PresentationContext? plain = null;
        foreach (PresentationContext context in contexts)
        {
            if (context.Result != DicomContextResult.Accepted || context.AbstractSyntax != sopClass || (asScp && !context.ScpRoleAccepted))
            {
                continue;
            }

            if (context.AcceptedTransferSyntax == syntax)
            {
                return context;
            }

            if (new DicomTransferSyntax(context.AcceptedTransferSyntax!).IsNative && new DicomTransferSyntax(syntax).IsNative
                && !new DicomTransferSyntax(context.AcceptedTransferSyntax!).IsDeflated)
            {
                plain ??= context;
            }
        }

        return plain ?? throw PresentationContext.NotAccepted(contexts, sopClass, syntax);
    }

    private static DicomDataset Command(ushort messageId, string sopClass, string sopInstance, DicomMoveOriginator? originator)
    {
        DicomDataset command = DimseCommand.Request(DimseCommand.StoreRequest, messageId, sopClass, withDataset: true);
        command.SetString(DicomTags.AffectedSopInstanceUid, sopInstance);
        if (originator is not null)
        {
            command.SetString(DicomTags.MoveOriginatorAETitle, originator.AETitle);
            DimseCommand.SetUInt16(command, DicomTags.MoveOriginatorMessageId, originator.MessageId);
        }

        return command;
    }
}
