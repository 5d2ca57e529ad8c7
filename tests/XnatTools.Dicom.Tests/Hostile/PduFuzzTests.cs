using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>
/// Damaged streams of PDUs, both ways. XNATTOOLS_FUZZ_PDUS sets the number (a long run: 200000), XNATTOOLS_FUZZ_SEED where
/// it starts, XNATTOOLS_FUZZ_SECONDS a time after which it ends.
/// </summary>
public sealed class PduFuzzTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_survives_damaged_streams_and_answers_afterwards()
    {
        ArchiveService service = new(TestData.WriteArchive(_folder.Folder("archive")), _folder.Folder("in"));
        TimeSpan phase = TimeSpan.FromMilliseconds(300);
        DicomServerOptions options = new() { AssociationTimeout = phase, DataTimeout = phase, IdleTimeout = phase, MaxAssociations = 64 };
        await using DicomServer server = DicomServer.Start(service, options);
        byte[][] valid = [PduStreams.Requests(1), PduStreams.Requests(8)];
        await RunAsync("server", 600, async seed =>
        {
            Random random = new(seed);
            byte[] bytes = PduMutator.Mutate(valid[random.Next(2)], random);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            try
            {
                await socket.SendAsync(bytes);

                // Some leave their end open: the server's own time has to end it.
                if (random.Next(30) != 0)
                {
                    socket.Shutdown(SocketShutdown.Send);
                }

                byte[] sink = new byte[8192];
                using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
                while (await socket.ReceiveAsync(sink, limit.Token) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Cut by the server, which is its right.
            }
        });
        await using DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]);
        Assert.Equal(DicomStatus.Success, await association.EchoAsync());
        await association.ReleaseAsync();
        for (int i = 0; i < 100 && server.AssociationCount > 0; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal(0, server.AssociationCount);
    }

    [Fact]
    public async Task A_requestor_survives_damaged_answers()
    {
        List<string> archive = TestData.WriteArchive(_folder.Folder("archive"));
        byte[][] answers = [await PduStreams.RecordAnswersAsync(archive, 1, RecordedAsync), await PduStreams.RecordAnswersAsync(archive, 4, RecordedAsync)];
        ConcurrentBag<TcpListener> free = [];
        await RunAsync("requestor", 600, async seed =>
        {
            Random random = new(seed);
            int which = random.Next(2);
            byte[] bytes = PduMutator.Mutate(answers[which], random);
            if (!free.TryTake(out TcpListener? listener))
            {
                listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
            }

            Task serve = Task.Run(async () =>
            {
                using Socket socket = await listener.AcceptSocketAsync();
                try
                {
                    byte[] sink = new byte[65536];
                    await socket.ReceiveAsync(sink);
                    await socket.SendAsync(bytes);
                    if (seed % 30 != 0)
                    {
                        socket.Shutdown(SocketShutdown.Send);
                    }

                    while (await socket.ReceiveAsync(sink) > 0)
                    {
                    }
                }
                catch (SocketException)
                {
                    // The requestor had enough.
                }
            });
            try
            {
                await UseAsync(new DicomNode("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "X"), which == 0 ? 1 : 4);
            }
            catch (DicomException)
            {
                // Told by name.
            }

            await serve;
            free.Add(listener);
        });
        foreach (TcpListener listener in free)
        {
            listener.Dispose();
        }
    }

    /// <summary>What is recorded must come to its end, however busy the machine is.</summary>
    private static Task RecordedAsync(DicomNode node, int window) => UseAsync(node, window, TimeSpan.FromSeconds(30));

    private static Task UseAsync(DicomNode node, int window) => UseAsync(node, window, TimeSpan.FromMilliseconds(300));

    private static async Task UseAsync(DicomNode node, int window, TimeSpan phase)
    {
        DicomClientOptions options = new()
        {
            AssociationTimeout = phase, ResponseTimeout = phase, RetrieveTimeout = phase, CancelTimeout = phase,
            ReleaseTimeout = TimeSpan.FromMilliseconds(200), AsynchronousOperations = window,
        };
        await using DicomAssociation association = await DicomAssociation.OpenAsync(
            node,
            [
                PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Get(DicomQueryRoot.Study),
                new PresentationContext(DicomUids.CTImageStorage) { RequestorIsScp = true }, PresentationContext.Move(DicomQueryRoot.Study),
            ],
            options);
        await association.EchoAsync();
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys("")))
        {
            _ = answer.GetString(DicomTags.PatientName);
        }

        await association.GetAsync(DicomQueryRoot.Study, Keys(PduStreams.Study + "4"), (_, _) => Task.FromResult(DicomStatus.Success));
        await association.MoveAsync(DicomQueryRoot.Study, Keys(PduStreams.Study + "4"), "NOBODY");
    }

    private static DicomDataset Keys(string study)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.PatientName);
        keys.SetString(DicomTags.StudyInstanceUid, study);
        return keys;
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    /// <summary>
    /// Several at a time. One that takes longer than a second is tried again by itself, since the machine may have been busy;
    /// one that throws, or is slow three times, is told by its seed.
    /// </summary>
    private async Task RunAsync(string name, int usual, Func<int, Task> one)
    {
        int count = Number("XNATTOOLS_FUZZ_PDUS", usual);
        int first = Number("XNATTOOLS_FUZZ_SEED", 1);
        TimeSpan longest = TimeSpan.FromSeconds(Number("XNATTOOLS_FUZZ_SECONDS", 24 * 3600));
        int next = first - 1;
        int done = 0;
        long peak = 0;
        TimeSpan slowest = TimeSpan.Zero;
        List<int> slow = [];
        Stopwatch whole = Stopwatch.StartNew();
        async Task WorkAsync()
        {
            int seed;
            while ((seed = Interlocked.Increment(ref next)) < first + count && whole.Elapsed < longest)
            {
                Stopwatch watch = Stopwatch.StartNew();
                try
                {
                    await one(seed).WaitAsync(TimeSpan.FromSeconds(15));
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{name}, seed {seed}: {e.Message}", e);
                }

                lock (slow)
                {
                    done++;
                    slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                    if (watch.Elapsed > s_limit)
                    {
                        slow.Add(seed);
                    }
                }
            }
        }

        await Task.WhenAll(Array.ConvertAll(new int[longest < TimeSpan.FromMinutes(5) ? 2 : count > 5000 ? 8 : 3], _ => Task.Run(WorkAsync)));
        output.WriteLine($"{name}: {done} streams from seed {first} in {whole.Elapsed.TotalSeconds:0} s, slowest {slowest.TotalMilliseconds:0} ms, {slow.Count} beyond a second at first, heap at most {peak >> 20} MB");
        foreach (int seed in slow)
        {
            TimeSpan best = TimeSpan.MaxValue;
            for (int i = 0; i < 3 && best > s_limit; i++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                await one(seed).WaitAsync(TimeSpan.FromSeconds(15));
                best = watch.Elapsed < best ? watch.Elapsed : best;
            }

            Assert.True(best <= s_limit, $"{name}, seed {seed} takes {best}.");
        }

        Assert.True(peak < 1L << 30, $"{name}: the heap grew to {peak >> 20} MB.");
    }
}
