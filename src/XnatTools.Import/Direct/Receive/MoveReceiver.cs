using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Import.Direct.Receive;

/// <summary>The receiver that a run opens for C-MOVE: takes storage from the callers on its list, and nothing else from anybody.</summary>
internal sealed class MoveReceiver : DicomService, IAsyncDisposable
{
    private readonly Intake _intake;
    private readonly string _aeTitle;
    private readonly IReadOnlyCollection<string> _callers;
    private DicomServer? _server;

    private MoveReceiver(Intake intake, string aeTitle, IReadOnlyCollection<string> callers)
    {
        _intake = intake;
        _aeTitle = aeTitle;
        _callers = callers;
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _server!.Port;

    /// <summary>Associations that senders have open.</summary>
    public int Associations => _server!.AssociationCount;

    /// <summary>Opens it.</summary>
    /// <exception cref="XnatException">The port is taken, or may not be used.</exception>
    public static MoveReceiver Open(Intake intake, ReceiveOptions options)
    {
        MoveReceiver receiver = new(intake, options.ReceiverAETitle, options.Callers());
        try
        {
            receiver._server = DicomServer.Start(receiver, new DicomServerOptions
            {
                Address = options.ListenAddress,
                Port = options.ListenPort ?? 0,
                AETitle = options.ReceiverAETitle,
                IdleTimeout = options.Profile.RetrieveTimeout,
                DataTimeout = options.Profile.RetrieveTimeout,
            });
            return receiver;
        }
        catch (SocketException e)
        {
            throw new XnatException(XnatErrorCode.ReceiveListenFailed, e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "The port of the receiver is in use."
                : "The receiver cannot listen on that address and port.", e);
        }
    }

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken)
    {
        if (!string.Equals(request.CalledAETitle.Trim(), _aeTitle, StringComparison.Ordinal))
        {
            return Refuse(DicomAssociateDecision.CalledAETitleUnknown, "a caller called us by another AE title");
        }

        string address = (request.RemoteEndPoint as IPEndPoint)?.Address is { } remote
            ? (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString()
            : "";
        foreach (string caller in _callers)
        {
            // "AET", or "AET@address" to let it in from one machine only.
            int at = caller.IndexOf('@');
            string title = at < 0 ? caller : caller.Substring(0, at);
            if (string.Equals(title, request.CallingAETitle.Trim(), StringComparison.Ordinal) && (at < 0 || caller.Substring(at + 1) == address))
            {
                return Task.FromResult(DicomAssociateDecision.Accept);
            }
        }

        return Refuse(DicomAssociateDecision.CallingAETitleUnknown, "a caller is not on the list");
    }

    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) =>
        sopClassUid == DicomUids.Verification || IsStorage(sopClassUid);

    public override Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken) =>
        _intake.TakeAsync(request, null, cancellationToken);

    public override void Ended(DicomAssociationRequest association, Exception? error)
    {
        if (error is DicomException { Code: DicomErrorCode.Protocol or DicomErrorCode.TimedOut } fault)
        {
            _intake.Blame(ReceiveFaultKind.Aborted, "an association to our receiver: " + fault.Message);
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    /// <summary>Storage of the standard, and classes that the standard does not know: makers have their own.</summary>
    private static bool IsStorage(string sopClassUid) =>
        sopClassUid.StartsWith(DicomUids.StoragePrefix, StringComparison.Ordinal) || !DicomUids.TryGet(sopClassUid, out _);

    private Task<DicomAssociateDecision> Refuse(DicomAssociateDecision decision, string detail)
    {
        _intake.Blame(ReceiveFaultKind.CallerRefused, detail);
        return Task.FromResult(decision);
    }
}
