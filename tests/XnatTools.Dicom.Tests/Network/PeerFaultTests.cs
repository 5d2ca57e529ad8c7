using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>What real peers do wrong, or are told to do wrong, with a name for each.</summary>
[Trait("Category", "Peer")]
public sealed class PeerFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("--refuse", DicomErrorCode.Rejected, null, "gives no reason")]
    [InlineData("--abort-after", DicomErrorCode.Aborted, "C-STORE", "aborted")]
    [InlineData("--abort-during", DicomErrorCode.Aborted, null, "aborted")]
    public async Task Storescp_refuses_or_aborts(string option, DicomErrorCode code, string? phase, string words)
    {
        await using PeerServer peer = await PeerServer.StoreScpAsync(_folder.Folder("in"), option);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        DicomException error = await Assert.ThrowsAnyAsync<DicomException>(() => StoreTwoAsync(peer, paths, TimeSpan.FromSeconds(20)));
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        if (phase is not null)
        {
            Assert.Equal(phase, error.Phase);
        }
    }

    [SkippableTheory]
    [InlineData("--sleep-after")]
    [InlineData("--sleep-during")]
    public async Task Storescp_sleeps_longer_than_we_wait(string option)
    {
        await using PeerServer peer = await PeerServer.StoreScpAsync(_folder.Folder("in"), option, "4");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        Stopwatch watch = Stopwatch.StartNew();
        DicomException error = await Assert.ThrowsAnyAsync<DicomException>(() => StoreTwoAsync(peer, paths, TimeSpan.FromSeconds(1)));
        Assert.Equal((DicomErrorCode.TimedOut, "C-STORE"), (error.Code, error.Phase));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3.5));
    }

    [SkippableTheory]
    [InlineData("--sleep-after")]
    [InlineData("--sleep-during")]
    public async Task Storescp_sleeps_less_than_we_wait(string option)
    {
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StoreScpAsync(into, option, "1");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await StoreTwoAsync(peer, paths, TimeSpan.FromSeconds(20));
        Assert.Equal(2, Directory.GetFiles(into).Length);
    }

    [SkippableFact]
    public async Task Storescp_ignores_what_it_takes_and_says_success()
    {
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StoreScpAsync(into, "--ignore");
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await StoreTwoAsync(peer, paths, TimeSpan.FromSeconds(20));
        Assert.Empty(Directory.GetFiles(into));
    }

    [SkippableFact]
    public async Task Storescp_without_room_says_that_it_is_out_of_resources()
    {
        // Its folder goes away after it looked: it cannot write, and says so by a status.
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StoreScpAsync(into);
        Directory.Delete(into);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf(paths));
        DicomStatus status = await association.StoreAsync(paths[0]);
        Assert.Equal(DicomStatus.OutOfResources, status);
        Assert.Contains("out of resources", status.MeaningIn(DicomOperation.Store), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Storescp_takes_no_compressed_object_by_itself_and_the_reason_names_class_and_syntax()
    {
        await using PeerServer peer = await PeerServer.StoreScpAsync(_folder.Folder("in"));
        await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, [new PresentationContext(DicomUids.CTImageStorage, DicomUids.JpegLossless)]);
        Assert.Equal(DicomContextResult.TransferSyntaxesNotSupported, association.Contexts[0].Result);
        string path = Assert.Single(TestData.WriteArchive(_folder.Folder("archive")).Take(1));
        DicomException error = await Assert.ThrowsAnyAsync<DicomException>(() => association.StoreAsync(path));
        Assert.Equal(DicomErrorCode.ContextNotAccepted, error.Code);
        Assert.Contains("CT Image Storage in Explicit VR Little Endian", error.Message, StringComparison.Ordinal);
        Assert.True(association.IsOpen);
    }

    [SkippableFact]
    public async Task Dcmrecv_takes_our_stores()
    {
        Tool.Require("dcmrecv");
        string profile = "/etc/dcmtk/storescp.cfg";
        Skip.IfNot(File.Exists(profile), "missing: " + profile);
        string into = _folder.Folder("in");
        await using PeerServer peer = await PeerServer.StartAsync("dcmrecv", "DCMRECV", port => ["-v", "-uca", "-xf", profile, "default", "-od", into, port.ToString(CultureInfo.InvariantCulture)]);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using (DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf(paths)))
        {
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
            }
        }

        Assert.Equal(paths.Count, Directory.GetFiles(into, "*", SearchOption.AllDirectories).Length);

        // Without a profile it knows Verification alone, and rejects whoever wants to store.
        await using PeerServer bare = await PeerServer.StartAsync("dcmrecv", "DCMRECV", port => ["-v", "-od", into, port.ToString(CultureInfo.InvariantCulture)]);
        DicomException refused = await Assert.ThrowsAnyAsync<DicomException>(async () =>
        {
            await using DicomAssociation association = await DicomAssociation.OpenAsync(bare.Node, PresentationContext.StorageOf(paths));
            await association.StoreAsync(paths[0]);
        });
        Assert.Contains(refused.Code, new[] { DicomErrorCode.Rejected, DicomErrorCode.Aborted, DicomErrorCode.ContextNotAccepted });
    }

    [SkippableFact]
    public async Task Dcmqrscp_knows_callers_and_has_a_limit_of_associations()
    {
        Tool.Require("dcmqrscp");
        string data = _folder.Folder("qrdb");
        await using PeerServer peer = await PeerServer.StartAsync("dcmqrscp", "QRSCP", port =>
        {
            string config = _folder.File("qr.cfg");
            File.WriteAllText(config, $"""
                NetworkTCPPort = {port}
                MaxPDUSize = 16384
                MaxAssociations = 2
                HostTable BEGIN
                friend = (FRIEND, localhost, 104)
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                QRSCP {data} RW (200, 1024mb) friend
                AETable END

                """);
            return ["-v", "-c", config];
        });
        DicomRejectedException stranger = await Assert.ThrowsAsync<DicomRejectedException>(() => OpenAsync(peer.Node, "STRANGER"));
        Assert.False(stranger.IsTransient);
        Assert.Contains("AE title not recognized", stranger.Message, StringComparison.Ordinal);
        await using DicomAssociation first = await OpenAsync(peer.Node, "FRIEND");
        await using DicomAssociation second = await OpenAsync(peer.Node, "FRIEND");
        DicomRejectedException third = await Assert.ThrowsAsync<DicomRejectedException>(() => OpenAsync(peer.Node, "FRIEND"));
        Assert.True(third.Message.Contains("limit of associations", StringComparison.Ordinal) || third.Message.Contains("congested", StringComparison.Ordinal), third.Message);
        Assert.Equal(DicomStatus.Success, await first.EchoAsync());
    }

    private static Task<DicomAssociation> OpenAsync(DicomNode node, string caller) =>
        DicomAssociation.OpenAsync(node, [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study)], new DicomClientOptions { CallingAETitle = caller });

    private static async Task StoreTwoAsync(PeerServer peer, List<string> paths, TimeSpan response)
    {
        await using DicomAssociation association = await DicomAssociation.OpenAsync(peer.Node, PresentationContext.StorageOf(paths), new DicomClientOptions { ResponseTimeout = response });
        Assert.Equal(DicomStatus.Success, await association.StoreAsync(paths[0]));
        Assert.Equal(DicomStatus.Success, await association.StoreAsync(paths[1]));
    }
}
