namespace XnatTools.Dicom;

/// <summary>A UID that the standard registers.</summary>
public sealed class DicomUidEntry
{
    internal DicomUidEntry(string uid, DicomUidKind kind, string name, string keyword, bool retired)
    {
        Uid = uid;
        Kind = kind;
        Name = name;
        Keyword = keyword;
        IsRetired = retired;
    }

    /// <summary>The UID.</summary>
    public string Uid { get; }

    /// <summary>What it names.</summary>
    public DicomUidKind Kind { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>Name for programs.</summary>
    public string Keyword { get; }

    /// <summary>No longer in the standard.</summary>
    public bool IsRetired { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
