namespace XnatTools;

/// <summary>A scan of a prearchive session.</summary>
public sealed class PrearchiveScan
{
    /// <summary>XNAT's scan id, usually the series number.</summary>
    public string Id { get; internal init; } = "";

    public string? XsiType { get; internal init; }

    public string? SeriesDescription { get; internal init; }

    /// <summary>Files in all its resources; null when the server did not say.</summary>
    public int? FileCount { get; internal init; }

    /// <summary>Bytes in all its resources.</summary>
    public long? FileSize { get; internal init; }

    /// <summary>Resource labels, such as DICOM.</summary>
    public string[] Resource { get; internal init; } = [];

    /// <summary>The session it belongs to.</summary>
    public PrearchiveSession? PrearchiveSession { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"scan {Id}";
}
