namespace XnatTools.Upload;

/// <summary>One DICOM object in a local file.</summary>
public sealed class LocalInstance
{
    /// <summary>The file. Its name may identify a patient.</summary>
    public string Path { get; init; } = "";

    public string SopInstanceUid { get; init; } = "";

    public string SopClassUid { get; init; } = "";

    public string TransferSyntaxUid { get; init; } = "";

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "instance";
}
