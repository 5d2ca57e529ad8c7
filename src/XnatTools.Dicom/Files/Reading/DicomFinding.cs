namespace XnatTools.Dicom;

/// <summary>Something in a file that the standard does not allow and that was read nevertheless.</summary>
public sealed class DicomFinding
{
    internal DicomFinding(DicomFindingKind kind, long offset, string path, string message)
    {
        Kind = kind;
        Offset = offset;
        Path = path;
        Message = message;
    }

    /// <summary>What it is.</summary>
    public DicomFindingKind Kind { get; }

    /// <summary>Byte in the file (in the inflated data set, where it is deflated).</summary>
    public long Offset { get; }

    /// <summary>Where in the data set, such as <c>(0008,1140)[0].(0008,1155)</c>; empty for the file itself.</summary>
    public string Path { get; }

    /// <summary>In words, without values.</summary>
    public string Message { get; }

    /// <summary>True when data after this point could not be read.</summary>
    public bool IsDamage => Kind is DicomFindingKind.Truncated or DicomFindingKind.Unreadable;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} at {Offset} {Path}: {Message}";
}
