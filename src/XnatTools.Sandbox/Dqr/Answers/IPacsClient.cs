using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The queries that the plugin makes of a PACS. A failure of any kind is a <see cref="PacsQueryException"/>.</summary>
internal interface IPacsClient
{
    /// <summary>C-ECHO; false when the PACS does not answer.</summary>
    Task<bool> EchoAsync(SandboxPacs pacs, CancellationToken cancellationToken);

    /// <summary>C-FIND at study level, cut without a word after 500 answers.</summary>
    Task<IReadOnlyList<FoundStudy>> FindStudiesAsync(SandboxPacs pacs, PacsCriteria criteria, CancellationToken cancellationToken);

    /// <summary>C-FIND at series level.</summary>
    Task<IReadOnlyList<FoundSeries>> FindSeriesAsync(SandboxPacs pacs, string studyInstanceUid, CancellationToken cancellationToken);
}
