namespace XnatTools.DicomEdit.Audit;

/// <summary>What a form of a known identifier is.</summary>
internal enum KnownTermKind
{
    /// <summary>The identifier as a whole.</summary>
    Whole,

    /// <summary>One part of a person's name.</summary>
    NamePart,

    /// <summary>A date in one of its forms.</summary>
    Date,
}
