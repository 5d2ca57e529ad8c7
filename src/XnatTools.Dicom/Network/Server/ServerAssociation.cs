using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>One association that a server has, from the connection to its end.</summary>
internal sealed class ServerAssociation(Socket socket, DicomService service, DicomServerOptions options, bool full, CancellationToken stop)
{
    private DicomConnection? _connection;

    /// <summary>Ends it at once.</summary>
    public void Cut()
    {
        if (_connection is { } connection)
        {
            connection.Kill(new DicomException(DicomErrorCode.Aborted, "The server stops."));
        }
        else
        {
            socket.Dispose();
        }
    }

    /// <param name="thread">The thread on which reads and writes wait; null for asynchronous ones.</param>
    public async Task RunAsync(ConnectionThread? thread)
    {
        DicomAssociationRequest? association = null;
        Exception? error = null;
        try
        {
            socket.NoDelay = true;
            Stream? stream = await SecureAsync().ConfigureAwait(false);
            if (stream is null)
            {
                return;
            }

            using DicomConnection connection = new(socket, stream) { Thread = thread };
            _connection = connection;
            using CancellationTokenRegistration registration = stop.Register(Cut);
            connection.SetDeadline(options.AssociationTimeout, "association request");
            AssociatePdu request;
            try
            {
                request = await ServerNegotiation.ReceiveRequestAsync(connection).ConfigureAwait(false);
                association = new DicomAssociationRequest(request, socket.RemoteEndPoint, ServerNegotiation.ContextsOf(request));
            }
            catch (DicomException e) when (e.Code == DicomErrorCode.Protocol)
            {
                await connection.SendAsync(new byte[] { 7, 0, 0, 0, 0, 4, 0, 0, 2, 6 }).ConfigureAwait(false);
                return;
            }

            DicomAssociateDecision decision = await DecideAsync(request, association).ConfigureAwait(false);
            if (!decision.IsAccepted)
            {
                await connection.SendAsync(new byte[] { 3, 0, 0, 0, 0, 4, 0, decision.Result, decision.Source, decision.Reason }).ConfigureAwait(false);
                await WaitForCloseAsync(connection, options).ConfigureAwait(false);
                return;
            }

            await connection.SendAsync(ServerNegotiation.Accept(request, association, service, options).Encode()).ConfigureAwait(false);
            connection.ClearDeadline();
            using DimseChannel channel = new(connection, options.MaxPduLength, request.MaxPduLength, options.MaxSendPduLength) { DataTimeout = options.DataTimeout, IsConcurrent = true };
            await new ServerOperations(channel, association, service, options, stop).RunAsync().ConfigureAwait(false);
            if (channel.ReleaseRequested)
            {
                await WaitForCloseAsync(connection, options).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is DicomException or OperationCanceledException || DicomConnection.IsConnectionError(e))
        {
            error = e;
        }
        finally
        {
            socket.Dispose();
            if (association is not null)
            {
                service.Ended(association, error);
            }
        }
    }

    /// <summary>The ARTIM timer of PS3.8: the requestor closes, or we do after a moment.</summary>
    private static async Task WaitForCloseAsync(DicomConnection connection, DicomServerOptions options)
    {
        TimeSpan most = TimeSpan.FromSeconds(2);
        connection.SetDeadline(options.AssociationTimeout < most ? options.AssociationTimeout : most, "close");
        int taken = 0;
        while (taken < 64 * 1024 && await connection.FillAsync(1).ConfigureAwait(false))
        {
            taken += connection.Received.Length;
            connection.Take(connection.Received.Length);
        }
    }

    private async Task<DicomAssociateDecision> DecideAsync(AssociatePdu request, DicomAssociationRequest association)
    {
        if (full)
        {
            return DicomAssociateDecision.LimitReached;
        }

        if ((request.Version & 1) == 0)
        {
            return DicomAssociateDecision.VersionNotSupported;
        }

        if (!request.HasKnownApplicationContext)
        {
            return DicomAssociateDecision.ContextNotSupported;
        }

        return await service.AssociateAsync(association, stop).ConfigureAwait(false);
    }

    private async Task<Stream?> SecureAsync()
    {
        NetworkStream network = new(socket, ownsSocket: true);
        if (options.Tls is not { } settings)
        {
            return network;
        }

        SslStream tls = new(network, leaveInnerStreamOpen: false, settings.ValidateClient ?? (settings.ClientAuthorities is { } own ? DicomCertificates.TrustOnly(own, checkName: false) : null));
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(options.AssociationTimeout);
        using CancellationTokenRegistration cut = timeout.Token.Register(static state => ((Socket)state!).Dispose(), socket);
        try
        {
            await tls.AuthenticateAsServerAsync(settings.Certificate, settings.RequireClientCertificate, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
            return tls;
        }
        catch (Exception e) when (e is AuthenticationException || DicomConnection.IsConnectionError(e))
        {
            await DisposeAsync(tls).ConfigureAwait(false);
            return null;
        }
    }

    private static Task DisposeAsync(SslStream tls)
    {
        tls.Dispose();
        return Task.CompletedTask;
    }
}
