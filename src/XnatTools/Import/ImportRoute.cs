namespace XnatTools;

/// <summary>The way from the PACS into XNAT.</summary>
public enum ImportRoute
{
    /// <summary>Through XNAT's own importer (DICOM Query-Retrieve).</summary>
    Dqr,

    /// <summary>Received by this machine, and sent to XNAT.</summary>
    Direct,

    /// <summary>Direct for the modalities that the profile names (MR unless it says otherwise) and for what came incomplete through XNAT; the rest through XNAT.</summary>
    Auto,
}
