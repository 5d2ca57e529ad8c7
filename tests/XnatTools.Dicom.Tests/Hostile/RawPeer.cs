using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>A peer that is no more than a socket, and what it says.</summary>
internal static class RawPeer
{
    public static async Task<Socket> ConnectAsync(DicomServer server)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return socket;
    }

    public static byte[] Request(string caller = "FRIEND")
    {
        PresentationContext echo = PresentationContext.Verification();
        PresentationContext find = new(DicomUids.StudyRootFind, DicomUids.ExplicitVRLittleEndian);
        echo.Id = 1;
        find.Id = 3;
        return AssociationNegotiation.Request(new DicomNode("127.0.0.1", 104, "X"), new DicomClientOptions { CallingAETitle = caller }, [echo, find]).Encode();
    }

    public static byte[] Pdv(byte context, byte control, byte[] data)
    {
        byte[] pdu = new byte[12 + data.Length];
        pdu[0] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(2), (uint)data.Length + 6);
        BinaryPrimitives.WriteUInt32BigEndian(pdu.AsSpan(6), (uint)data.Length + 2);
        pdu[10] = context;
        pdu[11] = control;
        data.CopyTo(pdu, 12);
        return pdu;
    }

    /// <summary>What comes first; empty when the connection is closed.</summary>
    public static async Task<byte[]> AnswerAsync(Socket socket)
    {
        byte[] buffer = new byte[4096];
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        try
        {
            int got = await socket.ReceiveAsync(buffer, limit.Token);
            return buffer[..got];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
