namespace XnatTools.Dicom;

/// <summary>The peer answered a request with a failure.</summary>
public sealed class DicomStatusException : DicomException
{
    internal DicomStatusException(DicomOperation operation, DicomStatus status, string? comment)
        : base(DicomErrorCode.StatusFailed, $"C-{operation.ToString().ToUpperInvariant()} failed with status 0x{status.Code:X4} ({status.MeaningIn(operation)}).")
    {
        Status = status;
        Comment = comment;
    }

    /// <summary>The status.</summary>
    public DicomStatus Status { get; }

    /// <summary>The peer's own words (0000,0902). May contain identifiers.</summary>
    public string? Comment { get; }
}
