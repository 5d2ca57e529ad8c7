using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>
/// What a server does. Override what it shall support and say so in <see cref="SupportsClass"/>; the rest answers that it
/// is not supported. Calls come from several associations at once; one association's come one after the other.
/// </summary>
public abstract class DicomService
{
    /// <summary>Accepts or rejects an association.</summary>
    public virtual Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(DicomAssociateDecision.Accept);

    /// <summary>Tells whether contexts of this SOP class are accepted. Verification is by default.</summary>
    public virtual bool SupportsClass(string sopClassUid, DicomAssociationRequest request) => sopClassUid == DicomUids.Verification;

    /// <summary>C-ECHO.</summary>
    public virtual Task<DicomStatus> EchoAsync(DicomAssociationRequest association, CancellationToken cancellationToken) =>
        Task.FromResult(DicomStatus.Success);

    /// <summary>
    /// C-FIND: hands out the answers. To end with a failure, throw <see cref="DicomServiceException"/>. The token is cancelled by
    /// C-CANCEL and by the end of the association.
    /// </summary>
    public virtual async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        throw new DicomServiceException(DicomStatus.ClassNotSupported);
#pragma warning disable CS0162 // An iterator needs a yield, reached or not.
        yield break;
#pragma warning restore CS0162
    }

    /// <summary>C-MOVE and C-GET: says what to send.</summary>
    public virtual Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(DicomRetrievePlan.Refuse(DicomStatus.ClassNotSupported));

    /// <summary>C-STORE: takes an object, by <see cref="DicomStoreRequest.SaveAsync(string, CancellationToken)"/> or as a stream. What is left unread is passed over.</summary>
    public virtual Task<DicomStatus> StoreAsync(DicomStoreRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(DicomStatus.ClassNotSupported);

    /// <summary>An association ended: in order, or by the error.</summary>
    public virtual void Ended(DicomAssociationRequest association, Exception? error)
    {
    }
}
