using System;
using System.Net;
using System.Net.Sockets;

namespace XnatTools.Commands.Tests;

/// <summary>Accepts connections and never answers.</summary>
internal sealed class DeafServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal DeafServer() => _listener.Start();

    internal Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public void Dispose() => _listener.Dispose();
}
