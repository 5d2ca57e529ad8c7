using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Nodes;

public sealed class ReceiverSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-sender-" + Guid.NewGuid().ToString("N"))).FullName;
    private int _position;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_association_serves_files_of_one_kind_and_a_second_all_of_both()
    {
        Store service = new();
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSender sender = Sender(server.Port);
        DicomFileItem[] files = [Made(DicomUids.MRImageStorage), Made(DicomUids.MRImageStorage), Made(DicomUids.CTImageStorage), Made(DicomUids.MRImageStorage)];
        foreach (DicomFileItem file in files)
        {
            Assert.True((await sender.SendAsync(file, CancellationToken.None)).Successful);
        }

        await sender.CloseAsync(CancellationToken.None);
        Assert.Equal(2, sender.Associations);
        Assert.Equal(4, service.Stored.Count);
    }

    [Fact]
    public async Task A_failure_status_is_a_result_and_the_next_file_goes_on()
    {
        Store service = new() { Answer = DicomStatus.OutOfResources };
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSender sender = Sender(server.Port);
        DicomSendResult refused = await sender.SendAsync(Made(DicomUids.MRImageStorage), CancellationToken.None);
        Assert.Equal((false, 0xA700, "DicomStoreFailed"), (refused.Successful, refused.Status, refused.Code));
        service.Answer = DicomStatus.Success;
        Assert.True((await sender.SendAsync(Made(DicomUids.MRImageStorage), CancellationToken.None)).Successful);
        Assert.Equal(1, sender.Associations);
    }

    [Fact]
    public async Task A_file_cut_short_is_not_sent()
    {
        Store service = new();
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSender sender = Sender(server.Port);
        DicomFileItem file = Made(DicomUids.MRImageStorage);
        File.WriteAllBytes(file.Path, File.ReadAllBytes(file.Path)[..^100]);
        DicomSendResult result = await sender.SendAsync(file, CancellationToken.None);
        Assert.Equal("DicomInvalid", result.Code);
        Assert.Null(result.Status);
        Assert.Empty(service.Stored);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_given_up_after_three_files()
    {
        using ReceiverSender sender = Sender(1);
        for (int i = 1; i <= 5; i++)
        {
            DicomSendResult result = await sender.SendAsync(Made(DicomUids.MRImageStorage), CancellationToken.None);
            Assert.Equal("DicomNodeFailed", result.Code);
            Assert.Equal(i > 3, result.Reason.StartsWith("Not tried", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_association_that_the_receiver_ended_meanwhile_is_opened_again()
    {
        Store service = new();
        await using DicomServer server = DicomServer.Start(service, new DicomServerOptions { IdleTimeout = TimeSpan.FromMilliseconds(300) });
        using ReceiverSender sender = Sender(server.Port);
        Assert.True((await sender.SendAsync(Made(DicomUids.MRImageStorage), CancellationToken.None)).Successful);
        await Task.Delay(1200);
        DicomSendResult later = await sender.SendAsync(Made(DicomUids.MRImageStorage), CancellationToken.None);
        Assert.True(later.Successful, later.Reason);
        Assert.Equal(2, sender.Associations);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_slow_receiver()
    {
        Store service = new() { Wait = TimeSpan.FromSeconds(30) };
        await using DicomServer server = DicomServer.Start(service);
        using ReceiverSender sender = Sender(server.Port);
        using CancellationTokenSource stop = new();
        Task<DicomSendResult> sending = sender.SendAsync(Made(DicomUids.MRImageStorage), stop.Token);
        await service.Arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Stopwatch watch = Stopwatch.StartNew();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15); // at once by design; the receiver would take 30 s
    }

    private static ReceiverSender Sender(int port) => new(
        new ReceiverTarget(new XnatReceiver { AETitle = "XNAT", Port = port, Enabled = true }, [IPAddress.IPv6Loopback, IPAddress.Loopback]),
        new NodeProfile(new DicomNode("localhost", port, "XNAT")) { Timeout = TimeSpan.FromSeconds(20) });

    private DicomFileItem Made(string sopClass)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SopClassUid, sopClass);
        dataset.SetString(DicomTags.SopInstanceUid, DicomUids.New());
        dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, new byte[4096]));
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".dcm");
        new DicomFile(dataset).Save(path);
        return new DicomFileItem { Position = ++_position, Path = path };
    }

    private sealed class Store : DicomService
    {
        public List<string> Stored { get; } = [];

        public DicomStatus Answer { get; set; } = DicomStatus.Success;

        public TimeSpan Wait { get; init; }

        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            Arrived.TrySetResult();
            await Task.Delay(Wait, cancellationToken);
            lock (Stored)
            {
                Stored.Add(request.SopInstanceUid);
            }

            return Answer;
        }
    }
}
