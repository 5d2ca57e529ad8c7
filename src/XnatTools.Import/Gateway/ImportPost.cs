using System.Collections.Generic;

namespace XnatTools.Import.Gateway;

/// <summary>One import request: where from, where to, and which studies with which labels and series.</summary>
public sealed class ImportPost
{
    public long PacsId { get; init; }

    /// <summary>AE title of an XNAT receiver, not of the PACS.</summary>
    public string ReceiverAETitle { get; init; } = "";

    public int ReceiverPort { get; init; }

    public string Project { get; init; } = "";

    /// <summary>Skips the server's check that the receiver can relabel.</summary>
    public bool Force { get; init; }

    /// <summary>Job and chunk; the server echoes it in queue and history.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Study UIDs are unique within a request.</summary>
    public IReadOnlyList<PacsStudy> Studies { get; init; } = [];
}
