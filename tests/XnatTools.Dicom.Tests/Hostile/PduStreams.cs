using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>Streams that are right, to be damaged: what a requestor says, and what an acceptor answers.</summary>
internal static class PduStreams
{
    public const string Study = "1.2.826.0.1.3680043.9.9999.";

    /// <summary>A requestor that echoes, queries, cancels, stores, moves and gets, with several operations at once or one.</summary>
    public static byte[] Requests(int window)
    {
        List<PresentationContext> contexts =
        [
            PresentationContext.Verification(),
            new(DicomUids.StudyRootFind, DicomUids.ExplicitVRLittleEndian) { ExtendedNegotiation = [1, 1] },
            new(DicomUids.CTImageStorage, DicomUids.ExplicitVRLittleEndian) { RequestorIsScp = true },
            PresentationContext.Get(DicomQueryRoot.Study),
            PresentationContext.Move(DicomQueryRoot.Study),
        ];
        for (int i = 0; i < contexts.Count; i++)
        {
            contexts[i].Id = (byte)((i * 2) + 1);
        }

        DicomClientOptions options = new() { UserIdentity = DicomUserIdentity.FromUserName("user", "pass"), AsynchronousOperations = window };
        using MemoryStream stream = new();
        stream.Write(AssociationNegotiation.Request(new DicomNode("127.0.0.1", 104, "X"), options, contexts).Encode());
        Put(stream, 1, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.EchoRequest, 1, DicomUids.Verification, false)));
        Put(stream, 3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 2, DicomUids.StudyRootFind, true)));
        Put(stream, 3, 2, Keys(null));
        Put(stream, 3, 3, DimseChannel.EncodeCommand(DimseCommand.Cancel(2)));
        DicomDataset store = DimseCommand.Request(DimseCommand.StoreRequest, 3, DicomUids.CTImageStorage, true);
        store.SetString(DicomTags.AffectedSopInstanceUid, "1.2.3");
        Put(stream, 5, 3, DimseChannel.EncodeCommand(store));
        Put(stream, 5, 0, new byte[100]);
        Put(stream, 5, 2, new byte[100]);
        DicomDataset move = DimseCommand.Request(DimseCommand.MoveRequest, 4, DicomUids.StudyRootMove, true);
        move.SetString(DicomTags.MoveDestination, "NOBODY");
        Put(stream, 9, 3, DimseChannel.EncodeCommand(move));
        Put(stream, 9, 2, Keys(Study + "1"));
        Put(stream, 7, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.GetRequest, 5, DicomUids.StudyRootGet, true)));
        Put(stream, 7, 2, Keys(Study + "4"));
        DicomDataset stored = DimseCommand.Request(DimseCommand.StoreRequest, 1, DicomUids.CTImageStorage, true);
        Put(stream, 5, 3, DimseChannel.EncodeCommand(DimseCommand.Answer(stored, DicomStatus.Success, false)));
        stream.Write([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
        return stream.ToArray();
    }

    /// <summary>What a server of ours says to a requestor of ours that does what <paramref name="use"/> does.</summary>
    public static async Task<byte[]> RecordAnswersAsync(List<string> archive, int window, Func<DicomNode, int, Task> use)
    {
        await using DicomServer server = DicomServer.Start(new ArchiveService(archive));
        using TcpListener relay = new(IPAddress.Loopback, 0);
        relay.Start();
        using MemoryStream recorded = new();
        Task pump = Task.Run(async () =>
        {
            using TcpClient from = await relay.AcceptTcpClientAsync();
            using TcpClient to = new();
            await to.ConnectAsync(IPAddress.Loopback, server.Port);
            Task up = from.GetStream().CopyToAsync(to.GetStream());
            byte[] buffer = new byte[65536];
            try
            {
                int got;
                while ((got = await to.GetStream().ReadAsync(buffer)) > 0)
                {
                    recorded.Write(buffer, 0, got);
                    await from.GetStream().WriteAsync(buffer.AsMemory(0, got));
                }

                from.Close();
                await up;
            }
            catch (IOException)
            {
                // Both ends are done.
            }
        });
        await use(new DicomNode("127.0.0.1", ((IPEndPoint)relay.LocalEndpoint).Port, "X"), window);
        await pump;
        return recorded.ToArray();
    }

    private static byte[] Keys(string? study)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.PatientName, "A*");
        if (study is not null)
        {
            keys.SetString(DicomTags.StudyInstanceUid, study);
        }

        return DicomFileWriter.Encode(keys, DicomUids.ExplicitVRLittleEndian);
    }

    private static void Put(MemoryStream stream, byte context, byte control, byte[] data)
    {
        byte[] header = new byte[12];
        header[0] = 4;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(2), (uint)data.Length + 6);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(6), (uint)data.Length + 2);
        header[10] = context;
        header[11] = control;
        stream.Write(header);
        stream.Write(data);
    }
}
