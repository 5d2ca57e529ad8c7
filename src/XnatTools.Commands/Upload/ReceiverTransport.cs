using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;
using XnatTools.Upload;

namespace XnatTools.Commands;

/// <summary>Sends a session's objects to one of XNAT's receivers by C-STORE.</summary>
internal sealed class ReceiverTransport(ReceiverSender sender, SessionLabels? labels, string folder) : ISeriesTransport
{
    private int _position;

    public int MaxParallel => 1;

    public bool IsBlind => true;

    /// <summary>A sender to a receiver of XNAT that was shown to be one.</summary>
    /// <exception cref="XnatException">It is none, or a PACS.</exception>
    internal static async Task<ReceiverSender> OpenAsync(XnatClient client, string host, string receiver, CancellationToken cancellationToken)
    {
        IReadOnlyList<XnatReceiver> receivers = await client.Receivers.ListAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<XnatPacs> pacs = await ReceiverGuardSources.PacsAsync(client, cancellationToken).ConfigureAwait(false);
        ReceiverTarget target = await ReceiverGuard.ChooseAsync(receivers, pacs, host, receiver, null, null, cancellationToken).ConfigureAwait(false);
        return new ReceiverSender(target, new NodeProfile(new DicomNode(host, target.Receiver.Port, target.Receiver.AETitle)));
    }

    public async Task<string?> SendAsync(IReadOnlyList<LocalInstance> instances, IDictionary<string, string> digests, CancellationToken cancellationToken)
    {
        foreach (LocalInstance instance in instances)
        {
            using LabelledCopy? copy = labels is null ? null : await Task.Run(() => LabelledCopy.Make(instance, labels, folder), cancellationToken).ConfigureAwait(false);
            DicomFileItem file = new() { Position = ++_position, Path = copy?.Path ?? instance.Path };
            DicomSendResult result = await sender.SendAsync(file, cancellationToken).ConfigureAwait(false);
            if (!result.Successful)
            {
                throw new XnatException(XnatErrorCode.FromId(result.Code ?? XnatErrorCode.DicomStoreFailed.Id), $"The receiver did not take object {_position}: {result.Reason}");
            }
        }

        return null;
    }
}
