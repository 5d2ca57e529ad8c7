using System.Collections.Generic;

namespace XnatTools.Upload;

/// <summary>What of the objects sent was found at the server.</summary>
internal sealed class ProofResult
{
    /// <summary>Objects recognised one by one.</summary>
    public int Found { get; init; }

    /// <summary>SOP instance UIDs that no file at the server has.</summary>
    public IReadOnlyCollection<string> Missing { get; init; } = [];

    /// <summary>DICOM files of the session that hold none of the objects sent.</summary>
    public int Others { get; init; }

    /// <summary>
    /// True when nothing was recognised by its UID although there are enough files: the server has changed the UIDs.
    /// </summary>
    public bool UidsChanged { get; init; }
}
