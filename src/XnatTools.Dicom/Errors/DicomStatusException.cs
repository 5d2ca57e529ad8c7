namespace XnatTools.Dicom;

/// <summary>The peer answered a request with a failure.</summary>
public sealed class DicomStatusException : DicomException
{
    internal DicomStatusException(string operation, DicomStatus status, string? comment)
        : base(DicomErrorCode.StatusFailed, $"{operation} failed with status {status}.")
    {
        Status = status;
        Comment = comment;
    }

    /// <summary>The status.</summary>
    public DicomStatus Status { get; }

    /// <summary>The peer's own words (0000,0902). May contain identifiers.</summary>
    public string? Comment { get; }
}
