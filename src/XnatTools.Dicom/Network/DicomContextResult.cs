namespace XnatTools.Dicom;

/// <summary>What became of a proposed presentation context (PS3.8 table 9-18).</summary>
public enum DicomContextResult
{
    /// <summary>Accepted.</summary>
    Accepted = 0,

    /// <summary>Rejected by the user.</summary>
    UserRejection = 1,

    /// <summary>Rejected without a reason.</summary>
    NoReason = 2,

    /// <summary>The SOP class is not supported.</summary>
    AbstractSyntaxNotSupported = 3,

    /// <summary>None of the transfer syntaxes is supported.</summary>
    TransferSyntaxesNotSupported = 4,

    /// <summary>Proposed and not yet answered.</summary>
    Proposed = 255,
}
