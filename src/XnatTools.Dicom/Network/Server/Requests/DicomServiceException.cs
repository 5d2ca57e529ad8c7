namespace XnatTools.Dicom;

/// <summary>Thrown by a service to answer a request with a status.</summary>
public sealed class DicomServiceException(DicomStatus status)
    : DicomException(DicomErrorCode.StatusFailed, $"The service answers with status {status}.")
{
    /// <summary>The status.</summary>
    public DicomStatus Status { get; } = status;
}
