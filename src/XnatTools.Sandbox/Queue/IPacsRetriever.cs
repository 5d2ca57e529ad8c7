using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Queue;

/// <summary>What the queue engine needs of the DICOM side.</summary>
internal interface IPacsRetriever
{
    /// <summary>C-ECHO; false when the PACS does not answer.</summary>
    Task<bool> EchoAsync(SandboxPacs pacs, CancellationToken cancellationToken);

    /// <summary>One C-MOVE of one series. Throws <see cref="RetrieveException"/> when the server counts it as failed.</summary>
    Task MoveSeriesAsync(SandboxPacs pacs, string studyInstanceUid, string seriesInstanceUid, string destinationAe, CancellationToken cancellationToken);
}
