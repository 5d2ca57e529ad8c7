namespace XnatTools.Dicom;

/// <summary>What a UID of the standard names.</summary>
public enum DicomUidKind
{
    /// <summary>A frame of reference, a context group, a coding scheme and so on.</summary>
    Other,

    /// <summary>A transfer syntax.</summary>
    TransferSyntax,

    /// <summary>A SOP class.</summary>
    SopClass,

    /// <summary>A meta SOP class.</summary>
    MetaSopClass,
}
