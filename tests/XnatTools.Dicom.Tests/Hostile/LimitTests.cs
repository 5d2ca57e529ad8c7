using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>What a peer can make a server hold: associations, contexts, lengths, memory, depth.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Associations_beyond_the_limit_are_rejected_and_beyond_twice_that_cut()
    {
        await using DicomServer server = DicomServer.Start(new EndlessService(), new DicomServerOptions { MaxAssociations = 3 });
        List<Socket> held = [];
        for (int i = 0; i < 3; i++)
        {
            held.Add(await RawPeer.ConnectAsync(server));
            await held[i].SendAsync(RawPeer.Request());
            Assert.Equal(2, (await RawPeer.AnswerAsync(held[i]))[0]);
        }

        for (int i = 0; i < 3; i++)
        {
            held.Add(await RawPeer.ConnectAsync(server));
            await held[3 + i].SendAsync(RawPeer.Request());
            byte[] rejected = await RawPeer.AnswerAsync(held[3 + i]);
            Assert.Equal([3, 0, 0, 0, 0, 4, 0, 2, 3, 2], rejected);
        }

        using (Socket seventh = await RawPeer.ConnectAsync(server))
        {
            Assert.Empty(await RawPeer.AnswerAsync(seventh));
        }

        held.ForEach(socket => socket.Dispose());
        for (int i = 0; i < 200 && server.AssociationCount > 0; i++)
        {
            await Task.Delay(20);
        }

        await using DicomAssociation after = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]);
        Assert.Equal(DicomStatus.Success, await after.EchoAsync());
    }

    [Theory]
    [InlineData(0, "a type that cannot begin")]
    [InlineData(1, "a length beyond what a request may have")]
    [InlineData(2, "more contexts than there are numbers")]
    [InlineData(3, "a context with an even number")]
    [InlineData(4, "two contexts of one number")]
    [InlineData(5, "a context without a transfer syntax")]
    public async Task A_request_beyond_the_limits_is_aborted(int which, string why)
    {
        await using DicomServer server = DicomServer.Start(new EndlessService());
        AssociatePdu pdu = AssociationNegotiation.Request(new DicomNode("127.0.0.1", 104, "X"), new DicomClientOptions(), []);
        int count = which == 2 ? 129 : 2;
        for (int i = 0; i < count; i++)
        {
            AssociatePdu.Context context = new() { Id = (byte)(which == 3 ? 2 : which == 4 ? 1 : (i * 2) + 1), AbstractSyntax = DicomUids.Verification };
            if (which != 5)
            {
                context.TransferSyntaxes.Add(DicomUids.ImplicitVRLittleEndian);
            }

            pdu.Contexts.Add(context);
        }

        byte[] bytes = pdu.Encode();
        if (which == 0)
        {
            bytes[0] = 4;
        }
        else if (which == 1)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), 0x7FFFFFFF);
        }

        using Socket socket = await RawPeer.ConnectAsync(server);
        await socket.SendAsync(bytes);
        byte[] answer = await RawPeer.AnswerAsync(socket);
        Assert.True(answer.Length == 10 && answer[0] == 7 && answer[8] == 2, why);
    }

    [Theory]
    [InlineData(0, "a PDU longer than was agreed")]
    [InlineData(1, "a command set that never ends")]
    [InlineData(2, "a query larger than the limit")]
    [InlineData(3, "a value longer than its PDU")]
    public async Task What_is_too_long_is_aborted_before_it_is_held(int which, string why)
    {
        await using DicomServer server = DicomServer.Start(new EndlessService(), new DicomServerOptions { MaxPduLength = 16384, MaxDatasetBytes = 100_000 });
        using Socket socket = await RawPeer.ConnectAsync(server);
        await socket.SendAsync(RawPeer.Request());
        await RawPeer.AnswerAsync(socket);
        try
        {
            switch (which)
            {
                case 0:
                    await socket.SendAsync(new byte[] { 4, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 });
                    break;
                case 1:
                    for (int i = 0; i < 100; i++)
                    {
                        await socket.SendAsync(RawPeer.Pdv(1, 1, new byte[1000]));
                    }

                    break;
                case 2:
                    await socket.SendAsync(RawPeer.Pdv(3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 1, DicomUids.StudyRootFind, true))));
                    for (int i = 0; i < 200; i++)
                    {
                        await socket.SendAsync(RawPeer.Pdv(3, 0, new byte[1000]));
                    }

                    break;
                default:
                    await socket.SendAsync(new byte[] { 4, 0, 0, 0, 0, 10, 0x7F, 0xFF, 0xFF, 0xFF, 1, 3, 0, 0, 0, 0 });
                    break;
            }
        }
        catch (SocketException)
        {
            // Cut while it was sent.
        }

        for (int i = 0; i < 250 && server.AssociationCount > 0; i++)
        {
            await Task.Delay(20);
        }

        Assert.True(server.AssociationCount == 0, why);
    }

    [Fact]
    public async Task Peers_that_announce_much_make_a_server_hold_little()
    {
        await using DicomServer server = DicomServer.Start(new EndlessService(), new DicomServerOptions { MaxAssociations = 64 });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<Socket> held = [];
        for (int i = 0; i < 64; i++)
        {
            Socket socket = await RawPeer.ConnectAsync(server);
            held.Add(socket);
            await socket.SendAsync(RawPeer.Request());
            await RawPeer.AnswerAsync(socket);
            await socket.SendAsync(RawPeer.Pdv(3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 1, DicomUids.StudyRootFind, true))));

            // A sequence that says it is 4 GB long, of which as much comes as a PDU holds.
            await socket.SendAsync(RawPeer.Pdv(3, 0, [0x40, 0, 0x75, 0x02, (byte)'S', (byte)'Q', 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, .. new byte[100_000]]));
        }

        await Task.Delay(300);
        Assert.Equal(64, server.AssociationCount);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(after - before, long.MinValue, 200L << 20);
        held.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_query_nested_without_end_is_answered_and_no_stack_runs_over()
    {
        await using DicomServer server = DicomServer.Start(new EndlessService(), new DicomServerOptions { MaxDatasetBytes = 4 << 20 });
        foreach (int depth in new[] { 50, 5_000, 100_000 })
        {
            using Socket socket = await RawPeer.ConnectAsync(server);
            await socket.SendAsync(RawPeer.Request());
            await RawPeer.AnswerAsync(socket);
            byte[] nested = new byte[depth * 20];
            for (int i = 0; i < depth; i++)
            {
                new byte[] { 0x40, 0, 0x75, 0x02, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF }.CopyTo(nested, i * 20);
            }

            await socket.SendAsync(RawPeer.Pdv(3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 1, DicomUids.StudyRootFind, true))));
            for (int at = 0; at < nested.Length; at += 16000)
            {
                int size = Math.Min(16000, nested.Length - at);
                await socket.SendAsync(RawPeer.Pdv(3, (byte)(at + size == nested.Length ? 2 : 0), nested.AsSpan(at, size).ToArray()));
            }

            Assert.NotEmpty(await RawPeer.AnswerAsync(socket));
        }

        await using DicomAssociation after = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]);
        Assert.Equal(DicomStatus.Success, await after.EchoAsync());
    }

    [Fact]
    public async Task A_requestor_holds_no_more_of_an_answer_than_its_limit()
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            (DimseMessage find, _) = await ScriptedPeer.NextAsync(channel);
            DicomDataset answer = new();
            answer.Set(new DicomElement(DicomTag.Parse("(0042,0011)"), DicomVR.OB, new byte[300_000]));
            await ScriptedPeer.AnswerAsync(channel, find, DicomStatus.Pending, answer);
        });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [PresentationContext.Find(DicomQueryRoot.Study)], new DicomClientOptions { MaxDatasetBytes = 100_000 });
        DicomException error = await Assert.ThrowsAnyAsync<DicomException>(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, new DicomDataset()))
            {
            }
        });
        Assert.Contains("larger than the limit", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_peer_that_drips_its_answer_cannot_hold_a_requestor(int window)
    {
        await using ScriptedPeer peer = new(async channel =>
        {
            (DimseMessage find, _) = await ScriptedPeer.NextAsync(channel);
            byte[] command = DimseChannel.EncodeCommand(DimseCommand.Answer(find.Command, DicomStatus.Pending, withDataset: true));
            await channel.Connection.SendAsync(RawPeer.Pdv(find.ContextId, 3, command));
            for (int i = 0; i < 200; i++)
            {
                await channel.Connection.SendAsync(RawPeer.Pdv(find.ContextId, 0, new byte[2]));
                await Task.Delay(30);
            }
        });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(
            peer.Node, [PresentationContext.Find(DicomQueryRoot.Study)], new DicomClientOptions { ResponseTimeout = TimeSpan.FromMilliseconds(500), AsynchronousOperations = window });
        Stopwatch watch = Stopwatch.StartNew();
        DicomException late = await Assert.ThrowsAnyAsync<DicomException>(async () =>
        {
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, new DicomDataset()))
            {
            }
        });
        Assert.Equal(DicomErrorCode.TimedOut, late.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }
}
