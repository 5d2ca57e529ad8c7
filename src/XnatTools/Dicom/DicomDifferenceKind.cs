namespace XnatTools;

/// <summary>What became of an element between two files.</summary>
public enum DicomDifferenceKind
{
    /// <summary>It is as it was.</summary>
    Kept,

    /// <summary>It has another value or representation.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It was not there before.</summary>
    Added,
}
