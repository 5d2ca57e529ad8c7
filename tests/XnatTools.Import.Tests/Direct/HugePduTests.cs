using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Receive;
using XnatTools.Import.Nodes;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>A sender whose PDU says it is 4 GB long, while an honest one sends.</summary>
public sealed class HugePduTests
{
    [Fact]
    public async Task A_pdu_of_4_GB_is_cut_off_and_named_and_disturbs_nobody()
    {
        using TemporaryFolder folder = new();
        await using LyingPacs pacs = new(folder.Folder("pacs"), 1) { Each = TimeSpan.FromMilliseconds(20) };
        PacsStudy study = pacs.Add("A1", 1, 30);
        await using ReceiveRun run = new(new ReceiveOptions
        {
            Profile = new NodeProfile(pacs.Node),
            StagingFolder = folder.File("staging"),
            Method = ReceiveMethod.Move,
            ListenPort = 0,
            ListenAddress = IPAddress.Loopback,
            MinimumFreeBytes = 0,
        });
        pacs.Destination = new DicomNode("127.0.0.1", run.ReceiverPort!.Value, "XNATTOOLS");
        Task<ReceivedStudy> receiving = run.ReceiveAsync(study);
        while (pacs.Sent.IsEmpty && !receiving.IsCompleted)
        {
            await Task.Delay(5);
        }

        using (TcpClient evil = new())
        {
            await evil.ConnectAsync(IPAddress.Loopback, run.ReceiverPort.Value);
            NetworkStream stream = evil.GetStream();
            await stream.WriteAsync(AssociateRequest());
            byte[] answer = new byte[1024];
            Assert.NotEqual(0, await stream.ReadAsync(answer));
            Assert.Equal(2, answer[0]);
            await stream.WriteAsync(new byte[] { 4, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFA, 1, 2 });
            Assert.NotEqual(0, await stream.ReadAsync(answer));
            Assert.Equal(7, answer[0]);
        }

        ReceivedStudy received = await receiving;
        Assert.Equal((ReceiveOutcome.Complete, 30), (received.Outcome, received.Received));
        ReceiveFault fault = Assert.Single(received.Faults);
        Assert.Equal(ReceiveFaultKind.Aborted, fault.Kind);
        Assert.Contains("impossible length", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(30, Directory.GetFiles(folder.File("staging"), "*.dcm", SearchOption.AllDirectories).Length);
    }

    private static byte[] AssociateRequest()
    {
        List<byte> items = [];
        items.AddRange(Item(0x10, Encoding.ASCII.GetBytes("1.2.840.10008.3.1.1.1")));
        items.AddRange(Item(0x20, [1, 0, 0, 0, .. Item(0x30, Encoding.ASCII.GetBytes(DicomUids.MRImageStorage)), .. Item(0x40, Encoding.ASCII.GetBytes("1.2.840.10008.1.2"))]));
        items.AddRange(Item(0x50, Item(0x51, [0, 0, 0x40, 0])));
        byte[] body = [0, 1, 0, 0, .. Encoding.ASCII.GetBytes("XNATTOOLS".PadRight(16)), .. Encoding.ASCII.GetBytes("LYING".PadRight(16)), .. new byte[32], .. items];
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return [1, 0, .. length, .. body];
    }

    private static byte[] Item(byte type, byte[] content) => [type, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
