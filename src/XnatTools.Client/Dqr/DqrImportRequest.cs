using System;
using System.Collections.Generic;

namespace XnatTools.Client;

/// <summary>One call of POST /xapi/dqr/import.</summary>
public sealed class DqrImportRequest
{
    /// <summary>Number of the PACS in XNAT.</summary>
    public long PacsId { get; init; }

    /// <summary>AE title of the XNAT receiver (not of the PACS).</summary>
    public string ReceiverAETitle { get; init; } = "";

    /// <summary>Port of the XNAT receiver.</summary>
    public int ReceiverPort { get; init; }

    public string Project { get; init; } = "";

    /// <summary>True skips the server's check that the receiver can relabel: original identifiers may then arrive.</summary>
    public bool ForceImport { get; init; }

    /// <summary>Our own name of the request, echoed in queue and history from plugin 1.2 on; under 255 characters.</summary>
    public string? RequestId { get; init; }

    /// <summary>What to import: study UID, <c>SeriesInstanceUid</c> (empty means all) and <c>Labels</c> are used. A UID occurs once.</summary>
    public IReadOnlyList<PacsStudy> Studies { get; init; } = Array.Empty<PacsStudy>();
}
