namespace XnatTools;

/// <summary>A file of an archived or prearchived scan.</summary>
public sealed class XnatFile
{
    public string Name { get; internal init; } = "";

    /// <summary>Bytes; null when the server did not say.</summary>
    public long? Size { get; internal init; }

    /// <summary>Where it is, without /data: /experiments/... or /prearchive/...</summary>
    public string Url { get; internal init; } = "";

    /// <summary>Label of its resource, such as DICOM.</summary>
    public string? Resource { get; internal init; }

    public string? Format { get; internal init; }

    public string? Content { get; internal init; }

    /// <summary>MD5 in hexadecimal; null when the catalogue has none.</summary>
    public string? Digest { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Resource is null ? "file" : $"file of {Resource}";
}
