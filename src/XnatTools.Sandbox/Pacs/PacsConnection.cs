using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Associations that XNAT opens to a PACS, with the faults that keep it from doing so.</summary>
internal sealed class PacsConnection(DqrSettings settings, DqrChance chance)
{
    /// <exception cref="DicomException">There is no association.</exception>
    public async Task<DicomAssociation> OpenAsync(SandboxPacs pacs, IEnumerable<PresentationContext> contexts, CancellationToken cancellationToken)
    {
        if (chance.Take(DqrFaultNames.PacsDown, pacs.AeTitle) is not null)
        {
            throw new DicomException(DicomErrorCode.ConnectFailed, "The PACS is down.");
        }

        if (chance.Take(DqrFaultNames.PacsRefuse, pacs.AeTitle) is not null)
        {
            throw new DicomException(DicomErrorCode.ConnectFailed, "The PACS rejects the association.");
        }

        if (chance.Take(DqrFaultNames.PacsSlow, pacs.AeTitle) is SandboxFault slow)
        {
            await Task.Delay(slow.DelayMs, cancellationToken).ConfigureAwait(false);
        }

        DicomNode node;
        try
        {
            node = new DicomNode(pacs.Host ?? string.Empty, pacs.QueryRetrievePort ?? 0, pacs.AeTitle);
        }
        catch (ArgumentException)
        {
            throw new DicomException(DicomErrorCode.ConnectFailed, "The PACS has no usable address.");
        }

        DicomClientOptions options = new()
        {
            CallingAETitle = settings.CallingAe,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AssociationTimeout = TimeSpan.FromSeconds(15),
        };
        return await DicomAssociation.OpenAsync(node, contexts, options, cancellationToken).ConfigureAwait(false);
    }
}
