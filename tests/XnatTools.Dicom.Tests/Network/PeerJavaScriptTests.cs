using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>A requestor and an acceptor in JavaScript (dcmjs-dimse), which share no code with DCMTK.</summary>
[Trait("Category", "Peer")]
public sealed class PeerJavaScriptTests : IDisposable
{
    private const string Root = "1.2.826.0.1.3680043.9.9999.";
    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Peers", "dimse_peer.cjs");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Its_acceptor_takes_our_operations_and_says_every_status_rejection_and_abort()
    {
        string package = await NodePackage.RequireAsync("dcmjs-dimse", "0.3.3");
        await using PeerServer peer = await PeerServer.StartAsync("node", "JSSCP", port => [s_script, package, "scp", port.ToString(CultureInfo.InvariantCulture)]);
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        await using (DicomAssociation association = await OpenAsync(peer, "XNATTOOLS", paths))
        {
            Assert.Equal(DicomStatus.Success, await association.EchoAsync());
            List<string?> names = [];
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
            {
                Assert.Equal("ACC1002", answer.GetString(DicomTags.AccessionNumber));
                names.Add(answer.GetString(DicomTags.PatientName));
            }

            Assert.Equal(["Doe^Jane", "Wang^XiaoDong=\u738B^\u5C0F\u6771", "\u041F\u0435\u0442\u0440\u043E\u0432^\u0418\u0432\u0430\u043D"], names);
            foreach (string path in paths)
            {
                Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
            }
        }

        Assert.Equal(paths.Count, peer.Output.Split("\"stored\"").Length - 1);
        Assert.Equal(10, peer.Output.Split("\"PID1\"").Length - 1);

        foreach (int code in new[] { 0x0110, 0x0122, 0x0124, 0x0213, 0xA700, 0xA900, 0xB000, 0xB006, 0xB007, 0xC000 })
        {
            DicomStatus status = new(code);
            await using DicomAssociation association = await OpenAsync(peer, "ST_" + code.ToString("X4", CultureInfo.InvariantCulture), paths);
            Assert.Equal(status, await association.EchoAsync());
            Assert.Equal(status, await association.StoreAsync(paths[0]));
            Assert.Equal(status, (await association.MoveAsync(DicomQueryRoot.Study, Keys(), "DEST")).Status);
            if (status.Kind == DicomStatusKind.Failure)
            {
                DicomStatusException failed = await Assert.ThrowsAsync<DicomStatusException>(async () =>
                {
                    await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, Keys()))
                    {
                    }
                });
                Assert.Equal(status, failed.Status);
            }
        }

        foreach ((int result, int source, int reason) in new[] { (1, 1, 1), (1, 1, 2), (1, 1, 3), (1, 1, 7), (1, 2, 1), (1, 2, 2), (2, 3, 1), (2, 3, 2) })
        {
            DicomRejectedException rejected = await Assert.ThrowsAsync<DicomRejectedException>(() => OpenAsync(peer, $"RE_{result}_{source}_{reason}", paths));
            Assert.Equal((result, source, reason), (rejected.Result, rejected.RejectSource, rejected.Reason));
        }

        await using DicomAssociation cut = await OpenAsync(peer, "AB_2_6", paths);
        DicomException aborted = await Assert.ThrowsAnyAsync<DicomException>(() => cut.EchoAsync());
        Assert.Equal(DicomErrorCode.Aborted, aborted.Code);
        Assert.Contains("parameter of a PDU was invalid", aborted.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Its_requestor_works_with_our_acceptor()
    {
        List<string> paths = TestData.WriteArchive(_folder.Folder("archive"));
        ArchiveService receiver = new([], _folder.Folder("moved"));
        await using DicomServer destination = DicomServer.Start(receiver);
        ArchiveService service = new(paths, _folder.Folder("in"));
        service.Destinations["DEST"] = new DicomNode("127.0.0.1", destination.Port, "DEST");
        await using DicomServer server = DicomServer.Start(service);

        Assert.Equal(0, Status(Assert.Single(await RunAsync(server, "echo"), f => f.TryGetProperty("status", out _))));

        List<JsonElement> find = await RunAsync(server, "find");
        Assert.Contains(find, f => f.TryGetProperty("name", out JsonElement name) && name.ToString().Contains("Doe^Jane", StringComparison.Ordinal));
        Assert.Equal(0, Status(find.Last(f => f.TryGetProperty("status", out _))));

        Assert.Equal(0, Status(Assert.Single(await RunAsync(server, "store", paths[0]), f => f.TryGetProperty("status", out _))));
        using (DicomFile sent = DicomFile.Open(paths[0]))
        using (DicomFile got = DicomFile.Open(Assert.Single(service.Stored)))
        {
            Assert.Equal(sent.Dataset[DicomTags.PixelData]!.Value.ToBytes(), got.Dataset[DicomTags.PixelData]!.Value.ToBytes());
        }

        List<JsonElement> get = await RunAsync(server, "get");
        Assert.Equal(4, get.Count(f => f.TryGetProperty("got", out JsonElement uid) && uid.GetString()!.StartsWith(Root + "2", StringComparison.Ordinal)));
        JsonElement last = get.Last(f => f.TryGetProperty("status", out _));
        Assert.Equal((0, 4), (Status(last), last.GetProperty("completed").GetInt32()));

        List<JsonElement> move = await RunAsync(server, "move");
        last = move.Last(f => f.TryGetProperty("status", out _));
        Assert.Equal((0, 6), (Status(last), last.GetProperty("completed").GetInt32()));
        Assert.Equal(6, receiver.Stored.Count);

        List<JsonElement> window = await RunAsync(server, "window");
        Assert.Equal(5, window.First(f => f.TryGetProperty("accepted", out _)).GetProperty("window").GetInt32());
        Assert.Equal(6, window.Count(f => f.TryGetProperty("status", out _) && Status(f) == 0));
    }

    private static int Status(JsonElement fact) => fact.GetProperty("status").GetInt32();

    private static async Task<List<JsonElement>> RunAsync(DicomServer server, string mode, string? file = null)
    {
        string package = await NodePackage.RequireAsync("dcmjs-dimse", "0.3.3");
        string port = server.Port.ToString(CultureInfo.InvariantCulture);
        (int code, string output) = await Tool.RunAsync("node", null, file is null ? [s_script, package, mode, port] : [s_script, package, mode, port, file]);
        Assert.True(code == 0, output);
        List<JsonElement> facts = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('{'))
            {
                facts.Add(JsonDocument.Parse(line).RootElement);
            }
        }

        Assert.DoesNotContain(facts, f => f.TryGetProperty("error", out _));
        return facts;
    }

    private static DicomDataset Keys()
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.AccessionNumber, "ACC1002");
        keys.SetString(DicomTags.PatientName);
        keys.SetString(DicomTags.StudyInstanceUid, Root + "2");
        return keys;
    }

    private static Task<DicomAssociation> OpenAsync(PeerServer peer, string caller, List<string> paths) => DicomAssociation.OpenAsync(
        peer.Node,
        [PresentationContext.Verification(), PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Move(DicomQueryRoot.Study), .. PresentationContext.StorageOf(paths)],
        new DicomClientOptions { CallingAETitle = caller });
}
