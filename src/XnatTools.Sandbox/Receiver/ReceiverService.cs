using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Receiver;

/// <summary>XNAT's receivers on one port: several AE titles may share it.</summary>
internal sealed class ReceiverService(SandboxContext context, Arrivals arrivals, DqrChance chance) : DicomService
{
    /// <summary>The port, once it is known.</summary>
    public int Port { get; set; }

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken)
    {
        if (Find(request.CalledAETitle) is not SandboxReceiver receiver)
        {
            return Task.FromResult(DicomAssociateDecision.CalledAETitleUnknown);
        }

        return Task.FromResult(receiver.WhitelistEnabled && !IsListed(receiver, request) ? DicomAssociateDecision.CallingAETitleUnknown : DicomAssociateDecision.Accept);
    }

    // Classes that the standard does not know are somebody's own storage: a receiver that refused them would lose the object.
    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request)
        => sopClassUid == DicomUids.Verification || sopClassUid.StartsWith(DicomUids.StoragePrefix, StringComparison.Ordinal) || !DicomUids.TryGet(sopClassUid, out _);

    public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
    {
        if (chance.Take(DqrFaultNames.PacsCut, "C-STORE") is not null)
        {
            throw new DicomException(DicomErrorCode.Aborted, "The association is cut by a fault.");
        }

        if (Find(request.CalledAETitle) is not SandboxReceiver receiver || !DicomUids.IsValid(request.SopInstanceUid))
        {
            return DicomStatus.ProcessingFailure;
        }

        return await arrivals.TakeAsync(receiver, request, cancellationToken).ConfigureAwait(false) ? DicomStatus.Success : DicomStatus.ProcessingFailure;
    }

    private SandboxReceiver? Find(string aeTitle)
    {
        lock (context.State.Sync)
        {
            return context.State.Receivers.Find(one => one.Enabled && one.Port == Port && one.AeTitle == aeTitle);
        }
    }

    // An entry is an AE title, an address, or both as AE@host.
    private static bool IsListed(SandboxReceiver receiver, DicomAssociationRequest request)
    {
        string address = (request.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? string.Empty;
        foreach (string entry in receiver.Whitelist)
        {
            if (entry == request.CallingAETitle || entry == address || entry == request.CallingAETitle + "@" + address)
            {
                return true;
            }
        }

        return false;
    }
}
