using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests;

/// <summary>A small archive over a list of files, for tests of both sides.</summary>
internal sealed class ArchiveService(IReadOnlyList<string> paths, string? storeFolder = null) : DicomService
{
    public ConcurrentDictionary<string, DicomNode> Destinations { get; } = new();

    public ConcurrentBag<string> Stored { get; } = [];

    public ConcurrentBag<DicomMoveOriginator?> Originators { get; } = [];

    public Func<int, CancellationToken, Task>? BeforeEach { get; set; }

    public Func<DicomAssociationRequest, DicomAssociateDecision>? Decide { get; set; }

    public Func<DicomFindRequest, CancellationToken, IAsyncEnumerable<DicomDataset>>? Find { get; set; }

    public DicomStatus StoreStatus { get; set; } = DicomStatus.Success;

    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Decide?.Invoke(request) ?? DicomAssociateDecision.Accept);

    public override IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, CancellationToken cancellationToken) =>
        Find?.Invoke(request, cancellationToken) ?? FindStudiesAsync(request, cancellationToken);

    public override Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken)
    {
        string[] studies = request.Keys.GetStrings(DicomTags.StudyInstanceUid);
        List<string> matching = [];
        foreach (string path in paths)
        {
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            if (studies.Contains(file.Dataset.GetString(DicomTags.StudyInstanceUid)))
            {
                matching.Add(path);
            }
        }

        DicomRetrievePlan plan = request.DestinationAETitle is null
            ? DicomRetrievePlan.SendHere(matching)
            : Destinations.TryGetValue(request.DestinationAETitle, out DicomNode? node)
                ? DicomRetrievePlan.SendTo(node, matching)
                : DicomRetrievePlan.Refuse(DicomStatus.MoveDestinationUnknown);
        return Task.FromResult(BeforeEach is null ? plan : plan.WithBeforeEach(BeforeEach));
    }

    public override async Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken)
    {
        if (!DicomUids.IsValid(request.SopInstanceUid))
        {
            return DicomStatus.UnableToProcess;
        }

        if (StoreStatus.IsSuccess)
        {
            string path = Path.Combine(storeFolder!, request.SopInstanceUid + ".dcm");
            await request.SaveAsync(path, cancellationToken);
            Stored.Add(path);
            Originators.Add(request.MoveOriginator);
        }

        return StoreStatus;
    }

    private async IAsyncEnumerable<DicomDataset> FindStudiesAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        string? accession = request.Keys.GetString(DicomTags.AccessionNumber);
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            DicomDataset dataset = file.Dataset;
            if ((accession is null || dataset.GetString(DicomTags.AccessionNumber) == accession) && seen.Add(dataset.GetString(DicomTags.StudyInstanceUid)!))
            {
                DicomDataset answer = new();
                if (dataset.TryGet(DicomTags.SpecificCharacterSet, out DicomElement charset))
                {
                    answer.Set(charset);
                }

                foreach (DicomElement key in request.Keys)
                {
                    if (dataset.TryGet(key.Tag, out DicomElement value))
                    {
                        answer.Set(value);
                    }
                }

                answer.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
                yield return answer;
                await Task.Yield();
            }
        }
    }
}
