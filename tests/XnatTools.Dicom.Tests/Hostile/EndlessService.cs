using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom.Tests.Hostile;

/// <summary>Takes everybody but a stranger, and answers queries without end.</summary>
internal sealed class EndlessService : DicomService
{
    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => true;

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.CallingAETitle == "STRANGER" ? DicomAssociateDecision.CallingAETitleUnknown : DicomAssociateDecision.Accept);

    public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DicomDataset answer = new();
        answer.Set(new DicomElement(DicomTag.Parse("(0042,0011)"), DicomVR.OB, new byte[60_000]));
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return answer;
            await Task.Yield();
        }
    }
}
