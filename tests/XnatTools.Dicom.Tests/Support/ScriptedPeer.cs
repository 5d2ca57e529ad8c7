using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests;

/// <summary>An acceptor that does what a test writes down, message by message: also what no real one would do.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _run;

    /// <summary>Takes one association and plays the script on its channel.</summary>
    public ScriptedPeer(Func<DimseChannel, Task> script, int window = 16)
    {
        _listener.Start();
        Node = new DicomNode("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, "SCRIPT");
        _run = Task.Run(async () =>
        {
            using Socket socket = await _listener.AcceptSocketAsync();
            socket.NoDelay = true;
            using DicomConnection connection = new(socket, new NetworkStream(socket));
            AssociatePdu request = await ServerNegotiation.ReceiveRequestAsync(connection);
            DicomAssociationRequest association = new(request, null, ServerNegotiation.ContextsOf(request));
            AssociatePdu answer = ServerNegotiation.Accept(request, association, new TakesAll(), new DicomServerOptions { AsynchronousOperations = window });
            await connection.SendAsync(answer.Encode());
            using DimseChannel channel = new(connection, 128 * 1024, request.MaxPduLength, 128 * 1024) { IsConcurrent = true };
            try
            {
                await script(channel);
                while (await channel.ReceiveAsync() is { } late)
                {
                    await channel.DrainAsync(late);
                }
            }
            catch (DicomException)
            {
                // The requestor had enough; what it makes of that is the test's.
            }
        });
    }

    /// <summary>Takes one connection, reads the association request, and answers these bytes.</summary>
    public ScriptedPeer(byte[] answer)
    {
        _listener.Start();
        Node = new DicomNode("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, "SCRIPT");
        _run = Task.Run(async () =>
        {
            using Socket socket = await _listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[64 * 1024]);
            await socket.SendAsync(answer);
            socket.Shutdown(SocketShutdown.Send);
            try
            {
                await socket.ReceiveAsync(new byte[1024]);
            }
            catch (SocketException)
            {
                // Closed by the requestor.
            }
        });
    }

    public DicomNode Node { get; }

    /// <summary>The next request with its data set.</summary>
    public static async Task<(DimseMessage Message, DicomDataset? Dataset)> NextAsync(DimseChannel channel)
    {
        DimseMessage message = await channel.ReceiveAsync() ?? throw new InvalidOperationException("The requestor released.");
        byte[]? bytes = message.HasDataset ? await channel.ReceiveDatasetAsync(message, 1 << 20) : null;
        return (message, bytes is null ? null : DicomReader.ReadBytes(bytes, new DicomTransferSyntax(DicomUids.ExplicitVRLittleEndian)));
    }

    public static Task AnswerAsync(DimseChannel channel, DimseMessage request, DicomStatus status, DicomDataset? dataset = null, Action<DicomDataset>? more = null)
    {
        DicomDataset command = DimseCommand.Answer(request.Command, status, dataset is not null);
        more?.Invoke(command);
        return channel.SendAsync(request.ContextId, command, dataset is null ? null : DicomFileWriter.Encode(dataset, DicomUids.ExplicitVRLittleEndian));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try
        {
            await _run.WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception e) when (e is SocketException or DicomException or InvalidOperationException or System.IO.IOException)
        {
            // Nobody came, or it went away.
        }

        _listener.Dispose();
    }

    private sealed class TakesAll : DicomService
    {
        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;
    }
}
