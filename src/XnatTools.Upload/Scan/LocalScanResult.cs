using System.Collections.Generic;

namespace XnatTools.Upload;

/// <summary>What a folder holds: every file is in a session, a duplicate, or left out with a reason.</summary>
public sealed class LocalScanResult
{
    public IReadOnlyList<LocalSession> Sessions { get; init; } = [];

    /// <summary>Files that cannot be sent, with the reason.</summary>
    public IReadOnlyList<LocalReject> Rejected { get; init; } = [];

    /// <summary>Files whose object another file holds already, byte for byte the same size.</summary>
    public int Duplicates { get; init; }
}
