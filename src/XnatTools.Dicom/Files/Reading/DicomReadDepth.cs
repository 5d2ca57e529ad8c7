namespace XnatTools.Dicom;

/// <summary>How far a file is read.</summary>
public enum DicomReadDepth
{
    /// <summary>Everything; large values and pixel data are noted by place and not held.</summary>
    All,

    /// <summary>Every element before the pixel data.</summary>
    Header,

    /// <summary>Elements below <see cref="DicomReadOptions.StopTag"/>.</summary>
    UpToTag,

    /// <summary>The file meta group only.</summary>
    MetaOnly,
}
