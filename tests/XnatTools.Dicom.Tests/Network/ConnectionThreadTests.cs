using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Associations of a server on threads of their own, whatever the service does meanwhile.</summary>
public sealed class ConnectionThreadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_thread_ends_with_its_work()
    {
        Thread? own = null;
        TaskCompletionSource<bool> go = new();
        Assert.True(ConnectionThread.TryStart(async thread =>
        {
            own = Thread.CurrentThread;
            Assert.True(thread.IsCurrent);
            await go.Task;
        }));
        while (Volatile.Read(ref own) is null)
        {
            await Task.Delay(5);
        }

        Assert.True(own!.IsAlive);
        go.SetResult(true);
        Assert.True(own.Join(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Work_that_waited_comes_back_to_the_thread_with_what_it_runs_there()
    {
        TaskCompletionSource<string> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(ConnectionThread.TryStart(async thread =>
        {
            try
            {
                int before = Environment.CurrentManagedThreadId;
                await Task.Delay(20).ConfigureAwait(false);
                bool away = !thread.IsCurrent;
                using ManualResetEventSlim gate = new();
                Task<int> waits = thread.RunAsync(() =>
                {
                    gate.Wait();
                    return Environment.CurrentManagedThreadId;
                });
                Task<int> follows = waits.ContinueWith(_ => Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                gate.Set();
                int there = await waits.ConfigureAwait(false);
                int after = await follows.ConfigureAwait(false);
                InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => thread.RunAsync<int>(() => throw new InvalidOperationException("x")));
                thread.End();
                await Task.Yield();
                int elsewhere = await thread.RunAsync(() => Environment.CurrentManagedThreadId).ConfigureAwait(false);
                told.SetResult($"{away} {there == before} {after == before} {thrown.Message} {elsewhere != before}");
            }
            catch (Exception e)
            {
                told.SetException(e);
            }
        }));
        Assert.Equal("True True True x True", await told.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Objects_arrive_whole_however_the_service_takes_them_and_whatever_is_asked_between(int window)
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        Wavering service = new(_folder.Folder("in"));
        await using DicomServer server = DicomServer.Start(service);
        List<PresentationContext> contexts = [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study), .. PresentationContext.StorageOf(paths)];
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), contexts, new DicomClientOptions { AsynchronousOperations = window }))
        {
            for (int round = 0; round < 3; round++)
            {
                service.Prefix = round + ".";
                foreach (string path in paths)
                {
                    Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
                    Assert.Equal(DicomStatus.Success, await association.EchoAsync());
                }

                if (round == 1)
                {
                    int found = 0;
                    await foreach (DicomDataset _ in association.FindAsync(DicomQueryRoot.Study, new DicomDataset()))
                    {
                        found++;
                    }

                    Assert.Equal(3, found);
                }
            }
        }

        for (int round = 0; round < 3; round++)
        {
            foreach (string path in paths)
            {
                using DicomFile sent = DicomFile.Open(path);
                string arrived = Path.Combine(_folder.Path, "in", round + "." + sent.Dataset.GetString(DicomTags.SopInstanceUid));
                using DicomFile came = DicomFile.Open(arrived);
                Assert.Equal(File.ReadAllBytes(path)[(int)sent.DatasetOffset..], File.ReadAllBytes(arrived)[(int)came.DatasetOffset..]);
            }
        }

        // The handler began here and there on the association's thread, and was called there again after it had been elsewhere.
        Assert.Contains("DICOM association", service.Threads);
    }

    [Fact]
    public async Task A_server_ends_at_once_though_its_threads_wait_for_peers()
    {
        DicomServer server = DicomServer.Start(new Wavering(_folder.Path));
        List<DicomAssociation> open = [];
        for (int i = 0; i < 10; i++)
        {
            open.Add(await DicomAssociation.OpenAsync(new DicomNode("127.0.0.1", server.Port, "X"), [PresentationContext.Verification()]));
        }

        Stopwatch watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, server.AssociationCount);
        foreach (DicomAssociation association in open)
        {
            await Assert.ThrowsAsync<DicomException>(() => association.EchoAsync());
            await association.DisposeAsync();
        }
    }

    /// <summary>Takes objects now at once, now after a while, now piece by piece with waits between.</summary>
    private sealed class Wavering(string folder) : DicomService
    {
        private int _turn;

        public string Prefix { get; set; } = "";

        public ConcurrentBag<string?> Threads { get; } = [];

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(5, cancellationToken);
            return DicomAssociateDecision.Accept;
        }

        public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return new DicomDataset();
            }
        }

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            Threads.Add(Thread.CurrentThread.Name);
            string path = Path.Combine(folder, Prefix + request.SopInstanceUid);
            switch (_turn++ % 3)
            {
                case 0:
                    await request.SaveAsync(path, cancellationToken);
                    break;
                case 1:
                    await Task.Delay(3, cancellationToken);
                    await request.SaveAsync(path, cancellationToken);
                    await Task.Delay(3, cancellationToken);
                    break;
                default:
                    using (MemoryStream bytes = new())
                    {
                        await using Stream stream = request.OpenDataset();
                        byte[] piece = new byte[700];
                        while (await stream.ReadAsync(piece, cancellationToken) is > 0 and int got)
                        {
                            bytes.Write(piece, 0, got);
                            await Task.Yield();
                        }

                        using AtomicFile file = new(path);
                        DicomFileWriter.WriteReceivedMeta(file.Output, request.SopClassUid, request.SopInstanceUid, request.TransferSyntaxUid, request.CallingAETitle);
                        file.Output.Write(bytes.ToArray());
                        file.Commit();
                    }

                    break;
            }

            return DicomStatus.Success;
        }
    }
}
