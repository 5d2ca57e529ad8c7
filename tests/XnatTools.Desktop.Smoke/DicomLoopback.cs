using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Desktop.Smoke;

/// <summary>The DICOM network between two ends of ours on loopback: echo, store, find, move, get, several at once, and faults by name.</summary>
internal static class DicomLoopback
{
    private const string Study = "1.2.826.0.1.3680043.9.9997.1";

    public static async Task RunAsync(string folder)
    {
        Archive archive = new(Path.Combine(folder, "archive"));
        Archive receiver = new(Path.Combine(folder, "received"));
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(50));
        DicomServer destination = DicomServer.Start(receiver);
        DicomServer server = DicomServer.Start(archive);
        try
        {
            archive.Destination = new DicomNode("127.0.0.1", destination.Port, "DEST");
            DicomNode node = new("127.0.0.1", server.Port, "ARCHIVE");
            await SendAsync(node, Make(folder, 5), patience.Token).ConfigureAwait(false);
            await AskAsync(node, folder, receiver, patience.Token).ConfigureAwait(false);
            await MeetFaultsAsync(node, server.Port, patience.Token).ConfigureAwait(false);
        }
        finally
        {
            await server.DisposeAsync().ConfigureAwait(false);
            await destination.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static List<string> Make(string folder, int count)
    {
        List<string> paths = [];
        for (int i = 1; i <= count; i++)
        {
            DicomDataset dataset = new();
            dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
            dataset.SetString(DicomTags.SopClassUid, DicomUids.CTImageStorage);
            dataset.SetString(DicomTags.SopInstanceUid, Study + ".1." + i);
            dataset.SetString(DicomTags.StudyInstanceUid, Study);
            dataset.SetString(DicomTags.SeriesInstanceUid, Study + ".1");
            dataset.SetString(DicomTags.PatientName, "Wang^XiaoDong=\u738B^\u5C0F\u6771");
            dataset.SetString(DicomTags.AccessionNumber, "ACC1");
            dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, new byte[300000]));
            string path = Path.Combine(folder, i + ".dcm");
            using DicomFile file = new(dataset, i % 2 == 0 ? DicomUids.ImplicitVRLittleEndian : DicomUids.ExplicitVRLittleEndian);
            file.Save(path);
            paths.Add(path);
        }

        return paths;
    }

    private static async Task SendAsync(DicomNode node, List<string> paths, CancellationToken token)
    {
        DicomAssociation association = await DicomAssociation.OpenAsync(node, PresentationContext.StorageOf(paths), null, token).ConfigureAwait(false);
        foreach (string path in paths)
        {
            Console.WriteLine($"store {await association.StoreAsync(path, null, token).ConfigureAwait(false)}");
        }

        await association.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AskAsync(DicomNode node, string folder, Archive receiver, CancellationToken token)
    {
        List<PresentationContext> contexts =
        [
            PresentationContext.Verification(),
            PresentationContext.Find(DicomQueryRoot.Study),
            PresentationContext.Move(DicomQueryRoot.Study),
            PresentationContext.Get(DicomQueryRoot.Study),
            new(DicomUids.CTImageStorage, DicomUids.ExplicitVRLittleEndian) { RequestorIsScp = true },
            new(DicomUids.CTImageStorage, DicomUids.ImplicitVRLittleEndian) { RequestorIsScp = true },
        ];
        DicomAssociation association = await DicomAssociation.OpenAsync(node, contexts, new DicomClientOptions { AsynchronousOperations = 4 }, token).ConfigureAwait(false);
        DicomStatus[] echoes = await Task.WhenAll(association.EchoAsync(token), association.EchoAsync(token), association.EchoAsync(token)).ConfigureAwait(false);
        Console.WriteLine($"echo {echoes[0]} {echoes.Length} of window {association.OperationsWindow}");
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
        keys.SetString(DicomTags.StudyInstanceUid, Study);
        keys.SetString(DicomTags.PatientName);
        await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys, token).ConfigureAwait(false))
        {
            Console.WriteLine($"find {answer.GetString(DicomTags.AccessionNumber)} {answer.GetString(DicomTags.PatientName) == "Wang^XiaoDong=\u738B^\u5C0F\u6771"}");
        }

        DicomRetrieveProgress moved = await association.MoveAsync(DicomQueryRoot.Study, keys, "DEST", null, token).ConfigureAwait(false);
        Console.WriteLine($"move {moved.Status} {moved.Completed}, received {receiver.Stored.Count}");
        int got = 0;
        DicomRetrieveProgress gotten = await association.GetAsync(
            DicomQueryRoot.Study,
            keys,
            async (request, cancel) =>
            {
                string path = Path.Combine(folder, "got" + Interlocked.Increment(ref got));
                await request.SaveAsync(path, cancel).ConfigureAwait(false);
                using DicomFile file = DicomFile.Open(path);
                return file.OpenPixelData().Length == 300000 ? DicomStatus.Success : DicomStatus.UnableToProcess;
            },
            null,
            token).ConfigureAwait(false);
        Console.WriteLine($"get {gotten.Status} {gotten.Completed} of {got}");
        await association.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task MeetFaultsAsync(DicomNode node, int port, CancellationToken token)
    {
        foreach ((DicomNode Node, string Caller, TimeSpan Time) one in new[]
        {
            (new DicomNode("127.0.0.1", port, "OTHER"), "XNATTOOLS", TimeSpan.FromSeconds(5)),
            (new DicomNode("127.0.0.1", 1, "NOBODY"), "XNATTOOLS", TimeSpan.FromSeconds(5)),
            (node, "SLOW", TimeSpan.FromMilliseconds(500)),
        })
        {
            try
            {
                DicomAssociation association = await DicomAssociation.OpenAsync(
                    one.Node, [PresentationContext.Verification()], new DicomClientOptions { CallingAETitle = one.Caller, ResponseTimeout = one.Time }, token).ConfigureAwait(false);
                await association.EchoAsync(token).ConfigureAwait(false);
            }
            catch (DicomException error)
            {
                Console.WriteLine($"fault {error.Code} {error.Phase}");
            }
        }
    }

    private sealed class Archive : DicomService
    {
        private readonly string _folder;

        public Archive(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

        public ConcurrentQueue<string> Stored { get; } = new();

        public DicomNode? Destination { get; set; }

        public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

        public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(request.CalledAETitle == "OTHER" ? DicomAssociateDecision.CalledAETitleUnknown : DicomAssociateDecision.Accept);

        public override async Task<DicomStatus> EchoAsync(DicomAssociationRequest association, CancellationToken cancellationToken)
        {
            await Task.Delay(association.CallingAETitle == "SLOW" ? 3000 : 1, cancellationToken).ConfigureAwait(false);
            return DicomStatus.Success;
        }

        public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
        {
            string path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".dcm");
            await request.SaveAsync(path, cancellationToken).ConfigureAwait(false);
            Stored.Enqueue(path);
            return DicomStatus.Success;
        }

        public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Stored.TryPeek(out string? path))
            {
                using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
                DicomDataset answer = new();
                foreach (DicomTag tag in new[] { DicomTags.SpecificCharacterSet, DicomTags.AccessionNumber, DicomTags.PatientName, DicomTags.StudyInstanceUid })
                {
                    answer.Set(file.Dataset[tag] ?? throw new InvalidOperationException());
                }

                yield return answer;
            }
        }

        public override Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(request.DestinationAETitle is null ? DicomRetrievePlan.SendHere([.. Stored]) : DicomRetrievePlan.SendTo(Destination!, [.. Stored]));
    }
}
