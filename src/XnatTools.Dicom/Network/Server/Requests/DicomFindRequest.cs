namespace XnatTools.Dicom;

/// <summary>A query that was received.</summary>
public sealed class DicomFindRequest
{
    internal DicomFindRequest(string sopClassUid, DicomDataset keys, DicomAssociationRequest association)
    {
        SopClassUid = sopClassUid;
        Keys = keys;
        Association = association;
    }

    /// <summary>Information model.</summary>
    public string SopClassUid { get; }

    /// <summary>Keys to match and to return.</summary>
    public DicomDataset Keys { get; }

    /// <summary>Whose association it came on.</summary>
    public DicomAssociationRequest Association { get; }

    /// <summary>PATIENT, STUDY, SERIES or IMAGE.</summary>
    public string Level => Keys.GetString(DicomTags.QueryRetrieveLevel) ?? "";
}
