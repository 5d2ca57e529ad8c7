using XnatTools.Dicom;

namespace XnatTools.Sandbox.Pacs;

/// <summary>One object in the PACS' folder: where it is, and the elements that can be asked for.</summary>
internal sealed record PacsInstance(string Path, string SopClassUid, string SopInstanceUid, string TransferSyntaxUid, DicomDataset Header);
