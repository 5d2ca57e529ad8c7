using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Gateway;

/// <summary>What a campaign needs besides asking, posting and following: taking back, counting by scan, and reading a header.</summary>
public interface ICampaignGateway
{
    /// <summary>
    /// Deletes the caller's own records from the queue. Those that are gone already are no fault. One that is being processed
    /// goes on.
    /// </summary>
    Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <summary>Scans of an archived session with their DICOM files counted.</summary>
    Task<IReadOnlyList<PrearchiveScan>> ArchivedScansAsync(ImageSession session, CancellationToken cancellationToken);

    /// <summary>
    /// The header of the first object of a session, named by its address: /prearchive/projects/P/TS/FOLDER, or
    /// /archive/projects/P/subjects/S/experiments/LABEL. Empty when there is no object to read.
    /// </summary>
    Task<IReadOnlyList<DicomHeaderElement>> HeaderAsync(string source, CancellationToken cancellationToken);
}
