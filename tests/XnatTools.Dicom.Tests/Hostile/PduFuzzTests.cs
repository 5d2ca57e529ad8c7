using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damaged streams of PDUs, both ways. XNATTOOLS_FUZZ_PDUS sets the number (a long run: 200000), XNATTOOLS_FUZZ_SEED where
/// it starts.
/// </summary>
public sealed class PduFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_survives_damaged_streams_and_answers_afterwards()
    {
        ArchiveService service = new([], _folder.Folder("in"));
        DicomServerOptions options = new() { AssociationTimeout = TimeSpan.FromMilliseconds(700), DataTimeout = TimeSpan.FromMilliseconds(700), IdleTimeout = TimeSpan.FromMilliseconds(700), MaxAssociations = 16 };
        await using DicomServer server = DicomServer.Start(service, options);
        byte[] valid = ValidStream();
        int count = Number("XNATTOOLS_FUZZ_PDUS", 600);
        int first = Number("XNATTOOLS_FUZZ_SEED", 1);
        for (int seed = first; seed < first + count; seed++)
        {
            byte[] bytes = Mutate(valid, new Random(seed));
            Stopwatch watch = Stopwatch.StartNew();
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            try
            {
                await socket.SendAsync(bytes);
                socket.Shutdown(SocketShutdown.Send);
                byte[] sink = new byte[8192];
                using CancellationTokenSource limit = new(TimeSpan.FromSeconds(4));
                while (await socket.ReceiveAsync(sink, limit.Token) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Cut by the server, which is its right.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"seed {seed}: the server held on for {watch.Elapsed}");
            }
        }

        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
    }

    [Fact]
    public async Task A_requestor_survives_damaged_answers()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        byte[] answers = await RecordAnswersAsync();
        int count = Number("XNATTOOLS_FUZZ_PDUS", 600);
        int first = Number("XNATTOOLS_FUZZ_SEED", 1);
        DicomClientOptions options = new() { AssociationTimeout = TimeSpan.FromMilliseconds(500), ResponseTimeout = TimeSpan.FromMilliseconds(500), ReleaseTimeout = TimeSpan.FromMilliseconds(200) };
        for (int seed = first; seed < first + count; seed++)
        {
            byte[] bytes = Mutate(answers, new Random(seed));
            Task serve = Task.Run(async () =>
            {
                using Socket socket = await listener.AcceptSocketAsync();
                try
                {
                    byte[] sink = new byte[65536];
                    await socket.ReceiveAsync(sink);
                    await socket.SendAsync(bytes);
                    socket.Shutdown(SocketShutdown.Send);
                    while (await socket.ReceiveAsync(sink) > 0)
                    {
                    }
                }
                catch (SocketException)
                {
                    // The requestor had enough.
                }
            });
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                DicomNode node = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "X");
                await using DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study)], options);
                await association.EchoAsync();
                await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, new DicomDataset()))
                {
                    _ = answer.GetString(DicomTags.PatientName);
                }
            }
            catch (DicomException)
            {
                // Told by name.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"seed {seed} took {watch.Elapsed}");
            await serve;
        }
    }

    [Fact]
    public async Task A_silent_or_dripping_peer_cannot_hold_a_server()
    {
        DicomServerOptions options = new() { AssociationTimeout = TimeSpan.FromMilliseconds(400), IdleTimeout = TimeSpan.FromMilliseconds(400) };
        await using DicomServer server = DicomServer.Start(new ArchiveService([]), options);
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(IPAddress.Loopback, server.Port);
        using Socket dripping = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await dripping.ConnectAsync(IPAddress.Loopback, server.Port);
        byte[] valid = ValidStream();
        Stopwatch watch = Stopwatch.StartNew();
        int sent = 0;
        while (server.AssociationCount > 0 && watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            try
            {
                await dripping.SendAsync(valid.AsMemory(sent++ % valid.Length, 1));
            }
            catch (SocketException)
            {
                // Cut, as it should be.
            }

            await Task.Delay(20);
        }

        Assert.Equal(0, server.AssociationCount);
    }

    private static byte[] ValidStream()
    {
        List<PresentationContext> contexts = [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study), new PresentationContext(DicomUids.CTImageStorage)];
        for (int i = 0; i < contexts.Count; i++)
        {
            contexts[i].Id = (byte)((i * 2) + 1);
        }

        DicomClientOptions options = new() { UserIdentity = DicomUserIdentity.FromUserName("user", "pass") };
        using MemoryStream stream = new();
        stream.Write(AssociationNegotiation.Request(new DicomNode("127.0.0.1", 104, "X"), options, contexts).Encode());
        Put(stream, 1, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.EchoRequest, 1, DicomUids.Verification, false)));
        Put(stream, 3, 3, DimseChannel.EncodeCommand(DimseCommand.Request(DimseCommand.FindRequest, 2, DicomUids.StudyRootFind, true)));
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.PatientName, "A*");
        Put(stream, 3, 2, DicomFileWriter.Encode(keys, DicomUids.ExplicitVRLittleEndian));
        DicomDataset store = DimseCommand.Request(DimseCommand.StoreRequest, 3, DicomUids.CTImageStorage, true);
        store.SetString(DicomTags.AffectedSopInstanceUid, "1.2.3");
        Put(stream, 5, 3, DimseChannel.EncodeCommand(store));
        Put(stream, 5, 0, new byte[100]);
        Put(stream, 5, 2, new byte[100]);
        stream.Write([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
        return stream.ToArray();
    }

    private static void Put(MemoryStream stream, byte context, byte control, byte[] data)
    {
        byte[] header = new byte[12];
        header[0] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(2), (uint)data.Length + 6);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(6), (uint)data.Length + 2);
        header[10] = context;
        header[11] = control;
        stream.Write(header);
        stream.Write(data);
    }

    /// <summary>What a server of ours says to a requestor of ours that echoes and queries.</summary>
    private static async Task<byte[]> RecordAnswersAsync()
    {
        using TemporaryFolder folder = new();
        List<string> paths = TestData.WriteArchive(folder.Path);
        await using DicomServer server = DicomServer.Start(new ArchiveService(paths));
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
        DicomNode node = new("127.0.0.1", ((IPEndPoint)relay.LocalEndpoint).Port, "X");
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study)]))
        {
            await association.EchoAsync();
            DicomDataset keys = new();
            keys.SetString(DicomTags.PatientName);
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
            {
            }
        }

        await pump;
        return recorded.ToArray();
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        byte[] bytes = (byte[])valid.Clone();
        int count = 1 + random.Next(3);
        for (int i = 0; i < count; i++)
        {
            int at = random.Next(Math.Max(1, bytes.Length - 4));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes = bytes.AsSpan(0, at).ToArray();
                    break;
                case 2:
                    uint[] lengths = [0, 1, 2, 5, 6, 0xFFFFFFFF, 0x7FFFFFFF, 0x00020000, 0x00FFFFFF];
                    if (at + 4 <= bytes.Length)
                    {
                        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), lengths[random.Next(lengths.Length)]);
                    }

                    break;
                case 3:
                    bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(bytes.Length, at + random.Next(32)))];
                    break;
                case 4:
                    bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(64))), .. bytes.AsSpan(at)];
                    break;
                case 5:
                    bytes = [.. bytes, .. Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n")];
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }

            if (bytes.Length == 0)
            {
                return [0];
            }
        }

        return bytes;
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
