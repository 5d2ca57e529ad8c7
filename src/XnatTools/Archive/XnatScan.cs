namespace XnatTools;

/// <summary>A scan of an archived session (GET /data/experiments/{session}/scans).</summary>
public sealed class XnatScan
{
    /// <summary>XNAT's scan id: the series number, with a suffix such as -MR1 where two series share it.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>XNAT id of the session.</summary>
    public string SessionId { get; internal init; } = "";

    /// <summary>Scan type, usually the series description.</summary>
    public string? Type { get; internal init; }

    public string? XsiType { get; internal init; }

    public string? SeriesDescription { get; internal init; }

    /// <summary>(0020,000E).</summary>
    public string? SeriesInstanceUid { get; internal init; }

    public string? Modality { get; internal init; }

    /// <summary>usable, questionable or unusable.</summary>
    public string? Quality { get; internal init; }

    /// <summary>Frames or images, as XNAT counted them; null when it did not.</summary>
    public int? Frames { get; internal init; }

    public string? Note { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"scan {Id}";
}
