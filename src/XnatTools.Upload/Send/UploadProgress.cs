namespace XnatTools.Upload;

/// <summary>How far a session is.</summary>
/// <param name="Step">What is being done, in words without identifiers.</param>
/// <param name="SeriesDone">Series that are at the server.</param>
/// <param name="SeriesCount">Series of the session.</param>
/// <param name="BytesSent">Bytes that went out, repeats included.</param>
/// <param name="BytesTotal">Bytes of the session's files.</param>
public sealed record UploadProgress(string Step, int SeriesDone, int SeriesCount, long BytesSent, long BytesTotal);
