using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>Opens connections to peers, with TLS or without.</summary>
internal static class ConnectionOpener
{
    public static async Task<DicomConnection> OpenAsync(DicomNode node, DicomClientOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckKeys(options);
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.ConnectTimeout);
        Socket? socket = null;
        try
        {
            socket = await ConnectAsync(node, timeout.Token).ConfigureAwait(false);
            socket.NoDelay = true;
            NetworkStream network = new(socket, ownsSocket: true);
            if (!options.UseTls)
            {
                return new DicomConnection(socket, network);
            }

            SslStream tls = new(network, leaveInnerStreamOpen: false, options.ValidateCertificate ?? (options.TrustedAuthorities is { } own ? DicomCertificates.TrustOnly(own) : null));
            using CancellationTokenRegistration cut = timeout.Token.Register(static state => ((Socket)state!).Dispose(), socket);
            await tls.AuthenticateAsClientAsync(options.TlsHost ?? node.Host, options.ClientCertificates, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
            return new DicomConnection(socket, tls);
        }
        catch (AuthenticationException e)
        {
            socket?.Dispose();
            throw new DicomException(DicomErrorCode.TlsFailed, "The TLS handshake failed: " + (e.InnerException is null ? "the peer's certificate is not trusted or does not bear its name." : "the peer refused it."), e) { Phase = "TLS handshake" };
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested)
            {
                throw new DicomException(DicomErrorCode.TimedOut, "The peer did not answer in time (connecting).", e) { Phase = "connecting" };
            }

            throw new DicomException(
                options.UseTls && socket is not null && e is IOException ? DicomErrorCode.TlsFailed : DicomErrorCode.ConnectFailed,
                e is SocketException error ? "No connection: " + Explain(error.SocketErrorCode) + "." : "The connection was cut during the handshake.",
                e)
            {
                Phase = options.UseTls && socket is not null ? "TLS handshake" : "connecting",
            };
        }
    }

    /// <summary>A certificate without its key is passed over by TLS in silence, and the peer's refusal would not tell why.</summary>
    private static void CheckKeys(DicomClientOptions options)
    {
        foreach (X509Certificate certificate in options.UseTls && options.ClientCertificates is { } own ? own : [])
        {
            if (certificate is X509Certificate2 { HasPrivateKey: false })
            {
                throw new DicomException(DicomErrorCode.TlsFailed, "Our own certificate came without its key: take it from a PFX file or a store of certificates.") { Phase = "TLS handshake" };
            }
        }
    }

    private static string Explain(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the peer's machine answers, but nothing listens on the port",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name of the host is not known",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        SocketError.TimedOut => "the host did not answer",
        _ => error.ToString(),
    };

    private static async Task<Socket> ConnectAsync(DicomNode node, CancellationToken token)
    {
        IPAddress[] addresses;
        if (IPAddress.TryParse(node.Host, out IPAddress? literal))
        {
            addresses = [literal];
        }
        else
        {
#if NETFRAMEWORK
            addresses = await Dns.GetHostAddressesAsync(node.Host).ConfigureAwait(false);
#else
            addresses = await Dns.GetHostAddressesAsync(node.Host, token).ConfigureAwait(false);
#endif
        }

        SocketException? last = null;
        foreach (IPAddress address in addresses)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                using CancellationTokenRegistration cut = token.Register(static state => ((Socket)state!).Dispose(), socket);
#if NETFRAMEWORK
                await socket.ConnectAsync(new IPEndPoint(address, node.Port)).ConfigureAwait(false);
#else
                await socket.ConnectAsync(new IPEndPoint(address, node.Port), token).ConfigureAwait(false);
#endif
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                token.ThrowIfCancellationRequested();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
