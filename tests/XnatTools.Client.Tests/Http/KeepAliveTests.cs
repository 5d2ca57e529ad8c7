using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>
/// The runtime's own handler sends a request again when a used connection is closed without an answer and no body was begun.
/// For a call that changes something that would be a second change.
/// </summary>
public sealed class KeepAliveTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_change_on_a_used_connection_that_is_closed_in_peace_is_not_sent_again(string verb)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int changes = 0;
        using CancellationTokenSource end = new();
        Task serving = ServeAsync(listener, verb, () => Interlocked.Increment(ref changes), end.Token);
        XnatClientOptions options = new()
        {
            Uri = new Uri("http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)),
            Credential = XnatCredential.Basic("jdoe", "pw"),
            UseProxy = false,
            MaximumConnections = 1,
            RequestTimeout = TimeSpan.FromSeconds(10),
            LongTimeout = TimeSpan.FromSeconds(10),
        };
        using (XnatClient client = await XnatClient.ConnectAsync(options, CancellationToken.None))
        {
            XnatException error = await Assert.ThrowsAsync<XnatException>(() => verb == "POST"
                ? client.Prearchive.MoveAsync(Dqr.Session(), "NEW", CancellationToken.None)
                : client.Prearchive.DeleteAsync(Dqr.Session(), CancellationToken.None));
            Assert.Same(XnatErrorCode.OutcomeUnknown, error.Code);
            Assert.Equal(1, changes);
        }

        await end.CancelAsync();
        listener.Stop();
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, string verb, Action changed, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using TcpClient connection = await listener.AcceptTcpClientAsync(cancellationToken);
                using StreamReader reader = new(connection.GetStream(), Encoding.ASCII, false, 4096, leaveOpen: true);
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } first)
                {
                    int length = 0;
                    for (string? line = await reader.ReadLineAsync(cancellationToken); line is { Length: > 0 }; line = await reader.ReadLineAsync(cancellationToken))
                    {
                        length = line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(line[15..], CultureInfo.InvariantCulture) : length;
                    }

                    if (length > 0)
                    {
                        await reader.ReadBlockAsync(new char[length], cancellationToken);
                    }

                    if (first.StartsWith(verb + " /data/prearchive/", StringComparison.Ordinal))
                    {
                        changed();
                        break; // the connection is closed with nothing unread: a peaceful end
                    }

                    string body = first.Contains("/username", StringComparison.Ordinal) ? "jdoe" : first.Contains("/JSESSION", StringComparison.Ordinal) ? "S1" : "{}";
                    byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n" + body);
                    await connection.GetStream().WriteAsync(answer, cancellationToken);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
