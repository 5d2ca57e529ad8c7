using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Pacs;

/// <summary>A PACS that never answers.</summary>
internal sealed class SilentPacs : IPacsClient, IPacsRetriever
{
    private const string NoEcho = "There was a problem running the C-ECHO command";

    public Task<bool> EchoAsync(SandboxPacs pacs, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<IReadOnlyList<FoundStudy>> FindStudiesAsync(SandboxPacs pacs, PacsCriteria criteria, CancellationToken cancellationToken)
        => throw new PacsQueryException(echo: true, NoEcho);

    public Task<IReadOnlyList<FoundSeries>> FindSeriesAsync(SandboxPacs pacs, string studyInstanceUid, CancellationToken cancellationToken)
        => throw new PacsQueryException(echo: true, NoEcho);

    public Task MoveSeriesAsync(SandboxPacs pacs, string studyInstanceUid, string seriesInstanceUid, string destinationAe, CancellationToken cancellationToken)
        => throw new RetrieveException(NoEcho);
}
