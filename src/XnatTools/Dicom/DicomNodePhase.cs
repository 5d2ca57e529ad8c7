namespace XnatTools;

/// <summary>How far a call to a DICOM node came.</summary>
public enum DicomNodePhase
{
    /// <summary>The TCP connection.</summary>
    Connect,

    /// <summary>The association: AE titles and what both sides can do.</summary>
    Associate,

    /// <summary>The C-ECHO.</summary>
    Echo,

    /// <summary>Everything was answered.</summary>
    Complete,
}
