namespace XnatTools.Dicom;

/// <summary>The C-MOVE that a C-STORE is part of.</summary>
public sealed class DicomMoveOriginator(string aeTitle, int messageId)
{
    /// <summary>AE title of who asked for the move.</summary>
    public string AETitle { get; } = aeTitle;

    /// <summary>Its message id.</summary>
    public int MessageId { get; } = messageId;
}
