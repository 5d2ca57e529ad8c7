namespace XnatTools.Dicom;

/// <summary>A C-MOVE or C-GET that was received.</summary>
public sealed class DicomRetrieveRequest
{
    internal DicomRetrieveRequest(string sopClassUid, DicomDataset keys, string? destination, ushort messageId, DicomAssociationRequest association)
    {
        SopClassUid = sopClassUid;
        Keys = keys;
        DestinationAETitle = destination;
        MessageId = messageId;
        Association = association;
    }

    /// <summary>Information model.</summary>
    public string SopClassUid { get; }

    /// <summary>Level and unique keys.</summary>
    public DicomDataset Keys { get; }

    /// <summary>Where to, with C-MOVE; null with C-GET.</summary>
    public string? DestinationAETitle { get; }

    /// <summary>The request's message id, which the stores carry.</summary>
    public int MessageId { get; }

    /// <summary>Whose association it came on.</summary>
    public DicomAssociationRequest Association { get; }

    /// <summary>PATIENT, STUDY, SERIES or IMAGE.</summary>
    public string Level => Keys.GetString(DicomTags.QueryRetrieveLevel) ?? "";
}
