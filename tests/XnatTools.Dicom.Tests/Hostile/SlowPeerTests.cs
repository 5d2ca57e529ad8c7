using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>How long a peer can hold a server in each phase.</summary>
public sealed class SlowPeerTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(400);

    /// <summary>What the peer does with its connection, and which limit is short; all others are long.</summary>
    public enum Slow
    {
        /// <summary>Connects and says nothing.</summary>
        Silent,

        /// <summary>Sends the association request a byte at a time.</summary>
        DripsRequest,

        /// <summary>Is rejected and does not close.</summary>
        StaysRejected,

        /// <summary>Has an association and does nothing.</summary>
        Idle,

        /// <summary>Sends a command a byte at a time.</summary>
        DripsCommand,

        /// <summary>Begins a data set and goes silent.</summary>
        StopsData,

        /// <summary>Sends a data set in pieces of one byte.</summary>
        DripsData,

        /// <summary>Sends empty pieces of a data set.</summary>
        EmptyData,

        /// <summary>Does not read its answers.</summary>
        Deaf,

        /// <summary>Releases and does not close.</summary>
        StaysReleased,

        /// <summary>Begins an object and goes silent.</summary>
        StopsObject,

        /// <summary>Sends an object in pieces of one byte.</summary>
        DripsObject,

        /// <summary>Asks on and on, and does not read the answers.</summary>
        DeafToEchoes,
    }

    public static TheoryData<Slow> Peers { get; } = [.. Enum.GetValues<Slow>()];

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_slow_or_silent_peer_cannot_hold_a_server(Slow slow)
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        DicomServerOptions options = new()
        {
            AssociationTimeout = slow is Slow.Silent or Slow.DripsRequest or Slow.StaysRejected or Slow.StaysReleased ? s_short : hour,
            IdleTimeout = slow is Slow.Idle or Slow.DripsCommand ? s_short : hour,
            DataTimeout = slow is Slow.StopsData or Slow.DripsData or Slow.EmptyData or Slow.Deaf or Slow.StopsObject or Slow.DripsObject or Slow.DeafToEchoes ? s_short : hour,
        };
        await using DicomServer server = DicomServer.Start(new EndlessService(), options);
        using Socket socket = await RawPeer.ConnectAsync(server);
        await BeginAsync(socket, slow);
        for (int i = 0; i < 200 && server.AssociationCount == 0; i++)
        {
            await Task.Delay(5);
        }

        Assert.Equal(1, server.AssociationCount);
        // Answers that nobody reads fill the system's buffers first.
        TimeSpan most = TimeSpan.FromSeconds(slow == Slow.DeafToEchoes ? 60 : 5);
        Stopwatch watch = Stopwatch.StartNew();
        int turn = 0;
        while (server.AssociationCount > 0 && watch.Elapsed < most + TimeSpan.FromSeconds(3))
        {
            try
            {
                await GoOnAsync(socket, slow, turn++);
            }
            catch (SocketException)
            {
                // Cut, as it should be.
            }

            await Task.Delay(20);
        }

        Assert.Equal(0, server.AssociationCount);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.1), most);
    }

    private static async Task BeginAsync(Socket socket, Slow slow)
    {
        if (slow is Slow.Silent or Slow.DripsRequest)
        {
            return;
        }

        await socket.SendAsync(RawPeer.Request(slow == Slow.StaysRejected ? "STRANGER" : "FRIEND"));
        await RawPeer.AnswerAsync(socket);
        byte[] find = RawPeer.Pdv(3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 1, DicomUids.StudyRootFind, true)));
        switch (slow)
        {
            case Slow.StopsData or Slow.DripsData or Slow.EmptyData:
                await socket.SendAsync(find);
                break;
            case Slow.Deaf:
                await socket.SendAsync(find);
                await socket.SendAsync(RawPeer.Pdv(3, 2, DicomFileWriter.Encode(new DicomDataset(), DicomUids.ExplicitVRLittleEndian)));
                break;
            case Slow.StopsObject or Slow.DripsObject:
                await socket.SendAsync(RawPeer.Pdv(1, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.StoreRequest, 1, DicomUids.CTImageStorage, true))));
                await socket.SendAsync(RawPeer.Pdv(1, 0, new byte[100]));
                break;
            case Slow.StaysReleased:
                await socket.SendAsync(new byte[] { 5, 0, 0, 0, 0, 4, 0, 0, 0, 0 });
                await RawPeer.AnswerAsync(socket);
                break;
            default:
                break;
        }
    }

    private static async Task GoOnAsync(Socket socket, Slow slow, int turn)
    {
        switch (slow)
        {
            case Slow.DripsRequest:
                await socket.SendAsync(RawPeer.Request().AsMemory(turn, 1));
                break;
            case Slow.DripsCommand:
                await socket.SendAsync(RawPeer.Pdv(1, 1, new byte[1]));
                break;
            case Slow.DripsData:
                await socket.SendAsync(RawPeer.Pdv(3, 0, new byte[1]));
                break;
            case Slow.EmptyData:
                await socket.SendAsync(RawPeer.Pdv(3, 0, []));
                break;
            case Slow.DripsObject:
                await socket.SendAsync(RawPeer.Pdv(1, 0, new byte[1]));
                break;
            case Slow.DeafToEchoes:
                byte[] echo = RawPeer.Pdv(1, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.EchoRequest, 1, DicomUids.Verification, false)));
                await socket.SendAsync(Enumerable.Repeat(echo, 5000).SelectMany(static bytes => bytes).ToArray());
                break;
            default:
                break;
        }
    }
}
