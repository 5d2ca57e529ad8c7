namespace XnatTools.Dicom;

/// <summary>Phases of opening an association.</summary>
public enum DicomAssociationPhase
{
    /// <summary>The connection, with its TLS handshake.</summary>
    Connect,

    /// <summary>The request of the association.</summary>
    Associate,

    /// <summary>The peer has accepted it.</summary>
    Open,
}
