namespace XnatTools.Dicom;

/// <summary>How the frames of pixel data were told apart.</summary>
public enum DicomFrameOrigin
{
    /// <summary>Not encapsulated: frames of one size follow each other.</summary>
    Native,

    /// <summary>By the basic offset table (PS3.5 A.4).</summary>
    BasicOffsetTable,

    /// <summary>By the extended offset table (7FE0,0001) and its lengths (7FE0,0002).</summary>
    ExtendedOffsetTable,

    /// <summary>No table, and as many fragments as frames.</summary>
    FragmentPerFrame,

    /// <summary>One frame, which all fragments belong to.</summary>
    SingleFrame,

    /// <summary>No table: a frame begins where a fragment begins with the start of a JPEG or JPEG 2000 image.</summary>
    ImageStart,
}
