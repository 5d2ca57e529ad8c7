using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Pacs;

/// <summary>The sandbox's PACS: C-ECHO, C-FIND, C-MOVE and C-GET over a folder of files. It takes no C-STORE.</summary>
internal sealed class PacsService(SandboxContext context, DqrSettings settings, DqrChance chance, IReadOnlyList<DicomNode> destinations) : DicomService
{
    /// <summary>What the folder holds; replaced whole by a new scan.</summary>
    public PacsIndex Index { get; set; } = PacsIndex.Empty;

    private PacsQuery Query => new(Index, context.Options.PacsAETitle);

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken)
    {
        // XNAT's own associations meet these faults before they are opened, whichever PACS they go to.
        if (request.CallingAETitle != settings.CallingAe)
        {
            if (chance.Take(DqrFaultNames.PacsDown, request.CalledAETitle) is not null)
            {
                throw Cut();
            }

            if (chance.Take(DqrFaultNames.PacsRefuse, request.CalledAETitle) is not null)
            {
                return Task.FromResult(DicomAssociateDecision.Refused);
            }
        }

        return Task.FromResult(request.CalledAETitle == context.Options.PacsAETitle ? DicomAssociateDecision.Accept : DicomAssociateDecision.CalledAETitleUnknown);
    }

    // Storage is accepted for the requestor's part in a C-GET only.
    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request)
        => sopClassUid is DicomUids.Verification or DicomUids.StudyRootFind or DicomUids.StudyRootMove or DicomUids.StudyRootGet
            or DicomUids.PatientRootFind or DicomUids.PatientRootMove or DicomUids.PatientRootGet
            || (sopClassUid.StartsWith(DicomUids.StoragePrefix, StringComparison.Ordinal)
                && request.Contexts.Any(context => context.AbstractSyntax is DicomUids.StudyRootGet or DicomUids.PatientRootGet));

    public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FaultsAsync("C-FIND", cancellationToken).ConfigureAwait(false);
        IEnumerable<DicomDataset> answers = Query.Find(request.Keys) ?? throw new DicomServiceException(DicomStatus.UnableToProcess);
        foreach (DicomDataset answer in answers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return answer;
        }
    }

    public override async Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken)
    {
        await FaultsAsync(request.DestinationAETitle is null ? "C-GET" : "C-MOVE", cancellationToken).ConfigureAwait(false);
        if (Query.Select(request.Keys) is not { } selected)
        {
            return DicomRetrievePlan.Refuse(DicomStatus.DatasetDoesNotMatchClass);
        }

        List<string> paths = Paths(selected);
        if (request.DestinationAETitle is null)
        {
            return DicomRetrievePlan.SendHere(paths);
        }

        return Destination(request.DestinationAETitle) is DicomNode node ? DicomRetrievePlan.SendTo(node, paths) : DicomRetrievePlan.Refuse(DicomStatus.MoveDestinationUnknown);
    }

    /// <summary>The files to send, less what faults keep back. What is kept back is not counted as failed: nobody is told.</summary>
    private List<string> Paths(IReadOnlyList<(PacsStudyNode Study, PacsSeriesNode Series, PacsInstance Instance)> selected)
    {
        HashSet<PacsInstance> missing = [];
        foreach (PacsStudyNode study in selected.Select(one => one.Study).Distinct())
        {
            if (chance.Take(DqrFaultNames.MoveMissing, study.Uid + ";") is { } fault && int.TryParse(fault.Value, out int count))
            {
                missing.UnionWith(study.Series.SelectMany(series => series.Instances).Take(count));
            }
        }

        foreach ((PacsStudyNode study, PacsSeriesNode series) in selected.Select(one => (one.Study, one.Series)).Distinct())
        {
            if (chance.Take(DqrFaultNames.EmptySeries, $"{study.Uid};{series.Uid};") is not null)
            {
                missing.UnionWith(series.Instances);
            }
        }

        return [.. selected.Where(one => !missing.Contains(one.Instance)).Select(one => one.Instance.Path)];
    }

    private DicomNode? Destination(string aeTitle)
    {
        lock (context.State.Sync)
        {
            if (context.State.Receivers.Find(receiver => receiver.Enabled && receiver.AeTitle == aeTitle) is SandboxReceiver own)
            {
                return new DicomNode("127.0.0.1", own.Port, own.AeTitle);
            }
        }

        return destinations.FirstOrDefault(node => node.AETitle == aeTitle);
    }

    private async Task FaultsAsync(string operation, CancellationToken cancellationToken)
    {
        if (chance.Take(DqrFaultNames.PacsSlow, operation) is { } slow)
        {
            await Task.Delay(slow.DelayMs, cancellationToken).ConfigureAwait(false);
        }

        if (chance.Take(DqrFaultNames.PacsCut, operation) is not null)
        {
            throw Cut();
        }
    }

    // Beyond the service's own kind of exception: the association ends without an answer.
    private static DicomException Cut() => new(DicomErrorCode.Aborted, "The association is cut by a fault.");
}
