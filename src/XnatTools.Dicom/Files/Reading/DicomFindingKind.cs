namespace XnatTools.Dicom;

/// <summary>Kinds of <see cref="DicomFinding"/>.</summary>
public enum DicomFindingKind
{
    /// <summary>No preamble, or no DICM after it.</summary>
    NoPreamble,

    /// <summary>No file meta group, or one without a transfer syntax: the syntax was guessed.</summary>
    NoMeta,

    /// <summary>The length of the meta group is wrong or missing.</summary>
    MetaLength,

    /// <summary>The meta group names another syntax than the data set is written in.</summary>
    WrongSyntax,

    /// <summary>A value of odd length.</summary>
    OddLength,

    /// <summary>A tag that is not above the one before it.</summary>
    OutOfOrder,

    /// <summary>A tag that was there already; the first one counts.</summary>
    Duplicate,

    /// <summary>An element written with a representation that is none, or without one in an explicit syntax.</summary>
    BadVR,

    /// <summary>A length that does not fit into what encloses it; it was cut.</summary>
    BadLength,

    /// <summary>A delimiter where none belongs, or one with a length.</summary>
    StrayDelimiter,

    /// <summary>A sequence or item without its end.</summary>
    MissingDelimiter,

    /// <summary>An undefined length of UN, read as a sequence in implicit little endian.</summary>
    UnknownSequence,

    /// <summary>Bytes after the last element.</summary>
    TrailingBytes,

    /// <summary>The file ends inside an element.</summary>
    Truncated,

    /// <summary>Nothing that could be an element.</summary>
    Unreadable,

    /// <summary>Deeper or more than the limits allow; kept as bytes.</summary>
    Limit,

    /// <summary>A link of a DICOMDIR that leads to no record, or to one that was reached already.</summary>
    BadLink,
}
