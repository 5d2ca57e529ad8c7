namespace XnatTools.Dicom;

/// <summary>Counts of sub-operations of C-MOVE or C-GET, as the peer reports them; the last one with the final status.</summary>
public sealed class DicomRetrieveProgress
{
    internal DicomRetrieveProgress(DicomDataset command, DicomDataset? failed)
    {
        Status = new DicomStatus(command.GetInt32(DicomTags.Status) ?? 0xC000);
        Remaining = command.GetInt32(DicomTags.NumberOfRemainingSuboperations) ?? 0;
        Completed = command.GetInt32(DicomTags.NumberOfCompletedSuboperations) ?? 0;
        Failed = command.GetInt32(DicomTags.NumberOfFailedSuboperations) ?? 0;
        Warnings = command.GetInt32(DicomTags.NumberOfWarningSuboperations) ?? 0;
        FailedInstanceUids = failed?.GetStrings(DicomTags.FailedSopInstanceUidList) ?? [];
    }

    /// <summary>Pending while it goes on, then the outcome. Success with nothing completed: the peer has no such study.</summary>
    public DicomStatus Status { get; }

    /// <summary>Still to come.</summary>
    public int Remaining { get; }

    /// <summary>Done.</summary>
    public int Completed { get; }

    /// <summary>Not done.</summary>
    public int Failed { get; }

    /// <summary>Done with warnings.</summary>
    public int Warnings { get; }

    /// <summary>Instances that failed, when the peer names them.</summary>
    public string[] FailedInstanceUids { get; }
}
