using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace XnatTools.Client;

/// <summary>What broke when no answer came.</summary>
internal enum NetworkFaultKind
{
    /// <summary>No connection was made, so nothing was sent.</summary>
    NeverConnected,

    /// <summary>Certificate or protocol; nothing was sent.</summary>
    Tls,

    /// <summary>The connection broke after something may have been sent.</summary>
    Broken,
}

/// <summary>Reads the exceptions of both runtimes.</summary>
internal static class NetworkFault
{
    public static bool IsNetwork(Exception error) => error is HttpRequestException or IOException or WebException or SocketException or ObjectDisposedException;

    public static NetworkFaultKind Kind(Exception error)
    {
        bool never = false;
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AuthenticationException:
                    return NetworkFaultKind.Tls;
                case WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }:
                    return NetworkFaultKind.Tls;
                case WebException { Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure }:
                    never = true;
                    break;
                case SocketException socket:
                    never |= socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable
                        or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData or SocketError.HostDown or SocketError.NetworkDown;
                    break;
#if NET
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return NetworkFaultKind.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError }:
                    never = true;
                    break;
#endif
            }
        }

        return never ? NetworkFaultKind.NeverConnected : NetworkFaultKind.Broken;
    }
}
