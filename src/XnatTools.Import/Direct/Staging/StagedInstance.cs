namespace XnatTools.Import.Direct.Staging;

/// <summary>An instance in staging.</summary>
internal sealed class StagedInstance
{
    public string SopInstanceUid { get; init; } = "";

    public string SeriesInstanceUid { get; init; } = "";

    public string SopClassUid { get; init; } = "";

    public string TransferSyntaxUid { get; init; } = "";

    /// <summary>Bytes of the file.</summary>
    public long Length { get; init; }
}
