namespace XnatTools.Import.Gateway;

/// <summary>What a session holds.</summary>
/// <param name="Scans">Number of scans that hold at least one file.</param>
/// <param name="Files">Number of DICOM files.</param>
public sealed record SessionCount(int Scans, int Files);
